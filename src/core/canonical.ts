/**
 * JSON of which there is one text only: JSON Canonicalization Scheme (RFC 8785). A key whose value is undefined is left out.
 * @param value of plain values, lists and objects
 */
export function canonical(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  // A plain object is one of fields by their names.
  const fields = value as Readonly<Record<string, unknown>>;
  let all = "";
  // By UTF-16 code units, as the scheme and this order have it, and not as objects order their keys (2 before 10).
  for (const key of Object.keys(fields).toSorted()) {
    const field = fields[key];
    if (field !== undefined) all += `${all === "" ? "" : ","}${text(key)}:${canonical(field)}`;
  }
  return `{${all}}`;
}

/** The scheme knows no half characters; texts that are cut off may end with one. */
function text(of: string): string {
  return JSON.stringify(of.toWellFormed());
}
