// The check that is kept up says what one from scratch says, whatever happens: held against a plain one that reads everything.
import fc from "fast-check";
import { expect, it } from "vitest";
import { bookOf } from "../../src/app/offboarding-book.ts";
import { keepEntries } from "../../src/app/link-persons.ts";
import { forget } from "../../src/app/forget.ts";
import type { Store } from "../../src/app/ports.ts";
import { KINDS, STATUSES } from "../../src/core/directory/account.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import type { RosterEntry } from "../../src/core/directory/roster.ts";
import { acknowledgedBy, changesAt, type Check, checkOf, type Owner } from "../../src/core/offboarding/check.ts";
import type { Holding } from "../../src/core/offboarding/holding.ts";
import { mattersOf } from "../../src/core/offboarding/matters.ts";
import type { OffboardingRules } from "../../src/core/offboarding/rules.ts";
import { personsOf } from "../../src/core/person/person.ts";
import { HOUR, MINUTE } from "../../src/core/time.ts";
import { openStore } from "../../src/wire/context.ts";

const RULES: OffboardingRules = {
  leads: ["okta"],
  limits: new Map([["slack", HOUR]]),
  usual: 3 * HOUR,
  settle: HOUR,
  guests: false,
};
const DIRECTORIES = ["okta", "slack", "github"] as const;
const BEGAN = Date.UTC(2026, 10, 2, 9);

/** Every roster, every departure and every link, without a thought for what it costs. */
async function fromScratch(store: Store, rules: OffboardingRules, now: number): Promise<Check> {
  const entries = new Map<string, ReadonlyMap<string, RosterEntry>>();
  const left = new Map<string, Departure>();
  const seen = new Map<string, number | null>();
  const since = new Map<string, number>();
  for (const { directory, last } of await store.directories()) {
    entries.set(directory, (await store.roster(directory)).entries);
    seen.set(directory, last?.startedAt ?? null);
    for (const one of (await store.departures({ directory })).toReversed()) {
      if (one.reversed === undefined) left.set(`${directory} ${one.accounts[0]?.id}`, one);
    }
    for (const { change, account, at } of await store.changes({ directory })) {
      if (["joined", "invited", "returned", "reactivated"].includes(change))
        since.set(`${directory} ${account.id}`, at.notAfter);
    }
  }
  const holding = (directory: string, id: string): Holding[] => {
    const entry = entries.get(directory)?.get(id);
    if (entry === undefined) return [];
    const { status, attributes } = entry.account;
    const departure = left.get(`${directory} ${id}`);
    const came = since.get(`${directory} ${id}`);
    const over = entry.presence === "removed" || status === "deactivated" || status === "erased";
    const about = {
      directory,
      account: id,
      seen: seen.get(directory) ?? null,
      ...(attributes.kind === undefined ? {} : { kind: attributes.kind }),
      ...(came === undefined ? {} : { since: came }),
    };
    if (departure !== undefined) {
      const { id: of, at, change, confirmed, observed } = departure;
      return [{ ...about, state: "ended", end: { departure: of, at, change, confirmed, observed } }];
    }
    if (!over) return [{ ...about, state: entry.presence === "missing" ? "missing" : "in_use" }];
    const change = status === "erased" ? "erased" : entry.presence === "removed" ? "removed" : "deactivated";
    const at = { notBefore: null, notAfter: entry.account.updated ?? about.seen ?? 0 };
    return [{ ...about, state: "ended", end: { at, change, confirmed: true, observed: false } }];
  };
  const persons = personsOf(await store.belongings("all"));
  const linked = new Set(persons.flatMap(({ accounts }) => accounts.map((one) => `${one.directory} ${one.id}`)));
  const owners: Owner[] = persons.map(({ id, accounts }) => {
    return { person: id, holdings: accounts.flatMap((one) => holding(one.directory, one.id)) };
  });
  for (const [directory, some] of entries) {
    for (const id of some.keys())
      if (!linked.has(`${directory} ${id}`)) owners.push({ holdings: holding(directory, id) });
  }
  const led = rules.leads.map((lead) => seen.get(lead) ?? null);
  const acknowledged = acknowledgedBy(await store.acknowledgements());
  return checkOf(owners, rules, { now, led, acknowledged });
}

/** In one order, and without what is only for looking somebody up, or for accounts that came before the leading directory was read. */
function plainly(check: Check): string {
  return JSON.stringify(mattersOf(check), (key, value: unknown) =>
    key === "called" || key === "since" ? undefined : value,
  );
}

const mostly = fc.constantFrom(true, true, true, false);
const seldom = mostly.map((one) => !one);
const account = fc.record({ directory: fc.constantFrom(...DIRECTORIES), n: fc.nat(7) });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant("state" as const),
      of: account,
      status: fc.constantFrom("active" as const, "active" as const, ...STATUSES),
      kind: fc.constantFrom("human" as const, "human" as const, undefined, ...KINDS),
      presence: fc.constantFrom("present" as const, "present" as const, "missing" as const, "removed" as const),
      key: fc.option(fc.nat(7), {
        nil: undefined,
        freq: 3,
      }),
      updated: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("departure" as const),
      of: account,
      back: seldom,
      confirmed: mostly,
      observed: mostly,
      again: fc.nat(1),
      change: fc.constantFrom("deactivated" as const, "removed" as const, "demoted" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant("read" as const), directory: fc.constantFrom(...DIRECTORIES) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("came" as const), of: account }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("forgotten" as const), of: account }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("acknowledged" as const), pick: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant("time" as const), minutes: fc.integer({ min: 1, max: 300 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** An account ends, and whoever says who belongs is read later: what looks like an accident as long as nobody left there. */
const accident = fc
  .record({ directory: fc.constantFrom("slack" as const, "github" as const), n: fc.nat(7) })
  .map((of): Step[] => [
    { what: "departure", of, back: false, confirmed: true, observed: true, again: 0, change: "deactivated" },
    { what: "time", minutes: 120 },
    { what: "read", directory: "okta" },
  ]);
const steps = fc
  .array(fc.oneof({ weight: 9, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: accident }), {
    minLength: 10,
    maxLength: 60,
  })
  .map((some) => some.flat());

const LEFT = { what: "departure", back: false, confirmed: true, observed: true, again: 0, change: "removed" } as const;
/** One of each kind is found, and stands for long: what comes by chance may lack one of them. */
const EACH: Step[] = [
  { ...LEFT, of: { directory: "okta", n: 1 } },
  { ...LEFT, of: { directory: "slack", n: 0 } },
  { ...LEFT, of: { directory: "github", n: 2 } },
  { what: "forgotten", of: { directory: "okta", n: 3 } },
  { what: "time", minutes: 120 },
  { what: "read", directory: "okta" },
  { what: "acknowledged", pick: 0 },
  ...Array.from({ length: 20 }, () => ({ what: "time" as const, minutes: 1 })),
];

async function take(store: Store, one: Step, now: number, number: number): Promise<void> {
  await store.transaction(async (writer) => {
    switch (one.what) {
      case "state": {
        const { of, status, kind, presence, key = of.n, updated } = one;
        const attributes = { name: `Person ${of.n}`, employeeId: `E${key}`, ...(kind === undefined ? {} : { kind }) };
        const state = { id: `${of.directory}-${of.n}`, status, attributes, ...(updated ? { updated: now } : {}) };
        await keepEntries(writer, of.directory, [{ account: state, presence }], { mapping: [] }, now);
        break;
      }
      case "departure": {
        const { of, back, confirmed, observed, change, again } = one;
        const id = `${of.directory}-${of.n}`;
        // The roster has whoever departs.
        if (!(await writer.entries(of.directory, [id])).has(id)) break;
        const at = { notBefore: now - 10 * MINUTE, notAfter: now + again };
        await writer.putDepartures([
          {
            id: `d-${id}-${again}`,
            at,
            accounts: [
              {
                directory: of.directory,
                id,
              },
            ],
            change,
            confirmed,
            observed,
            lastKnown: {
              location: null,
              locationFrom: null,
            },
            ...(back
              ? {
                  reversed: {
                    at,
                    change: "returned" as const,
                  },
                }
              : {}),
          },
        ]);
        break;
      }
      case "read": {
        const last = { startedAt: now, takenAt: now, accounts: 8 };
        await writer.putDirectory({ directory: one.directory, kind: "file", last });
        break;
      }
      case "came": {
        const { directory, n } = one.of;
        await writer.putChanges([
          {
            id: `c-${number}`,
            sweep: "s-1",
            directory,
            account: { id: `${directory}-${n}` },
            change: "joined",
            at: {
              notBefore: null,
              notAfter: now,
            },
            evidence: {
              by: "presence",
              readings: 1,
            },
            confirmed: true,
          },
        ]);
        // As every reading does that finds somebody.
        const id = `${directory}-${n}`;
        const attributes = { employeeId: `E${n}`, team: String(number) };
        const entry = { account: { id, status: "active", attributes }, presence: "present" } as const;
        await keepEntries(writer, directory, [entry], { mapping: [] }, now);
        break;
      }
      case "forgotten": {
        const ids = [`${one.of.directory}-${one.of.n}`];
        await forget(writer, one.of.directory, ids, { why: "erased", at: now });
        break;
      }
      case "acknowledged": {
        const found = mattersOf(await fromScratch(writer as unknown as Store, RULES, now));
        const all = found.filter((matter) => matter.found !== "departure");
        const matter = all[one.pick % Math.max(1, all.length)];
        if (matter === undefined || matter.of.acknowledged !== undefined) break;
        const what = matter.found === "orphan" ? matter.of.holding : matter.of.lost;
        const departure = matter.found === "accident" ? matter.of.lost.end.departure : undefined;
        const { directory, account: id } = what;
        await writer.putAcknowledgement({
          id: `k-${number}`,
          at: now,
          by: "ops",
          reason: "as intended",
          directory,
          account: id,
          ...(departure === undefined ? {} : { departure }),
        });
        break;
      }
      case "time":
        break;
    }
  });
}

it("what is kept up step by step is what is found from scratch, after each step", async () => {
  const seen = { departure: 0, accident: 0, orphan: 0, acknowledged: 0 };
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(["okta"], [], ["okta", "github"]), async (history, leads) => {
      const rules = { ...RULES, leads };
      const store = await openStore();
      try {
        let now = BEGAN;
        for (const directory of DIRECTORIES) {
          await store.transaction((writer) => writer.putDirectory({ directory, kind: "file" }));
          for (let n = 0; n < 8; n++) {
            const of = { directory, n };
            const one = {
              what: "state",
              of,
              status: "active",
              kind: "human",
              presence: "present",
              key: n,
              updated: false,
            } as const;
            await take(store, one, now, 0);
          }
        }
        for (const [number, one] of history.entries()) {
          now += one.what === "time" ? one.minutes * MINUTE : MINUTE;
          await take(store, one, now, number + 1);
          const kept = await bookOf(store, rules).refresh(now);
          const truth = await fromScratch(store, rules, now);
          expect(plainly(kept)).toBe(plainly(truth));
          for (const { found } of mattersOf(truth)) seen[found]++;
          seen.acknowledged += truth.acknowledged.accidents.length + truth.acknowledged.orphans.length;
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 41, examples: [[EACH, ["okta"]]] },
  );
  // Something of each kind was there to be found.
  expect(Object.entries(seen).filter(([, count]) => count < 20)).toEqual([]);
}, 300_000);

it("until the time that it gives, time alone has the check say nothing else", () => {
  const owner = fc.record({
    end: fc.integer({ min: -200, max: 0 }),
    seen: fc.integer({ min: -200, max: 0 }),
    state: fc.constantFrom("in_use" as const, "missing" as const),
    lost: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(owner, { maxLength: 5 }), fc.nat(400), (some, later) => {
      const now = BEGAN;
      const owners = some.map(({ end, seen, state, lost }, n): Owner => {
        const at = { notBefore: now + end * MINUTE - MINUTE, notAfter: now + end * MINUTE };
        const ended = { departure: `d-${n}`, at, change: "removed", confirmed: true, observed: true } as const;
        const here = { directory: "slack", account: "s", seen: now + seen * MINUTE };
        const lead = { directory: "okta", account: "o", seen: now };
        const holdings: Holding[] = lost
          ? [
              { ...here, state: "ended", end: ended },
              { ...lead, state: "in_use" },
            ]
          : [
              { ...here, state },
              { ...lead, state: "ended", end: ended },
            ];
        return { person: `p-${n}`, holdings };
      });
      const at = (moment: number): Check =>
        checkOf(owners, RULES, { now: moment, led: [now], acknowledged: new Map() });
      const until = changesAt(at(now), now);
      const moment = Math.min(now + later * MINUTE, until - 1);
      expect(at(moment)).toEqual(at(now));
    }),
  );
});
