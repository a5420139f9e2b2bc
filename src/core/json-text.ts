/**
 * JSON that every parser takes. A tool that cuts a name off may leave half a character (a lone surrogate), which JSON can
 * write and many programs refuse to read, with all that stands around it: https://www.rfc-editor.org/rfc/rfc8259#section-8.2
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "string" ? one.toWellFormed() : one));
}
