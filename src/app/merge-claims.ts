import { RollcallError } from "../core/errors.ts";
import type { Cause } from "../core/record/history.ts";
import { type Act, isStanding, type Layoff, type RecordedClaim, type SourcedClaim } from "../core/record/layoff.ts";
import { layoffOf } from "../core/record/derived.ts";
import { canonicalLink } from "../core/record/link.ts";
import type { Instant } from "../core/time.ts";
import type { Store, StoreReader, StoreWriter } from "./ports.ts";
import { placeClaims } from "./place-claims.ts";
import { newId } from "./record-ids.ts";

/** Whoever does it may say why, in a few words. */
export interface Decision {
  readonly at: Instant;
  readonly why?: string;
  /** Who does it and where, for the audit log: the right by which they may, never a person. */
  readonly by?: Readonly<Record<string, string>>;
}

/** What was done, and the layoffs as they are now. */
export interface Done {
  readonly act: Act;
  readonly layoffs: readonly Layoff[];
}

/**
 * Says that two layoffs are one round: the claims of `from` go to `into`. `splitLayoffs` takes it back.
 * @throws RollcallError `not_found`, or `usage` where one of them does not stand for itself
 */
export async function mergeLayoffs(store: Store, into: string, from: string, decision: Decision): Promise<Done> {
  return store.transaction((writer) => merging(writer, into, from, decision));
}

/** The same within a transaction. */
export async function merging(
  writer: StoreWriter,
  into: string,
  from: string,
  { at, why, by }: Decision,
): Promise<Done> {
  const [kept, gone] = [await standing(writer, into), await standing(writer, from)];
  if (kept.id === gone.id) throw new RollcallError("usage", `${into}: a layoff is one with itself already.`);
  const claims = await writer.claimsOf([gone.id]);
  const moved = claims.map(({ id }) => id);
  const now = await writer.recordTime(at);
  const deed = deedOf({
    at: now,
    act: "merge",
    subject: kept.id,
    other: gone.id,
    claims: moved,
    why: why ?? null,
    by,
  });
  await writer.putClaims(claims.map((claim) => ({ ...placed(claim), layoff: kept.id })));
  await writer.putLayoffs([{ ...gone, mergedInto: kept.id, changedAt: now }], deed.causes);
  await decide(writer, kept.id, gone.id, "same");
  // What is still asked of the one that is gone is asked anew of the one that is kept.
  for (const ask of await writer.asks({ layoff: gone.id }))
    if (ask.decided === null) await writer.putAsk({ ...ask, decided: "moved" });
  return done(writer, deed, [kept.id]);
}

/**
 * Takes apart: `what` is a layoff that was merged into `from` (which is undone), one about which the question is still open (which is
 * decided), or a claim of `from` (which gets a layoff of its own, until both are merged).
 * @throws RollcallError `not_found`, `usage`
 */
export async function splitLayoff(store: Store, from: string, what: string, decision: Decision): Promise<Done> {
  return store.transaction((writer) => splitting(writer, from, what, decision));
}

/** The same within a transaction. */
export async function splitting(
  writer: StoreWriter,
  from: string,
  what: string,
  { at, why, by }: Decision,
): Promise<Done> {
  const layoff = await standing(writer, from);
  const now = await writer.recordTime(at);
  const about = { at: now, subject: layoff.id, why: why ?? null, by };
  if (what.startsWith("cl-")) {
    const other = newId("l");
    const deed = deedOf({ ...about, act: "split", other, claims: [what] });
    await takeOut(writer, layoff, what, other, deed);
    return done(writer, deed, [layoff.id, other]);
  }
  const other = await found(writer, what);
  if (other.id === layoff.id) throw new RollcallError("usage", `${what}: name another layoff, or a claim of this one.`);
  if (other.mergedInto !== null) {
    const merge = (await writer.acts([layoff.id])).findLast(
      (act) => act.act === "merge" && act.subject === layoff.id && act.other === other.id && act.undoneBy === null,
    );
    if (merge === undefined)
      throw new RollcallError(
        "usage",
        `${what} was not merged into ${from}: rollcall layoffs show ${what} says where it went.`,
      );
    const back = (await writer.claimsOf([layoff.id])).filter(({ id }) => merge.claims.includes(id));
    const deed = deedOf({ ...about, act: "split", other: other.id, claims: back.map(({ id }) => id) });
    await writer.putClaims(back.map((claim) => ({ ...placed(claim), layoff: other.id })));
    await writer.putLayoffs([{ ...other, mergedInto: null, changedAt: now }], deed.causes);
    await decide(writer, layoff.id, other.id, "different");
    const undone = await done(writer, deed, [layoff.id, other.id]);
    await writer.putAct({ ...merge, undoneBy: undone.act.id });
    return undone;
  }
  if ((await decide(writer, layoff.id, other.id, "different")) === 0)
    throw new RollcallError(
      "usage",
      `${from} and ${what} are two layoffs already, and nobody asks whether they are one.`,
    );
  return done(writer, deedOf({ ...about, act: "keep apart", other: other.id, claims: [] }), [layoff.id, other.id]);
}

export function placed(claim: SourcedClaim): Placed {
  const { source: _, seq: _seq, replacedAt: _at, ...kept } = claim;
  return kept;
}
type Placed = Omit<RecordedClaim, "seq" | "replacedAt">;

/** Gives a claim a layoff of its own. */
async function takeOut(writer: StoreWriter, layoff: Layoff, id: string, other: string, deed: Deed): Promise<void> {
  const claim = await writer.claim(id);
  if (claim?.layoff !== layoff.id)
    throw new RollcallError("not_found", `${id}: ${layoff.id} has no such claim; rollcall layoffs show lists them.`);
  if ((await writer.claimsOf([layoff.id])).length < 2)
    throw new RollcallError("usage", `${id} is the only claim of ${layoff.id}: there is nothing to take apart.`);
  await writer.putClaims([{ ...placed(claim), layoff: other }]);
  const made = {
    id: other,
    company: layoff.company,
    mergedInto: null,
    suppressed: false,
    undecided: false,
    createdAt: deed.act.at,
    changedAt: deed.act.at,
  };
  await writer.putLayoffs([layoffOf(made, [{ ...claim, layoff: other }])], deed.causes);
}

/**
 * Keeps a layoff out of lists, sums and exports, or a document's words and address out of whatever leaves; or lets it back in. An
 * address stands for every document that comes from there, also for those that are not known yet.
 * @param lift lets it back in
 * @throws RollcallError `not_found`, or `usage` where it is so already
 */
export async function suppress(store: Store, id: string, lift: boolean, { at, why, by }: Decision): Promise<Done> {
  return store.transaction(async (writer) => {
    const link = canonicalLink(id);
    const now = await writer.recordTime(at);
    const act = lift ? ("lift" as const) : ("suppress" as const);
    const deed = deedOf({ at: now, act, subject: link ?? id, other: null, claims: [], why: why ?? null, by });
    const refused = (is: boolean): void => {
      if (is !== lift)
        throw new RollcallError("usage", `${link ?? id} is ${lift ? "not suppressed" : "suppressed already"}.`);
    };
    if (link !== null) {
      refused(await writer.isSuppressedAddress(link));
      await suppressFrom(writer, link, lift, now);
      return done(writer, deed, []);
    }
    const document = id.startsWith("doc-") ? await writer.recordedDocument(id) : undefined;
    if (document !== undefined) {
      refused(document.suppressed);
      const from = canonicalLink(document.address);
      if (lift && from !== null && (await writer.isSuppressedAddress(from)))
        throw new RollcallError(
          "usage",
          `${id} is suppressed by its address: rollcall layoffs suppress --lift https://${from} lets it back in.`,
        );
      await writer.putDocument({ ...document, suppressed: !lift });
      return done(writer, deed, []);
    }
    const layoff = await found(writer, id);
    refused(layoff.suppressed);
    await writer.putLayoffs([{ ...layoff, suppressed: !lift, changedAt: now }], deed.causes);
    return done(writer, deed, [id]);
  });
}

/** All documents of an address, and those that come from there later; what is suppressed by itself stays so. */
async function suppressFrom(writer: StoreWriter, link: string, lift: boolean, at: Instant): Promise<void> {
  if (lift) await writer.deleteSuppressedAddress(link);
  else await writer.putSuppressedAddress({ link, since: at });
  for (const document of await writer.documentsFrom(link)) {
    const last = (await writer.acts([document.id])).findLast(({ subject }) => subject === document.id);
    await writer.putDocument({ ...document, suppressed: !lift || last?.act === "suppress" });
  }
}

/** An act, and what is changed by it. */
interface Deed {
  readonly act: Act;
  readonly causes: readonly Cause[];
  readonly by: Decision["by"];
}

export function deedOf({ by, ...made }: Omit<Act, "id" | "by" | "undoneBy"> & Pick<Deed, "by">): Deed {
  const act: Act = { ...made, by: rightOf(by), id: newId("act"), undoneBy: null };
  return { act, causes: [{ why: act.act, by: act.id }], by };
}

function rightOf(by: Decision["by"]): string | null {
  const { through, as } = by ?? {};
  return through === undefined ? null : as === undefined ? through : `${through}, as ${as}`;
}

/** Keeps the act and puts it on the record, in numbers and ids; then everything that follows from it. */
export async function done(writer: StoreWriter, { act, causes, by }: Deed, touched: readonly string[]): Promise<Done> {
  await writer.putAct(act);
  await writer.record({
    at: act.at,
    action: `${act.act} layoffs`,
    detail: { act: act.id, subject: act.subject, other: act.other, claims: act.claims.length, ...by },
  });
  await placeClaims(writer, [], touched, await writer.companyAliases(), { now: act.at, causes });
  const layoffs = new Map((await writer.layoffsById(touched)).map((one) => [one.id, one]));
  return { act, layoffs: touched.flatMap((id) => layoffs.get(id) ?? []) };
}

/** Decides the questions between the two, whichever was asked of which. @returns how many of them were open */
async function decide(writer: StoreWriter, a: string, b: string, decided: "same" | "different"): Promise<number> {
  const asks = (await writer.asks({ layoff: a })).filter(({ layoff, candidate }) => layoff === b || candidate === b);
  for (const ask of asks) await writer.putAsk({ ...ask, decided });
  return asks.filter((ask) => ask.decided === null).length;
}

async function found(reader: StoreReader, id: string): Promise<Layoff> {
  const [layoff] = await reader.layoffsById([id]);
  if (layoff !== undefined) return layoff;
  throw new RollcallError(
    "not_found",
    `${id}: there is no layoff or document of this id; rollcall layoffs list and show name them.`,
  );
}

export async function standing(reader: StoreReader, id: string): Promise<Layoff> {
  const layoff = await found(reader, id);
  if (isStanding(layoff)) return layoff;
  const why =
    layoff.mergedInto === null
      ? layoff.suppressed
        ? "is suppressed: rollcall layoffs suppress --lift lets it back in"
        : "has no claim any more"
      : `was merged into ${layoff.mergedInto}: name that one`;
  throw new RollcallError("usage", `${id} ${why}.`);
}
