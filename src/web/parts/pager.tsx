import { number } from "../../messages/words.ts";

/** The address with other words behind the question mark; those that are undefined are left out. */
export function linkTo(url: URL, changes: Readonly<Record<string, string | number | undefined>>): string {
  const next = new URLSearchParams([...url.searchParams].filter(([, value]) => value !== ""));
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(name);
    else next.set(name, String(value));
  }
  const query = next.toString();
  return query === "" ? url.pathname : `${url.pathname}?${query}`;
}

/** Which part of a list is shown, and the ways to the parts before and after it. */
export function Pager({
  url,
  page,
  size,
  total,
  what,
}: {
  url: URL;
  page: number;
  size: number;
  total: number;
  what: string;
}) {
  const last = Math.max(1, Math.ceil(total / size));
  const first = (page - 1) * size + 1;
  const shown =
    total === 0
      ? `No ${what}`
      : `${number(first)} to ${number(Math.min(total, page * size))} of ${number(total)} ${what}`;
  return (
    <nav class="pager" aria-label={`Parts of the list of ${what}`}>
      <span class="quiet">{shown}</span>
      {last === 1 ? null : (
        <span class="steps">
          {page > 1 ? (
            <a class="button" rel="prev" href={linkTo(url, { page: page === 2 ? undefined : page - 1 })}>
              Previous
            </a>
          ) : null}
          <span>
            Page {number(page)} of {number(last)}
          </span>
          {page < last ? (
            <a class="button" rel="next" href={linkTo(url, { page: page + 1 })}>
              Next
            </a>
          ) : null}
        </span>
      )}
    </nav>
  );
}
