import type { EnteredReport, Reported } from "../app/record-port.ts";
import { RollcallError } from "../core/errors.ts";
import { announcedFrom } from "../core/record/announced.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../core/record/claim.ts";
import { parseInstant } from "../core/time.ts";
import { webAddress } from "./csv.ts";
import { figureOf, hashOf, stated } from "./stated.ts";

/** Checks what somebody entered, and makes a document of it. Throws `usage` with what to do. */
export function enteredDocument(entered: EnteredReport): Reported {
  const company = entered.company?.trim() ?? "";
  if (company === "") throw usage("name the company: --company");
  if (entered.date === undefined) throw usage("name the day of the announcement: --date 2026-01-27, or --date 2026-01");
  if (parseInstant(entered.date) === undefined || !/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(entered.date)) {
    throw usage(`--date ${entered.date}: give an ISO date such as 2026-01-27, or 2026-01 where the day is not known`);
  }
  const address = entered.source === undefined ? undefined : webAddress(entered.source);
  if (address === undefined) {
    throw usage(
      entered.source === undefined
        ? "name where it was reported: --source https://…"
        : "--source has to be an address that begins with https:// or http://, without a login in it",
    );
  }
  const { count, low, high, percent, base, qualifier } = entered;
  const named = Object.fromEntries(
    Object.entries({ count, low, high, percent, base, qualifier }).filter(([, value]) => value !== undefined),
  );
  const withoutFigure = [count, low, high, percent, qualifier].every((value) => value === undefined);
  const figure = withoutFigure ? { base: base ?? null } : figureOf(announcedFrom({ ...named, on: 0 }));
  const quote = entered.quote?.trim() ?? "";
  const claim = {
    ...stated(company, quote),
    ...figure,
    kind: wordOf("kind", entered.kind, CLAIM_KINDS, "layoff"),
    status: wordOf("status", entered.status, CLAIM_STATUSES, "announced"),
    date: entered.date,
    location: entered.location ?? null,
    country: entered.country ?? null,
    industry: entered.industry ?? null,
  };
  const raw = hashOf(JSON.stringify(entered));
  return {
    source: "manual",
    key: raw,
    raw,
    address,
    title: entered.title ?? null,
    published: entered.date,
    publisher: entered.publisher ?? null,
    language: null,
    text: null,
    claims: [claim],
  };
}

function wordOf<T extends string>(name: string, word: string | undefined, words: readonly T[], usual: T): T {
  if (word === undefined) return usual;
  const found = words.find((one) => one === word.toLowerCase().replaceAll(/[\s-]+/g, "_"));
  if (found === undefined) throw usage(`--${name} ${word}: it is one of ${words.join(", ")}`);
  return found;
}

function usage(message: string): RollcallError {
  return new RollcallError("usage", `The entry cannot be taken: ${message}.`);
}
