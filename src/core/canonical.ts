/**
 * JSON of which there is one text only: JSON Canonicalization Scheme (RFC 8785). A key whose value is undefined is left out.
 * @param value of plain values, lists and objects
 */
export function canonical(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    // By UTF-16 code units, as the scheme has it, and not as objects order their keys (2 before 10).
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${text(key)}:${canonical(field)}`);
  return `{${fields.join(",")}}`;
}

/** The scheme knows no half characters; texts that are cut off may end with one. */
function text(of: string): string {
  return JSON.stringify(of.toWellFormed());
}
