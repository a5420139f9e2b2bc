import { disclose, type Disclosed, type IncidentView } from "../core/disclosure/disclose.ts";
import { defined } from "../core/defined.ts";
import { openIncident } from "../core/notification/incident.ts";
import type { Layoff } from "../core/record/layoff.ts";
import type { WatchList } from "../core/record/watch-list.ts";
import { RollcallError } from "../core/errors.ts";
import { hintAmong } from "../core/suggest.ts";
import type { Instant } from "../core/time.ts";
import { companiesOf, hearers, newsOf } from "./announce-layoffs.ts";
import type { Destination } from "./destination.ts";
import type { StoreReader } from "./ports.ts";

/** A watch list as it stands: who is told, and what the record has of it already. */
export interface StandingList {
  readonly list: WatchList;
  readonly hearing: readonly Destination[];
  /** Companies that the record has under none of their names yet. */
  readonly unknown: readonly string[];
  /** What came or changed last first. */
  readonly newest: readonly Layoff[];
}

/** Layoffs of which a rehearsal tells. */
const REHEARSED = 3;

export async function standingList(
  reader: StoreReader,
  list: WatchList,
  destinations: readonly Destination[],
): Promise<StandingList> {
  const unknown: string[] = [];
  for (const name of list.companies ?? []) {
    const found = await companiesOf(reader, { companies: [name] });
    const isKnown = name.startsWith("co-") ? (await reader.company(name)) !== undefined : (found?.size ?? 0) > 0;
    if (!isKnown) unknown.push(name);
  }
  const { country, industry, min } = list;
  const filter = { order: "changed", limit: REHEARSED, ...defined({ country, industry, min }) } as const;
  const companies = await companiesOf(reader, list);
  const found: Layoff[] = [];
  if (companies === undefined) found.push(...(await reader.layoffs(filter)));
  else for (const company of companies) found.push(...(await reader.layoffs({ ...filter, company })));
  const newest = found.toSorted((a, b) => b.changedAt - a.changedAt).slice(0, REHEARSED);
  return { list, hearing: hearers(list, destinations), unknown, newest };
}

/** @throws RollcallError `usage` where the settings have none of this name */
export function listNamed(lists: readonly WatchList[], name: string): WatchList {
  const found = lists.find((list) => list.name === name);
  if (found !== undefined) return found;
  const names = lists.map((list) => list.name);
  const hint = hintAmong(name, names, "; there is none under record.watch");
  throw new RollcallError("usage", `${name}: no watch list of this name in the settings${hint}`);
}

/** What those who hear of a list would be told, had what the record has of it come just now. Nothing is kept or sent. */
export async function rehearsedNews(
  reader: StoreReader,
  { list, newest }: StandingList,
  now: Instant,
): Promise<Disclosed<IncidentView> | undefined> {
  const incident = openIncident("layoffs", list.name, now);
  const news = [];
  for (const layoff of newest) news.push(await newsOf(reader, layoff, 0));
  return disclose("layoffs", { incident, list: list.name, news, more: 0 }, "named");
}
