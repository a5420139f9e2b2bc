// Every notifier, every kind of incident and both audiences: names go to who may know them, and nowhere on the way.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliverDue } from "../../src/app/deliver.ts";
import type { Destination } from "../../src/app/destination.ts";
import { sweep } from "../../src/app/sweep.ts";
import { connectors } from "../../src/connectors/all.ts";
import type { Change } from "../../src/core/directory/change.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import { tally } from "../../src/core/directory/tally.ts";
import { AUDIENCES, disclose, type IncidentReport } from "../../src/core/disclosure/disclose.ts";
import { RollcallError } from "../../src/core/errors.ts";
import {
  type Incident,
  INCIDENT_KINDS,
  type IncidentKind,
  openIncident,
} from "../../src/core/notification/incident.ts";
import { TOPICS } from "../../src/core/notification/rule.ts";
import { HOUR, MINUTE } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { openStands } from "../../src/notifiers/fake/index.ts";
import { notifiers } from "../../src/notifiers/all.ts";
import {
  everyTextOf,
  type Fault,
  FAULTS,
  LEFT,
  sendingTo,
  type Stand,
  waveReport,
} from "../../src/notifiers/testing.ts";
import { contextOf } from "../../src/wire/context.ts";
import { findings, found } from "./scan.ts";
import { KEPT } from "./kept.ts";
import { lookedThrough } from "./tables.ts";
import { ABOUT_PEOPLE, NEVER_READ, OF_GROUPS, SOMEBODY } from "./words.ts";

const stands = await openStands();
afterAll(() => Promise.all(stands.map((stand) => stand.close())));

const at = { notBefore: LEFT - 2 * MINUTE, notAfter: LEFT };

function leaver(n: number, more: Partial<Departure> = {}): Departure {
  const id = `UZQXVKWJ7${n}`;
  return {
    id: `d-${n}`,
    at,
    accounts: [
      {
        directory: "acme",
        id,
        name: "Zyxquillian Vorblattow",
        email: `zqmailwortig.${n}@canaryhouse.example`,
        kind: "human",
      },
    ],
    change: "deactivated",
    confirmed: n % 2 === 0,
    observed: true,
    lastKnown: {
      name: "Zyxquillian Vorblattow",
      handle: `zqhandlewort.${n}`,
      title: "Qwibblermeister",
      location: "Qwozzleburg",
      locationFrom: "field Office",
      team: "Vrexlingsen",
      manager: "UZQXVKWJ70",
      startDate: "1903-02-19",
    },
    ...more,
  };
}

function change(n: number, kind: Change["change"], more: Partial<Change> = {}): Change & { readonly id: string } {
  const { accounts, lastKnown } = leaver(n);
  const [account] = accounts;
  if (account === undefined) throw new Error("a departure has an account");
  return {
    id: `c-${n}`,
    change: kind,
    directory: "acme",
    at,
    account,
    evidence: { by: "value", stated: "is_restricted: true", readings: 1 },
    confirmed: true,
    lastKnown,
    ...more,
  };
}

const RETURNED = { at, change: "reactivated" as const };
const people = [
  leaver(1),
  leaver(2, { reversed: RETURNED }),
  leaver(3, { gap: { since: LEFT - HOUR, until: LEFT } }),
  leaver(4, { actor: { kind: "person", id: "UZQXVKWJ70", name: "Zyxquillian Bossquibbly" } }),
];
const changes = [
  change(11, "demoted", { before: { role: "member" }, after: { role: "guest" } }),
  change(12, "renamed", { before: { name: "Zyxquillian Vorblattow" }, after: { name: "Zyxquillian Bossquibbly" } }),
  change(13, "moved", { before: { location: "Qwozzleburg", team: "Vrexlingsen" }, after: { location: null } }),
  change(14, "updated", {
    before: { email: "zqmailwortig.14@canaryhouse.example" },
    after: { title: "Qwibblermeister" },
  }),
];
const report = (incident: Incident, departures = people, changed: typeof changes = []): IncidentReport => ({
  incident,
  directories: [
    {
      directory: "acme",
      departures,
      ...(departures.length === 0 ? {} : { tally: tally(departures, []) }),
      changes: changed,
      reading: { takenAt: LEFT, accounts: 40, health: "ok" },
    },
  ],
});

const wave = waveReport(
  [
    { by: "manager", value: "UZQXVKWJ70", left: 20, of: 24 },
    { by: "inviter", value: "UZQXVKWJ70", left: 3, of: 4 },
    { by: "location", value: "Qwozzleburg", left: 3, of: 4 },
    { by: "team", value: "Vrexlingsen", left: 3, of: 4 },
    { by: "domain", value: "canaryhouse.example", left: 3, of: 4 },
  ],
  new Map([["UZQXVKWJ70", "Zyxquillian Bossquibbly"]]),
);
const health = (audience: "named" | "counts"): IncidentReport => ({
  incident: {
    ...openIncident("health", "acme", LEFT, audience),
    health: {
      health: "short",
      reasons: ["4,000 accounts instead of 4,712"],
      since: LEFT,
      lastGood: LEFT,
      blind: true,
      over: false,
    },
  },
  directories: [],
});

/** Somebody who left one directory and is still in this one, and somebody who is gone from it by accident. */
function offboarding(count: 1 | 2): IncidentReport {
  const [one] = people.flatMap(({ accounts }) => accounts.slice(0, 1));
  const account = one?.id ?? "";
  const end = { departure: "d-1", at, change: "deactivated", confirmed: true, observed: true } as const;
  const used = { directory: "acme", account, state: "in_use", seen: LEFT } as const;
  const gone = { ...used, state: "ended", end } as const;
  const timeline = { person: "p-1", by: { ...gone, directory: "hr" }, steps: [] };
  const all = [
    { kind: "overdue", timeline, step: { holding: used, due: LEFT, standing: "overdue" } },
    { kind: "accident", accident: { person: "p-1", belongs: { ...used, directory: "hr" }, lost: gone } },
  ] as const;
  const entry = { account: { id: account, status: "active", attributes: one ?? {} }, presence: "present" } as const;
  return {
    incident: openIncident("offboarding", "acme", LEFT),
    directories: [],
    offboarding: { findings: all.slice(0, count), entryOf: () => entry, settled: 1, over: false },
  };
}

/** What is made of a ledger or of the log alone: nobody can be in it, and the contract suite sends it everywhere. */
type OfNobody = "reports" | "checkpoints" | "layoffs";

/** Every other kind of incident, with all that the store would give along, whoever may be told of it. */
const REPORTS: Readonly<Record<Exclude<IncidentKind, OfNobody>, readonly IncidentReport[]>> = {
  departures: [
    report(openIncident("departures", "acme", LEFT)),
    report(openIncident("departures", "acme", LEFT), people, changes),
    report(openIncident("departures", "acme", LEFT), people.slice(0, 1)),
    report(openIncident("departures", "acme", LEFT), people.slice(0, 1), changes.slice(0, 1)),
  ],
  changes: [
    report(openIncident("changes", "acme", LEFT), [], changes),
    ...changes.map((one) => report(openIncident("changes", "acme", LEFT), [], [one])),
  ],
  waves: [wave],
  offboarding: [offboarding(2), offboarding(1)],
  health: [health("named"), health("counts")],
  deliveries: [
    {
      incident: {
        ...openIncident("deliveries", "hr", LEFT),
        failure: {
          destination: "hr",
          since: LEFT,
          failed: 3,
          attempts: 10,
          error: "The webhook: HTTP 500.",
          over: false,
        },
      },
      directories: [],
    },
  ],
  digest: [report(openIncident("digest", "hr", LEFT), people, changes)],
  test: [{ incident: openIncident("test", "hr", LEFT), directories: [] }],
};
const TOLD = INCIDENT_KINDS.filter(
  (kind) => kind !== "reports" && kind !== "checkpoints" && kind !== "layoffs",
).flatMap((kind) =>
  REPORTS[kind].flatMap((one, n) =>
    AUDIENCES.map((audience) => ({ kind, audience, id: `n-${kind}-${audience}.${n + 1}`, one })),
  ),
);
const OF_PEOPLE: ReadonlySet<IncidentKind> = new Set(["departures", "changes", "waves", "offboarding", "digest"]);

it("every notifier has a stand", () => {
  expect(stands.map(({ notifier }) => notifier.kind).toSorted()).toEqual(notifiers.map(({ kind }) => kind).toSorted());
});

/** Where a message may be answered so that something is said of it; of no answer there is nothing to be repeated. */
function answered({ faults }: Stand): Fault[] {
  return FAULTS.filter((fault) => faults.includes(fault) && fault !== "timeout");
}

describe.each(stands.map((stand) => [stand.notifier.kind, stand] as const))("%s", (_, stand) => {
  it.each(TOLD.map((told) => [`${told.kind} to ${told.audience}`, told] as const))(
    "%s: names to who may know them, and nobody's name beside the message or in the receipt",
    async (_what, { kind, audience, id, one }) => {
      const view = disclose("incident", one, audience);
      // An audience of counts hears of an outage, and of nothing that has anybody in it.
      const heard = audience === "named" || kind === "test" || (kind === "health" && one === REPORTS.health[1]);
      expect(view !== undefined).toBe(heard);
      if (view === undefined) return;
      const before = stand.received.length;
      const receipt = await stand.notifier.send(sendingTo(stand, view, { id, audience }));
      const arrived = stand.received.slice(before);
      expect(arrived.length).toBeGreaterThan(0);
      const shown = found(...arrived.map(({ text }) => text));
      const may: readonly string[] = audience === "named" ? [...ABOUT_PEOPLE, ...OF_GROUPS] : [];
      expect(shown.filter((what) => !may.includes(what))).toEqual([]);
      expect(shown.includes("name")).toBe(audience === "named" && OF_PEOPLE.has(kind));
      expect(found(...arrived.map(({ beside }) => beside))).toEqual([]);
      expect(found(JSON.stringify(receipt))).toEqual([]);
    },
  );

  it.each(answered(stand))("%s, with all of it repeated: the error says nothing of it", async (fault) => {
    for (const { kind, audience, id, one } of TOLD) {
      const view = disclose("incident", one, audience);
      if (view === undefined || audience !== "named" || !OF_PEOPLE.has(kind)) continue;
      stand.answer(fault, "once");
      const error: unknown = await stand.notifier.send(sendingTo(stand, view, { id: `${id}${fault}` })).then(
        () => "it arrived",
        (thrown: unknown) => thrown,
      );
      stand.answer(undefined);
      const text = everyTextOf(error);
      expect(error).toBeInstanceOf(Error);
      expect(findings(text)).toEqual([]);
      expect(stand.secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });
});

describe("a leak is found", () => {
  const view = disclose("incident", wave, "named");
  const [stand] = stands;
  if (view === undefined || stand === undefined) throw new Error("there is a wave and a stand");

  it.each([
    ["an error", new RollcallError("refused", "Slack refused the message of Zyxquillian Bossquibbly.")],
    ["the cause of an error", new RollcallError("refused", "Slack refused it.", { cause: new Error("UZQXVKWJ70") })],
    ["a property of an error", Object.assign(new RollcallError("refused", "Refused."), { sent: "zqhandlewort.1" })],
  ])("in %s", (_, error) => {
    expect(findings(everyTextOf(error))).toHaveLength(1);
  });

  it("in what is shown to counts, and in what goes beside a message", async () => {
    const before = stand.received.length;
    await stand.notifier.send(sendingTo(stand, view, { id: "n-leak.1", audience: "counts" }));
    const [arrived] = stand.received.slice(before);
    expect(found(arrived?.text ?? "")).toContain("name");
    expect(found(`${arrived?.beside} X-Subject: =?utf-8?B?${Buffer.from("Bossquibbly").toString("base64")}?=`)).toEqual(
      ["name"],
    );
  });
});

describe("what the store keeps of messages", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-canaries-told-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const staff = (gone: (n: number) => boolean): string =>
    Array.from({ length: 80 }, (_, n) => {
      const { accounts, lastKnown } = leaver(n);
      const manager = n % 2 === 0 ? "UZQXVKWJ70" : "UZQXVKWJ71";
      const account = { ...lastKnown, ...accounts[0], manager, status: gone(n) ? "deactivated" : "active" };
      return `${JSON.stringify(account)}\n`;
    }).join("");

  it.each(KEPT)(
    "names nobody outside of what is known of people, however every destination fails, in $kind",
    async ({ make }) => {
      const clock = virtualClock();
      const kept = await make(join(folder, "told.db"));
      const store = await kept.open();
      const destinations = stands.flatMap((stand): Destination[] =>
        AUDIENCES.map((audience) => ({
          name: `${stand.notifier.kind}-${audience}`,
          notifier: stand.notifier,
          settings: stand.settings,
          audience,
          rule: { tell: audience === "named" ? TOPICS : ["health"] },
        })),
      );
      const context = contextOf({ store, clock, destinations, progress: () => {} });
      const connector = connectors.find(({ kind }) => kind === "file");
      if (connector === undefined) throw new Error("there is no connector for files");
      const file = join(folder, "staff.ndjson");
      const directory = {
        id: "acme",
        connector,
        settings: { path: file, absent: "left" },
        rules: { demotion: true },
        every: HOUR,
      };
      const said: string[] = [];
      const round = async (content: string, fault: Fault | undefined): Promise<void> => {
        writeFileSync(file, content);
        for (const stand of stands)
          stand.answer(fault !== undefined && stand.faults.includes(fault) ? fault : undefined);
        await clock.sleep(HOUR);
        await sweep(context, directory, { details: { limit: 0 } });
        await deliverDue(context, (delivery) => said.push(JSON.stringify(delivery)));
      };
      await round(
        staff(() => false),
        undefined,
      );
      await round(
        staff((n) => n > 1 && n < 40 && n % 2 === 0),
        undefined,
      );
      const faults = FAULTS.filter((one) => one !== "timeout");
      for (const [n, fault] of faults.entries()) {
        // From the sixth round on the list is broken, in the line of somebody.
        const more = n < 6 ? "" : `{"id":"UZQXVKWJ79","name":"${SOMEBODY}`;
        await round(staff((m) => m % 2 === 0 && m > 1 && m < 40 + 2 * n) + more, fault);
      }
      for (const stand of stands) stand.answer(undefined);
      const kinds = new Set((await store.incidents({})).map(({ kind }) => kind));
      const failed = await store.notifications({ state: "failed" });
      await store.close();

      expect([...kinds]).toEqual(expect.arrayContaining(["departures", "waves", "health", "deliveries"]));
      expect(failed.length).toBeGreaterThan(1);
      expect(said.some((one) => one.includes('"missed"'))).toBe(true);
      expect(found(...said)).toEqual([]);
      const { leaks, held } = await lookedThrough(kept);
      expect(leaks).toEqual([]);
      expect(held.get("departures")).toEqual(expect.arrayContaining(["name", "handle", "title"]));
      expect([...held.values()].flat().filter((what) => NEVER_READ.some((never) => never === what))).toEqual([]);
      await kept.close();
    },
    120_000,
  );
});
