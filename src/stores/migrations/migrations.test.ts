import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { account, change, departure, sweep } from "../testing.ts";
import { noPostgres, testPostgres } from "../fake/postgres.ts";
import { openPostgres } from "../postgres.ts";
import { openSqlite } from "../sqlite.ts";
import { SCHEMA } from "../schema.ts";
import { MIGRATIONS } from "./index.ts";
import { migrateFile, migratePostgres } from "./testing.ts";
import { statementsOf, wholeSource } from "./written.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-store-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the first version wrote, past everything of today that writes: the samples of `testing.ts`, row by row. */
const WRITTEN_BY_THE_FIRST = `
  insert into directories values ('a', 'slack', 'T1', '["users:read"]', 1, 2, 3);
  insert into sweeps values (7, 's-1', 'a', 9, 10, 1, 7, 'ok', '["a reason"]');
  insert into roster values ('a', 'U1', 'active', 'present', 'human', null, '{"name":"x"}', null, null, null);
  insert into changes values (5, 'c-1', 's-1', 'a', 'U1', '{"name":null,"kind":"human"}', 'deactivated', 1, 2,
    '{"by":"flag","stated":"deleted: true","readings":1,"readBack":"agrees"}', 0, 0,
    '{"timezone":"Europe/Warsaw","location":"Warsaw","locationFrom":"timezone"}',
    '{"team":"Blue","channels":["C1"]}', '{"team":null}', null);
  insert into departures values ('d-1', 'deactivated', null, 10, 1, 0,
    '{"location":null,"locationFrom":null,"title":"Painter"}', null);
  insert into departure_accounts values ('d-1', 0, 'a', 'U1', '{"name":"x","email":null}');
  insert into record values (3, 10, 'sweep', '{"changes":1}');
  insert into leases values ('sweep a', 'h:1', 0, 20);
`;

/** The second version wrote the same, and what was told of it. */
const WRITTEN_BY_THE_SECOND = `${WRITTEN_BY_THE_FIRST}
  insert into incidents values (4, 'i-1', 'departures', 'departures a', 'a', 10, 11, 2, 0, null, null);
  insert into incident_items values (6, 'i-1', 'd-1', 1);
  insert into notifications values (8, 'n-1', 'i-1', 'one', 'named', 'waiting', 2, 1, 1, 10, 11, 12, 3, 11, 'h:1', 20,
    'unreachable', 'It did not answer.', '{"ts":"1.2"}');
`;

const VERSIONS = [
  { of: "first", version: 1, written: WRITTEN_BY_THE_FIRST, next: 'create table "notifications"' },
  { of: "second", version: 2, written: WRITTEN_BY_THE_SECOND, next: 'create table "listening"' },
];

interface Old {
  readonly version: number;
  readonly written: string;
}

async function storeOf({ version, written }: Old): Promise<void> {
  await migrateFile(path, MIGRATIONS.slice(0, version));
  const database = new DatabaseSync(path);
  database.exec(written);
  database.close();
}

/** Each makes a store as an old version left it, and opens it. */
const DATABASES = [
  {
    in: "SQLite",
    async opened(old: Old) {
      await storeOf(old);
      return openSqlite({ path });
    },
  },
  ...(noPostgres() === undefined
    ? [
        {
          in: "PostgreSQL",
          async opened({ version, written }: Old) {
            const place = (await testPostgres()).place();
            await migratePostgres(place, MIGRATIONS.slice(0, version), written);
            return openPostgres({ place });
          },
        },
      ]
    : []),
];

const EVERYWHERE = DATABASES.flatMap((database) => VERSIONS.map((old) => ({ ...database, ...old })));

describe.each(EVERYWHERE)("a store of the $of version in $in", ({ opened, ...old }) => {
  it("keeps everything when it is opened", async () => {
    const store = await opened(old);
    const last = { startedAt: 1, takenAt: 2, accounts: 3 };
    expect(await store.directories()).toStrictEqual([
      { directory: "a", kind: "slack", identity: "T1", scopes: ["users:read"], last },
    ]);
    expect(await store.sweeps({})).toStrictEqual([sweep("s-1", "a", 10, true)]);
    expect([...(await store.roster("a")).entries.values()]).toStrictEqual([account("U1", "active")]);
    expect(await store.changes({})).toStrictEqual([change("c-1", "s-1", "U1")]);
    expect(await store.departures({})).toStrictEqual([departure("d-1", 10, ["U1"])]);
    // In its place in the chain, which has no gaps.
    expect(await store.records({})).toStrictEqual([{ seq: 1, at: 10, action: "sweep", detail: { changes: 1 } }]);
    expect(await store.integrity()).toEqual([]);
    await store.close();
  });

  it("leaves a lease to whoever holds it until it expires, and counts epochs from there", async () => {
    const store = await opened(old);
    const wanted = { name: "sweep a", holder: "h:2", since: 5, until: 35 };
    const held = await store.acquireLease(wanted, 5);
    expect(held).toMatchObject({ acquired: false, lease: { holder: "h:1", epoch: 0 } });
    expect(await store.acquireLease(wanted, 20)).toStrictEqual({ acquired: true, lease: { ...wanted, epoch: 1 } });
    expect(await store.transaction((writer) => writer.holds(held.lease))).toBe(false);
    await store.close();
  });

  it("has room for events once it is opened, and for accounts that are read one by one", async () => {
    const store = await opened(old);
    expect(await store.watermark("a")).toStrictEqual({ revision: 0, inbox: 0 });
    expect(await store.readSince("a", 0)).toEqual([]);
    const about = { account: "U1" };
    const event = { key: "Ev1", directory: "a", source: "socket", type: "user_change", about } as const;
    const listening = { id: "l-1", directory: "a", source: "socket", since: 1, until: 2 } as const;
    const found = { ...departure("d-1", 10, ["U1"]), gap: { since: 1, until: 9 } };
    await store.transaction(async (writer) => {
      await writer.keepEvents([{ ...event, receivedAt: 3, state: "waiting", tries: 0, dueAt: 3 }]);
      await writer.markRead("a", ["U1"]);
      await writer.putListening(listening);
      await writer.putDepartures([found]);
    });
    expect(await store.watermark("a")).toStrictEqual({ revision: 1, inbox: 1 });
    expect(await store.readSince("a", 0)).toStrictEqual([account("U1", "active")]);
    expect(await store.listening({})).toStrictEqual([listening]);
    expect(await store.departures({})).toStrictEqual([found]);
    expect(await store.integrity()).toEqual([]);
    await store.close();
  });
});

describe.each(VERSIONS)("a file of the $of version", (old) => {
  it("has taken every migration once it was opened", async () => {
    await storeOf(old);
    await (await openSqlite({ path })).close();
    expect(versions()).toEqual(MIGRATIONS.map(({ version, name }) => ({ version, name })));
  });

  it("stays of that version, whole, where the next one fails half-way", async () => {
    await storeOf(old);
    const before = contents();
    const broken = migrateFile(path, MIGRATIONS, ({ phase, sql }) => {
      if (phase === "after" && sql.startsWith(old.next)) throw new Error("broken");
    });
    await expect(broken).rejects.toThrow("broken");
    expect(contents()).toEqual(before);
    await migrateFile(path, MIGRATIONS);
    expect(versions().at(-1)).toEqual({ version: MIGRATIONS.at(-1)?.version, name: MIGRATIONS.at(-1)?.name });
  });
});

it.each(DATABASES)(
  "a store of the first version in $in has room for what is told once it is opened, also of what was found before",
  async ({ opened }) => {
    const store = await opened({ version: 1, written: WRITTEN_BY_THE_FIRST });
    expect(await store.notifications({})).toEqual([]);
    const incident = { id: "i-1", kind: "departures", group: "departures a", directory: "a" } as const;
    const told = { told: 0, messages: 0, since: 1, dueAt: 2, attempts: 0 };
    await store.transaction(async (writer) => {
      await writer.putIncident({ ...incident, openedAt: 1, updatedAt: 1, version: 1, closed: false });
      await writer.putIncidentItems("i-1", [
        { id: "d-1", version: 1 },
        { id: "c-1", version: 1 },
      ]);
      const waiting = { incident: "i-1", destination: "one", audience: "named", state: "waiting", version: 1 } as const;
      await writer.putNotification({ id: "n-1", ...waiting, ...told });
    });
    expect(await store.departures({ incident: "i-1" })).toStrictEqual([departure("d-1", 10, ["U1"])]);
    expect(await store.changes({ incident: "i-1" })).toStrictEqual([change("c-1", "s-1", "U1")]);
    expect((await store.notifications({ incident: "i-1" })).map(({ id }) => id)).toEqual(["n-1"]);
    expect(await store.integrity()).toEqual([]);
    await store.close();
  },
);

it.each(DATABASES)(
  "a store of the second version in $in keeps what was told, and what was still to be told",
  async ({ opened }) => {
    const store = await opened({ version: 2, written: WRITTEN_BY_THE_SECOND });
    const group = "departures a";
    expect(await store.newestIncident(group)).toStrictEqual({
      id: "i-1",
      kind: "departures",
      group,
      directory: "a",
      openedAt: 10,
      updatedAt: 11,
      version: 2,
      closed: false,
    });
    expect(await store.incidentItems("i-1")).toStrictEqual([{ id: "d-1", version: 1 }]);
    expect(await store.notifications({})).toStrictEqual([
      {
        id: "n-1",
        incident: "i-1",
        destination: "one",
        audience: "named",
        state: "waiting",
        version: 2,
        told: 1,
        messages: 1,
        since: 10,
        toldAt: 11,
        dueAt: 12,
        attempts: 3,
        uncertain: 11,
        claim: { holder: "h:1", until: 20 },
        error: { code: "unreachable", text: "It did not answer." },
        receipt: { ts: "1.2" },
      },
    ]);
    await store.close();
  },
);

it("the migrations are numbered from 1, without gaps", () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  expect(MIGRATIONS.at(-1)?.version).toBe(SCHEMA);
});

it("a new store is made in one go as the migrations make it one after the other, down to the last word", async () => {
  // `npm run schema` writes it anew.
  expect(readFileSync(new URL("whole.ts", import.meta.url), "utf8")).toBe(await wholeSource());
  const whole = join(folder, "whole.db");
  await (await openSqlite({ path: whole })).close();
  await migrateFile(path, MIGRATIONS);
  const [made, migrated] = [whole, path].map((file) => {
    const database = new DatabaseSync(file);
    try {
      return statementsOf(database);
    } finally {
      database.close();
    }
  });
  expect(made).toBe(migrated);
});

function versions(): unknown[] {
  return query("select version, name from rollcall_schema order by version");
}

/** The tables and their indexes, and rows that a migration could lose. */
function contents(): unknown[] {
  const schema = query("select name, sql from sqlite_schema order by name");
  return [schema, versions(), query("select * from departures"), query("select * from changes")];
}

function query(sql: string): unknown[] {
  const database = new DatabaseSync(path);
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}
