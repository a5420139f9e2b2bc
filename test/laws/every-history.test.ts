import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../../src/core/directory/account.ts";
import type { Change } from "../../src/core/directory/change.ts";
import type { Instant, Interval } from "../../src/core/time.ts";
import { account, person, reading, stripped, type Absence, watch, type Watch } from "../support/directory.ts";

/*
 * Random histories of people who join, leave and come back, read at random times, page by page, so that each account is
 * seen at a moment of its own within a reading. What is told has to be the net truth between one look and the next.
 */

interface Life {
  /** When they join, leave, come back, leave again …; somebody who was there from the beginning has joined at 0. */
  readonly turns: readonly Instant[];
  /** Whether the tool states when the record was modified last. */
  readonly dated: boolean;
}

interface Look {
  readonly startedAt: Instant;
  readonly takenAt: Instant;
  /** When each person's page is read. */
  readonly at: readonly Instant[];
}

const PEOPLE = 6;
const END = 400;

const life: fc.Arbitrary<Life> = fc.record({
  turns: fc
    .tuple(fc.boolean(), fc.uniqueArray(fc.integer({ min: 1, max: END }), { maxLength: 7 }))
    .map(([fromTheBeginning, turns]) => [...(fromTheBeginning ? [0] : []), ...turns.toSorted((a, b) => a - b)]),
  dated: fc.boolean(),
});

const looks: fc.Arbitrary<Look[]> = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 1, max: 60 }),
      lasts: fc.integer({ min: 0, max: 20 }),
      pages: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: PEOPLE, maxLength: PEOPLE }),
    }),
    { minLength: 2, maxLength: 9 },
  )
  .map((steps) => {
    let now = 0;
    return steps.map(({ pause, lasts, pages }) => {
      const startedAt = now + pause;
      now = startedAt + lasts;
      return { startedAt, takenAt: now, at: pages.map((page) => startedAt + Math.floor((page * lasts) / 100)) };
    });
  });

type State = "not yet" | "here" | "gone";

function turnsUntil({ turns }: Life, at: Instant): readonly Instant[] {
  return turns.filter((turn) => turn <= at);
}

function stateAt(one: Life, at: Instant): State {
  const done = turnsUntil(one, at).length;
  return done === 0 ? "not yet" : done % 2 === 1 ? "here" : "gone";
}

/** What a tool lists of somebody at a time; undefined where it leaves them out. */
function listed(one: Life, i: number, at: Instant, absence: Absence): Account | undefined {
  const record = person(`U${i}`, { name: `n${i}`, timezone: "Europe/Warsaw" });
  const modified = turnsUntil(one, at).at(-1);
  const updated = one.dated && modified !== undefined ? { updated: modified } : {};
  const state = stateAt(one, at);
  if (state === "here") return { ...record, ...updated };
  return state === "gone" && absence === "proves nothing" ? { ...stripped(record), ...updated } : undefined;
}

/** Somebody who never leaves, since a list without anybody is not believed. */
const anchor = account("anchor");

function look(seen: Watch, lives: readonly Life[], { at, ...times }: Look, absence: Absence) {
  const list = lives.flatMap((one, i) => listed(one, i, at[i] as Instant, absence) ?? []);
  return seen.take(reading([anchor, ...list], 0, times));
}

/** What has to be told of somebody between two looks, by the state at each. */
const NEWS: Record<Absence, Partial<Record<`${State} > ${State}`, string>>> = {
  "proves nothing": {
    "not yet > here": "joined",
    "not yet > gone": "deactivated, not observed",
    "here > gone": "deactivated",
    "gone > here": "reactivated",
  },
  counts: {
    "not yet > here": "joined",
    "here > gone": "removed, not confirmed",
    "gone > here": "returned",
  },
};

function holds({ notBefore, notAfter }: Interval, moment: Instant): boolean {
  return (notBefore === null || notBefore <= moment) && moment <= notAfter;
}

function words({ change, confirmed, observed }: Change): string {
  return `${change}${confirmed ? "" : ", not confirmed"}${observed === false ? ", not observed" : ""}`;
}

/** What is known of one person so far, from their history alone. */
interface Truth {
  state: State;
  departures: number;
  /** The interval of a removal that the next look has to confirm. */
  waiting?: Interval | undefined;
}

/** Holds what one look told of one person against their history. */
function check(truth: Truth, one: Life, at: Instant, mine: readonly Change[], absence: Absence, first: boolean): void {
  const now = stateAt(one, at);
  // A tool that leaves out those who are gone has never shown somebody who came and went between two looks.
  const state = absence === "counts" && truth.state === "not yet" && now === "gone" ? "not yet" : now;
  const news = first
    ? state === "gone"
      ? "deactivated, not observed"
      : undefined
    : NEWS[absence][`${truth.state} > ${state}`];
  const again = news === undefined && truth.waiting !== undefined;
  const expected = again ? "removed" : news;
  expect(mine.map(words)).toEqual(expected === undefined ? [] : [expected]);
  // A confirmation repeats the interval of the first telling, which was held against the moment then.
  const moment = turnsUntil(one, at).at(-1) ?? 0;
  for (const change of mine) {
    expect(again ? change.at : truth.waiting).toEqual(truth.waiting);
    expect(again || holds(change.at, moment)).toBe(true);
  }
  const left = truth.state === "here" && state === "gone";
  if (left) truth.departures++;
  truth.waiting = left && absence === "counts" ? mine[0]?.at : undefined;
  truth.state = state;
}

/** Holds what is known in the end of one person against their history. */
function checkEnd(seen: Watch, i: number, truth: Truth): void {
  const entry = seen.roster().entries.get(`U${i}`);
  const here = entry?.account.status === "active" && entry.presence === "present" && entry.pending === undefined;
  expect(here).toBe(truth.state === "here");
  expect(entry === undefined).toBe(truth.state === "not yet");
  const departures = seen.departures().filter(({ accounts, observed }) => accounts[0]?.id === `U${i}` && observed);
  expect(departures).toHaveLength(truth.departures);
  for (const { lastKnown } of departures) expect(lastKnown).toMatchObject({ location: "Warsaw", role: "member" });
  const standing = departures.filter(({ reversed }) => reversed === undefined);
  expect(standing).toHaveLength(truth.state === "gone" && truth.departures > 0 ? 1 : 0);
  for (const { confirmed } of standing) expect(confirmed).toBe(truth.waiting === undefined);
}

describe.each(["proves nothing", "counts"] as const)("where an absence %s", (absence) => {
  it("what is told is the net truth, each interval holds the true moment, and the end state is the truth", () => {
    fc.assert(
      fc.property(fc.array(life, { minLength: PEOPLE, maxLength: PEOPLE }), looks, (lives, times) => {
        const seen = watch(absence);
        const truths = lives.map((): Truth => ({ state: "not yet", departures: 0 }));
        for (const [k, time] of times.entries()) {
          const { verdict, told } = look(seen, lives, time, absence);
          expect(verdict.health).toBe("ok");
          for (const [i, truth] of truths.entries()) {
            const mine = told.filter(({ account: { id } }) => id === `U${i}`);
            check(truth, lives[i] as Life, time.at[i] as Instant, mine, absence, k === 0);
          }
        }
        for (const [i, truth] of truths.entries()) checkEnd(seen, i, truth);
      }),
      { numRuns: 300 },
    );
  });
});
