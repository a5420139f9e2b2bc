// Whatever a process that is killed leaves of an erasure: all of the person or nothing, and of nothing no byte after the next start.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkLog } from "../../src/app/audit.ts";
import { erase, findPerson } from "../../src/app/erase.ts";
import { recordView } from "../../src/app/named-view.ts";
import { takeReading } from "../../src/app/take-reading.ts";
import { erasureKeyFile } from "../../src/config/key-file.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { openStore } from "../../src/wire/context.ts";
import { deactivate, DIRECTORY, hour, person, reading } from "../support/directory.ts";

const RULES = { kind: "file", absence: "proves nothing", departures: { demotion: false } } as const;
const CANARY = "zyxquille";
const clock = { now: () => hour(3), sleep: async () => {}, every: () => () => {} };
/** With the key, which is beside the store; the index of the log is made anew from it. */
const FILES = ["", "-wal", ".erasure-key"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-killed-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * An erasure, and after each of its statements a copy of the files as they are then: what a process leaves that is killed there, since
 * nothing but the files outlives it.
 */
async function eraseStepByStep(): Promise<{ readonly copies: readonly string[]; readonly steps: readonly string[] }> {
  const path = join(folder, "rollcall.db");
  const copies: string[] = [];
  const steps: string[] = [];
  let armed = false;
  const store = await openSqlite({
    path,
    key: erasureKeyFile(path),
    onStatement: ({ phase, sql }) => {
      if (!armed || phase === "after") return;
      const copy = join(folder, `copy-${copies.length}.db`);
      for (const suffix of FILES) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
      copies.push(copy);
      steps.push(sql);
    },
  });
  const list = [
    person("U0", { name: `${CANARY} of a long line`, title: CANARY.repeat(700) }),
    person("U1", { manager: "U0" }),
    person("U2"),
  ];
  for (const [n, accounts] of [list, list, deactivate(list, "U0")].entries()) {
    await takeReading(store, reading(accounts, hour(n + 1)), RULES);
  }
  const [left] = await store.departures({});
  await recordView({ store, clock }, "explain", { what: left?.id ?? "" });
  const found = await findPerson(store, "U0", undefined);
  if (found.found !== "one") throw new Error(found.found);
  armed = true;
  await erase({ store, clock, destinations: [] }, found.accounts);
  await store.clean();
  armed = false;
  await store.close();
  return { copies, steps };
}

function bytesIn(path: string): number {
  const files = FILES.map((suffix) => path + suffix).filter((file) => existsSync(file));
  return files.reduce((sum, file) => sum + readFileSync(file).toString("latin1").split(CANARY).length - 1, 0);
}

it("killed before any statement, an erasure has not been or is whole, and the next start brings it to its end", async () => {
  const { copies, steps } = await eraseStepByStep();
  const states: string[] = [];
  for (const [i, copy] of copies.entries()) {
    const place = `before ${i}: ${steps[i]?.slice(0, 60)}`;
    const store = await openStore(copy);
    const traces = {
      account: (await store.roster(DIRECTORY)).entries.has("U0"),
      changes: (await store.changes({ account: "U0" })).length > 0,
      departures: (await store.departures({})).length > 0,
      named: (await store.entries(DIRECTORY, ["U1"])).get("U1")?.account.attributes.manager === "U0",
      viewed: (await store.records({ actions: ["view"] })).every(({ erased }) => erased !== true),
      unknown: (await store.tombstones(DIRECTORY, ["U0"])).size === 0,
    };
    const kinds = new Set(Object.values(traces));
    expect([...kinds], place).toHaveLength(1);
    const isThere = kinds.has(true);
    expect((await store.records({ actions: ["erase"] })).length, place).toBe(isThere ? 0 : 1);
    expect((await checkLog(store)).findings, place).toEqual([]);
    expect(await store.integrity(), place).toEqual([]);
    await store.close();
    expect(bytesIn(copy) > 0, place).toBe(isThere);
    states.push(isThere ? "whole" : "gone");
  }
  // The one turns into the other once, and there were steps after it: of building the file anew.
  expect(states.join(" ")).toMatch(/^(whole )+(gone ?)+$/);
  expect(steps.slice(states.indexOf("gone")).map((sql) => sql.toLowerCase())).toEqual(
    expect.arrayContaining(["vacuum", expect.stringContaining("wal_checkpoint")]),
  );
});
