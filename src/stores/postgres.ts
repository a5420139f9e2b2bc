import { checkServerIdentity } from "node:tls";
import { Kysely, sql } from "kysely";
import pg from "pg";
import type { KeyFile, Store } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import { erasureKey, keyInMemory } from "./erasure-key.ts";
import { lockIn, logIn, postgresDialect } from "./postgres-dialect.ts";
import type { Begin, Line } from "./postgres-driver.ts";
import { explainedPostgres } from "./postgres-errors.ts";
import { RENUMBERING, touching } from "./postgres-touched.ts";
import { fromServer } from "./postgres-values.ts";
import { SCHEMA } from "./schema.ts";
import { teachWords } from "./postgres-words.ts";
import { integrityOf, overwrite, withoutSamples } from "./postgres-upkeep.ts";
import type { Statement } from "./sqlite-statements.ts";
import { type Database, storeOn } from "./store.ts";
import type { Tables } from "./tables.ts";

/** Where the database is, and who asks. */
export interface PostgresPlace {
  /** A name or an address; a folder where the server's socket is. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: Secret;
  /** The schema that holds the tables and nothing else. */
  readonly schema: string;
  /** Whether bytes go over TLS with a certificate that is checked, by these authorities or by those of the machine. */
  readonly tls: false | { readonly ca?: string };
}

export interface PostgresOptions {
  readonly place: PostgresPlace;
  /** Called around every statement. The tests of interruptions kill the process here. */
  readonly onStatement?: (statement: Statement) => void;
  /** Where the key is kept by which accounts are known that are not kept; without it, in the memory of this process. */
  readonly key?: KeyFile;
  /** How long a writer waits for another process's transaction, in milliseconds. */
  readonly busyTimeout?: number;
}

/** So many of a process's readings go on at once. */
const READERS = 4;

/** As messages call it: never with the password. */
export function postgresName({ host, port, database, schema }: PostgresPlace): string {
  const at = host.includes(":") ? `[${host}]` : host;
  return `PostgreSQL at ${at}:${port}, database ${database}, schema ${schema}`;
}

/**
 * Opens the store in a PostgreSQL database, which several processes may have open: their transactions exclude each other by locks
 * of the database, as far as they are about the same, and readings wait for nobody.
 * @throws RollcallError `bad_setting`, `unauthorised`, `unreachable`, `store_busy`, `store_damaged`, `store_newer`
 */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const { place } = options;
  const name = postgresName(place);
  const pools: pg.Pool[] = [];
  const line = (max: number): Line => {
    const pool = poolOf(options, max);
    pools.push(pool);
    const { onStatement } = options;
    return { pool, name, ...(onStatement === undefined ? {} : { onStatement }) };
  };
  const connect = (begin: Begin, through: Line) =>
    new Kysely<Tables>({ dialect: postgresDialect(through, begin, place.schema) });
  const close = async () => {
    for (const one of pools.splice(0)) await one.end();
  };
  try {
    const writer = line(1);
    const writing = connect("write", writer);
    await prepare(writing, place, name);
    if ((await versionOf(writing)) !== SCHEMA) {
      const { migrate } = await import("./migrations/index.ts");
      await migrate(writing, name);
    }
    await withoutSamples(writing);
    const files: Database = {
      writing,
      beside: {
        writing: connect("beside", writer),
        lock: (db, what) => lockIn(db, place.schema, what),
        touching,
        lastTurn: (db, isTouching) => logIn(db, place.schema, isTouching ? [RENUMBERING] : []),
      },
      reading: connect("read", line(READERS)),
      clean: () => overwrite(writing),
      integrity: () => integrityOf(writing, name),
      close,
    };
    const store = storeOn(files, erasureKey(options.key ?? keyInMemory()));
    await cleanQuietly(store);
    return store;
  } catch (error) {
    await close();
    throw explainedPostgres(error, name);
  }
}

/** Undefined where there is no store yet. */
async function versionOf(db: Kysely<Tables>): Promise<number | undefined> {
  const asked = sql<{ there: boolean }>`select to_regclass('rollcall_schema') is not null as there`;
  const [found] = (await asked.execute(db)).rows;
  if (found?.there !== true) return undefined;
  const last = db.selectFrom("rollcall_schema").select(({ fn }) => fn.max("version").as("version"));
  return (await last.executeTakeFirst())?.version;
}

/** Makes the schema where there is none, and looks whether the database can hold a store. */
async function prepare(db: Kysely<Tables>, { schema, user }: PostgresPlace, name: string): Promise<void> {
  const asked = sql<{ there: boolean; known: boolean; encoding: string; version: number }>`select
    exists (select from pg_namespace where nspname = ${schema}) as there,
    exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = ${schema} and p.proname = 'json_extract') as known,
    current_setting('server_encoding') as encoding, current_setting('server_version_num')::integer as version`;
  const [found] = (await asked.execute(db)).rows;
  if (found === undefined) throw new Error("PostgreSQL said nothing of itself");
  if (found.version < OLDEST * 10_000)
    throw new RollcallError("bad_setting", `${name} is older than PostgreSQL ${OLDEST}: use that or a later one.`);
  if (found.encoding !== "UTF8")
    throw new RollcallError(
      "bad_setting",
      `${name} is encoded as ${found.encoding}: make a database with encoding UTF8.`,
    );
  if (found.there && found.known) return;
  await db.transaction().execute(async (step) => {
    if (!found.there) await sql`create schema if not exists ${sql.id(schema)}`.execute(step);
    const { rows } = await sql<{ may: boolean }>`select has_schema_privilege(${schema}, 'create') as may`.execute(step);
    if (rows[0]?.may !== true)
      throw new RollcallError(
        "bad_setting",
        `${name}: ${user} may create no tables there: alter schema ${schema} owner to ${user}, or name a schema of its own.`,
      );
    await teachWords(step);
  });
}

/** The first whose vendor still mends it, and on which the tests run. */
const OLDEST = 14;

/** How a client of `pg` gets there. */
export function connectionTo(place: PostgresPlace, busyTimeout = 15 * SECOND): pg.ClientConfig {
  const settings = {
    // First the words and tables of the store, then nothing but the server's own.
    search_path: place.schema,
    lock_timeout: busyTimeout,
    statement_timeout: 5 * MINUTE,
    // Whoever is halted in the middle of a transaction holds up everybody who writes, and no longer than this.
    idle_in_transaction_session_timeout: MINUTE,
    synchronous_commit: "on",
    client_min_messages: "error",
    TimeZone: "UTC",
  };
  return {
    host: place.host,
    port: place.port,
    database: place.database,
    user: place.user,
    ...(place.password === undefined ? {} : { password: place.password.reveal() }),
    // pg itself would hold the certificate of a server that is named by its address against "localhost".
    ssl: place.tls !== false && {
      ...place.tls,
      rejectUnauthorized: true,
      checkServerIdentity: (_, certificate) => checkServerIdentity(place.host, certificate),
    },
    keepAlive: true,
    application_name: "rollcall",
    options: Object.entries(settings)
      .map(([key, value]) => `-c ${key}=${value}`)
      .join(" "),
    types: { getTypeParser: fromServer },
  };
}

function poolOf({ place, busyTimeout }: PostgresOptions, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...connectionTo(place, busyTimeout),
    pipeline: true,
    max,
    idleTimeoutMillis: MINUTE,
    Client: Impatient,
  });
  // A connection that is lost while nobody uses it; whoever wants one next gets another.
  pool.on("error", () => undefined);
  return pool;
}

/** The pool's own patience would also be that of whoever waits for a connection that is in use. */
export class Impatient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    // The pool hides the password from whoever walks through the rest.
    super({ ...config, password: config?.password, connectionTimeoutMillis: 10 * SECOND });
  }
}

/** What an earlier process had begun to overwrite. Where another one is at it, that is nobody's error. */
async function cleanQuietly(store: Store): Promise<void> {
  try {
    await store.clean();
  } catch (error) {
    if (!(error instanceof RollcallError) || (error.code !== "store_busy" && error.code !== "store_full")) throw error;
  }
}
