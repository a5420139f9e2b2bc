// Places that employ: cities, states and counties, by what stands beside their names.
import { acts } from "./acts.ts";
import type { Mention } from "./mention.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

/** A place that does something, as a city or a state does that employs people. */
export function ruling(tokens: readonly Token[], { from, to, preposition, key }: Mention): boolean {
  // "the 392 Elmsworth County workers"
  if (/ (?:county|city)$/.test(key) && /^(?:workers|employees|employes|teachers|staff|jobs)$/.test(wordAt(tokens, to)))
    return true;
  // "Texas has seen 500 job losses": of many.
  return (
    preposition === null &&
    !/^(?:and|or|,)$/.test(wordAt(tokens, from - 1)) &&
    (BODY.test(phrase(tokens, to, to + 2)) ||
      (acts(tokens, to) &&
        wordAt(tokens, to + 1) !== "seen" &&
        // "Elmsworth will lose 58 jobs": who works there, and not for it.
        !/^(?:(?:will|would|could|may|might|is to|are to|has|have|had) )?(?:lose|loses|lost|losing)\b/.test(
          phrase(tokens, to, to + 3),
        )))
  );
}

/** "The Elmsworth school board", "Elmsworth city officials": what governs a place has its name. */
const BODY =
  /^(?:school (?:board|district|committee)|city (?:council|commission|manager|officials|government|leaders)|county (?:council|commission|commissioners|officials|board|government)|town (?:council|board)|borough council|public schools|schools)\b/;

const OFFICE =
  /^(?:governor|gov|mayor|legislature|lawmakers|fiscal|budget|city|county|council|school|schools|public schools|board of|officials)\b/;

/** Whether a name is that of a place whose government is spoken of: "the Elmsworth budget", "the city of Elmsworth". */
export function isGoverned(tokens: readonly Token[], { from, to, role }: Mention, title: boolean): boolean {
  if (role !== "place") return false;
  if (title && from === 0 && wordAt(tokens, to) === ":") return true;
  return (
    OFFICE.test(phrase(tokens, to, to + 2)) ||
    /\b(?:city|state|county|town|mayor|governor|commonwealth|province) of$/.test(phrase(tokens, from - 2, from))
  );
}

const PUBLIC =
  /\b(?:state|city|county|municipal|town|council|school|district) (?:employees?|employes|workers|jobs|staff|positions|posts|payroll|work ?force|layoffs|budget|teachers|government)\b|\b(?:city|county|state|council|mayor|governor|school board) (?:plans?|to|will|is|may|lays?|cuts?|orders?|proposes?|announces?)\b/;

/** Whether a sentence speaks of people whom a government employs. */
export function isPublic(tokens: readonly Token[]): boolean {
  return PUBLIC.test(phrase(tokens, 0, 60));
}
