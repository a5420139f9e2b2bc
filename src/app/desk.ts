import { RollcallError } from "../core/errors.ts";
import { type Aspect, beside, type Relation } from "../core/record/beside.ts";
import { type Act, type Ask, type Company, isStanding, type Layoff, type SourcedClaim } from "../core/record/layoff.ts";
import { type Decision, deedOf, done, type Done, merging, placed, splitting, standing } from "./merge-claims.ts";
import type { Store, StoreReader, StoreWriter } from "./ports.ts";

/** One of the two layoffs that a question is about. */
export interface Side {
  readonly layoff: Layoff;
  /** Those in force. */
  readonly claims: readonly SourcedClaim[];
  readonly company: Company | undefined;
  /** The keys of other names of the company. */
  readonly aliases: readonly string[];
}

/** A question with all that is known of both. */
export interface WholeQuestion {
  readonly ask: Ask;
  /** That which was told first, and keeps its id where they are one. */
  readonly earlier: Side;
  readonly later: Side;
  readonly beside: Readonly<Record<Aspect, Relation>>;
}

/** Which two layoffs are asked about. */
export type Pair = Pick<Ask, "layoff" | "candidate">;

/** The question about these two, also one that is decided; undefined where there is none. */
export async function questionOf(reader: StoreReader, { layoff, candidate }: Pair): Promise<Ask | undefined> {
  return (await reader.asks({ layoff })).find((ask) => ask.layoff === layoff && ask.candidate === candidate);
}

export async function wholeQuestion(reader: StoreReader, ask: Ask): Promise<WholeQuestion | undefined> {
  const ids = [ask.candidate, ask.layoff];
  const layoffs = new Map((await reader.layoffsById(ids)).map((one) => [one.id, one]));
  const claims = Map.groupBy(await reader.claimsOf(ids), ({ layoff }) => layoff);
  const side = async (id: string): Promise<Side | undefined> => {
    const layoff = layoffs.get(id);
    if (layoff === undefined || !isStanding(layoff)) return undefined;
    const { company } = layoff;
    return {
      layoff,
      claims: claims.get(id) ?? [],
      company: await reader.company(company),
      aliases: await reader.aliasesOf(company),
    };
  };
  const [earlier, later] = [await side(ask.candidate), await side(ask.layoff)];
  if (earlier === undefined || later === undefined) return undefined;
  return { ask, earlier, later, beside: beside(earlier.layoff, later.layoff) };
}

/**
 * Answers a question that waits: the two are one round, and the later one goes into the earlier; or they are two.
 * @throws RollcallError `not_found` where nobody asks that; `usage` where it was answered meanwhile, or one of them does not stand
 */
export async function decideQuestion(
  store: Store,
  pair: Pair,
  verdict: "same" | "different",
  decision: Decision,
): Promise<Done> {
  return store.transaction(async (writer) => {
    const ask = await questionOf(writer, pair);
    if (ask === undefined) throw new RollcallError("not_found", "Nobody asks whether these two are one round.");
    if (ask.decided !== null) throw new RollcallError("usage", "This question was answered meanwhile.");
    // Which of them stands is looked at before anything is said of them.
    await standing(writer, pair.layoff);
    const use = verdict === "same" ? merging : splitting;
    return use(writer, pair.candidate, pair.layoff, decision);
  });
}

/**
 * Takes a decision back, whether it was that two are one or that they are two: each has its claims again, and the question waits
 * again, as do those that went from one of them to the other.
 * @param id of the act (`act-…`)
 * @throws RollcallError `not_found`, or `usage` where that cannot be taken back, or is no more so
 */
export async function reopenQuestion(store: Store, subject: string, id: string, decision: Decision): Promise<Done> {
  return store.transaction(async (writer) => {
    const act = (await writer.acts([subject])).find((one) => one.id === id);
    if (act === undefined) throw new RollcallError("not_found", "The record has no decision of this id.");
    if (act.undoneBy !== null) throw new RollcallError("usage", "This decision was taken back already.");
    if (act.other === null || (act.act !== "merge" && act.act !== "keep apart"))
      throw new RollcallError("usage", "Only a decision that two layoffs are one or two is taken back so.");
    return reopened(writer, { ...act, other: act.other }, decision);
  });
}

async function reopened(
  writer: StoreWriter,
  act: Act & { readonly other: string },
  { at, why, by }: Decision,
): Promise<Done> {
  const kept = await standing(writer, act.subject);
  const [other] = await writer.layoffsById([act.other]);
  const isMerge = act.act === "merge";
  if (other === undefined || other.mergedInto !== (isMerge ? kept.id : null))
    throw new RollcallError("usage", "Since this decision more was done to these layoffs: take that back before it.");
  const now = await writer.recordTime(at);
  const moved = isMerge ? (await writer.claimsOf([kept.id])).filter((one) => act.claims.includes(one.id)) : [];
  const claims = moved.map((one) => one.id);
  const deed = deedOf({ at: now, act: "reopen", subject: kept.id, other: other.id, claims, why: why ?? null, by });
  await writer.putAct({ ...act, undoneBy: deed.act.id });
  if (isMerge) {
    await writer.putClaims(moved.map((claim) => ({ ...placed(claim), layoff: other.id })));
    await writer.putLayoffs([{ ...other, mergedInto: null, changedAt: now }], deed.causes);
  }
  for (const ask of await writer.asks({ layoff: other.id })) {
    const isOfBoth = ask.layoff === kept.id || ask.candidate === kept.id;
    const isOpen = isOfBoth ? ask.decided !== null : isMerge && ask.decided === "moved";
    if (isOpen) await writer.putAsk({ ...ask, decided: null });
  }
  return done(writer, deed, [kept.id, other.id]);
}

/** A question of a list, with the two layoffs that it is about. */
export interface AskedPair extends Ask {
  readonly later: Layoff;
  readonly earlier: Layoff;
}

/** Questions that wait, as `RecordReader.questions` gives them. */
export async function waitingQuestions(
  reader: StoreReader,
  page: Parameters<StoreReader["questions"]>[0],
): Promise<readonly AskedPair[]> {
  const asks = await reader.questions(page);
  const ids = [...new Set(asks.flatMap(({ layoff, candidate }) => [layoff, candidate]))];
  const layoffs = new Map((await reader.layoffsById(ids)).map((one) => [one.id, one]));
  return asks.flatMap((ask) => {
    const [later, earlier] = [layoffs.get(ask.layoff), layoffs.get(ask.candidate)];
    return later === undefined || earlier === undefined ? [] : [{ ...ask, later, earlier }];
  });
}
