import { createHash } from "node:crypto";
import { canonical } from "../core/canonical.ts";
import { cut } from "../core/cut.ts";
import type { Claim } from "../core/record/claim.ts";
import type { Dissent } from "../core/record/extract/dissent.ts";
import { type NameRelation, nameRelation } from "../core/record/company.ts";
import type { Cause, Why } from "../core/record/history.ts";
import type { NonEvent, Particulars, RecordedDocument } from "../core/record/layoff.ts";
import { matched } from "../core/record/reread.ts";
import { isFounding } from "../core/record/weighed.ts";
import { canonicalLink } from "../core/record/link.ts";
import type { Instant } from "../core/time.ts";
import { type Fresh, placeClaims } from "./place-claims.ts";
import type { Store, StoreReader, StoreWriter } from "./ports.ts";
import { documentId, newId } from "./record-ids.ts";
import type { About, Reported, StatedClaim } from "./record-port.ts";

/** A claim, and how two ways of reading differ on it where they do. */
type WeighedClaim = Claim & { readonly dissent?: Dissent };

/** Reads text into claims. */
export interface Reader {
  /** Another one for each way of reading: what another has read is read again when it comes. */
  readonly version: string;
  /** Of this document, where not each is read in the same way. */
  readonly versionOf?: (document: Reported) => string;
  /** The text is read and not kept. */
  readonly read: (document: Reported) => {
    readonly claims: readonly WeighedClaim[];
    readonly shelved: readonly NonEvent[];
  };
}

/** What came of it, in numbers. */
export interface Taken {
  /** New documents, those that say something else than before or were read anew, and those that were there as they are. */
  readonly added: number;
  readonly changed: number;
  readonly known: number;
  /** Claims that made a layoff, that went to one, and of which somebody has to decide; statements on the shelf. */
  readonly made: number;
  readonly attached: number;
  readonly asked: number;
  readonly shelved: number;
  /** Layoffs that readers know and of which they have to hear that a figure is another, or that it is gone or back. */
  readonly corrected: number;
}

const NOTHING: Taken = {
  added: 0,
  changed: 0,
  known: 0,
  made: 0,
  attached: 0,
  asked: 0,
  shelved: 0,
  corrected: 0,
};

/**
 * Takes documents into the record, all of them or, where `reported` throws, none. A document that is there as it is changes
 * nothing. What a document said before is kept as history, and a claim that only reads differently keeps its layoff.
 */
export async function readDocuments(
  store: Store,
  reported: AsyncIterable<Reported> | Iterable<Reported>,
  reader: Reader,
  now: Instant,
): Promise<Taken> {
  return store.transaction(async (writer) => {
    const at = await writer.recordTime(now);
    const taken = await takeDocuments(writer, reported, { reader, now: at });
    if (taken.added + taken.changed === 0) return taken;
    const corrected = (await writer.corrections({ at, limit: Number.MAX_SAFE_INTEGER })).length;
    const all = { ...taken, corrected };
    await writer.record({ at: now, action: "take documents", detail: { ...all, reader: reader.version } });
    return all;
  });
}

/** The same within a transaction, and what it corrects is not counted. @param known whether only documents are taken that are known already */
export async function takeDocuments(
  writer: StoreWriter,
  reported: AsyncIterable<Reported> | Iterable<Reported>,
  { reader, now, known = false }: { readonly reader: Reader; readonly now: Instant; readonly known?: boolean },
): Promise<Taken> {
  let taken = NOTHING;
  const aliases = await writer.companyAliases();
  for await (const some of grouped(reported)) {
    const ids = some.map(({ source, key }) => documentId(source, key));
    const kept = new Map((await writer.recordedDocuments(ids)).map((document) => [document.id, document]));
    for (const one of some) taken = plus(taken, await takeOne(writer, one, { reader, aliases, now, known, kept }));
  }
  return taken;
}

/** Documents that are looked for at once. */
const AT_ONCE = 100;

async function* grouped(reported: AsyncIterable<Reported> | Iterable<Reported>): AsyncGenerator<readonly Reported[]> {
  let group: Reported[] = [];
  for await (const one of reported) {
    group.push(one);
    if (group.length < AT_ONCE) continue;
    yield group;
    group = [];
  }
  yield group;
}

function plus(a: Taken, b: Partial<Taken>): Taken {
  const sum = (key: keyof Taken): number => a[key] + (b[key] ?? 0);
  return {
    added: sum("added"),
    changed: sum("changed"),
    known: sum("known"),
    made: sum("made"),
    attached: sum("attached"),
    asked: sum("asked"),
    shelved: sum("shelved"),
    corrected: sum("corrected"),
  };
}

/** Of all that it says; not of the row at which it stands, which moves as a register grows. */
export function hashOf(reported: Reported): string {
  const { claims, raw: _, ...rest } = reported;
  const said = claims.map((claim) => ({ ...claim, origin: null }));
  return createHash("sha256")
    .update(canonical({ ...rest, claims: said }))
    .digest("hex");
}

interface With {
  readonly reader: Reader;
  readonly aliases: ReadonlyMap<string, string>;
  readonly now: Instant;
  readonly known: boolean;
  /** The documents that are there already, of some that are taken together. */
  readonly kept: Map<string, RecordedDocument>;
}

async function takeOne(
  writer: StoreWriter,
  reported: Reported,
  { reader, aliases, now, known, kept }: With,
): Promise<Partial<Taken>> {
  const id = documentId(reported.source, reported.key);
  const hash = hashOf(reported);
  const before = kept.get(id);
  const version = reported.text === null ? "stated" : (reader.versionOf?.(reported) ?? reader.version);
  if (before?.hash === hash && before.reader === version) return { known: 1 };
  if (known && before === undefined) return {};
  const { claims: stated, text, about = null, ...of } = reported;
  const document: RecordedDocument = {
    ...of,
    id,
    hash,
    raw: of.raw ?? (text === null ? null : hash),
    reader: version,
    takenAt: before?.takenAt ?? now,
    suppressed: before?.suppressed === true || (await isSuppressedAddress(writer, of.address)),
  };
  await writer.putDocument(document);
  kept.set(id, document);
  const causes: readonly Cause[] = [{ why: whyOf(before, document), by: id }];
  const read = text === null ? { claims: [], shelved: [] } : reader.read(reported);
  const said = [...stated.map(fromStated), ...read.claims.map((claim) => fromRead(claim, about, of.published))].map(
    bounded,
  );
  const shelved = read.shelved.map(bounded);
  const { pairs, dropped } = matched(before === undefined ? [] : await writer.claimsIn(id), said);
  const touched = new Set(dropped.map(({ layoff }) => layoff));
  await writer.dropClaims(dropped.map((claim) => claim.id));
  let taken: Taken = before === undefined ? { ...NOTHING, added: 1 } : { ...NOTHING, changed: 1 };
  const fresh = said.filter((claim) => !pairs.has(claim));
  // What it said once and says again is the same claim, in the same layoff.
  const again = before === undefined || fresh.length === 0 ? [] : await writer.droppedIn(id);
  const revived = matched(again, fresh).pairs;
  const placing: Fresh[] = [];
  for (const claim of said) {
    const old = pairs.get(claim) ?? revived.get(claim);
    if (old === undefined) {
      placing.push({ claim: { ...claim, id: newId("cl"), document: id }, document });
      continue;
    }
    const { id: own, document: _, layoff: place, seq: _seq, replacedAt, ...words } = old;
    if (replacedAt === null && canonical(words) === canonical(claim)) continue;
    const layoff = await whereItWent(writer, place);
    await writer.putClaims([{ ...claim, id: own, document: id, layoff }]);
    touched.add(layoff);
  }
  const { shelves, ...placed } = await placeClaims(writer, placing, [...touched], aliases, { now, causes });
  taken = plus(taken, placed);
  if (before !== undefined || shelved.length > 0) await writer.putShelf(id, shelved);
  const mayHaveHollow = new Set(said.every(isFounding) ? shelves : [...shelves, id]);
  for (const other of mayHaveHollow) await shelve(writer, other);
  return plus(taken, { shelved: mayHaveHollow.has(id) ? (await writer.shelfIn(id)).length : shelved.length });
}

/** Has a document's claims that make no layoff and have found none on the shelf, and no other ones of its claims. */
async function shelve(writer: StoreWriter, document: string): Promise<void> {
  const claims = (await writer.claimsIn(document)).filter((claim) => !isFounding(claim));
  if (claims.length === 0) return;
  const hollow = new Set(
    (await writer.layoffsById(claims.map(({ layoff }) => layoff))).filter(({ empty }) => empty).map(({ id }) => id),
  );
  const own = new Set(claims.map((claim) => canonical(nonEvent(claim))));
  const others = (await writer.shelfIn(document)).filter((statement) => !own.has(canonical(statement)));
  const alone = claims.filter(({ layoff }) => hollow.has(layoff)).map(nonEvent);
  await writer.putShelf(document, [...others, ...alone]);
}

/** Whether a document says otherwise than it did, or is only read otherwise. */
function whyOf(before: RecordedDocument | undefined, now: RecordedDocument): Why {
  if (before === undefined) return "report";
  // A key that is a hash of what was given says that it was given as it was.
  if (now.raw !== null && (before.raw ?? (now.key.startsWith(now.raw) ? now.raw : before.hash)) === now.raw)
    return "parser";
  return now.raw === null && before.reader !== now.reader ? "parser" : "correction";
}

async function isSuppressedAddress(reader: StoreReader, address: string | null): Promise<boolean> {
  const link = canonicalLink(address);
  return link !== null && (await reader.isSuppressedAddress(link));
}

/** The layoff into which it was merged, if it was. */
async function whereItWent(reader: StoreReader, layoff: string): Promise<string> {
  const [found] = await reader.layoffsById([layoff]);
  return found?.mergedInto == null ? layoff : whereItWent(reader, found.mergedInto);
}

/** With what is known of whoever speaks, where the claim is of them. */
function fromRead(
  { dissent, ...claim }: WeighedClaim,
  about: About | null,
  published: string | null,
): Claim & Particulars {
  const more: Particulars["more"] = dissent === undefined ? {} : { dissent };
  const particulars = { country: null, industry: null, effectiveFrom: null, more };
  if (about === null || !OWN.has(nameRelation(about.company, claim.company))) return { ...claim, ...particulars };
  const { industry, cik, seat, event, amends } = about;
  const known = Object.entries({ cik, seat, event, amends: amends || null }).filter(
    (entry): entry is [string, string | true] => entry[1] !== null,
  );
  // Its words name the day on which it will be done as well; whoever reports an event says apart from them which it is.
  const isTold =
    claim.background || event === null || (claim.date?.length === 10 && claim.date <= (published ?? event));
  const all = { ...more, ...Object.fromEntries(known) };
  return { ...claim, ...particulars, date: isTold ? claim.date : event, industry, more: all };
}

/** Under which names somebody speaks of themselves. */
const OWN: ReadonlySet<NameRelation> = new Set(["same_name", "alias", "longer_name"]);

function fromStated(stated: StatedClaim): Claim & Particulars {
  const { country, industry, effectiveFrom, origin: _, ...rest } = stated;
  const { effectiveTo, notice, received, posted, expected, revised, revision, ...more } = rest;
  const { temporary, region, county, site, union, stage, raised, ...claim } = more;
  const facts = { effectiveTo, notice, received, posted, expected, revised, revision };
  const others = { temporary, region, county, site, union, stage, raised };
  const known = Object.entries({ ...facts, ...others }).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== null,
  );
  return { ...claim, date: claim.date ?? notice, country, industry, effectiveFrom, more: Object.fromEntries(known) };
}

/** A reader quotes a sentence; a table's cell may be longer. */
const LONGEST_QUOTE = 500;

/** A name, a place, an industry: of several of them together an index of PostgreSQL takes no more than 2,704 bytes. */
const LONGEST_WORDS = 120;

/** What is kept of what a document says, each text as far as it may be one. */
function bounded<T extends { readonly quote: string }>(said: T): T {
  const texts = Object.entries(said).flatMap(([key, value]): [string, string][] => {
    const most = key === "quote" ? LONGEST_QUOTE : LONGEST_WORDS;
    return typeof value === "string" && value.length > most ? [[key, cut(value, most)]] : [];
  });
  return texts.length === 0 ? said : { ...said, ...Object.fromEntries(texts) };
}

function nonEvent(claim: Claim & Particulars): NonEvent {
  const { company, count, low, high, date, country, industry, quote } = claim;
  const why = claim.status === "denied" ? "denial" : "undated_past";
  return { why, company, count, low, high, period: date, country, industry, quote };
}
