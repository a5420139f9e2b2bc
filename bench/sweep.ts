// npm run bench -- sweep [N]: a dump of N accounts into a store on the disk that has the one of the day before, in one transaction; parsing
// what changed beside parsing all of it, and beside parsing alone.
import { fork } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeDumpPair } from "./dump-pair.ts";
import { count, median, table } from "./numbers.ts";
import type { Took, Way } from "./sweep-run.ts";

export const title = "sweep: a dump into a store that has the one of the day before, 1 % of it changed";

const WORDS: Readonly<Record<Exclude<Way, "page" | "page again">, string>> = {
  prints: "sweep: only what changed is parsed",
  "parse all": "sweep: everything is parsed",
  parse: "JSON.parse of each page, nothing else",
};
/** How often the pages ask the store in a run of theirs. */
export const PAGES = 20;
export const DAY_1 = Date.UTC(2026, 10, 28, 6);
export const DAY_2 = Date.UTC(2026, 10, 29, 6);

export async function run(
  folder: string,
  print: (text: string) => void,
  accounts = Number(process.argv[3] ?? 100_000),
  rounds = 3,
): Promise<void> {
  const [before, after] = [join(folder, "before.json"), join(folder, "after.json")];
  const differences = await writeDumpPair(accounts, before, after);
  print(
    `${count(accounts)} accounts; in the second dump ${Object.entries(differences)
      .map(([what, many]) => `${count(many)} ${what}`)
      .join(", ")}`,
  );
  const store = join(folder, "store.db");
  const first = await took("prints", store, before, DAY_1);
  const ways: (keyof typeof WORDS)[] = accounts > 200_000 ? ["prints", "parse"] : ["prints", "parse all", "parse"];
  const seen = new Map<keyof typeof WORDS, Took[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const way of ways) {
      const copy = join(folder, "copy.db");
      copyFileSync(store, copy);
      if (round + ways.indexOf(way) === 0) await took("parse", copy, after, DAY_2);
      seen.get(way)?.push(await took(way, copy, after, DAY_2));
    }
  }
  const line = (what: string, runs: readonly Took[]): string[] => [
    what,
    ...[(one: Took) => one.opening, (one: Took) => one.cpu, (one: Took) => one.wall].map(
      (of) => `${median(runs.map(of)).toFixed(2)} s`,
    ),
    `${count(median(runs.map(({ peak }) => peak)))} MB`,
    count(runs[0]?.changes ?? 0),
    count(runs[0]?.departures ?? 0),
  ];
  const head = ["", "opening, processor", "processor", "clock", "most memory", "changes told", "departures"];
  print(
    table(head, [
      line("the first sweep, into an empty store", [first]),
      ...ways.map((way) => line(WORDS[way], seen.get(way) ?? [])),
    ]),
  );
  for (const way of ways.slice(1)) {
    const ratios = (seen.get(way) ?? []).map(({ cpu }, i) => cpu / (seen.get("prints")?.[i]?.cpu ?? Number.NaN));
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
    print(`${WORDS[way]}: ${median(ratios).toFixed(2)} (${low} to ${high}) times the processor time of the first`);
  }
}

/** In a process of its own, so that memory is its own too. */
export function took(way: Way, store: string, path: string, at: number): Promise<Took> {
  const script = fileURLToPath(new URL("sweep-run.ts", import.meta.url));
  return new Promise((resolve, reject) => {
    let seen: Took | undefined;
    const child = fork(script, [way, store, path, String(at)], {
      execArgv: [...process.execArgv, "--max-old-space-size=12000"],
    });
    child.on("message", (said) => (seen = said as Took));
    child.on("exit", (code) =>
      seen === undefined ? reject(new Error(`A process of the bench ended with ${code}.`)) : resolve(seen),
    );
  });
}
