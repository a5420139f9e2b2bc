import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";
import type { Notifier, Sending } from "../app/ports.ts";
import type { Change } from "../core/directory/change.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { tally } from "../core/directory/tally.ts";
import { type Audience, disclose, type Disclosed, type IncidentView } from "../core/disclosure/disclose.ts";
import type { DirectoryReport, IncidentReport } from "../core/disclosure/incident-view.ts";
import type { LayoffNews } from "../core/disclosure/layoff-news.ts";
import { ledgerFrom } from "../core/ledger/ledger.ts";
import { reportOf } from "../core/ledger/report.ts";
import {
  type CheckpointState,
  type Incident,
  nextVersion,
  openCheckpoint,
  openIncident,
} from "../core/notification/incident.ts";
import { DAY, HOUR, MINUTE } from "../core/time.ts";
import type { WaveState } from "../core/wave/report.ts";
import { createHttp } from "../http/client.ts";

/** How a destination can fail; each stand knows which of them its kind of destination can show. */
export const FAULTS = [
  "400",
  "401",
  "403",
  "404",
  "410",
  "429",
  "500",
  "503",
  "redirect",
  "timeout",
  "reset",
  "web page",
  "empty",
  "garbage",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Received {
  /** By which a receiver tells a repeat, where there is one. */
  readonly id: string | undefined;
  /** What people read. */
  readonly text: string;
  /** What goes along with it: address, headers, subject, arguments, environment. It stands in the logs of whatever passes it on. */
  readonly beside: string;
}

/** A destination on 127.0.0.1 that the contract suite and other tests can break: a real server, or a real program. */
export interface Stand<Settings = unknown> {
  readonly notifier: Notifier<Settings>;
  readonly settings: Settings;
  /** What must never be in an error: tokens, keys, the secret part of an address, what the destination answers. */
  readonly secrets: readonly string[];
  readonly faults: readonly Fault[];
  /** How every message is answered from now on; undefined: it arrives. `once`: only the next one. */
  answer(fault: Fault | undefined, once?: "once"): void;
  /** What has arrived, oldest first. */
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** The moment at which everybody of these views left. */
export const LEFT = Date.UTC(2026, 10, 23, 10, 3);

/** Of everybody in the views made here: what must be in no error and in no receipt. */
export const PERSONAL = ["Zofia Canarska", "Canarska", "canary-", "@people.example", "UCANARY", "d-canary", "c-canary"];

/** @param awkward put behind each name: what a tool lets people write into one. */
export function leaver(n: number, awkward = ""): Departure {
  const name = `Zofia Canarska ${n}${awkward}`;
  return {
    id: `d-canary${n}`,
    at: { notBefore: LEFT - 2 * MINUTE, notAfter: LEFT },
    accounts: [{ directory: "acme", id: `UCANARY${n}`, name, email: `canary-${n}@people.example`, kind: "human" }],
    change: "deactivated",
    confirmed: n % 2 === 0,
    observed: true,
    lastKnown: { location: n % 3 === 0 ? "Kraków" : "Lisbon", locationFrom: "field Office", team: `Team ${n % 7}` },
  };
}

function demoted(n: number, awkward: string): Change & { readonly id: string } {
  return {
    id: `c-canary${n}`,
    change: "demoted",
    directory: "acme",
    at: { notBefore: LEFT - 2 * MINUTE, notAfter: LEFT },
    account: { id: `UCANARY${n}`, name: `Zofia Canarska ${n}${awkward}`, email: `canary-${n}@people.example` },
    evidence: { by: "value", stated: "is_restricted: true", readings: 1 },
    confirmed: true,
    before: { role: "member" },
    after: { role: "guest" },
  };
}

/** As many departures and changes of one directory, as a `named` audience sees them. */
export function departuresView(departures: number, changes = 0, awkward = ""): Disclosed<IncidentView> {
  return shown({
    incident: openIncident("departures", "acme", LEFT),
    directories: [directoryReport(departures, changes, awkward)],
  });
}

function directoryReport(departures: number, changes: number, awkward: string): DirectoryReport {
  const people = Array.from({ length: departures }, (_, i) => leaver(i, awkward));
  const colleagues = Array.from({ length: 40 }, (_, i): RosterEntry => ({
    account: { id: `U${i}`, status: "active", attributes: { kind: "human", location: "Lisbon", team: "Team 1" } },
    presence: "present",
  }));
  return {
    directory: "acme",
    departures: people,
    ...(departures === 0 ? {} : { tally: tally(people, [...colleagues, ...people.map(entryOf)]) }),
    changes: Array.from({ length: changes }, (_, i) => demoted(1000 + i, awkward)),
    reading: { takenAt: LEFT, accounts: 40 + departures, health: "ok" },
  };
}

/** What the roster keeps of a leaver. */
function entryOf({ accounts, lastKnown }: Departure): RosterEntry {
  const { location, locationFrom, team } = lastKnown;
  const attributes = { kind: "human", location, locationFrom, ...(team === undefined ? {} : { team }) } as const;
  return { account: { id: accounts[0]?.id ?? "", status: "deactivated", attributes }, presence: "present" };
}

/** A reading that failed: what both audiences are told, each in its own measure. */
export function healthView(audience: Audience, over = false): Disclosed<IncidentView> {
  const opened = openIncident("health", "acme", LEFT, audience);
  const incident: Incident = {
    ...opened,
    health: {
      health: "short",
      reasons: ["4,000 accounts instead of 4,712"],
      since: LEFT,
      lastGood: LEFT - HOUR,
      blind: false,
      over,
    },
  };
  return shown({ incident, directories: [] }, audience);
}

/** What stands there once all is erased that the incident told. */
export function erasedView(): Disclosed<IncidentView> {
  const incident = nextVersion(openIncident("departures", "acme", LEFT), LEFT + DAY);
  return shown({ incident: { ...incident, erased: true }, directories: [] });
}

/** 31 of 200 who left within an hour, in these places. @param names of managers and inviters, by account id */
export function waveReport(where: WaveState["where"], names: ReadonlyMap<string, string>): IncidentReport {
  const incident: Incident = {
    ...openIncident("waves", "acme staff", LEFT),
    directory: "acme",
    wave: {
      who: "staff",
      opened: LEFT,
      start: LEFT - HOUR,
      last: LEFT,
      end: LEFT,
      size: 31,
      back: 2,
      headcount: 200,
      share: 0.155,
      rate: 31,
      expected: 0.1,
      where,
      elsewhere: false,
      cause: "departures",
      reasons: [],
      plans: [],
    },
  };
  return { incident, directories: [], names };
}

export function testView(audience: Audience = "named"): Disclosed<IncidentView> {
  return shown({ incident: openIncident("test", "people-ops", LEFT), directories: [] }, audience);
}

/** A release in which so many units stand at what `leftOf` says, of 100 people each. */
export function reportView(units: number, leftOf: (unit: number) => number): Disclosed<IncidentView> {
  const all = Array.from({ length: units }, (_, i) => {
    const name = `Unit ${String(i).padStart(3, "0")}`;
    return { id: `u-${i}`, name, parts: [{ team: `Team ${i % 3}`, place: "Lisbon" }], headcount: 100 };
  });
  const published = all.map(({ id }, i) => ({
    unit: id,
    value: leftOf(i),
    since: Math.sign(leftOf(i)),
    frozen: false,
  }));
  const ledger = { k: 5, step: 5, units: all, published, release: 1, at: LEFT, totals: 0, over: "departures" } as const;
  const report = reportOf(ledgerFrom("departures", ledger));
  return counted(disclose("report", { incident: openIncident("reports", "acme", LEFT), report }, "counts"));
}

/** The signed note of the view of a checkpoint, of the form that notes have. */
export const NOTE = `rollcall/25cf0f03ec607f7c
412
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— rollcall/25cf0f03ec607f7c Az3grlgtzPICa5OS8npVmf1Myq/5IZniAz3grlgtzPICa5OS8npVmf1Myq/5IZniAz3grlgtzPICa5OS8npVmf1=
`;

export function checkpointView(audience: Audience, state: CheckpointState): Disclosed<IncidentView> {
  return counted(disclose("checkpoint", openCheckpoint(LEFT, state), audience));
}

/** News of the public record, which are for every audience. @param awkward put behind each name */
export function newsView(audience: Audience, layoffs: number, awkward = ""): Disclosed<IncidentView> {
  const incident = openIncident("layoffs", "suppliers", LEFT);
  const news = Array.from({ length: layoffs }, (_, n): LayoffNews => ({
    layoff: newsOf(n, awkward),
    before: n % 2 === 0 ? undefined : { ...newsOf(n, awkward), count: 900, low: 900, high: 900 },
    isNew: n % 2 === 0,
    why: ["report"],
    claims: [],
  }));
  return counted(disclose("layoffs", { incident, list: "suppliers", news, more: 0 }, audience));
}

function newsOf(n: number, awkward: string): LayoffNews["layoff"] {
  const unknown = { percent: null, base: null, industry: null, location: null, mergedInto: null };
  const derived = { decided: [], added: null, course: [], coverage: null, beside: [], setAside: [] };
  return {
    ...unknown,
    ...derived,
    id: `l-${String(n).padStart(16, "0")}`,
    company: `co-${n}`,
    name: `Quillmark ${n}${awkward}`,
    count: 700,
    low: 700,
    high: 700,
    kind: "layoff",
    status: "announced",
    date: "2026-11-20",
    country: "NO",
    suppressed: false,
    undecided: false,
    empty: false,
    sources: ["feed"],
    createdAt: LEFT,
    changedAt: LEFT,
  };
}

function counted(view: Disclosed<IncidentView> | undefined): Disclosed<IncidentView> {
  if (view === undefined) throw new Error("it is for every audience");
  return view;
}

/** The same incident with more in it. */
export function later(departures: number): Disclosed<IncidentView> {
  return shown({
    incident: nextVersion(openIncident("departures", "acme", LEFT), LEFT + 10 * MINUTE),
    directories: [directoryReport(departures, 0, "")],
  });
}

/** In every way in which programs come to print an error. */
export function everyTextOf(error: unknown): string {
  const { message = "", stack = "" } = error instanceof Error ? error : {};
  return [message, stack, JSON.stringify(error), inspect(error, { depth: 10, showHidden: true }), String(error)].join(
    "\n",
  );
}

/** The report as the audience may see it; throws where it may not. */
export function shown(report: IncidentReport, audience: Audience = "named"): Disclosed<IncidentView> {
  const view = disclose("incident", report, audience);
  if (view === undefined) throw new Error(`an audience of ${audience} is told nothing of ${report.incident.kind}`);
  return view;
}

/** A message to a stand over real HTTP, which waits for an answer for as long as a busy machine may take. */
export function sendingTo<Settings>(
  { settings }: Pick<Stand<Settings>, "settings">,
  view: Disclosed<IncidentView>,
  more: Partial<Omit<Sending<Settings>, "settings" | "view">> = {},
): Sending<Settings> {
  return {
    settings,
    clock: {
      now: () => Date.now(),
      sleep: (ms, signal) => pause(ms, undefined, signal === undefined ? {} : { signal }),
      every: () => () => {},
    },
    http: createHttp({ timeoutMs: 2000, maxBytes: 1_000_000, userAgent: "Rollcall" }),
    id: "n-0123456789abcdef-1",
    repeat: false,
    audience: "named",
    view,
    ...more,
  };
}
