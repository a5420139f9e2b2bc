// Places of work that close whole: how many work there is how many lose their jobs.
import { sentenceWords } from "./clauses.ts";
import type { Quantity } from "./numbers.ts";
import { phrase, type Token } from "./tokens.ts";

const PLACE =
  "(?:plants?|factory|factories|mills?|sites?|facility|facilities|depots?|warehouses?|yards?|mines?|smelter|refinery|call cent(?:re|er)s?|distribution cent(?:re|er)s?|stores?|shops?|branch|branches|bakery|brewery|foundry|offices?)";
const ABOUT = "(?: (?:about|around|some|nearly|almost|more than|over|up to|a total of))*";
const OF_PLACE = new RegExp(
  `\\b${PLACE}(?: (?:in|at|near|on|earmarked|marked|set) (?:\\S+ ){1,5}?)?(?: ?, (?:which|that|where it)| (?:which|that))?(?: (?:currently|now|together))? ?(?:employs?|employing|has|have|with)${ABOUT}$|\\b${PLACE}(?: (?:in|at|near) (?:\\S+ ){1,4})? ?'s${ABOUT}$`,
);
const CLOSING =
  /\b(?:(?:will|would|is to|are to|plans to|planning to|intends to|set to|due to|to|decided to) (?:permanently )?(?:be )?(?:clos(?:e|ing|ed)|shut|cease (?:all )?(?:production|operations|trading)|phased out)|(?:is|are) (?:closing|shutting)|closing its doors|(?:earmarked|marked|slated) for closure)\b/;
const STAYS =
  /\b(?:if|unless|may|could|might|sold|sale|buyers?|reopen|temporar(?:y|ily)|transfer(?:red|s)?|relocat\w+|weeks?|month|not|some of|one of|two of)\b/;

/** "is to close its Elm plant, which employs 300", "told the plant's 200 workers that it will be closing": all of a place that closes. */
export function isOfClosing(tokens: readonly Token[], { from }: Pick<Quantity, "from">): boolean {
  return OF_PLACE.test(phrase(tokens, from - 12, from)) && closesWhole(tokens);
}

/** Whether a sentence says that a place of work ends. */
export function closesWhole(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return (CLOSING.test(words) || HAS_SHUT.test(words)) && !STAYS.test(words);
}

const HAS_SHUT = new RegExp(
  `\\b(?:has|have|had) (?:now )?(?:closed|shut)(?: down)? (?:all|its|the|both) (?:\\S+ ){0,4}?${PLACE}\\b|\\bclosure of (?:the|its|an?) (?:\\S+ ){0,4}?${PLACE}\\b|\\b(?:will|to) (?:stop operating|stop trading|cease trading|wind up)\\b`,
);

const WORK = "(?:people|staff|workers|employees|men|women)";
const THERE = new RegExp(
  `^(?:full-time |permanent )?${WORK} (?:work(?:s|ed)?|(?:are|were|is) employed) (?:there|at the (?:\\S+ )?${PLACE}|on the (?:\\S+ )?site)\\b`,
);
const THE_PLACE = new RegExp(
  `\\b(?:the|both|these) (?:two |three |\\S+ )?${PLACE}(?: in (?:\\S+ ){1,4}?)?(?: ?, which| which)? ?(?:employs?|employed|has|have|had)${ABOUT}$`,
);

/** "The plant employs 300", "About 600 people worked there", where the sentence before said that it closes. */
export function isOfClosed(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  if (STAYS.test(sentenceWords(tokens))) return false;
  return THERE.test(phrase(tokens, to, to + 8)) || THE_PLACE.test(phrase(tokens, 0, from));
}
