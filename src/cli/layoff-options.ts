import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../core/record/claim.ts";
import { countryCode } from "../core/record/country.ts";
import { dayText } from "../core/record/dates.ts";
import type { LayoffFilter } from "../core/record/layoff.ts";
import { momentAsked } from "../app/as-of.ts";
import type { Instant } from "../core/time.ts";
import { flag, type Invocation, momentOption, textOption } from "./command.ts";
import { ROWS } from "./show/changes.ts";

/** What `--company`, `--since` and their like narrow to. */
export function layoffFilter(invocation: Invocation, now: Instant): LayoffFilter {
  const day = (name: string): string | undefined => {
    const at = momentOption(invocation, name, now);
    return at === undefined ? undefined : dayText(at);
  };
  return defined({
    company: textOption(invocation, "company"),
    since: day("since"),
    until: day("until"),
    country: countryOption(invocation),
    industry: textOption(invocation, "industry"),
    kind: oneOf(invocation, "kind", CLAIM_KINDS),
    status: oneOf(invocation, "status", CLAIM_STATUSES),
    min: wholeNumber(invocation, "min"),
  });
}

/**
 * The moment of `--as-of`: of a day, a month or a year its end.
 * @returns undefined where today's record is asked for
 */
export function asOfOption(invocation: Invocation, now: Instant): Instant | undefined {
  const text = textOption(invocation, "asOf");
  return text === undefined ? undefined : momentAsked("--as-of", text, now);
}

function countryOption(invocation: Invocation): string | undefined {
  const text = textOption(invocation, "country");
  if (text === undefined) return undefined;
  const code = countryCode(text);
  if (code !== null) return code;
  throw new RollcallError(
    "usage",
    `--country ${text}: give a country by its name in English, or its code of ISO 3166-1 such as DE.`,
  );
}

/** One of these words; blanks and hyphens count as the underscore. */
export function oneOf<T extends string>(invocation: Invocation, name: string, choices: readonly T[]): T | undefined {
  const text = textOption(invocation, name);
  if (text === undefined) return undefined;
  const word = text.toLowerCase().replaceAll(/[\s-]/g, "_");
  const found = choices.find((one) => one === word);
  if (found !== undefined) return found;
  throw new RollcallError("usage", `--${name} ${text}: give one of ${choices.join(", ")}.`);
}

export function wholeNumber(invocation: Invocation, name: string): number | undefined {
  const text = textOption(invocation, name)?.replaceAll(",", "");
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RollcallError("usage", `--${name} ${text}: give a whole number.`);
}

/** How many rows: with `--all` every one; else as `--limit` says, and without it every one as JSON. */
export function rowsOption(invocation: Invocation, json: boolean): number {
  if (flag(invocation, "all")) return Number.MAX_SAFE_INTEGER;
  return wholeNumber(invocation, "limit") ?? (json ? Number.MAX_SAFE_INTEGER : ROWS);
}
