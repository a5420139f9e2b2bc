import type { LayoffNews, WatchReport } from "../core/disclosure/disclose.ts";
import { changed } from "../core/record/changed.ts";
import { isCorrection, type Version } from "../core/record/history.ts";
import { nameKey } from "../core/record/company.ts";
import { isStanding, type Layoff } from "../core/record/layoff.ts";
import { isWatched, type WatchList } from "../core/record/watch-list.ts";
import { groupOf, type Incident, listOf } from "../core/notification/incident.ts";
import { hearsOf } from "../core/notification/rule.ts";
import { defined } from "../core/defined.ts";
import type { Instant } from "../core/time.ts";
import { gather } from "./announce.ts";
import type { Destination } from "./destination.ts";
import type { Store, StoreReader, StoreWriter } from "./ports.ts";

/** Who is told of what the record has new, and of what. */
export interface RecordWatch {
  readonly lists: readonly WatchList[];
  readonly destinations: readonly Destination[];
}

/**
 * The same store, in which whatever changes the record puts what is new about the watch lists into the outbox, in the transaction that
 * holds it. Nothing is sent here.
 * @param told hears of the incidents once they are kept
 */
export function watchedRecord(
  store: Store,
  watch: RecordWatch,
  told: (incidents: readonly Incident[]) => void = () => {},
): Store {
  if (watch.lists.length === 0) return store;
  const transaction: Store["transaction"] = async (work, about) => {
    let incidents: readonly Incident[] = [];
    const done = await store.transaction(async (writer) => {
      let when: { readonly at: Instant; readonly from: Instant } | undefined;
      const result = await work({
        ...writer,
        // Each transaction that changes the record asks when that is, once.
        recordTime: async (now) => {
          when = { at: await writer.recordTime(now), from: now };
          return when.at;
        },
      });
      if (when !== undefined) incidents = await announceLayoffs(writer, watch, when);
      return result;
    }, about);
    told(incidents);
    return done;
  };
  return { ...store, transaction };
}

/**
 * Puts what changed in the record at this moment into the outbox: new layoffs, new reports of those that are there, and corrections of what
 * was told. One incident a list and spell: thousands at once are one message.
 * @param when `at`: when the record says it; `from`: what the clock says then, which is when it may be told
 * @returns the incidents that have something new
 */
async function announceLayoffs(
  writer: StoreWriter,
  { lists, destinations }: RecordWatch,
  { at, from }: { readonly at: Instant; readonly from: Instant },
): Promise<readonly Incident[]> {
  const heard: Heard[] = [];
  for (const list of lists) {
    const hearing = hearers(list, destinations);
    if (hearing.length > 0) heard.push({ list, hearing, companies: await companiesOf(writer, list), items: [] });
  }
  if (heard.length === 0) return [];
  for await (const layoffs of changedAt(writer, at)) {
    const earlier = await writer.incidentsOf(layoffs.map(({ id }) => id));
    for (const layoff of layoffs) {
      for (const { list, companies, items } of heard) {
        const wasTold = earlier.get(layoff.id)?.some(({ group }) => group === groupOf("layoffs", list.name)) === true;
        // What was told is followed, also where it is no longer what was asked for; what does not stand is no news by itself.
        if (!wasTold && !(isStanding(layoff) && isWatched(list, layoff, companies))) continue;
        if (await isNews(writer, layoff, at)) items.push({ id: layoff.id });
      }
    }
  }
  const incidents: Incident[] = [];
  for (const { list, hearing, items } of heard) {
    incidents.push(
      ...(await gather(writer, hearing, items, "layoffs", () => true, { directory: list.name, at, from })),
    );
  }
  return incidents;
}

/** The destinations that are told of a list. */
export function hearers({ to }: WatchList, destinations: readonly Destination[]): readonly Destination[] {
  return destinations.filter(
    ({ name, rule }) => hearsOf(rule, "layoffs", undefined) && (to === undefined || to.includes(name)),
  );
}

const AT_ONCE = 500;

/** Those that are as they are since this moment; standing ones, and those that a merge or a reading has taken out of lists. */
async function* changedAt(reader: StoreReader, at: Instant): AsyncGenerator<readonly Layoff[]> {
  let after: Layoff | undefined;
  for (;;) {
    const found = await reader.layoffs({ order: "changed", limit: AT_ONCE, ...defined({ after }) });
    const fresh = found.filter(({ changedAt: since }) => since >= at);
    if (fresh.length > 0) yield fresh;
    after = found.at(-1);
    if (fresh.length < AT_ONCE) break;
  }
  for (let offset = 0; ; offset += AT_ONCE) {
    const found = await reader.corrections({ at, limit: AT_ONCE, offset });
    const gone = found.map(({ version }) => version.layoff).filter((layoff) => !isStanding(layoff));
    if (gone.length > 0) yield gone;
    if (found.length < AT_ONCE) return;
  }
}

interface Heard {
  readonly list: WatchList;
  readonly hearing: readonly Destination[];
  readonly companies: ReadonlySet<string> | undefined;
  readonly items: { readonly id: string }[];
}

/** The ids of the companies that a list names, by any name that is recorded of them; undefined where it names none. */
export async function companiesOf(
  reader: StoreReader,
  { companies }: Pick<WatchList, "companies">,
): Promise<ReadonlySet<string> | undefined> {
  if (companies === undefined) return undefined;
  const ids = companies.filter((one) => one.startsWith("co-"));
  const keys = companies.filter((one) => !one.startsWith("co-")).map(nameKey);
  const named = await reader.companiesNamed(keys, []);
  return new Set([...ids, ...named.map(({ id }) => id)]);
}

/** A new layoff, another report of one, or something that whoever knows it has to hear of; no rule or reader that changes what stands behind it. */
async function isNews(reader: StoreReader, layoff: Layoff, at: Instant): Promise<boolean> {
  const versions = await reader.versions(layoff.id);
  const last = versions.at(-1);
  const before = versions.at(-2)?.layoff;
  if (last === undefined || last.layoff.changedAt !== at) return false;
  if (before === undefined) return true;
  if (last.causes.some(({ why }) => why === "report")) return true;
  return isCorrection(before, layoff) || changed(before, layoff).includes("status");
}

/** Layoffs that a message is made of; a program that wants all of them asks the API. */
const MOST = 200;

/** What a list has new, as the record is now. What was suppressed meanwhile is not in it. */
export async function watchReport(store: StoreReader, incident: Incident): Promise<WatchReport> {
  const items = (await store.incidentItems(incident.id)).toSorted((a, b) => b.version - a.version);
  const ids = items.map(({ id }) => id);
  const layoffs = new Map<string, Layoff>();
  for (let i = 0; i < ids.length; i += AT_ONCE)
    for (const layoff of await store.layoffsById(ids.slice(i, i + AT_ONCE)))
      if (!layoff.suppressed) layoffs.set(layoff.id, layoff);
  const there = ids.flatMap((id) => layoffs.get(id) ?? []);
  // Of one reading the largest first: of hundreds these are the ones that somebody looks for.
  const order = new Map(items.map(({ id, version }) => [id, version]));
  const shown = there
    .toSorted((a, b) => (order.get(b.id) ?? 0) - (order.get(a.id) ?? 0) || (b.low ?? -1) - (a.low ?? -1))
    .slice(0, MOST);
  const news: LayoffNews[] = [];
  for (const layoff of shown) news.push(await newsOf(store, layoff, incident.openedAt));
  return { incident, list: listOf(incident), news, more: there.length - shown.length };
}

/** What is new of one since a moment. */
export async function newsOf(store: StoreReader, layoff: Layoff, since: Instant): Promise<LayoffNews> {
  const versions = await store.versions(layoff.id);
  const known = versions.findLast((one) => one.layoff.changedAt < since);
  // Of what is new, how it was when it was told first.
  const base = known ?? versions[0];
  const later = versions.filter((one) => base === undefined || one.layoff.changedAt > base.layoff.changedAt);
  const claims = layoff.mergedInto === null ? await store.claimsOf([layoff.id]) : [];
  return {
    layoff,
    isNew: known === undefined,
    before: base !== undefined && changed(base.layoff, layoff).length > 0 ? base.layoff : undefined,
    why: whyOf(later),
    claims: claims.filter(({ source }) => !source.suppressed),
  };
}

function whyOf(versions: readonly Version[]): LayoffNews["why"] {
  return [...new Set(versions.flatMap(({ causes }) => causes.map(({ why }) => why)))];
}
