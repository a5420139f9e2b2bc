// npm run bench -- audit: what a chained entry costs, and how long a log of a year takes to export and to check.
import { createReadStream, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportLog, signCheckpoint } from "../src/app/audit.ts";
import { verifyExport } from "../src/app/verify-export.ts";
import { systemClock } from "../src/clock.ts";
import { auditFiles } from "../src/config/audit-files.ts";
import { openSqlite } from "../src/stores/sqlite.ts";
import { table } from "./numbers.ts";

export const title = "audit: 100,000 entries recorded, exported and checked";

const ENTRIES = 100_000;
/** Entries of one transaction: what is measured is the chain, and not the disk's commits. */
const TOGETHER = 1000;

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const path = join(folder, "store.db");
  const store = await openSqlite({ path });
  const context = { store, clock: systemClock, files: auditFiles(path) };
  const detail = { incident: "i-25cf0f03ec607f7c", destination: "people-ops", version: 3, attempt: 1, error: null };
  const rows: string[][] = [];
  const measure = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await work();
    const ms = performance.now() - begun;
    rows.push([what, `${(ms / 1000).toFixed(1)} s`, `${((ms * 1000) / ENTRIES).toFixed(0)} µs`]);
  };
  await measure("record", async () => {
    for (let done = 0; done < ENTRIES; done += TOGETHER) {
      await store.transaction(async (writer) => {
        for (let i = 0; i < TOGETHER; i++) await writer.record({ at: done + i, action: "send", detail });
      });
    }
  });
  await measure("checkpoint", () => signCheckpoint(context));
  const lines: string[] = [];
  await measure("export", () => exportLog(context, (line) => lines.push(`${line}\n`)));
  const file = join(folder, "audit.ndjson");
  writeFileSync(file, lines.join(""));
  let findings = 0;
  await measure("verify", async () => {
    findings = (await verifyExport(createReadStream(file), {})).findings.length;
  });
  await store.close();
  print(table(["", "all", "an entry"], rows));
  print(`${findings} findings; the export has ${Math.round(statSync(file).size / 1e6)} MB.`);
}
