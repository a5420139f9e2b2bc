// Places of work that close whole: how many work there is how many lose their jobs.
import { sentenceWords } from "./clauses.ts";
import type { Quantity } from "./numbers.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

const PLACE =
  "(?:plants?|factory|factories|mills?|sites?|facility|facilities|depots?|warehouses?|yards?|mines?|smelter|refinery|call cent(?:re|er)s?|distribution cent(?:re|er)s?|stores?|shops?|branch|branches|bakery|brewery|foundry|offices?)";
const ABOUT = "(?: (?:about|around|some|nearly|almost|more than|over|up to|a total of))*";
const OF_PLACE = new RegExp(
  `\\b${PLACE}(?: (?:in|at|near|on|earmarked|marked|set) (?:\\S+ ){1,5}?)?(?: ?, (?:which|that|where it)(?: \\S+){0,8}?(?: and)?| (?:which|that))?(?: (?:currently|now|together))? ?(?:employs?|employing|has|have|with)${ABOUT}$|\\b${PLACE}(?: (?:in|at|near) (?:\\S+ ){1,4})? ?'s${ABOUT}$`,
);
const CLOSING =
  /\b(?:(?:will|would|is to|are to|plans to|planning to|intends to|set to|due to|to|decided to) (?:permanently )?(?:be )?(?:clos(?:e|ing|ed)|shut|cease (?:all )?(?:production|operations|trading)|phased out)|(?:is|are) (?:closing|shutting)|closing its doors|in the process of closing|(?:earmarked|marked|slated) for closure)\b/;
const STAYS =
  /\b(?:if|unless|may|could|might|sold|sale|buyers?|reopen|temporar(?:y|ily)|transfer(?:red|s)?|relocat\w+|weeks?|month|not|some of|one of|two of)\b/;

/** "is to close its Elm plant, which employs 300", "told the plant's 200 workers that it will be closing": all of a place that closes. */
export function isOfClosing(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  // "the planned closure shocked the 120 workers at the mill"
  if (
    wordAt(tokens, from - 1) === "the" &&
    STAFF_AT.test(phrase(tokens, to, to + 3)) &&
    /\b(?:planned|proposed|impending|imminent) closure\b(?! of)/.test(sentenceWords(tokens))
  )
    return true;
  if (WORK_THERE.test(phrase(tokens, to, to + 9)) && closesWhole(tokens)) return true;
  return OF_PLACE.test(phrase(tokens, from - 12, from)) && closesWhole(tokens);
}

const STAFF_AT = /^(?:\S+ )?(?:staff|workers|employees|workforce) at\b/;
const WORK_THERE =
  /^(?:women|men|man|woman|people|staff|workers|employees)(?: and (?:\S+ ){1,2}(?:man|woman|men|women))? who (?:still )?(?:work|worked|works|are employed) there\b/;

/** "It is closing the following plants:", and each of the list has its people. */
export function opensList(tokens: readonly Token[]): boolean {
  return tokens.at(-1)?.text === ":" && closesWhole(tokens) && new RegExp(`\\b${PLACE}\\b`).test(sentenceWords(tokens));
}

/** "– Elm Assembly Plant, Elmsworth, with 4,014 employees" */
export function isOfItem(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  return (
    /\b(?:with|employing|employs|has)(?: about| around| some| nearly)?$/.test(phrase(tokens, from - 2, from)) &&
    new RegExp(`^${WORK}\\b`).test(phrase(tokens, to, to + 1))
  );
}

/** Without one of these no sentence says so. */
const SPEAKS_OF_END = /clos|shut|ceas|phased|stop|wind up/;

/** Whether a sentence says that a place of work ends. */
export function closesWhole(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  if (!SPEAKS_OF_END.test(words)) return false;
  return (CLOSING.test(words) || HAS_SHUT.test(words)) && !STAYS.test(words);
}

const HAS_SHUT = new RegExp(
  `\\b(?:has|have|had) (?:now )?(?:closed|shut)(?: down)? (?:all|its|the|both) (?:\\S+ ){0,4}?${PLACE}\\b|\\b(?:plant|factory|mill|works|site) closes (?:today|tomorrow|on|in|next|this)\\b|\\bclosure of (?:the|its|an?) (?:\\S+ ){0,4}?${PLACE}\\b|\\b(?:will|to) (?:stop operating|stop trading|cease trading|wind up)\\b`,
);

const WORK = "(?:people|staff|workers|employees|employes|men|women)";
const AT_THE = new RegExp(`^(?:full-time |permanent )?${WORK} (?:at|in) the (?:\\S+ ){0,3}?${PLACE}\\b`);
const THERE = new RegExp(
  `^(?:full-time |permanent )?${WORK} (?:work(?:s|ed)?|(?:are|were|is) employed) (?:there|at the (?:\\S+ )?${PLACE}|on the (?:\\S+ )?site)\\b`,
);
const THE_PLACE = new RegExp(
  `\\b(?:the|both|these) (?:two |three |\\S+ )?${PLACE}(?: in (?:\\S+ ){1,4}?)?(?: ?, which| which)? ?(?:employs?|employed|has|have|had)${ABOUT}$`,
);

/** "The plant employs 300", "About 600 people worked there", where the sentence before said that it closes. */
export function isOfClosed(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  if (STAYS.test(sentenceWords(tokens))) return false;
  // "The 420 workers at the plant and mill will receive severance", "The plant's 125 workers"
  const before = phrase(tokens, from - 3, from);
  if (/(?:^| )the$/.test(before) && AT_THE.test(phrase(tokens, to, to + 7))) return true;
  return THERE.test(phrase(tokens, to, to + 8)) || THE_PLACE.test(phrase(tokens, 0, from));
}
