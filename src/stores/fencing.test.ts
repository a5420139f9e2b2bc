import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Lease, Store, StoreWriter } from "../app/ports.ts";
import { openSqlite } from "./sqlite.ts";
import { sweep } from "./testing.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-store-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NAME = "directory a";

/** Takes the lease, waits, and then writes a sweep if it still holds it; prints the epoch, and whether it held and renewed it. */
const HOLDER = `
  import { once } from "node:events";
  import { openSqlite } from ${JSON.stringify(new URL("./sqlite.ts", import.meta.url).href)};
  const store = await openSqlite({ path: process.argv[1] });
  const { lease } = await store.acquireLease({ name: "${NAME}", holder: "h:1", since: 0, until: 10 }, 0);
  console.log(lease.epoch);
  await once(process.stdin, "data");
  const read = { complete: true, accounts: 2, health: "ok", reasons: [] };
  const held = await store.transaction(async (writer) => {
    const held = await writer.holds(lease);
    if (held) await writer.putSweep({ id: "s-1", directory: "a", startedAt: 1, takenAt: 2, ...read });
    return held;
  });
  console.log(held, await store.renewLease(lease, 99));
  await store.releaseLease(lease);
  await store.close();
  process.stdin.destroy();
`;

describe("two processes on one file", () => {
  it.skipIf(process.platform === "win32")(
    "one that was halted while another took its lease over wakes, and is told that it holds it no more",
    { timeout: 60_000 },
    async () => {
      const child = halting();
      const output = text(child.stdout);
      await once(child.stdout, "data");
      child.kill("SIGSTOP");
      const store = await openSqlite({ path });
      const wanted = { name: NAME, holder: "h:2", since: 10, until: 20 };
      expect((await store.acquireLease(wanted, 9)).acquired).toBe(false);
      const { lease } = await store.acquireLease(wanted, 10);
      await store.transaction((writer) => writer.putSweep(sweep("s-2", "a", 10, true)));
      child.kill("SIGCONT");
      child.stdin.end("go on");
      expect((await output).trim().split("\n")).toEqual(["1", "false false"]);
      expect((await store.sweeps({})).map(({ id }) => id)).toEqual(["s-2"]);
      // What it did on its way out has not ended the lease of the other either.
      expect(await store.transaction((writer) => writer.holds(lease))).toBe(true);
      await store.close();
    },
  );
});

describe("two connections to one file", () => {
  let mine: Store;
  let others: Store;
  beforeEach(async () => {
    mine = await openSqlite({ path });
    others = await openSqlite({ path, busyTimeout: 0 });
  });
  afterEach(async () => {
    await mine.close();
    await others.close();
  });

  const take = async (store: Store, holder: string, now: number): Promise<Lease> =>
    (await store.acquireLease({ name: NAME, holder, since: now, until: now + 10 }, now)).lease;

  it("a lease that was taken over through the one is not held through the other", async () => {
    const lease = await take(mine, "h:1", 0);
    const next = await take(others, "h:2", 10);
    expect(await mine.transaction((writer) => writer.holds(lease))).toBe(false);
    expect(await mine.transaction((writer) => writer.holds(next))).toBe(true);
  });

  it("neither the name of the holder nor the epoch is enough by itself", async () => {
    const { epoch } = await take(mine, "h:1", 0);
    const held = (holder: string, of: number) => (writer: StoreWriter) =>
      writer.holds({ name: NAME, holder, epoch: of });
    expect(await others.transaction(held("h:1", epoch))).toBe(true);
    expect(await others.transaction(held("h:2", epoch))).toBe(false);
    expect(await others.transaction(held("h:1", epoch + 1))).toBe(false);
    expect(await others.transaction((writer) => writer.holds({ name: "other", holder: "h:1", epoch }))).toBe(false);
  });

  it("nobody takes a lease over between the question who holds it and the end of that transaction", async () => {
    const lease = await take(mine, "h:1", 0);
    await mine.transaction(async (writer) => {
      expect(await writer.holds(lease)).toBe(true);
      await expect(take(others, "h:2", 10)).rejects.toMatchObject({ code: "store_busy" });
      await writer.putSweep(sweep("s-1", "a", 2, true));
    });
    // Whoever takes it then sees what was written.
    expect(await take(others, "h:2", 10)).toMatchObject({ holder: "h:2", epoch: 2 });
    expect((await others.sweeps({})).map(({ id }) => id)).toEqual(["s-1"]);
  });
});

function halting() {
  const flags = ["--input-type=module", "--eval"];
  return spawn(process.execPath, [...flags, HOLDER, path], { stdio: ["pipe", "pipe", "inherit"] });
}
