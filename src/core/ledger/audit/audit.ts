// All releases ever made, to all readers together: what can be proved of whom, and since when.
import type { Instant } from "../../time.ts";
import { READERS, type Readers } from "../rules.ts";
import { askerOf } from "./ask.ts";
import type { Flawed, History, OfficialTotal } from "./history.ts";
import { knowledgeOf, type Learnt, type Said } from "./knowledge.ts";
import type { Solve } from "./program.ts";
import type { Breach } from "./view.ts";

/** Too much is proved by these readers. */
export interface Told extends Breach {
  readonly readers: Readers;
}

/** What came of an official total by itself: what it tells, no release has to answer for. */
export interface TotalTells extends OfficialTotal {
  /** By it and the releases before it; one for each reader and unit. */
  readonly told: readonly Told[];
  /** To these it does not agree with what was released by then or since, so that it is of other people. */
  readonly contradicts: readonly Readers[];
}

export interface Unsafe {
  readonly release: number;
  /** When it was due; undefined where that is not known. */
  readonly at?: Instant;
  /** One for each reader and unit: what is proved most closely of it. */
  readonly told: readonly Told[];
  /** Units, by name, of which no numbers of leavers agree with what was told. */
  readonly impossible: readonly { readonly readers: Readers; readonly unit: string }[];
  /** Why no publisher by this rule can have made it. */
  readonly flawed?: Flawed;
}

export interface Audit {
  /** How many were gone through. */
  readonly releases: number;
  readonly units: number;
  /** From before the first release and between any two, of every unit. */
  readonly spans: number;
  /** How many different questions were put to the solver for it. */
  readonly questions: number;
  /** Only official totals that tell something by themselves, or contradict. */
  readonly totals: readonly TotalTells[];
  /** The first release that is unsafe; nothing after it was looked at. */
  readonly unsafe?: Unsafe;
}

/**
 * Goes through all releases in the order in which they were made, official totals among them, and asks after each of them,
 * of every unit and span, what readers can prove who know the code, every headcount and everything that was released so far.
 *
 * There are two kinds of readers. What the second ledger shows follows from what the first shows, which `historyOf` has checked;
 * so that all readers together know what those of the first know.
 * @param progress is told after each release how many are done
 */
export function audit(history: History, solve: Solve, progress: (done: number) => void = () => undefined): Audit {
  const { releases, flawed, rules } = history;
  const asker = askerOf(solve);
  const knowledge = {
    authorised: knowledgeOf(asker, rules.authorised),
    anyone: knowledgeOf(asker, { ...rules.anyone, over: rules.authorised }),
  };
  const totals = history.totals.map((total) => ({ ...total, told: [] as Told[], contradicts: [] as Readers[] }));
  const isFlawed = (release: number): boolean => flawed?.release === release && flawed.flaw !== "not what was released";
  let unsafe: Unsafe | undefined;
  let done = 0;
  for (const [n, { at }] of releases.entries()) {
    done = n + 1;
    const readers = isFlawed(done) ? (["authorised"] as const) : READERS;
    const learnt = readers.map((one) => ({ one, ...knowledge[one].learn(done, saidTo(history, done, one)) }));
    for (const { one, contradicted } of learnt) withdraw(totals, contradicted, one);
    const told = learnt.flatMap((one) => toldTo(one.one, one));
    const impossible = learnt.flatMap((one) =>
      one.impossible === undefined ? [] : [{ readers: one.one, unit: one.impossible }],
    );
    if (told.length > 0 || impossible.length > 0) {
      unsafe = { release: done, at, told, impossible, ...(flawed && isFlawed(done) ? { flawed } : {}) };
      break;
    }
    for (const total of totals.filter(({ release }) => release === done)) {
      for (const one of READERS) {
        const heard = knowledge[one].hear(total);
        total.told.push(...toldTo(one, heard));
        if (heard.contradicted.length > 0) total.contradicts.push(one);
      }
    }
    progress(done);
  }
  if (unsafe === undefined && flawed !== undefined) {
    const { release, at } = flawed;
    unsafe = { release, ...(at === undefined ? {} : { at }), told: [], impossible: [], flawed };
  }
  return {
    ...sizeOf(history, done),
    questions: asker.asked(),
    totals: totals.filter(({ told, contradicts }) => told.length + contradicts.length > 0),
    ...(unsafe === undefined ? {} : { unsafe }),
  };
}

function saidTo({ releases }: History, release: number, readers: Readers): Said[] {
  const [now, last] = [releases[release - 1], releases[release - 2]];
  return (now?.units ?? []).map((unit) => {
    const { value = 0, frozen = false } = now?.shown[readers].get(unit.id) ?? {};
    return { unit, value, frozen, before: last?.shown[readers].get(unit.id)?.value ?? 0 };
  });
}

function toldTo(readers: Readers, { breaches }: Learnt): Told[] {
  return breaches.map((breach) => ({ ...breach, readers }));
}

function withdraw(
  totals: readonly (OfficialTotal & { readonly contradicts: Readers[] })[],
  contradicted: readonly OfficialTotal[],
  readers: Readers,
): void {
  for (const total of totals) if (contradicted.includes(total)) total.contradicts.push(readers);
}

function sizeOf({ releases }: History, done: number): Pick<Audit, "releases" | "units" | "spans"> {
  const since = new Map<string, number>();
  for (const [n, { units }] of releases.slice(0, done).entries()) {
    for (const { id } of units) if (!since.has(id)) since.set(id, n + 1);
  }
  const upTo = (release: number): number => (release * (release + 1)) / 2;
  // Of a unit that came later, the spans that end when it was there.
  const spans = [...since.values()].reduce((sum, first) => sum + upTo(done) - upTo(first - 1), 0);
  return { releases: done, units: since.size, spans };
}
