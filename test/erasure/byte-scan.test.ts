// After erasure nothing of the person is in any byte of the store, nor in what is made of it (trust.md, R-L5).
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { checkLog } from "../../src/app/audit.ts";
import { erase, findPerson } from "../../src/app/erase.ts";
import { DAY } from "../../src/core/time.ts";
import { openStore } from "../../src/wire/context.ts";
import { type ErasureStage, openErasureStage, othersIn } from "./stage.ts";

async function eraseAs(stage: ErasureStage, word: string): Promise<void> {
  const { store } = stage.context;
  const found = await findPerson(store, word, undefined);
  if (found.found !== "one") throw new Error(`found ${found.found}`);
  await erase(stage.context, found.accounts);
  await store.clean();
}

/** The ways in which somebody is let go of. */
const WAYS: Readonly<Record<string, { readonly stays?: true; readonly go: (stage: ErasureStage) => Promise<void> }>> = {
  "rollcall erase of an address": { go: (stage) => eraseAs(stage, stage.person.email ?? "") },
  "rollcall erase while the account is in use": { stays: true, go: (stage) => eraseAs(stage, stage.person.id) },
  "the tool's own erasure": {
    go: async (stage) => {
      stage.slack.acts.erase(stage.person.id);
      await stage.go();
      await stage.keepUp();
    },
  },
  "retention, with a clock far ahead": {
    go: async (stage) => {
      await stage.clock.sleep(91 * DAY);
      await stage.go();
      await stage.keepUp();
    },
  },
};

describe.each(Object.entries(WAYS))("after %s", (_, { stays, go }) => {
  it("no byte says who it was, now or after three more readings, and all others are known as before", async () => {
    const stage = await openErasureStage(stays === undefined ? {} : { stays });
    const { store } = stage.context;
    const before = await stage.scan();
    for (const [word, count] of Object.entries(before)) expect(count, word).toBeGreaterThan(0);
    const others = await othersIn(store, stage.person.id);
    await go(stage);
    const nothing = Object.fromEntries(Object.keys(before).map((word) => [word, 0]));
    expect(await stage.scan()).toEqual(nothing);
    const told = [stage.board.arrivals.length, stage.mail.arrivals.length] as const;
    for (let reading = 0; reading < 3; reading++) await stage.go();
    const later = [stage.board.arrivals.slice(told[0]), stage.mail.arrivals.slice(told[1])];
    expect(await stage.scan(JSON.stringify(later))).toEqual(nothing);
    expect(await othersIn(store, stage.person.id)).toEqual(others);
    expect((await checkLog(store)).findings).toEqual([]);
    expect(await store.integrity()).toEqual([]);
    const { entries } = await store.roster("acme");
    expect(entries.has(stage.person.id)).toBe(false);
  });
});

it("messages that can be edited are: they name the person no more, nor a wave after them, and say when all is erased", async () => {
  const stage = await openErasureStage();
  const { store } = stage.context;
  const wave = async () => (await store.incidents({ kind: "waves" }))[0]?.wave;
  const last = (kind: string) => stage.board.arrivals.findLast(({ view }) => view.kind === kind);
  const [before, told] = [await wave(), last("departures")?.view];
  expect(before?.where).toContainEqual(expect.objectContaining({ by: "manager", value: stage.person.id }));
  expect(told?.directories[0]?.departures).toHaveLength(15);
  await eraseAs(stage, stage.person.id);
  await stage.deliver();
  expect(last("departures")).toMatchObject({ update: true, view: { incident: told?.incident } });
  expect(last("departures")?.view.directories[0]?.departures).toHaveLength(14);
  expect(last("waves")?.view.wave?.where).toContainEqual(
    expect.objectContaining({ by: "manager", value: "(erased)", left: before?.where[0]?.left }),
  );
  // Counts stay, also with the next reading.
  await stage.go();
  expect((await wave())?.size).toBe(before?.size);
  expect(stage.mail.arrivals.filter(({ view }) => view.incident === told?.incident)).toHaveLength(1);
  for (const id of stage.team) await eraseAs(stage, id);
  await stage.deliver();
  expect(last("departures")?.view).toMatchObject({ incident: told?.incident, erased: true, directories: [] });
});

describe("while another process has the store open", () => {
  it("and reads nothing, no byte is left: a hash, the day and why is all", async () => {
    const stage = await openErasureStage();
    const day = new Date(stage.clock.now()).toISOString().slice(0, 10);
    const other = await openStore(stage.path);
    expect((await other.roster("acme")).entries.has(stage.person.id)).toBe(true);
    await eraseAs(stage, stage.person.id);
    expect(Object.values(await stage.scan()).every((count) => count === 0)).toBe(true);
    expect((await other.roster("acme")).entries.has(stage.person.id)).toBe(false);
    expect([...(await other.tombstones("acme", [stage.person.id, "U0"]))]).toEqual([
      [stage.person.id, { inUse: false, why: "erased", day }],
    ]);
    expect(await findPerson(other, stage.person.id, undefined)).toMatchObject({ found: "gone", tombstone: { day } });
    await other.close();
    const database = new DatabaseSync(stage.path, { readOnly: true });
    const [row] = database.prepare("select * from tombstones").all();
    database.close();
    const columns = ["seq", "directory", "hash", "key_id", "in_use", "why", "day", "member"];
    expect(Object.keys(row ?? {})).toEqual(columns);
  });

  it("and is in the midst of reading, it is said what to end; the next start leaves no byte", async () => {
    const stage = await openErasureStage();
    const other = new DatabaseSync(stage.path, { readOnly: true });
    other.exec("begin");
    other.prepare("select count(*) from roster").get();
    await expect(eraseAs(stage, stage.person.id)).rejects.toMatchObject({
      code: "store_busy",
      message: expect.stringContaining("end what has the store open"),
    });
    // Gone from every answer all the same.
    expect((await stage.context.store.roster("acme")).entries.has(stage.person.id)).toBe(false);
    expect(Object.values(await stage.scan()).some((count) => count > 0)).toBe(true);
    other.exec("rollback");
    other.close();
    await (await openStore(stage.path)).close();
    expect(Object.values(await stage.scan()).every((count) => count === 0)).toBe(true);
  });
});
