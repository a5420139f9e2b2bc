/**
 * One record of RFC 4180, without its end. A field that a spreadsheet would take for a formula gets an apostrophe in front:
 * names come from the people themselves (https://owasp.org/www-community/attacks/CSV_Injection). The full-width signs count in
 * some languages, and blanks before a sign are cut off by some programs.
 */
export function csvRecord(fields: readonly string[]): string {
  return fields.map((field) => quoted(FORMULA.test(field) ? `'${field}` : field)).join(",");
}

const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/u.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
