/** A moment as feeds and pages write it (RFC 822, ISO 8601), as ISO 8601; undefined for what is none. */
export function momentOf(text: string): string | undefined {
  const day = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.exec(text.trim())?.[0];
  if (day !== undefined) return day;
  const at = Date.parse(text.trim());
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** A link of a page, made whole by where it stands; null for what is no address of the web, or holds a login. */
export function linkOf(href: string | null | undefined, base: string | null): string | null {
  const text = href?.trim() ?? "";
  const whole = base === null ? text : URL.canParse(text, base) ? new URL(text, base).href : "";
  if (text === "" || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  url.hash = "";
  return url.href;
}

/** BCP 47 as it is usually written; null for what is none. */
export function languageOf(text: string | null | undefined): string | null {
  const tag = text?.trim().replaceAll("_", "-") ?? "";
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag) ? tag : null;
}

export function oneLine(text: string | null | undefined): string | null {
  const line = text?.replaceAll(/\s+/g, " ").trim() ?? "";
  return line === "" ? null : line;
}
