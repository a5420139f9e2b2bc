// How transactions go over the wire to PostgreSQL, and what its triggers read out of a row; what the store says is in the contract suite.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store, StoreWriter } from "../app/ports.ts";
import { noPostgres, type TestPostgres, testPostgres } from "./fake/postgres.ts";
import { openPostgres, type PostgresPlace } from "./postgres.ts";
import type { Statement } from "./sqlite-statements.ts";
import { account, sweep } from "./testing.ts";

describe.skipIf(noPostgres() !== undefined)("a transaction on PostgreSQL", () => {
  let server: TestPostgres;
  let place: PostgresPlace;
  let giveBack: () => Promise<void>;
  let store: Store;
  let phases: Statement["phase"][] = [];
  beforeEach(async () => {
    server = await testPostgres();
    ({ place, giveBack } = await server.ready());
    store = await openPostgres({ place, onStatement: ({ phase }) => void phases.push(phase) });
    phases = [];
  });
  afterEach(async () => {
    await store.close();
    await giveBack();
  });

  const many = async (writer: StoreWriter): Promise<void> => {
    for (let i = 0; i < 50; i++) await writer.putSweep(sweep(`s-${i}`, "a", i, true));
  };
  const incidentless = (writer: StoreWriter) => writer.putIncidentItems("of none", [{ id: "d-1", version: 1 }]);
  const about = { directory: "a" };

  it("has all that it writes on its way before it is told anything, and waits for its commit", async () => {
    await store.transaction(async (writer) => {
      await writer.putSweep(sweep("s-1", "a", 1, true));
      await writer.putEntries("a", [account("U1", "active")]);
      await writer.putDirectory({ directory: "a", kind: "slack" });
    }, about);
    // It begins, takes two locks, and writes four things of its own.
    expect(phases.indexOf("after")).toBeGreaterThan(7);
    expect(phases.filter((phase) => phase === "before")).toHaveLength(
      phases.filter((phase) => phase === "after").length,
    );
    expect(await store.sweeps({})).toHaveLength(1);
  });

  it("waits for nothing that an event or a link writes, of which each counts on what was sent before", async () => {
    await store.transaction(async (writer) => {
      await writer.putDirectory({ directory: "a", kind: "slack" });
      await writer.putEntries("a", [account("U1", "active"), account("U2", "active")]);
    });
    phases = [];
    await store.transaction(async (writer) => {
      await writer.markRead("a", ["U1"]);
      await writer.putBelongings([{ directory: "a", id: "U1" }]);
    }, about);
    // It begins, takes its locks, and writes three times.
    expect(phases.indexOf("after")).toBeGreaterThan(5);
    const since = await store.readSince("a", 0);
    expect(since.map((one) => one.account.id)).toEqual(["U1"]);
  });

  it("has no more on its way than the server takes, however much it writes", async () => {
    await store.transaction(many, about);
    let [ahead, most] = [0, 0];
    for (const phase of phases) most = Math.max(most, (ahead += phase === "before" ? 1 : -1));
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(10);
    expect(await store.sweeps({})).toHaveLength(50);
  });

  it("is told what failed, and not what was not done because of it, with the next question or at its end; nothing of it is kept", async () => {
    const told = { message: expect.stringContaining("incident_items") };
    await expect(store.transaction(incidentless)).rejects.toMatchObject(told);
    for (const ask of [true, false]) {
      const open = store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-1", "a", 1, true));
        await incidentless(writer);
        await writer.putSweep(sweep("s-2", "a", 2, true));
        if (ask) await writer.sweeps({ directory: "a" });
      }, about);
      await expect(open).rejects.toMatchObject(told);
      expect(await store.sweeps({})).toEqual([]);
    }
    await store.transaction(many, about);
    expect(await store.sweeps({})).toHaveLength(50);
  });

  it("does not begin its work before it excludes all others, where it is about everything", async () => {
    let begun = 0;
    await store.transaction(async () => void (begun = phases.filter((phase) => phase === "after").length));
    expect(begun).toBe(1);
  });

  it("reads out of an account's attributes what lists and links are made of, whatever characters are in them", async () => {
    const word = fc.oneof(
      fc.constantFrom(" E 17 ", "\0x\0\0", "\ud800", "\ude00\ud83d", "A\\u0000", "\\\\\0", '"', "", "1", "ÄÖ"),
      fc.string({ unit: "binary" }),
    );
    const text = fc.option(word);
    const attributes = fc.record(
      {
        location: text,
        team: text,
        timezone: text,
        employeeId: text,
        email: text,
        handle: text,
        title: text,
        emailVerified: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const samples = fc.sample(attributes, 300);
    const held = (given: string | null | undefined) => (given == null ? null : Buffer.from(given).toString());
    // Case and room at the ends tell no keys apart.
    const key = (given: string | null | undefined) =>
      held(given)
        ?.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
        .replaceAll(/^ +| +$/g, "") || null;
    const meant = samples.map(({ location, team, timezone, employeeId, email, emailVerified, handle }) => ({
      location: held(location),
      team: held(team),
      timezone: held(timezone),
      employee_id: key(employeeId),
      verified_email: emailVerified === true ? key(email) : null,
      low_handle: key(handle),
    }));
    const put = (among: typeof samples) =>
      store.transaction((writer) =>
        writer.putEntries(
          "a",
          among.map((one, i) => ({
            account: { id: `U${String(i).padStart(3, "0")}`, status: "active", attributes: one },
            presence: "present",
          })),
        ),
      );
    const columns = "location, team, timezone, employee_id, verified_email, low_handle";
    const found = async () => {
      const rows = await server.ask(`select ${columns} from rollcall.roster order by account_id`, place.database);
      const value = (one: unknown) =>
        typeof one === "string" ? one.replaceAll("\uFDD00", "\0").replaceAll("\uFDD0d", "\uFDD0") : one;
      return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, one]) => [column, value(one)])));
    };
    await put(samples);
    expect(await found()).toEqual(meant);
    // As they come, and as they change.
    await put(samples.toReversed());
    expect(await found()).toEqual(meant.toReversed());
    await server.ask("update rollcall.roster set attributes = '{'", place.database);
    expect(new Set((await found()).flatMap((row) => Object.values(row)))).toEqual(new Set([null]));
  });
});
