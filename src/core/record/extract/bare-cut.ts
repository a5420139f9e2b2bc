// Sentences that say that somebody cuts, and not how many.
import { dropsPlans, isDenied, isTale, isThreatened, tellsOfCause } from "./denials.ts";
import { isUndisclosed } from "./frames.ts";
import type { Governor } from "./governors.ts";
import { has } from "./nouns.ts";
import type { Reason } from "./reading.ts";
import { isFromTo, leadsToStaff } from "./sums.ts";
import { phrase } from "./tokens.ts";
import type { Scene, Verdict } from "./verdict.ts";

/** What a verb of cutting has for its object where it is people who go. */
export const JOBS = new Set(
  "job jobs role roles post posts position positions staff workforce headcount employees workers".split(" "),
);

/** The governor of a sentence that says that somebody cuts, and not how many. */
export function bareCut(scene: Scene, verdicts: readonly Verdict[]): Governor | undefined {
  const { tokens, governors } = scene;
  if (governors.some(({ power }) => !["cut", "weak", "context", "headcount", "hiring"].includes(power)))
    return undefined;
  if (verdicts.some(({ reason }) => reason === null || !SAYS_NOTHING.has(reason))) return undefined;
  const found = cutting(scene, verdicts);
  if (found === undefined || isDenied(tokens, undefined) || isThreatened(tokens)) return undefined;
  if (SUPPOSES.test(phrase(tokens, 0, 60)) || dropsPlans(tokens) || isTale(tokens) || tellsOfCause(tokens))
    return undefined;
  return scene.many() && !isUndisclosed(tokens) ? undefined : found;
}

/** The governor that says it, whatever else the sentence says. */
function cutting({ tokens, governors }: Scene, verdicts: readonly Verdict[]): Governor | undefined {
  // Only these say so: nothing else is asked of a sentence without one.
  if (!governors.some(({ power }) => power === "cut" || power === "weak")) return undefined;
  // "shrink its headcount from 1,300 to 1,000"
  if (isFromTo(tokens, verdicts))
    return /\b(?:past|last) (?:\S+ )?years\b/.test(phrase(tokens, 0, 60))
      ? undefined
      : governors.find(({ power, to }) => power === "weak" && leadsToStaff(tokens, to));
  // "told how he was laid off": one person's story. "loss of headlights": of what has no people in it.
  return governors.find(
    ({ power, words, from, to }) =>
      (power === "cut" ||
        (power === "weak" && (PLANNED.test(phrase(tokens, from - 3, to + 3)) || isUndisclosed(tokens)))) &&
      !ONE_PERSON.test(phrase(tokens, from - 4, from)) &&
      (!NEEDS_PEOPLE.test(words) || has(tokens, to, to + 6, JOBS)),
  );
}

/** "announced plans to cut jobs" */
const PLANNED =
  /\b(?:plans?|planned|planning|proposals?|decided|decision|announced|will|would|going|agreed|intends?|continues?|continued|continuing) (?:to )?(?:cut|reduce|axe|shed|slash|eliminate|cutting|axing|shedding|slashing|eliminating) (?:its |more |further |some )?(?:jobs|staff|roles|posts|positions|workforce|headcount)\b/;

/** Words that are of other things as well: "loss of", "doomed", "terminated". */
const NEEDS_PEOPLE = / of$|^(?:doom|threaten|cost|terminat)/;

const ONE_PERSON = /\b(?:he|she|i|himself|herself|him|her|me)(?: \S+){0,2}$/;

/** What may be, or how it is done: no news of anybody. */
const SUPPOSES =
  /\b(?:if|whether|unless|should|brace|braces|bracing|potential|potentially|how many|number of (?:job cuts|job losses|layoffs|redundancies)|total number|fewer (?:job cuts|layoffs|pink slips|redundancies)|how to|what to|when|(?:may|might|could) be (?:job cuts|job losses|layoffs|redundancies|cuts))\b/;

/** Figures beside which a sentence may say all the same that somebody cuts. */
const SAYS_NOTHING = new Set<Reason>(["money", "time", "name", "not_people", "share_of_other", "headcount", "no_cut"]);
