import { join } from "node:path";
import { keepEntries, NO_MAPPING } from "../src/app/link-persons.ts";
import type { RosterEntry } from "../src/core/directory/roster.ts";
import type { Linkable } from "../src/core/person/keys.ts";
import { link } from "../src/core/person/link.ts";
import { openSqlite } from "../src/stores/sqlite.ts";
import { count, ms, table } from "./numbers.ts";

export const title =
  "Linking accounts over five directories: everybody at once, and after a reading that changed little";

const DIRECTORIES = ["people", "idp", "chat", "code", "wiki"] as const;

/** People of whom each has an account in all five: three tools know the employee id, four vouch for the address. */
const PEOPLE = Number(process.env["ROLLCALL_BENCH_PEOPLE"] ?? 100_000);

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const rows: string[][] = [];
  const timed = async <T>(what: string, of: string, work: () => T | Promise<T>): Promise<T> => {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(cpu);
    rows.push([what, of, ms(performance.now() - began), ms((user + system) / 1000)]);
    return result;
  };
  const accounts = DIRECTORIES.flatMap((directory, at) =>
    Array.from({ length: PEOPLE }, (_, i): Linkable => ({ directory, id: `${directory}-${i}`, ...keysOf(at, i) })),
  );
  const all = count(accounts.length);
  const first = await timed("everybody, for the first time (in memory)", all, () =>
    link({ accounts, kept: [], acts: [], mapping: [], now: 1 }),
  );
  await timed("everybody again (in memory)", all, () =>
    link({ accounts, kept: first.belongings, acts: [], mapping: [], now: 2 }),
  );
  const store = await openSqlite({ path: join(folder, "persons.db") });
  const keep = (directory: string, entries: readonly RosterEntry[], at: number) =>
    store.transaction((writer) => keepEntries(writer, directory, entries, NO_MAPPING, at));
  for (const [at, directory] of DIRECTORIES.entries()) {
    await store.transaction((writer) => writer.putDirectory({ directory, kind: "file" }));
    const entries = Array.from({ length: PEOPLE }, (_, i) => entryOf(directory, at, i));
    const what = at === 4 ? "the first reading of the fifth directory (kept and linked)" : undefined;
    if (what === undefined) await keep(directory, entries, at);
    else await timed(what, count(PEOPLE), () => keep(directory, entries, at));
  }
  for (const changed of [1, 500]) {
    const entries = Array.from({ length: changed }, (_, i) => entryOf("chat", 2, i, "renamed"));
    await timed("a reading in which addresses changed", count(changed), () => keep("chat", entries, 10 + changed));
  }
  const unchanged = Array.from({ length: 500 }, (_, i) => entryOf("chat", 2, PEOPLE - 1 - i));
  await timed("a reading in which no key changed", "500", () => keep("chat", unchanged, 999));
  await store.close();
  print(table(["what", "accounts", "time", "of it processor"], rows));
}

function keysOf(at: number, i: number, tag = "p"): Pick<Linkable, "employeeId" | "email"> {
  return {
    ...(at < 3 ? { employeeId: `e${i}` } : {}),
    ...(at > 0 ? { email: `${tag}${i}@acme.example` } : {}),
  };
}

function entryOf(directory: string, at: number, i: number, tag?: string): RosterEntry {
  const { employeeId, email } = keysOf(at, i, tag);
  const attributes = {
    name: `Person ${i}`,
    ...(employeeId === undefined ? {} : { employeeId }),
    ...(email === undefined ? {} : { email, emailVerified: true }),
  };
  return { account: { id: `${directory}-${i}`, status: "active", attributes }, presence: "present" };
}
