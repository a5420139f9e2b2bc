type Kind = "user" | "team" | "entry";

/** Slack's cursors are base64 of a kind and the id of the next item: `dXNlcjpVMEc5V0ZYTlo=` is `user:U0G9WFXNZ`. */
export function makeCursor(kind: Kind, id: string): string {
  return Buffer.from(`${kind}:${id}`).toString("base64");
}

/** The id in the cursor; undefined where it is none of this kind. */
export function readCursor(kind: Kind, cursor: string): string | undefined {
  const text = Buffer.from(cursor, "base64").toString();
  return text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : undefined;
}

/**
 * The items from `start` on that `shown` admits, at most `limit`. Every third page is a little short though more
 * remain: "fewer than the requested number of items may be returned, even if the end of the list hasn't been reached".
 */
export function takePage<T>(
  items: readonly (T | undefined)[],
  start: number,
  limit: number,
  shown: (item: T) => boolean,
): { readonly items: readonly T[]; readonly next: T | undefined } {
  const size = limit >= 10 && Math.floor(start / limit) % 3 === 1 ? Math.floor(limit * 0.9) : limit;
  const page: T[] = [];
  for (let index = start; index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined || !shown(item)) continue;
    if (page.length === size) return { items: page, next: item };
    page.push(item);
  }
  return { items: page, next: undefined };
}

/** A `limit` as Slack reads it: absent or 0 gives the default, and undefined means that it is not a number above 0. */
export function readLimit(text: string | undefined, fallback: number): number | undefined {
  if (text === undefined || text === "" || text === "0") return fallback;
  const limit = Number(text);
  return Number.isInteger(limit) && limit > 0 ? limit : undefined;
}
