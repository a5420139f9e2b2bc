// Names that say where, and not who: by what stands beside them.
import { LEGAL, type Known, type Mention } from "./mention.ts";
import { COMPANY_ENDINGS, EMPLOYER_NOUNS, PLANTS } from "./names.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

/** "Elmsworth's North Lakeland Paper Mill": a town, and who is there by its full name. */
export function isTownOf(
  { role, to, possessive, key, known: isFirm }: Mention,
  next: Mention | undefined,
  known: Known,
): boolean {
  if (role !== "employer" || !possessive || isFirm || key.includes(" ") || next?.from !== to + 1) return false;
  const words = next.key.split(" ");
  const last = words.at(-1) ?? "";
  return words.length > 2 && (PLANTS.test(last) || COMPANY_ENDINGS.has(last)) && !known.named.has(`@${key}`);
}

/** "Acme said 400 jobs at Elmsworth would go": where, as nothing else makes a firm of it. */
export function isWhere(tokens: readonly Token[], mention: Mention, found: readonly Mention[], known: Known): boolean {
  const { from, to, key, role, preposition } = mention;
  if (role !== "employer" || mention.known || known.named.has(`@${key}`)) return false;
  const losing = preposition === null && loses(tokens, to);
  if (preposition !== "at" && !losing) return false;
  const words = key.split(" ");
  if (words.length > 2 || key.includes(".com") || COMPANY_ENDINGS.has(words.at(-1) ?? "") || isWork(wordAt(tokens, to)))
    return false;
  if (LEGAL.test(wordAt(tokens, to - 1)) || EMPLOYER_NOUNS.has(wordAt(tokens, from - 1)) || mention.possessive)
    return false;
  // "Elmsworth loses 190 posts", where others are known to be firms.
  if (losing && [...known.named].some((one) => one.startsWith("@") && one !== `@${key}`)) return true;
  // "It is looking for 63 redundancies at Elmsworth"
  if (
    /^(?:it|they|we|the (?:\S+ ){0,3}?(?:company|firm|group|bank|publisher|retailer|maker|airline|giant|manufacturer|steelmaker|carmaker|broadcaster)) (?:is|are|has|have|will|said|says|plans|wants|wanted|expects|would)\b/.test(
      phrase(tokens, 0, 7),
    )
  )
    return true;
  return found.some(
    (other) =>
      other.to <= from &&
      other.role === "employer" &&
      other.preposition === null &&
      other.key !== key &&
      TELLS.test(wordAt(tokens, other.to)),
  );
}

/** "Elmsworth would lose 85 posts" */
export function loses(tokens: readonly Token[], at: number): boolean {
  return /^(?:(?:will|would|could|may|might|is to|are to|to) lose|loses|bears|suffers)\b/.test(
    phrase(tokens, at, at + 3),
  );
}

const TELLS =
  /^(?:said|says|confirmed|confirms|announced|announces|told|tells|warned|warns|plans|is|will|has|signed|wants|intends|would|blamed|revealed|cut|cuts|axed|laid|and)$/;
