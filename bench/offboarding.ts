// npm run bench -- offboarding: the check over five directories, by who looks first, who looks again, and after a reading.
import { join } from "node:path";
import { keepEntries, NO_MAPPING } from "../src/app/link-persons.ts";
import { checkFor, checkLeavers } from "../src/app/offboarding.ts";
import type { Departure } from "../src/core/directory/departure.ts";
import type { RosterEntry } from "../src/core/directory/roster.ts";
import { DAY, HOUR, type Instant } from "../src/core/time.ts";
import { openSqlite } from "../src/stores/sqlite.ts";
import { count, ms, quantile, table } from "./numbers.ts";

export const title = "The off-boarding check over five directories: the first look, the next ones, and after a reading";

const DIRECTORIES = ["people", "idp", "chat", "code", "wiki"] as const;
/** Each has an account in all five; one of ten left within the year, and every fiftieth of those still has one in the last. */
const PEOPLE = Number(process.env["ROLLCALL_BENCH_PEOPLE"] ?? 20_000);
const LEFT = 10;
const RULES = { leads: ["people"], limits: new Map(), usual: DAY, settle: HOUR, guests: false } as const;

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const store = await openSqlite({ path: join(folder, "offboarding.db") });
  const now = Date.now();
  for (const [at, directory] of DIRECTORIES.entries()) {
    const entries = Array.from({ length: PEOPLE }, (_, i) => entryOf(directory, i, isGone(at, i)));
    await store.transaction(async (writer) => {
      const last = { startedAt: now - 60_000, takenAt: now - 30_000, accounts: PEOPLE };
      await writer.putDirectory({ directory, kind: "file", last });
      await keepEntries(writer, directory, entries, NO_MAPPING, now - DAY);
      const gone = Array.from({ length: PEOPLE }, (_, i) => i).filter((i) => isGone(at, i));
      await writer.putDepartures(gone.map((i) => departureOf(directory, i, now - 2 * DAY - i)));
    });
  }
  globalThis.gc?.();
  const rows: string[][] = [];
  const measured = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const held = heldUp();
    const [began, cpu, memory] = [performance.now(), process.cpuUsage(), process.memoryUsage.rss()];
    const result = await work();
    const { user, system } = process.cpuUsage(cpu);
    const took = performance.now() - began;
    const most = await held();
    const more = (Math.max(process.memoryUsage.rss(), memory) - memory) / 1e6;
    rows.push([what, ms(took), ms((user + system) / 1000), ms(most), `${count(Math.round(more))} MB`]);
    return result;
  };
  const look = () => checkFor(store, RULES, now, () => true);
  await measured("the first look", look);
  await measured("the next look", look);
  for (const changed of [1, 500]) {
    const entries = Array.from({ length: changed }, (_, i) => entryOf("chat", i + 1, true));
    await store.transaction(async (writer) => {
      await keepEntries(writer, "chat", entries, NO_MAPPING, now);
      await writer.putDepartures(entries.map((_, i) => departureOf("chat", i + 1, now)));
    });
    await measured(`a look after a reading by which ${count(changed)} left`, look);
  }
  await measured("what is to be told, in a reading's transaction", () =>
    store.transaction((writer) => checkLeavers(writer, RULES, now)),
  );
  const took: number[] = [];
  for (let i = 0; i < 200; i++) {
    const began = performance.now();
    await look();
    took.push(performance.now() - began);
  }
  await store.close();
  print(table(["what", "time", "of it processor", "held up others for at most", "more memory"], rows));
  print(
    `${count(PEOPLE * DIRECTORIES.length)} accounts; of 200 looks while nothing happens the p95 is ${ms(quantile(took, 0.95))}.`,
  );
}

/** @returns gives the longest time in which nothing else could run */
function heldUp(): () => Promise<number> {
  let [last, most, over] = [performance.now(), 0, false];
  const tick = (): void => {
    const at = performance.now();
    most = Math.max(most, at - last);
    last = at;
    if (!over) setImmediate(tick);
  };
  setImmediate(tick);
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    over = true;
    return most;
  };
}

function isGone(at: number, i: number): boolean {
  return i % LEFT === 0 && !(at === DIRECTORIES.length - 1 && i % (LEFT * 50) === 0);
}

function entryOf(directory: string, i: number, gone: boolean): RosterEntry {
  const attributes = { name: `Person ${i}`, email: `p${i}@acme.example`, employeeId: `e${i}`, kind: "human" } as const;
  const id = `${directory}-${i}`;
  return { account: { id, status: gone ? "deactivated" : "active", attributes }, presence: "present" };
}

function departureOf(directory: string, i: number, at: Instant): Departure {
  return {
    id: `d-${directory}-${i}`,
    at: { notBefore: at - HOUR, notAfter: at },
    accounts: [{ directory, id: `${directory}-${i}`, name: `Person ${i}` }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { location: null, locationFrom: null, kind: "human" },
  };
}
