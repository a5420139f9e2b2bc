// Whom to call about a notice is a person, and no part of the public record: contacts are dropped before anything else sees them.

const COLUMN =
  /\b(?:contacts?|phones?|tele?phones?|tel|fax|mobile|cell|e-?mails?|representatives?|submitted by|signed by|signatory|attn|attention|list of employees|laid[ -]off list)\b/i;

/** Whether a column is of contacts, by its name. */
export function isContactColumn(header: string): boolean {
  return COLUMN.test(header.replaceAll("_", " ").replaceAll(/(?<=[a-z])(?=[A-Z])/g, " "));
}

const EMAIL = String.raw`[^\s<>()@,;:|]+@[^\s<>()@,;:|]+\.[a-z]{2,}`;
const PHONE = String.raw`(?<![\d-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?!\d)(?:[\s,]*(?:x|ext\.?|extension)\s*\d+)?`;
const LABELLED_PHONE = String.raw`\b(?:tele?phone|phone|tel|ph|fax|mobile|cell)\b[.:#\s]*\+?[\d(][\d\s().+-]{6,}`;
const ANY = new RegExp(`${EMAIL}|${LABELLED_PHONE}|${PHONE}`, "i");
const LABEL =
  /\b(?:contact(?: person| name)?|attn|attention|c\/o|representative|submitted by|signed by|hr (?:manager|director|representative))\b\.?\s*[:–—-]\s*/i;

/**
 * A cell without contacts: what follows a label such as `Contact:` goes, and a line, a part between semicolons or bars, or a pair of
 * parentheses in which a phone number or an e-mail address stands, for the name beside it is somebody's.
 */
export function withoutContacts(cell: string): string {
  if (!ANY.test(cell) && !LABEL.test(cell)) return cell;
  return cell
    .replaceAll(/\([^()]*(?:\(\d{3}\)[^()]*)?\)/g, (part) =>
      ANY.test(part) && !/^\(\d{3}\)$/.test(part) ? "" : LABEL.test(part) ? "" : part,
    )
    .split(/(?<=[\n;|])/)
    .map((part) => {
      const label = LABEL.exec(part);
      const before = label === null ? part : part.slice(0, label.index);
      return ANY.test(before) ? "" : before;
    })
    .join("")
    .replace(/[\s;|,(–—-]+$/, "")
    .trim();
}
