// A store as it lies there: its tables, its columns, its bytes, whichever of the two it is.
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import type { Store } from "../../src/app/ports.ts";
import { erasureKeyFile } from "../../src/config/key-file.ts";
import { noPostgres, testPostgres } from "../../src/stores/fake/postgres.ts";
import { openPostgres } from "../../src/stores/postgres.ts";
import { openStore } from "../../src/wire/context.ts";

type Row = Readonly<Record<string, unknown>>;

interface Place {
  readonly table: string;
  readonly column: string;
}

export interface Kept {
  /** What settings say of it, and the variables that they name. */
  readonly setting: string;
  readonly env: Readonly<Record<string, string>>;
  readonly open: () => Promise<Store>;
  /** Runs a statement past the store's own code; no trigger and no key of another table hinders it. */
  readonly ask: (sql: string, values?: readonly (string | number)[]) => Promise<readonly Row[]>;
  readonly tables: () => Promise<readonly string[]>;
  /** Columns of text that are written, and not made out of others. */
  readonly columns: () => Promise<readonly Place[]>;
  /** Its files, by name: deleted rows and pages of no table included. */
  readonly bytes: () => Promise<ReadonlyMap<string, Uint8Array>>;
  /** Writes a value into a column of each row, or of those in which it may stand. */
  readonly put: (place: Place, value: string) => Promise<void>;
  /** Lets `work` write a table, which is then what it was. */
  readonly apart: <T>(table: string, work: (kept: Kept) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** What is read when a store is opened, which takes as long as all that is asked of it then: no other table is. */
export const OPENED_WITH: ReadonlySet<string> = new Set(["rollcall_schema", "upkeep"]);

/** Each kind of store that this machine has. `make` gives a new and empty one, with what is beside a store at the path. */
export const KEPT: readonly { readonly kind: string; readonly make: (path: string) => Promise<Kept> }[] = [
  { kind: "SQLite", make: async (path) => inFile(path) },
  ...inPostgres(),
];

export function inFile(path: string): Kept {
  const ask: Kept["ask"] = async (sql, values = []) => {
    const database = withoutHindrance(path);
    try {
      return database.prepare(sql).all(...values);
    } finally {
      database.close();
    }
  };
  let copied: Copy | undefined;
  return {
    ...fileAt(path, ask),
    apart: async (table, work) => {
      if (OPENED_WITH.has(table)) return inCopy(path, work);
      return inSharedCopy((copied ??= copyOf(path)), table, work);
    },
    close: async () => {
      await (await copied?.store)?.close();
      copied?.database.close();
    },
  };
}

function withoutHindrance(path: string): DatabaseSync {
  return new DatabaseSync(path, { enableForeignKeyConstraints: false });
}

function fileAt(path: string, ask: Kept["ask"]): Omit<Kept, "apart" | "close"> {
  const ours = "m.type = 'table' and m.name not like 'sqlite_%'";
  return {
    setting: `{ path: ${path} }`,
    env: {},
    open: () => openStore(path),
    ask,
    tables: async () => (await ask(`select name from sqlite_master m where ${ours}`)).map(({ name }) => String(name)),
    columns: async () =>
      placesIn(
        await ask(
          `select m.name as "table", c.name as "column" from sqlite_master m, pragma_table_info(m.name) c
          where ${ours} and lower(c.type) = 'text'`,
        ),
      ),
    bytes: async () =>
      new Map(["", "-wal", ".audit-key"].flatMap((end) => [`${path}${end}`]).flatMap((name) => readable(name))),
    put: async ({ table, column }, value) => {
      await ask(`update or ignore "${table}" set "${column}" = ?`, [value]);
    },
  };
}

/** The store as it was when it was first written apart, and open from then on. */
interface Copy {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly store: Promise<Store>;
}

function copyOf(path: string): Copy {
  const copy = `${path}.apart`;
  copyFileSync(path, copy);
  const database = withoutHindrance(copy);
  const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`drop trigger "${String(name)}"`);
  return { path: copy, database, store: openStore(copy) };
}

async function inSharedCopy<T>(
  { path, database, store }: Copy,
  table: string,
  work: (kept: Kept) => Promise<T>,
): Promise<T> {
  const names = database.prepare("select name from pragma_table_info(?)").all(table);
  const columns = names.map(({ name }) => `"${String(name)}"`).join(", ");
  database.exec(`create temp table saved as select ${columns} from "${table}"`);
  try {
    return await work({
      ...fileAt(path, async (sql, values = []) => database.prepare(sql).all(...values)),
      open: async () => ({ ...(await store), close: async () => {} }),
      apart: (_, more) => inCopy(path, more),
      close: async () => {},
    });
  } finally {
    database.exec(
      `begin; delete from "${table}"; insert into "${table}" (${columns}) select ${columns} from saved; drop table saved; commit`,
    );
  }
}

async function inCopy<T>(path: string, work: (kept: Kept) => Promise<T>): Promise<T> {
  const copy = `${path}.by-itself`;
  copyFileSync(path, copy);
  try {
    return await work(inFile(copy));
  } finally {
    for (const file of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(file, { force: true });
  }
}

function readable(name: string): [string, Uint8Array][] {
  try {
    return [[name, readFileSync(name)]];
  } catch {
    return [];
  }
}

function placesIn(rows: readonly Row[]): { readonly table: string; readonly column: string }[] {
  return rows.map(({ table, column }) => ({ table: String(table), column: String(column) }));
}

function inPostgres(): readonly { readonly kind: string; readonly make: (path: string) => Promise<Kept> }[] {
  const why = noPostgres();
  if (why !== undefined) process.stderr.write(`Not tested here: what PostgreSQL keeps of people: ${why}.\n`);
  return why === undefined ? [{ kind: "PostgreSQL", make: inDatabase }] : [];
}

async function inDatabase(path: string): Promise<Kept> {
  const server = await testPostgres();
  const { place, giveBack } = await server.ready();
  const { host, port, database, user, schema } = place;
  const password = place.password?.reveal() ?? "";
  const options = `-c search_path=${schema} -c session_replication_role=replica`;
  const client = new pg.Client({ host, port, database, user: "admin", password, options });
  await client.connect();
  const ask: Kept["ask"] = async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows;
  const columnsWhere = (condition: string): Promise<readonly Row[]> =>
    ask(
      `select table_name as "table", column_name as "column" from information_schema.columns
      where table_schema = $1 and is_generated = 'NEVER' and ${condition} order by ordinal_position`,
      [schema],
    );
  const open: Kept["open"] = () => openPostgres({ place, key: erasureKeyFile(path) });
  let shared: Promise<Store> | undefined;
  const kept: Kept = {
    setting: `{ path: ${path}, postgres: { host: ${host}, port: ${port}, database: ${database}, user: ${user}, schema: ${schema}, encrypted: false, password: { env: DATABASE_PASSWORD } } }`,
    env: { DATABASE_PASSWORD: password },
    open,
    ask,
    tables: async () =>
      (await ask("select tablename from pg_tables where schemaname = $1", [schema])).map((row) =>
        String(row["tablename"]),
      ),
    columns: async () => placesIn(await columnsWhere("data_type = 'text'")),
    bytes: async () => {
      await ask("checkpoint");
      const [found] = await ask("select oid from pg_database where datname = current_database()");
      const folders = [join(server.folder, "data/base", String(found?.["oid"])), join(server.folder, "data/pg_wal")];
      const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
      return new Map([...files, `${path}.audit-key`].flatMap(readable));
    },
    put: async ({ table, column }, value) => {
      const update = `update "${table}" set "${column}" = $1`;
      // Where each has to have another, one has it.
      await ask(update, [value]).catch(() => ask(`${update} where ctid = (select min(ctid) from "${table}")`, [value]));
    },
    apart: async (table, work) => {
      const all = (await columnsWhere(`table_name = '${table}'`)).map((row) => `"${String(row["column"])}"`).join(", ");
      await ask(`create table public.saved as table "${table}"`);
      const shown = OPENED_WITH.has(table)
        ? kept
        : { ...kept, open: async () => ({ ...(await (shared ??= open())), close: async () => {} }) };
      try {
        return await work(shown);
      } finally {
        await ask(`delete from "${table}"`);
        await ask(`insert into "${table}" (${all}) select ${all} from public.saved`);
        await ask("drop table public.saved");
      }
    },
    close: async () => {
      await (await shared)?.close();
      await client.end();
      await giveBack();
    },
  };
  return kept;
}
