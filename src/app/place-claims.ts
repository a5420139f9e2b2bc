import { type Arrangement, arrange, type Placeable } from "../core/record/arrange.ts";
import { type Aliases, firstWord, matchCompany, nameKeys } from "../core/record/company.ts";
import { countryCode } from "../core/record/country.ts";
import { dayText, spanOf } from "../core/record/dates.ts";
import {
  type Act,
  type Company,
  type Layoff,
  type RecordedClaim,
  type RecordedDocument,
} from "../core/record/layoff.ts";
import { layoffOf, reportOf } from "../core/record/derived.ts";
import { isFounding } from "../core/record/weighed.ts";
import { DAY } from "../core/time.ts";
import { type AroundLayoff, askWhatIsOpen, idsOf, movedFrom } from "./place-ids.ts";
import type { StoreReader, StoreWriter } from "./ports.ts";
import { newId } from "./record-ids.ts";
import { type Doing, refresh } from "./refresh-layoffs.ts";

/** A claim before it has its place. */
type Unplaced = Omit<RecordedClaim, "layoff" | "seq" | "replacedAt">;

/** A claim that is new, with its document. */
export interface Fresh {
  readonly claim: Unplaced;
  readonly document: RecordedDocument;
}

/** What came of claims that were new. */
export interface Placed {
  readonly made: number;
  readonly attached: number;
  readonly asked: number;
  /** Documents of which it may have changed what is on the shelf: a denial found what it denies, or has lost it. */
  readonly shelves: readonly string[];
}

/** What may be of one round lies within that time. */
const REACH = 200 * DAY;

/**
 * Has the claims of the companies that are concerned lie as `arrange` says: new ones get their place, and others move where it shows
 * that they are of one round or of two. Layoffs of another time, and what a person has decided, stay as they are.
 * @param touched layoffs whose claims have changed
 */
export async function placeClaims(
  writer: StoreWriter,
  fresh: readonly Fresh[],
  touched: readonly string[],
  aliases: Aliases,
  doing: Doing,
): Promise<Placed> {
  if (fresh.length + touched.length === 0) return { made: 0, attached: 0, asked: 0, shelves: [] };
  const changed = await writer.layoffsById(touched);
  const companies = await companiesOf(writer, fresh, changed, aliases);
  const around = await layoffsAround(writer, companies.possible, fresh, changed);
  const ids = [...around.keys()];
  const acts = ids.length === 0 ? [] : await writer.acts(ids);
  const placing = [
    ...(await writer.claimsOf(ids)).map(({ source, seq: _seq, replacedAt: _at, ...claim }) => {
      const { layoff } = around.get(claim.layoff) ?? {};
      return placingOf(claim, source, layoff?.company ?? null, pinOf(claim, source, around, acts));
    }),
    ...fresh.map(({ claim, document }) =>
      placingOf({ ...claim, layoff: NOWHERE }, document, companies.known.get(claim.id) ?? null, null),
    ),
  ];
  const arranged = arrange(placing, aliases);
  const layoffs = [...around.values()].map(({ layoff }) => layoff);
  const rounds = idsOf(arranged.rounds, layoffs);
  for (const [at, { id, claims, layoff }] of rounds.entries()) {
    await writer.putClaims(claims.filter((one) => one.layoff !== id).map(({ said }) => ({ ...said, layoff: id })));
    if (layoff === undefined) await found(writer, { id, claims, undecided: isAsked(arranged, at) }, companies, doing);
  }
  const merged = movedFrom(rounds, layoffs).map((gone) => ({ ...gone, changedAt: doing.now }));
  await writer.putLayoffs(merged, doing.causes);
  const pinned = new Set(arranged.rounds.flatMap((round) => round.pinned ?? []));
  await askWhatIsOpen(writer, arranged.questions, rounds, { layoffs, pinned, now: doing.now });
  const movedRounds = rounds.filter(({ id, claims }) => claims.some(({ layoff }) => layoff !== id));
  const moved = movedRounds.flatMap(({ id, claims }) => [id, ...claims.map(({ layoff }) => layoff)]);
  const asked = rounds.filter(({ layoff }, at) => layoff?.undecided !== isAsked(arranged, at)).map(({ id }) => id);
  // What is new has just been derived of all that it has.
  const made = rounds.filter(({ layoff }) => layoff === undefined).map(({ id }) => id);
  const left = new Set([NOWHERE, ...merged.map(({ id }) => id), ...made]);
  await refresh(
    writer,
    [...new Set([...touched, ...moved, ...asked])].filter((id) => !left.has(id)),
    doing,
  );
  const notFounding = movedRounds.flatMap(({ claims }) => claims.filter((one) => !isFounding(one)));
  return { ...counted(arranged, rounds), shelves: [...new Set(notFounding.map(({ document }) => document))] };
}

/** Of a claim that has no layoff yet. */
const NOWHERE = "";

interface Placing extends Placeable {
  readonly layoff: string;
  /** As it is kept. */
  readonly said: Unplaced;
  readonly from: RecordedDocument;
}

function placingOf(
  claim: Unplaced & { readonly layoff: string },
  document: RecordedDocument,
  companyId: string | null,
  pinned: string | null,
): Placing {
  const { layoff, ...said } = claim;
  const { source, published } = document;
  return {
    ...claim,
    source,
    published,
    report: reportOf(claim, document),
    companyId,
    pinned,
    layoff,
    said,
    from: document,
  };
}

function isAsked({ questions }: Arrangement<Placing>, at: number): boolean {
  return questions.some(({ later }) => later === at);
}

function counted(
  arranged: Arrangement<Placing>,
  rounds: readonly { readonly claims: readonly Placing[]; readonly layoff: Layoff | undefined }[],
): Pick<Placed, "made" | "attached" | "asked"> {
  const all = { made: 0, attached: 0, asked: 0 };
  for (const [at, { claims, layoff }] of rounds.entries()) {
    const added = claims.filter((one) => one.layoff === NOWHERE).length;
    if (added === 0 || !claims.some(isFounding)) continue;
    const isNew = layoff === undefined || layoff.empty;
    if (isNew) all[isAsked(arranged, at) ? "asked" : "made"] += 1;
    all.attached += added - (isNew ? 1 : 0);
  }
  return all;
}

interface Companies {
  /** Of new claims, where it is known. */
  readonly known: ReadonlyMap<string, string>;
  /** All that they may be of, and those of layoffs that have changed. */
  readonly possible: readonly string[];
  /** Those that are made here, for claims of no other one. */
  readonly made: Company[];
}

async function companiesOf(
  writer: StoreWriter,
  fresh: readonly Fresh[],
  changed: readonly Layoff[],
  aliases: Aliases,
): Promise<Companies> {
  const known = new Map<string, string>();
  const possible = new Set(changed.map(({ company }) => company));
  for (const { claim } of fresh) {
    const cik = cikOf(claim);
    const named = { company: claim.company, country: claim.country, industry: claim.industry, cik };
    const like = await writer.companiesNamed(nameKeys(claim.company), [firstWord(claim.company)], cik);
    // Whose key it is, before whose name it is.
    const inOrder = like.toSorted((a, b) => Number(b.cik === cik) - Number(a.cik === cik));
    for (const company of inOrder) {
      const { verdict } = matchCompany(named, { ...company, company: company.name }, aliases);
      if (verdict !== "different") possible.add(company.id);
      if (verdict !== "same" || known.has(claim.id)) continue;
      known.set(claim.id, company.id);
      if (cik !== null && company.cik === null) await writer.putCompany({ ...company, cik });
    }
  }
  return { known, possible: [...possible], made: [] };
}

/** The key that an authority has for the company, of a claim that it makes of itself. */
function cikOf({ more }: Pick<Unplaced, "more">): string | null {
  return typeof more["cik"] === "string" ? more["cik"] : null;
}

/** Makes a layoff of these claims, and a company where they are of none that is known. */
async function found(
  writer: StoreWriter,
  { id, claims, undecided }: { readonly id: string; readonly claims: readonly Placing[]; readonly undecided: boolean },
  { made }: Companies,
  { now, causes }: Doing,
): Promise<void> {
  const company =
    claims.find(({ companyId }) => companyId !== null)?.companyId ?? (await newCompany(writer, claims[0], made));
  const layoff = { id, company, mergedInto: null, suppressed: false, undecided, createdAt: now, changedAt: now };
  const own = claims.map(({ said, from }) => ({ ...said, layoff: id, source: from }));
  await writer.putLayoffs([layoffOf(layoff, own)], causes);
}

async function newCompany(writer: StoreWriter, claim: Placing | undefined, made: Company[]): Promise<string> {
  const { company: name = "", country = null, industry = null } = claim?.said ?? {};
  const cik = claim === undefined ? null : cikOf(claim.said);
  const named = { company: name, country, industry, cik };
  const here = made.find((one) => matchCompany(named, { ...one, company: one.name }).verdict === "same");
  if (here !== undefined) return here.id;
  const company = { id: newId("co"), name, domain: null, country: countryCode(country), industry, cik };
  made.push(company);
  await writer.putCompany(company);
  return company.id;
}

/** Those within reach, and those around them, which stay as they are and may still be joined. */
async function layoffsAround(
  reader: StoreReader,
  companies: readonly string[],
  fresh: readonly Fresh[],
  changed: readonly Layoff[],
): Promise<ReadonlyMap<string, AroundLayoff>> {
  const days = [
    ...fresh.flatMap(({ claim, document }) => [claim.date, document.published?.slice(0, 22), claim.effectiveFrom]),
    ...changed.map(({ date }) => date),
  ].flatMap((text) => spanOf(text) ?? []);
  const [from, to] = [Math.min(...days.map((one) => one.from)), Math.max(...days.map((one) => one.to))];
  const [since, until] = days.length === 0 ? [null, null] : [dayText(from - 2 * REACH), dayText(to + 2 * REACH)];
  const all = await reader.layoffsNear(companies, since, until);
  const isNear = ({ date }: Layoff): boolean => {
    const span = spanOf(date);
    return days.length === 0 || span === undefined || (span.from <= to + REACH && span.to >= from - REACH);
  };
  const ids = new Set([...all, ...changed].map(({ id }) => id));
  const touched = new Set(changed.map(({ id }) => id));
  return new Map(
    [...all, ...changed]
      .filter(({ id, mergedInto }) => mergedInto === null && ids.delete(id))
      .map((layoff) => [layoff.id, { layoff, isNear: touched.has(layoff.id) || isNear(layoff) }]),
  );
}

/** Acts by which a person says what belongs together. */
const DECIDES: ReadonlySet<Act["act"]> = new Set(["merge", "split", "keep apart"]);

/** The layoff in which a claim stays, whatever the rule says: of another time, suppressed, or as a person has left it. */
function pinOf(
  { layoff: id }: { readonly layoff: string },
  { takenAt }: RecordedDocument,
  around: ReadonlyMap<string, AroundLayoff>,
  acts: readonly Act[],
): string | null {
  const here = around.get(id);
  if (here === undefined || !here.isNear || here.layoff.suppressed) return id;
  const isDecided = acts.some(
    ({ act, subject, other, at, undoneBy }) =>
      undoneBy === null && DECIDES.has(act) && (subject === id || other === id) && takenAt <= at,
  );
  return isDecided ? id : null;
}
