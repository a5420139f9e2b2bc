// The command line over a store in PostgreSQL, as over one in a file; and what it says where the database is not as it should be.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noPostgres, type TestPostgres, testPostgres } from "../../src/stores/fake/postgres.ts";
import type { PostgresPlace } from "../../src/stores/postgres.ts";
import { freePort } from "../support/ports.ts";
import { ask, serving } from "./serving.ts";
import { jsonLines, openStage, staffOf, type Stage } from "./stage.ts";

const why = noPostgres();
if (why !== undefined) process.stderr.write(`Not tested here: commands over PostgreSQL: ${why}.\n`);

let stage: Stage;
let server: TestPostgres;
let place: PostgresPlace;
let env: Record<string, string>;
let free: number;

/** Settings with the store in this database. */
function settings({ host, port, database, user, schema }: PostgresPlace): string {
  return stage.settings(
    "rollcall.yaml",
    `store:
  path: beside.db
  postgres: { host: ${host}, port: ${port}, database: ${database}, user: ${user}, schema: ${schema}, password: { env: DATABASE_PASSWORD } }
serve: { port: ${free} }
`,
  );
}

describe.skipIf(why !== undefined)("a store in PostgreSQL", () => {
  beforeAll(async () => {
    stage = await openStage(60);
    [server, free] = [await testPostgres(), await freePort()];
    place = server.place();
    env = { DATABASE_PASSWORD: place.password?.reveal() ?? "", ROLLCALL_AS: "" };
  }, 60_000);
  afterAll(() => stage?.close());

  it("holds what is read, tells who left, lists them, lets go of them, and is no file", async () => {
    settings(place);
    await stage.prepare(["sweep"], { env });
    const left = staffOf(stage.slack, 3);
    for (const id of left) stage.slack.acts.deactivate(id);
    const swept = await stage.run(["sweep", "--json"], { env });
    expect([swept.code, swept.err]).toEqual([0, ""]);
    expect(jsonLines(swept.out).filter(({ change }) => change === "deactivated")).toHaveLength(3);
    const listed = await stage.run(["departures", "--json"], { env });
    expect(listed.code).toBe(0);
    expect(left.every((id) => listed.out.includes(id))).toBe(true);
    const [first = ""] = left;
    const erased = await stage.run(["erase", first, "--yes"], { env });
    expect([erased.code, erased.err]).toEqual([0, ""]);
    expect((await stage.run(["departures", "--json"], { env })).out).not.toContain(first);
    const rows = await server.ask(`select count(*) as n from ${place.schema}.roster`);
    expect(Number(rows[0]?.["n"])).toBeGreaterThan(40);
    expect(existsSync(join(stage.folder, "beside.db"))).toBe(false);
    expect(existsSync(join(stage.folder, "beside.db.erasure-key"))).toBe(true);
  }, 120_000);

  it("is what doctor names and knows of, without its password", async () => {
    settings(place);
    const { code, out } = await stage.run(["doctor"], { env });
    expect(code).toBe(0);
    expect(out).toContain(
      `store: PostgreSQL at 127.0.0.1:${place.port}, database rollcall, schema ${place.schema}, sound`,
    );
    expect(out).toContain("text is ordered by its bytes");
    expect(out).toContain("! fsync is off");
    expect(out).not.toContain(env["DATABASE_PASSWORD"]);
  }, 60_000);

  it("is shown by serve", async () => {
    settings(place);
    const site = await serving(stage, env);
    try {
      const entered = await ask(site.link ?? "", { method: "POST" });
      const cookie = entered.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
      const page = await ask(`${site.address}/departures`, { headers: { cookie } });
      expect([page.status, page.body.includes("PostgreSQL")]).toEqual([200, false]);
    } finally {
      expect((await site.stop()).code).toBe(0);
    }
  }, 60_000);

  it.each([
    ["a wrong password", {}, { DATABASE_PASSWORD: "another" }, 3, "does not let this user in"],
    ["no password", {}, { DATABASE_PASSWORD: undefined }, 3, "DATABASE_PASSWORD is not set"],
    ["a database that is not there", { database: "elsewhere" }, {}, 3, "there is no such database: make it"],
    ["a server that is not there", { port: 1 }, {}, 4, "cannot be reached (ECONNREFUSED): start it"],
    ["a certificate of strangers", { host: "127.0.0.1, encrypted: true" }, {}, 3, "can be trusted (DEPTH_ZERO"],
  ])(
    "says what to do about %s, in one sentence",
    async (_, wrong, variables, code, text) => {
      settings({ ...place, ...wrong });
      const ran = await stage.run(["departures"], { env: { ...env, ...variables } });
      expect(ran.code, ran.err).toBe(code);
      expect(ran.err).toContain(text);
      expect(ran.err.trim().split("\n")).toHaveLength(1);
    },
    30_000,
  );

  it("says so where its user may make no tables, and where a newer Rollcall wrote it", async () => {
    await server.ask("create schema of_others");
    settings({ ...place, schema: "of_others" });
    const refused = await stage.run(["departures"], { env });
    expect([refused.code, refused.err]).toEqual([
      3,
      expect.stringContaining("alter schema of_others owner to rollcall"),
    ]);
    const newer = server.place();
    settings(newer);
    await stage.prepare(["departures"], { env });
    await server.ask(`insert into ${newer.schema}.rollcall_schema values (9999, 'of tomorrow')`);
    const told = await stage.run(["departures"], { env });
    expect([told.code, told.err]).toEqual([
      1,
      expect.stringContaining("was written by a newer Rollcall (schema 9999;"),
    ]);
  }, 60_000);
});
