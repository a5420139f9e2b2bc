import { defined } from "../core/defined.ts";
import { type Disclosed, disclose, type IncidentView, type WaveView } from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import type { Incident } from "../core/notification/incident.ts";
import { DAY, type Instant, MINUTE } from "../core/time.ts";
import { type LegalCounters, legalCounters } from "../core/wave/counters.ts";
import { dayOf } from "../core/wave/calendar.ts";
import { whoIs } from "../core/wave/population.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import { type Strip, stripOf } from "../core/wave/strip.ts";
import type { Who } from "../core/wave/wave.ts";
import { namesIn } from "./incident-report.ts";
import { leftDaysIn } from "./left-days.ts";
import type { StoreReader } from "./ports.ts";
import { remembered } from "./remembered.ts";
import { COUNTED_BACK, leavingsIn, leftIn, peopleIn, type Span, usualOf, whoOf } from "./usual.ts";

/** A wave, as the operator of the command line sees it: the store is theirs to read already. */
export interface SeenWave {
  readonly directory: string;
  readonly view: Disclosed<IncidentView>;
  readonly wave: WaveView;
}

/** Newest first. @param since only those that went on at or after this */
export async function wavesOf(
  store: StoreReader,
  { directory, since }: { readonly directory?: string; readonly since?: Instant },
): Promise<SeenWave[]> {
  const incidents = await store.incidents({ kind: "waves", ...defined({ directory, since }) });
  return (await Promise.all(incidents.map((incident) => seenIn(store, incident)))).flatMap((one) => one ?? []);
}

/** The wave of this id (`i-…`). @throws RollcallError `not_found` where the store has none. */
export async function waveOf(store: StoreReader, id: string): Promise<SeenWave> {
  const incident = await store.incident(id);
  const seen = incident?.kind === "waves" ? await seenIn(store, incident) : undefined;
  if (seen !== undefined) return seen;
  // What is no id of ours is not repeated: anything may stand in an address.
  const what = /^i-[\da-f]{1,40}$/.test(id) ? `${id}: the` : "The";
  throw new RollcallError("not_found", `${what} store has no wave of this id; rollcall waves lists them.`);
}

async function seenIn(store: StoreReader, incident: Incident): Promise<SeenWave | undefined> {
  const names = await namesIn(store, incident);
  const view = disclose("incident", { incident, directories: [], names }, "named");
  return view?.wave && { directory: incident.directory ?? "", view, wave: view.wave };
}

/** The span in which a wave is shown: with so much around it that it is seen to stand out. */
export function spanAround({ start, end, closed }: WaveView, now: Instant): { from: Instant; to: Instant } {
  const [from, to] = [Date.parse(start), closed === undefined ? now : Date.parse(end)];
  const margin = Math.max(DAY / 4, (to - from) / 4);
  return { from: from - margin, to: Math.min(now, to + margin) };
}

/**
 * Departures of one population over time, beside what its detector expects: nothing is expected of days that it has forgotten. One
 * that ends now is drawn once a minute, and whenever something happens.
 */
export async function stripFor(
  store: StoreReader,
  directory: string,
  who: Who,
  span: Span,
  rules: WaveRules = {},
): Promise<Strip> {
  const minutes = [span.from, span.to].map((at) => Math.floor(at / MINUTE));
  const what = JSON.stringify(["strip", who, rules, Math.floor((span.to - span.from) / MINUTE)]);
  const asked = { directory, what, when: minutes.join(" ") };
  return remembered(store, asked, () => stripAt(store, directory, who, span, rules));
}

async function stripAt(store: StoreReader, directory: string, who: Who, span: Span, rules: WaveRules): Promise<Strip> {
  const { between, dispersion } = await usualOf(store, directory, who, rules);
  const incidents = await store.incidents({ kind: "waves", directory });
  const waves = incidents.flatMap(({ wave }) => (wave === undefined || wave.who !== who ? [] : [wave]));
  return stripOf({
    departed: await leftIn(store, directory, who, span),
    between,
    dispersion,
    waves: waves.map(({ start, end, closed }) => ({ start, end, open: closed === undefined })),
    span,
  });
}

/** Arithmetic on the staff accounts of one directory, per stated place; another one each day, and whenever something happens. */
export async function countersFor(store: StoreReader, directory: string, now: Instant): Promise<LegalCounters> {
  return remembered(store, { directory, what: "counters", when: dayOf(now) }, () => countersAt(store, directory, now));
}

async function countersAt(store: StoreReader, directory: string, now: Instant): Promise<LegalCounters> {
  const span = { from: now - COUNTED_BACK, to: now };
  const left = (await leavingsIn(store, directory, span)).filter((one) => one.confirmed && !one.back);
  // Of those who are not kept any more the day is, and not the place: they are among those of whom none is stated.
  const forgotten = await leftDaysIn(store, directory, span);
  const ended = [
    ...left.flatMap((one) => (whoIs(one) === "staff" ? [{ ...one, location: one.place }] : [])),
    ...forgotten.flatMap(({ at, who }) =>
      who === "staff" ? [{ since: at.notBefore, at: at.notAfter, location: null }] : [],
    ),
  ];
  const staff = (await peopleIn(store, directory, "place")).filter((one) => whoOf(one) === "staff");
  const places = new Map<string, number>();
  let total = 0;
  for (const { value: place, suggested, count } of staff) {
    total += count;
    if (place !== null && suggested === undefined) places.set(place, (places.get(place) ?? 0) + count);
  }
  return legalCounters(ended, { total, at: places }, now);
}
