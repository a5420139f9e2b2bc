import { fork } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../src/connectors/slack/fake/random.ts";
import { SECOND } from "../src/core/time.ts";
import { noPostgres, type TestPostgres, testPostgres } from "../src/stores/fake/postgres.ts";
import { type Judged, killOneOfTwo, LEASE } from "../test/faults/processes.ts";

export const title =
  "Several processes on one PostgreSQL: one of two killed under load, and what 1, 2 and 4 of them write";

const KILLS = 20;
/** Each waits for a lease that has to run out. */
const ELSEWHERE = 3;
const ROUNDS = 2;
const EACH = 4 * SECOND;

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const why = noPostgres();
  if (why !== undefined) {
    print(why);
    return;
  }
  const server = await testPostgres();
  const kinds = {
    PostgreSQL: () => inPostgres(server),
    "the same, each about everything": async () => ({ ...(await inPostgres(server)), everything: true }),
    "SQLite in a file": async () => inFile(folder),
  };
  print(
    `transactions a second of all together: a sweep, 20 accounts, an entry of the log (${ROUNDS} rounds, in turns)`,
  );
  for (let round = 0; round < ROUNDS; round++)
    for (const [kind, make] of Object.entries(kinds)) {
      const rates: string[] = [];
      for (const many of [1, 2, 4]) rates.push((await written(await make(), many)).toFixed(0).padStart(6));
      print(`${kind.padEnd(32)} with 1, 2 and 4 processes ${rates.join("")}`);
    }

  const random = createRandom(17);
  const trial = (kills: number, machines: 1 | 2) =>
    killOneOfTwo(
      { folder: mkdtempSync(join(folder, "trial-")), server, random },
      { kills, leavers: 4 * kills, machines },
    );
  print(told(`${KILLS} kills of one of two on one machine, in the midst of a reading`, await trial(KILLS, 1)));
  // Needs unshare and the right to give a process a name of the machine of its own.
  print(told(`${ELSEWHERE} kills of one of two on two machines`, await trial(ELSEWHERE, 2)));
  await server.stop();
}

function told(what: string, { takenOver, ...judged }: Judged): string {
  const sorted = takenOver.toSorted((a, b) => a - b).map((ms) => ms / SECOND);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const longest = sorted.at(-1) ?? 0;
  const figures = Object.entries(judged).map(([key, value]) => `${key} ${value}`);
  return [
    what,
    figures.join(", "),
    `until the next reading was kept: median ${median.toFixed(1)} s, longest ${longest.toFixed(1)} s (two leases: ${(2 * LEASE) / SECOND} s)`,
    `each, sorted: ${sorted.map((one) => one.toFixed(1)).join(" ")}`,
  ].join("\n");
}

async function inPostgres(server: TestPostgres): Promise<object> {
  const { password, ...place } = (await server.ready()).place;
  return { place, password: password?.reveal() };
}

function inFile(folder: string): object {
  return { path: join(mkdtempSync(join(folder, "store-")), "store.db") };
}

/** Transactions a second of so many processes together. */
async function written(store: object, many: number): Promise<number> {
  const children = Array.from({ length: many }, (_, i) => {
    const asked = JSON.stringify({ ...store, directory: `d${i}`, ms: EACH });
    return fork(new URL("processes-writer.ts", import.meta.url), [asked]);
  });
  const answers = (): Promise<readonly unknown[]> =>
    Promise.all(children.map((child) => new Promise((resolve) => child.once("message", resolve))));
  await answers();
  for (const child of children) child.send("go");
  const done = await answers();
  return done.map(Number).reduce((sum, one) => sum + one, 0) / (EACH / SECOND);
}
