// The items of a Form 8-K: which of them are of job cuts, and their words without what every filing says.

/** Costs associated with exit or disposal activities: what a plan of terminations is reported under (17 CFR 249.308). */
export const EXIT_COSTS = "2.05";
/** Regulation FD disclosure, and other events: where companies tell of cuts that cost them little. */
const ALSO = new Set(["7.01", "8.01"]);

/** "Item 2.05", "ITEM 2.05.", "Items 2.05 and 2.06": at the head of a line, and not "Item 2.05 of the original report is amended". */
const HEADING = /^[\s|•☐☒_*-]*items?[\s|]+(\d{1,2}\.\d{2})(?:\s*(?:,|and|&)\s*\d{1,2}\.\d{2})*[\s|.:;–—-]*(.*)$/i;
/** What ends the last item. */
const END = /^\s*(?:signatures?|exhibit index|index to exhibits)\s*:?\s*$/i;
/** A heading under which a filing says what it does not promise: it is of plans and fears, and of no figure of its own. */
const CAUTION =
  /^\W*(?:cautionary (?:note|statement|language)|forward[- ]looking statements?|(?:note|statements?) (?:regarding|concerning|about|on) forward|safe harbor)\b.{0,120}$/i;

const CUTS =
  /\b(?:reductions?[- ]in[- ](?:work[- ]?)?force|(?:work[- ]?force|head[- ]?count|staff) reductions?|lay-?offs?|severance|plan of termination|(?:reduc\w*|eliminat\w*|terminat\w*|cut\w*|affect\w*|impact\w*)\b[^.]{0,80}\b(?:work[- ]?force|head[- ]?count|employees|positions|jobs|roles))\b/i;

export interface Item {
  readonly number: string;
  readonly text: string;
}

/** The items of a report in their order; an item that is headed twice is there twice. */
export function itemsOf(text: string): readonly Item[] {
  const items: { readonly number: string; readonly lines: string[] }[] = [];
  let open: { readonly number: string; readonly lines: string[] } | undefined;
  let caution = false;
  for (const line of text.split("\n")) {
    const heading = HEADING.exec(line);
    const title = heading?.[2] ?? "";
    // In a sentence the word behind it begins small.
    if (heading !== null && !/^[a-z(,]/.test(title)) {
      open = { number: heading[1] ?? "", lines: [] };
      items.push(open);
      caution = false;
      // A title has no full stop in it: what stands on the line behind one is the item's own words.
      const own = /^[^.]*\.\s+(\S.*)$/.exec(title)?.[1];
      if (own !== undefined) open.lines.push(own);
    } else if (END.test(line)) open = undefined;
    else if (CAUTION.test(line)) caution = true;
    else if (open !== undefined && !caution && !isTitle(line, open.lines)) open.lines.push(line);
  }
  return items.map(({ number, lines }) => ({ number, text: lines.join("\n").trim() }));
}

/** The rest of a heading on a line of its own. */
function isTitle(line: string, before: readonly string[]): boolean {
  return (
    before.length === 0 && /^\W*(?:costs? associated with|regulation fd|other events)\b[^.]{0,80}\.?\s*$/i.test(line)
  );
}

/**
 * What a report says of job cuts: item 2.05, and of items 7.01 and 8.01 those that speak of them; null where none does.
 */
export function cutsIn(items: readonly Item[]): string | null {
  const told = items.filter(
    ({ number, text }) => text !== "" && (number === EXIT_COSTS || (ALSO.has(number) && CUTS.test(text))),
  );
  return told.length === 0 ? null : told.map(({ text }) => text).join("\n");
}
