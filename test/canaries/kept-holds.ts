// What has to hold of a store in which people are, whichever of the two it is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { damaged } from "./damaged.ts";
import { inFile } from "./kept.ts";
import { found } from "./scan.ts";
import type { Scene } from "./scene.ts";
import { inBytes, lookedThrough } from "./tables.ts";

/** @param scene whose store has seen all that the base has */
export function keptHolds(scene: () => Scene): void {
  // First of all: bytes keep what the others put there.
  it("the store after all that the base has seen: people where they belong, and secrets nowhere; the log names nobody", async () => {
    const { base, kept } = scene();
    const waves = inFile(join(base, "waves.db"));
    expect(readdirSync(base)).toEqual(expect.arrayContaining(["rollcall.db.audit-key", "waves.db"]));
    for (const one of [kept, waves]) expect(await inBytes(one)).toEqual([]);
    const { leaks, held } = await lookedThrough(kept);
    expect([leaks, (await lookedThrough(waves)).leaks]).toEqual([[], []]);
    expect([held.get("roster"), held.get("inbox"), held.get("record_payloads")]).toEqual([
      expect.arrayContaining(["email", "handle", "id", "name", "start", "title"]),
      [],
      [],
    ]);
    expect(found(readFileSync(join(base, "log.ndjson")), readFileSync(join(base, "checkpoint")))).toEqual([]);
  });

  it.each<readonly [string, string, string, string]>([
    [
      "the log",
      "record_payloads: name",
      "record_payloads",
      `insert into record_payloads values (99999, 'x', '{"who":"Zyxquillian"}')`,
    ],
    [
      "a receipt",
      "notifications: name",
      "notifications",
      `update notifications set receipt = '{"subject":"Bossquibbly"}'`,
    ],
    [
      "the reason of a reading",
      "sweeps: id",
      "sweeps",
      `update sweeps set reasons = '["UZQXVKWJ71001 is twice in it"]'`,
    ],
    [
      "an event",
      "inbox: status",
      "inbox",
      `insert into inbox (directory, key, source, type, received_at, state, tries, due_at, account)
      values ('acme', 'k', 'http', 'user_change', 0, 'waiting', 0, 0, 'Snorvlingday')`,
    ],
  ])("a leak in %s that is kept is found", async (_, leak, table, statement) => {
    const looked = await scene().kept.apart(table, async (kept) => {
      await kept.ask(statement);
      return lookedThrough(kept);
    });
    expect(looked.leaks).toEqual([leak]);
  });

  it("a store in which somebody stands where a value of another form belongs: its errors name the column, and nobody", async () => {
    const { leaks: told, errors } = await damaged(scene().kept);
    expect(told).toEqual([]);
    expect(errors).toBeGreaterThan(50);
  }, 240_000);
}
