// Which figures of a sentence tell of the same people: a count with its share.
import type { About, Draft, Group } from "./settle.ts";
import { isBackground } from "./status.ts";
import type { Subject } from "./subject.ts";
import { phrase } from "./tokens.ts";

/** Counts with the percentages of their sentence that tell the same. */
export function grouped(open: readonly Draft[], { published }: About): Group[] {
  const groups: Group[] = [];
  const bySentence = Map.groupBy(open, ({ sentence }) => sentence);
  for (const drafts of bySentence.values()) {
    const counts = drafts.filter(({ quantity }) => quantity?.sort === "count");
    const shares = drafts.filter(({ quantity }) => quantity?.sort === "share");
    const taken = new Set<Draft>();
    const pairs = counts
      .flatMap((count) => shares.map((share) => ({ count, share, far: apart(count, share) })))
      .filter(
        ({ count, share, far }) =>
          far <= 22 &&
          sameEmployer(count.subject, share.subject) &&
          !apartInTime(count, share) &&
          !isOfBefore(count, share),
      )
      .toSorted((a, b) => a.far - b.far);
    const partner = new Map<Draft, Draft>();
    for (const { count, share } of pairs) {
      if (taken.has(count) || taken.has(share)) continue;
      taken.add(count).add(share);
      partner.set(count, share);
    }
    for (const lead of drafts) {
      if (lead.subject === undefined) continue;
      if (lead.quantity?.sort === "share" && taken.has(lead)) continue;
      const share = partner.get(lead) ?? (lead.quantity?.sort === "share" ? lead : undefined);
      const span = lead.quantity ?? lead.governor ?? { from: 0, to: 1 };
      groups.push({
        count: lead.quantity?.sort === "count" ? lead : undefined,
        share,
        lead,
        subject: lead.subject,
        background: isBackground(lead.sentence.tokens, span, published?.year ?? null),
        further: lead.quantity?.further === true,
      });
    }
  }
  return groups;
}

function apart(a: Draft, b: Draft): number {
  const [one, two] = [a.quantity, b.quantity];
  if (one === null || two === null) return Infinity;
  return one.from < two.from ? two.from - one.to : one.from - two.to;
}

/** "Although the firings represent 4 % of its staff, fewer than 15 local workers": the share is of what was told before. */
function isOfBefore({ quantity: count, sentence }: Draft, { quantity: share }: Draft): boolean {
  if (count === null || share === null || share.to > count.from) return false;
  return (
    /\b(?:represents?|amounts? to|accounts? for|equals?|equate to)(?: \S+){0,2}$/.test(
      phrase(sentence.tokens, share.from - 5, share.from),
    ) && phrase(sentence.tokens, share.to, count.from).includes(",")
  );
}

/** "70 people, following a previous round of 50 %": two rounds. */
function apartInTime(a: Draft, b: Draft): boolean {
  const [one, two] = [a.quantity, b.quantity];
  if (one === null || two === null) return false;
  const words = phrase(a.sentence.tokens, Math.min(one.to, two.to), Math.max(one.from, two.from));
  return /\b(?:following|after|previous|previously|earlier|on top of|in addition to|last year)\b/.test(words);
}

export function sameEmployer(a: Subject | undefined, b: Subject | undefined): boolean {
  return a !== undefined && b !== undefined && sameKey(a.key, b.key);
}

/** "Activision" and "Activision Blizzard": a name that the other begins or ends with. */
export function sameKey(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `) || a.endsWith(` ${b}`) || b.endsWith(` ${a}`);
}
