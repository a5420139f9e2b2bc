// npm run bench -- NAME: runs one bench and prints its tables. Nothing here passes or fails; what was seen, and on which
// machine, stands in docs/performance.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machine } from "./numbers.ts";

const BENCHES = {
  audit: () => import("./audit.ts"),
  diff: () => import("./diff.ts"),
  disclosure: () => import("./disclosure.ts"),
  events: () => import("./events.ts"),
  extract: () => import("./extract.ts"),
  growth: () => import("./growth.ts"),
  ingest: () => import("./ingest.ts"),
  latency: () => import("./latency.ts"),
  offboarding: () => import("./offboarding.ts"),
  organisation: () => import("./organisation.ts"),
  page: () => import("./page.ts"),
  persons: () => import("./persons.ts"),
  polling: () => import("./polling.ts"),
  processes: () => import("./processes.ts"),
  queries: () => import("./queries.ts"),
  record: () => import("./record.ts"),
  reread: () => import("./reread.ts"),
  serve: () => import("./serve.ts"),
  start: () => import("./start.ts"),
  sweep: () => import("./sweep.ts"),
  waves: () => import("./waves.ts"),
  workspaces: () => import("./workspaces.ts"),
} as const;

const print = (text: string): void => void process.stdout.write(`\n${text}\n`);
const [name = ""] = process.argv.slice(2);
if (!Object.hasOwn(BENCHES, name)) {
  for (const [known, load] of Object.entries(BENCHES)) {
    process.stdout.write(`npm run bench -- ${known.padEnd(12)} ${(await load()).title}\n`);
  }
  process.exitCode = name === "" ? 0 : 2;
} else {
  const { title, run } = await BENCHES[name as keyof typeof BENCHES]();
  const folder = mkdtempSync(join(tmpdir(), "rollcall-bench-"));
  try {
    print(`${title}\n${machine(folder)}`);
    await run(folder, print);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
