import { z } from "zod";
import { QUALIFIERS } from "../core/record/announced.ts";
import { type Claim, CLAIM_KINDS, CLAIM_STATUSES, SCOPES } from "../core/record/claim.ts";
import { firstWord, nameKey } from "../core/record/company.ts";
import { SET_ASIDE } from "../core/record/set-aside.ts";
import {
  type Act,
  ACTS,
  type Ask,
  calendarOf,
  type Company,
  isCounted,
  isStanding,
  type Layoff,
  type NonEvent,
  type Particulars,
  type RecordedClaim,
  type RecordedDocument,
  SHELVED,
} from "../core/record/layoff.ts";
import { totalOf } from "../core/record/totals.ts";
import { folded } from "../core/record/words.ts";
import { WHY_AGAINST, WHY_FOR } from "../core/record/evidence.ts";
import type { Instant } from "../core/time.ts";
import * as json from "./json.ts";
import { read, readJson, wordOf } from "./json.ts";
import { type Cause, CHANGE_CAUSES } from "../core/record/history.ts";
import type { ActRow, AskRow, ClaimRow, CompanyRow, DocumentRow, LayoffRow, ShelfRow } from "./tables-record.ts";
import { once } from "../core/once.ts";

const text = once(() => z.string().nullable());
const number = once(() => z.number().nullable());
const kind = once(() => z.enum(CLAIM_KINDS));
const status = once(() => z.enum(CLAIM_STATUSES));

const claim = once((): z.ZodType<Claim & Particulars> =>
  z.looseObject({
    company: z.string(),
    kind: kind(),
    status: status(),
    scope: z.enum(SCOPES),
    part: text(),
    measure: z.enum(["increment", "total"]),
    net: z.boolean(),
    background: z.boolean(),
    date: text(),
    location: text(),
    count: number(),
    low: number(),
    high: number(),
    qualifier: z.enum(QUALIFIERS).nullable(),
    percent: number(),
    percentOf: z.enum(SCOPES).nullable(),
    base: number(),
    quote: z.string(),
    start: z.number(),
    end: z.number(),
    country: text(),
    industry: text(),
    effectiveFrom: text(),
    more: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
);

const people = once(() => z.object({ low: z.number(), high: number() }));
const step = once(() =>
  z.object({
    how: z.enum(["first", "added", "changed"]),
    claim: z.string(),
    on: text(),
    count: number(),
    ...people().shape,
    by: people().nullable(),
  }),
);
const coverage = once(() =>
  z.object({
    notices: z.number(),
    ...people().shape,
    unfigured: z.number(),
    share: people().nullable(),
  }),
);
const beside = once(() =>
  z.object({
    what: z.enum(["net", "at_risk", "running_total"]),
    claim: z.string(),
    count: number(),
    ...people().shape,
  }),
);

type Derivation = Pick<Layoff, "decided" | "setAside" | "added" | "course" | "coverage" | "beside">;

/** Without a word of what was added, how and beside what in stores that were written before it was asked. */
const derivation = once((): z.ZodType<Derivation> =>
  z.looseObject({
    added: z.enum(["parts", "additions"]).nullable().default(null),
    course: z.array(step()).default([]),
    coverage: coverage().nullable().default(null),
    beside: z.array(beside()).default([]),
    decided: json.strings(),
    setAside: z.array(z.looseObject({ claim: z.string(), why: z.enum(SET_ASIDE) })),
  }),
);

const causes = once((): z.ZodType<readonly Cause[]> =>
  z.array(z.looseObject({ why: z.enum(CHANGE_CAUSES), by: text() })),
);
const act = wordOf(ACTS);
const whyFor = once(() => z.array(z.enum(WHY_FOR)));
const whyAgainst = once(() => z.array(z.enum(WHY_AGAINST)));
const shelved = wordOf(SHELVED);
const decision = wordOf(["same", "different", "moved", "settled"]);

export function fromDocument({ takenAt, suppressed, ...rest }: RecordedDocument): DocumentRow {
  return { ...rest, taken_at: takenAt, suppressed: Number(suppressed) };
}

export function toDocument(row: DocumentRow): RecordedDocument {
  const { id, source, key, address, title, publisher, published, language, hash, raw, reader } = row;
  const plain = { id, source, key, address, title, publisher, published, language, hash, raw, reader };
  return { ...plain, takenAt: row.taken_at, suppressed: row.suppressed === 1 };
}

export function fromClaim({ id, document, layoff, ...said }: Omit<RecordedClaim, "seq" | "replacedAt">): ClaimRow {
  return { id, document, layoff, claim: JSON.stringify(said) };
}

/** @param replacedAt of what is in force no more */
export function toClaim(row: ClaimRow & { seq: number }, replacedAt: Instant | null = null): RecordedClaim {
  const { id, seq, document, layoff } = row;
  return { ...readJson(claim, row.claim, "claims.claim"), id, seq, document, layoff, replacedAt };
}

export function fromCauses(all: readonly Cause[]): string {
  return JSON.stringify(all);
}

export function toCauses(column: string): readonly Cause[] {
  return readJson(causes, column, "layoffs.causes");
}

/** In lists and sums, in lists alone, in neither. */
export const STANDING = { counted: 1, listed: 2, gone: 0 } as const;

export function fromLayoff(layoff: Layoff): LayoffRow {
  const { decided, setAside, added, course, coverage: covered, beside: said, ...made } = layoff;
  const { mergedInto, suppressed, undecided, empty, ...others } = made;
  const { sources, createdAt, changedAt, ...rest } = others;
  const { since, until, ...units } = calendarOf(layoff.date);
  const sum = totalOf(null, [layoff]);
  return {
    ...rest,
    ...units,
    name_key: nameKey(layoff.name),
    since_day: since,
    until_day: until,
    size: layoff.count ?? layoff.low,
    industry_key: layoff.industry === null ? null : folded(layoff.industry),
    sum_low: sum.low,
    sum_high: sum.high,
    open_ended: sum.openEnded,
    unfigured: sum.unfigured,
    derivation: JSON.stringify({ decided, setAside, added, course, coverage: covered, beside: said }),
    merged_into: mergedInto,
    suppressed: Number(suppressed),
    undecided: Number(undecided),
    empty: Number(empty),
    standing: isCounted(layoff) ? STANDING.counted : isStanding(layoff) ? STANDING.listed : STANDING.gone,
    sources: ` ${sources.join(" ")} `,
    created_at: createdAt,
    changed_at: changedAt,
  };
}

export function toLayoff(row: LayoffRow): Layoff {
  const { id, company, name, country, industry, location, date, count, low, high, percent, base } = row;
  const plain = { id, company, name, country, industry, location, date, count, low, high, percent, base };
  return {
    ...plain,
    kind: read(kind, row.kind, "layoffs.kind"),
    status: read(status, row.status, "layoffs.status"),
    ...readJson(derivation, row.derivation, "layoffs.derivation"),
    mergedInto: row.merged_into,
    suppressed: row.suppressed === 1,
    undecided: row.undecided === 1,
    empty: row.empty === 1,
    sources: row.sources.split(" ").filter((word) => word !== ""),
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

export function fromAsk({ askedAt, for: speaksFor, against, ...rest }: Ask): AskRow {
  const reasons = { reasons_for: JSON.stringify(speaksFor), reasons_against: JSON.stringify(against) };
  return { ...rest, asked_at: askedAt, ...reasons };
}

export function toAsk(row: AskRow): Ask {
  return {
    layoff: row.layoff,
    candidate: row.candidate,
    askedAt: row.asked_at,
    for: readJson(whyFor, row.reasons_for, "layoff_asks.reasons_for"),
    against: readJson(whyAgainst, row.reasons_against, "layoff_asks.reasons_against"),
    decided: row.decided === null ? null : decision(row.decided, "layoff_asks.decided"),
  };
}

export function fromAct({ claims, undoneBy, ...rest }: Act): ActRow {
  return { ...rest, claims: JSON.stringify(claims), undone_by: undoneBy };
}

export function toAct(row: ActRow): Act {
  const { id, at, subject, other, why, by } = row;
  return {
    id,
    at,
    subject,
    other,
    why,
    by,
    act: act(row.act, "layoff_acts.act"),
    claims: readJson(json.strings, row.claims, "layoff_acts.claims"),
    undoneBy: row.undone_by,
  };
}

export function fromCompany(company: Company): CompanyRow {
  return { ...company, name_key: nameKey(company.name), first_word: firstWord(company.name) };
}

export function toCompany({ id, name, domain, country, industry, cik }: CompanyRow): Company {
  return { id, name, domain, country, industry, cik };
}

export function fromNonEvent(document: string, position: number, statement: NonEvent): ShelfRow {
  return { document, position, ...statement };
}

export function toNonEvent(row: ShelfRow): NonEvent {
  const { document: _, position: _position, why, ...rest } = row;
  return { ...rest, why: toShelved(why) };
}

export function toShelved(why: string): NonEvent["why"] {
  return shelved(why, "shelf.why");
}
