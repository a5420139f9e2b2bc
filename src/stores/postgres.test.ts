// What is PostgreSQL's own of the store in it; everything else is in the contract suite, which runs over both.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { aboutPostgres } from "./postgres-about.ts";
import { explainedPostgres } from "./postgres-errors.ts";
import { noPostgres, type TestPostgres, testPostgres } from "./fake/postgres.ts";
import { openPostgres, type PostgresPlace } from "./postgres.ts";
import { change, sweep } from "./testing.ts";

const CANARY = "zyxquille";

const person = (id: string, name: string) =>
  ({ account: { id, status: "active", attributes: { name } }, presence: "present" }) as const;

describe.skipIf(noPostgres() !== undefined)("a store in PostgreSQL", () => {
  let server: TestPostgres;
  let place: PostgresPlace;
  let giveBack: () => Promise<void>;
  let store: Store;
  beforeEach(async () => {
    server = await testPostgres();
    ({ place, giveBack } = await server.ready());
    store = await openPostgres({ place });
  });
  afterEach(async () => {
    await store.close();
    await giveBack();
  });

  const transaction = (id: string) => store.transaction((writer) => writer.putSweep(sweep(id, "a", 10, true)));
  const ids = async () => (await store.sweeps({})).map(({ id }) => id);

  it("of which somebody was erased has them in no file of a table, nor in what the server knows of columns", async () => {
    const everybody = Array.from({ length: 400 }, (_, i) => person(`U${i}`, i % 4 === 0 ? CANARY : `somebody ${i}`));
    await store.transaction(async (writer) => {
      await writer.putEntries("a", everybody);
      await writer.putChanges(everybody.map(({ account: { id } }) => change(`c-${CANARY}-${id}`, "s-1", id)));
    });
    await server.ask("analyze", place.database);
    await server.ask("checkpoint", place.database);
    const folder = join(server.folder, "data", "base");
    const canaries = () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .filter((one) => readFileSync(join(one.parentPath, one.name)).includes(CANARY)).length;
    expect(canaries()).toBeGreaterThan(0);
    await store.transaction(async (writer) => {
      await writer.deleteAccounts(
        "a",
        everybody.map(({ account }) => account.id),
      );
      await writer.putUpkeep("bytes", 1);
    });
    await server.ask("checkpoint", place.database);
    expect(canaries()).toBeGreaterThan(0);
    await store.clean();
    await server.ask("checkpoint", place.database);
    expect(canaries()).toBe(0);
    expect(await store.upkeep("bytes")).toBeUndefined();
  });

  it("gives text back as it was, also where it holds a NUL or what stands for one", async () => {
    const names = ["a\0b", "\uFDD0", "\uFDD00", "\uFDD0d\0", "plain"];
    await store.transaction((writer) => writer.putSweep({ ...sweep("s-1", "a", 1, true), id: names.join("|") }));
    expect(await ids()).toEqual([names.join("|")]);
  });

  it("orders text by its bytes, whatever the database's collation", async () => {
    for (const id of ["b", "B", "a", "\u00E4", "Z", "_"]) await transaction(id);
    const rows = await server.ask("select id from rollcall.sweeps order by id", place.database);
    expect(rows.map((row) => row["id"])).toEqual(["B", "Z", "_", "a", "b", "\u00E4"]);
  });

  it("loses nothing and keeps no half where the connection is lost in a transaction, and goes on with the next", async () => {
    const error = await failure(
      store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-half", "a", 10, true));
        await server.ask("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rollcall'");
        await writer.putSweep(sweep("s-other-half", "a", 10, true));
      }),
    );
    expect(error).toMatchObject({ code: "unreachable", message: expect.stringContaining("the connection was lost") });
    await transaction("s-whole");
    expect(await ids()).toEqual(["s-whole"]);
  });

  it("has another process's writing wait no longer than it is told, and its reading not at all", async () => {
    const other = await openPostgres({ place, busyTimeout: 50 });
    await store.transaction(async (writer) => {
      await writer.putSweep(sweep("s-1", "a", 10, true));
      expect(await failure(other.transaction((own) => own.putSweep(sweep("s-2", "a", 10, true))))).toMatchObject({
        code: "store_busy",
        message: expect.stringContaining("is being written by another process"),
      });
      expect(await other.sweeps({})).toEqual([]);
    });
    expect((await other.sweeps({})).length).toBe(1);
    await other.close();
  });

  it("is made once, however many begin it at the same time", async () => {
    const fresh = server.place();
    const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgres({ place: fresh })));
    await Promise.all(
      stores.map((one, i) => one.transaction((writer) => writer.record({ at: i, action: "x", detail: {} }))),
    );
    expect(await stores[0]?.log({ after: 0, limit: 9 })).toHaveLength(3);
    for (const one of stores) await one.close();
  });

  it("repeats nothing of a row in an error", async () => {
    const joiner = { id: CANARY, team: CANARY, place: null, since: 1 };
    const joins = () => store.transaction((writer) => writer.addJoiners("a", [joiner]));
    await joins();
    const error = await failure(joins());
    expect(error.message).toBe("UNIQUE constraint failed, table joiners, constraint joiners_key (SQLSTATE 23505).");
    expect(JSON.stringify([error.message, error.cause, error.stack, { ...error }])).not.toContain(CANARY);
  });

  it("is reached over TLS by a certificate that is checked: who signed it, and for whom", async () => {
    const ca = readFileSync(join(server.folder, "server.crt"), "utf8");
    const reached = await openPostgres({ place: { ...place, host: "localhost", tls: { ca } } });
    await reached.close();
    const about = await aboutPostgres({ ...place, host: "localhost", tls: { ca } });
    expect(about.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^encrypted \(TLSv1\.[23]\)/));
    const stranger = await failure(openPostgres({ place: { ...place, host: "localhost", tls: {} } }));
    expect(stranger).toMatchObject({ code: "bad_setting", message: expect.stringContaining("store.postgres.ca") });
    // The certificate is localhost's, and not that of the address by which it is reached.
    const other = await failure(openPostgres({ place: { ...place, host: "127.0.0.1", tls: { ca } } }));
    expect(other).toMatchObject({
      code: "bad_setting",
      message: expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID"),
    });
  });

  it("says so where it can only be read", async () => {
    await server.ask("alter role rollcall set default_transaction_read_only = on");
    try {
      const error = await failure(openPostgres({ place: server.place() }));
      expect(error).toMatchObject({ code: "bad_setting", message: expect.stringContaining("can only be read") });
    } finally {
      await server.ask("alter role rollcall reset default_transaction_read_only");
    }
  });
});

describe("an error of PostgreSQL", () => {
  it.each([
    ["28P01", "unauthorised"],
    ["3D000", "bad_setting"],
    ["42501", "bad_setting"],
    ["25006", "bad_setting"],
    ["53100", "store_full"],
    ["53300", "store_busy"],
    ["55P03", "store_busy"],
    ["40001", "store_busy"],
    ["57P01", "unreachable"],
    ["08006", "unreachable"],
    ["XX001", "store_damaged"],
    ["ECONNREFUSED", "unreachable"],
    ["ECONNRESET", "unreachable"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "bad_setting"],
  ])("%s means %s, and keeps nothing of what the server said", (state, code) => {
    const said = Object.assign(new Error(`about ${CANARY}`), { code: state, detail: `Key (name)=(${CANARY})` });
    const error = explainedPostgres(said, "the database");
    expect(error).toMatchObject({ code, message: expect.stringContaining("the database") });
    expect(error instanceof RollcallError && [error.message, error.cause]).not.toContain(CANARY);
  });

  it("that no name is known of has its number and the table, and no value", () => {
    const said = Object.assign(new Error(`invalid input: ${CANARY}`), {
      code: "22P02",
      table: "roster",
      where: CANARY,
    });
    expect(String(explainedPostgres(said, "x"))).toBe(
      "Error: PostgreSQL refused a statement (SQLSTATE 22P02, table roster).",
    );
  });
});

async function failure(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error) return error;
  throw new Error("It went well, and was to fail.");
}
