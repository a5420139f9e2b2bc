// Who it is that a name names: an employer, or a person, a place, a source, a union.
import type { Known, Mention } from "./mention.ts";
import { ACTING } from "./name-at.ts";
import {
  ADMINISTRATORS,
  COMPANY_ENDINGS,
  COUNTERS,
  EMPLOYER_NOUNS,
  FIRST_NAMES,
  isPlace,
  isUnion,
  MEDIA,
  NO_COMPANY,
  ROLES,
} from "./names.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

const REPORTS =
  /^(?:aware|reported|reports|understands|learned|learnt|revealed|reveals|wrote|writes|seen|previously|first|also|claims)$/;

const CUTTING =
  /^(?:to (?:cut|axe|close|shut|lay|shed|slash)|(?:is|are) (?:to|cutting|closing|shutting|laying|axing|shedding|making)|(?:will|would|could) (?:cut|close|shut|axe|lay|shed)|cuts|axes|lays off|laid off|employs|closes|shuts)\b/;
const PLANTS =
  /^(?:plant|factory|mill|works|site|warehouse|facility|campus|mine|refinery|depot|smelter|yard|assembly)$/;

export function roleOf(
  tokens: readonly Token[],
  from: number,
  to: number,
  key: string,
  isKnown: boolean,
  known: Known,
): Mention["role"] {
  const [before, next] = [wordAt(tokens, from - 1), wordAt(tokens, to)];
  if (
    COUNTERS.has(key) &&
    (/layoffs|challenger|trueup|crunchbase/.test(key) || !ACTING.test(next) || /^(?:said|says)$/.test(next))
  )
    return "source";
  if (isUnion(key)) return "union";
  const last = key.split(" ").at(-1) ?? "";
  const first = key.split(" ")[0] ?? "";
  const single = to - from === 1;
  if (isPlace(key) || (isPlace(last) && to - from <= 2 && NO_COMPANY.has(first))) return "place";
  if (single && before === "," && isPlace(wordAt(tokens, from - 2))) return "place";
  if (next === "," && isPlace(wordAt(tokens, to + 1)) && (from > 0 || isPlace(key))) return "place";
  if (single && key === "vice" && ROLES.has(next)) return "person";
  if (/^(?:in|near)$/.test(before) && single && !isKnown && !known.named.has(`@${key}`)) return "place";
  if (!COMPANY_ENDINGS.has(last)) {
    const rolesNear =
      (ROLES.has(before) && !single) ||
      (single && known.people.has(key)) ||
      (next === "," &&
        (ROLES.has(wordAt(tokens, to + 1)) || ROLES.has(wordAt(tokens, to + 2)) || ROLES.has(wordAt(tokens, to + 3))) &&
        !isKnown &&
        !single);
    const called = !single && to - from <= 3 && FIRST_NAMES.has(first) && !isKnown;
    // "at John Lewis", "John Lewis is closing": a firm that is called after somebody.
    if (called && !rolesNear && (before === "at" || CUTTING.test(phrase(tokens, to, to + 3)))) known.firms.add(key);
    const named = called && !known.firms.has(key);
    const mister =
      /^(?:mr|mrs|ms|dr|sir|lord)$/.test(first) ||
      /^(?:mr|mrs|ms|dr|sir|lord)$/.test(before) ||
      (before === "." && /^(?:mr|mrs|ms|dr)$/.test(wordAt(tokens, from - 2)));
    if (rolesNear || named || mister) {
      known.people.add(last);
      return "person";
    }
  }
  if (
    ADMINISTRATORS.has(first) &&
    (/^(?:said|says)$/.test(next) || phrase(tokens, to, to + 3) === ", the administrator")
  )
    return "reporter";
  // "Mirror publisher Reach", "Heathrow operator Ferrovial": who is meant comes behind.
  if (EMPLOYER_NOUNS.has(next) && tokens[to + 1]?.capital === true && !NO_COMPANY.has(wordAt(tokens, to + 1)))
    return "attribute";
  if (MEDIA.has(key)) {
    const says = REPORTS.test(next) || (/^(?:has|have|is)$/.test(next) && REPORTS.test(wordAt(tokens, to + 1)));
    const told =
      /^(?:told|tell|tells|by|with|to|a|in|per|by:|via)$/.test(before === "the" ? wordAt(tokens, from - 2) : before) ||
      before === "|" ||
      phrase(tokens, from - 2, from) === "according to" ||
      phrase(tokens, from - 3, from) === "according to the";
    if (says || told || /^(?:report|story|article|interview|audit|analysis|data|columnist|newsletter)$/.test(next))
      return "reporter";
  }
  if (
    /^(?:rival|rivals|supplier|suppliers|competitor|parent|owner|investor|shareholder|backer|alumni|veteran|alum|subsidiary|successor)$/.test(
      next,
    )
  ) {
    return "attribute";
  }
  // "at the Warren truck plant": the plant's name, unless it is known who that is.
  if ((PLANTS.test(next) || PLANTS.test(wordAt(tokens, to + 1))) && !isKnown && !known.named.has(`@${key}`))
    return "attribute";
  return "employer";
}
