/**
 * A distinguished name in a form in which equal ones are equal texts, from the entry up: `uid=ada,ou=people,dc=acme`. Case, spaces
 * around separators and the way of escaping (RFC 4514) make no difference; what is no name at all comes back as it is, in lower case.
 */
export function sameDn(dn: string): string {
  return rdns(dn).join(",");
}

/** Whether an entry is this one, or stands somewhere below it. */
export function isUnder(dn: string, base: string): boolean {
  const top = rdns(base);
  const own = rdns(dn);
  return own.length >= top.length && own.slice(own.length - top.length).join(",") === top.join(",");
}

function rdns(dn: string): string[] {
  return split(dn, ",").map((rdn) =>
    split(rdn, "+")
      .map((pair) => {
        const at = pair.indexOf("=");
        const value = plainValue(pair.slice(at + 1));
        return at === -1 ? value : `${pair.slice(0, at).trim().toLowerCase()}=${value}`;
      })
      .toSorted()
      .join("+"),
  );
}

/** At separators that are not escaped; none in an empty name. */
function split(text: string, separator: string): string[] {
  if (text.trim() === "") return [];
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === separator) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Escaped bytes come in runs, since a letter may be several; whatever is special again is escaped in one way alone. */
function plainValue(value: string): string {
  const read = value
    .trim()
    .replaceAll(/(?:\\[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll("\\", ""), "hex").toString("utf8"))
    .replaceAll(/\\(.)/gs, "$1");
  return read.toLowerCase().replaceAll(/[\\,+]/g, (special) => `\\${special}`);
}
