import { RollcallError } from "../core/errors.ts";
import { type Announced, announcedFrom } from "../core/record/announced.ts";
import { spanOf } from "../core/record/dates.ts";
import { bandOf } from "../core/record/weighed.ts";
import type { Act, Ask, Layoff, LayoffFilter, LayoffOrder, SourcedClaim } from "../core/record/layoff.ts";
import { allOf, type Checked, checkAggregate, type Total } from "../core/record/totals.ts";
import { defined } from "../core/defined.ts";
import { type Change, changesOf } from "../core/record/history.ts";
import type { Instant } from "../core/time.ts";
import type { RecordReader, RecordView, ShelvedStatement, StoreReader } from "./ports.ts";

/** Everything that is known of one layoff. */
export interface WholeLayoff {
  readonly layoff: Layoff;
  /** Those that were replaced too. */
  readonly claims: readonly SourcedClaim[];
  readonly acts: readonly Act[];
  readonly asks: readonly Ask[];
  /** The states through which it has gone, oldest first. */
  readonly changes: readonly Change[];
  /** It is suppressed, or went into one that is: nobody is shown anything of it but those who may lift that. */
  readonly hidden: boolean;
}

/** The record of today or, where a moment is given, as it stood then. */
export function recordOn(store: RecordReader, at: Instant | undefined): RecordView {
  return at === undefined ? store : store.recordAt(at);
}

/** @throws RollcallError `not_found` */
export async function layoffOfId(reader: RecordView, id: string): Promise<Layoff> {
  const [layoff] = await reader.layoffsById([id]);
  if (layoff !== undefined) return layoff;
  throw new RollcallError("not_found", `${id}: there is no layoff of this id; rollcall layoffs list shows them.`);
}

/** @throws RollcallError `not_found` */
export async function wholeLayoff(store: RecordView, id: string): Promise<WholeLayoff> {
  const layoff = await layoffOfId(store, id);
  return {
    layoff,
    claims: await store.claimsOf([id], true),
    acts: await store.acts([id]),
    asks: (await store.asks({ layoff: id })).filter(({ decided }) => decided === null),
    changes: changesOf(await store.versions(id)),
    hidden: await isHidden(store, layoff),
  };
}

async function isHidden(store: RecordView, { suppressed, mergedInto }: Layoff): Promise<boolean> {
  if (suppressed || mergedInto === null) return suppressed;
  const [into] = await store.layoffsById([mergedInto]);
  return into !== undefined && isHidden(store, into);
}

/** Read at a time: with their claims a few megabytes. */
const AT_ONCE = 500;

/** Layoffs with their claims, a batch at a time; newest first and those without a date last, unless another order is asked for. */
export async function* layoffsWithClaims(
  store: RecordView,
  { limit, ...filter }: LayoffFilter & { readonly order?: LayoffOrder; readonly limit: number },
): AsyncGenerator<readonly { readonly layoff: Layoff; readonly claims: readonly SourcedClaim[] }[]> {
  let after: Layoff | undefined;
  for (let left = limit; left > 0;) {
    const wanted = Math.min(AT_ONCE, left);
    const layoffs = await store.layoffs({ ...filter, limit: wanted, ...defined({ after }) });
    const claims = Map.groupBy(await store.claimsOf(layoffs.map(({ id }) => id)), ({ layoff }) => layoff);
    yield layoffs.map((layoff) => ({ layoff, claims: claims.get(layoff.id) ?? [] }));
    if (layoffs.length < wanted) return;
    left -= layoffs.length;
    after = layoffs.at(-1);
  }
}

/** A published sum over many employers beside ours. */
export interface CheckedStatement {
  readonly statement: ShelvedStatement;
  /** Missing where it is no such sum, or does not say of which time it is. */
  readonly check?: Checked & { readonly ours: Total };
}

export async function checkedShelf(
  store: StoreReader,
  page: Parameters<StoreReader["shelf"]>[0],
): Promise<readonly CheckedStatement[]> {
  const checked: CheckedStatement[] = [];
  for (const statement of await store.shelf(page)) {
    const { why, period, country, industry, count, low, high } = statement;
    const span = spanOf(period);
    if (why !== "aggregate" || span === undefined || (count === null && low === null && high === null)) {
      checked.push({ statement });
      continue;
    }
    const [since, until] = [span.from, span.to].map((at) => new Date(at).toISOString().slice(0, 10));
    const filter: LayoffFilter = defined({
      since,
      until,
      country: country ?? undefined,
      industry: industry ?? undefined,
    });
    const ours = allOf(await store.layoffTotals("year", filter));
    const published = count === null ? { low: low ?? 0, high } : { low: count, high: count };
    checked.push({ statement, check: { ...checkAggregate(published, ours), ours } });
  }
  return checked;
}

/**
 * What a layoff says, as an announcement that can be compared with what was observed.
 * @throws RollcallError `usage` where it has no day, or neither a figure nor a percentage
 */
export function announcementOf({ layoff, claims }: Pick<WholeLayoff, "layoff" | "claims">): Announced {
  const on = spanOf(layoff.date)?.from;
  if (on === undefined)
    throw new RollcallError("usage", `${layoff.id} has no date, so that nothing can be compared with it.`);
  const { percent, base, count, low, high } = layoff;
  const [decider, ...others] = claims.filter(({ id }) => layoff.decided.includes(id));
  const shared = { on, ...defined({ percent: percent ?? undefined, base: base ?? undefined }) };
  // One claim speaks for itself, in its own qualifier; what several leave open is a range.
  const band = decider === undefined ? undefined : bandOf(decider);
  if (
    decider?.qualifier != null &&
    decider.count !== null &&
    others.length === 0 &&
    band?.low === low &&
    (band?.high ?? null) === high
  )
    return announcedFrom({ ...shared, count: decider.count, qualifier: decider.qualifier });
  if (low !== null && high !== null) return announcedFrom({ ...shared, low, high, qualifier: "range" });
  if (low !== null) return announcedFrom({ ...shared, count: count ?? low, qualifier: "at_least" });
  if (percent !== null) return announcedFrom(shared);
  throw new RollcallError(
    "usage",
    `${layoff.id} names neither a number of people nor a percentage: there is nothing to compare.`,
  );
}
