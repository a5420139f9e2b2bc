import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../../../test/support/ports.ts";
import { Secret } from "../../core/secret.ts";
import { openPostgres, type PostgresPlace } from "../postgres.ts";

/** A real PostgreSQL for tests, of the machine's own package, on loopback and in a folder of its own; it ends with this process. */
export interface TestPostgres {
  readonly port: number;
  readonly folder: string;
  /** A schema that nobody else uses, in a database that the user `rollcall` owns. */
  readonly place: () => PostgresPlace;
  /** A database of its own that has the tables already, and empty; it is given back once nobody has it open. */
  readonly ready: () => Promise<{ readonly place: PostgresPlace; readonly giveBack: () => Promise<void> }>;
  /** As the administrator; gives the rows. */
  readonly ask: (sql: string, database?: string) => Promise<readonly Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
}

const PASSWORD = "of a test";

/** Where Debian's packages and those of others put what starts a server. */
export function programs(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, "bin")), "/usr/local/bin", "/usr/bin"];
  return folders.find((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));
}

/** Why there is none on this machine; undefined where there is one. */
export function noPostgres(): string | undefined {
  if (process.platform === "win32") return "PostgreSQL is not started on Windows";
  return programs() === undefined ? "PostgreSQL is not installed (apt-get install postgresql)" : undefined;
}

/** The server refuses to run as root: then it runs as Debian's own user for it, or as nobody. */
export function somebody(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string): number => Number(execFileSync("id", [flag, name], { stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // The next one.
    }
  }
  return {};
}

/** A certificate for localhost that nobody else has signed; the server insists that its key is its own. */
function certify(folder: string, { uid, gid }: { readonly uid?: number; readonly gid?: number }): void {
  const files = ["-keyout", join(folder, "server.key"), "-out", join(folder, "server.crt")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync("openssl", ["req", ...kind, ...files, ...names], { stdio: "ignore" });
  chmodSync(join(folder, "server.key"), 0o600);
  if (uid !== undefined && gid !== undefined) chownSync(join(folder, "server.key"), uid, gid);
}

/** As the migrations left it: without a row that came later, and counting from the beginning; no trigger hears of it. */
const EMPTIED = `do $$
  declare name text;
  begin
    set local session_replication_role = replica;
    for name in select tablename from pg_tables where schemaname = 'rollcall' and tablename not in ('rollcall_schema', 'record_state')
    loop execute format('delete from rollcall.%I', name); end loop;
    update rollcall.record_state set revision = 0, changed_at = 0, history_since = 0;
    for name in select sequencename from pg_sequences where schemaname = 'rollcall'
    loop execute format('alter sequence rollcall.%I restart', name); end loop;
  end $$`;

/** Ends the server, and removes what it wrote, once nobody holds the other end of its input: however this process ends. */
const KEEPER = `folder=$1; shift; "$@" > "$folder/log" 2>&1 & server=$!
  cat > /dev/null; kill -INT $server; wait $server; cd /; rm -rf "$folder"`;

async function startPostgres(more: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const bin = programs();
  if (bin === undefined) throw new Error(noPostgres());
  const as = somebody();
  const folder = mkdtempSync(join(tmpdir(), "rollcall-postgres-"));
  const secret = join(folder, "password");
  writeFileSync(secret, PASSWORD, { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) for (const one of [folder, secret]) chownSync(one, as.uid, as.gid);
  const data = join(folder, "data");
  certify(folder, as);
  const made = ["-D", data, "--username=admin", `--pwfile=${secret}`, "--auth=scram-sha-256", "--encoding=UTF8"];
  execFileSync(join(bin, "initdb"), [...made, "--locale=C.UTF-8", "--no-sync"], { ...as, cwd: folder, stdio: "pipe" });
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    full_page_writes: "off",
    max_connections: "100",
    shared_buffers: "64MB",
    autovacuum: "off",
    ssl: "on",
    ssl_cert_file: join(folder, "server.crt"),
    ssl_key_file: join(folder, "server.key"),
    ...more,
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const keeper = spawn("sh", ["-c", KEEPER, "sh", folder, join(bin, "postgres"), "-D", data, ...options], {
    ...as,
    cwd: folder,
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  keeper.unref();
  const ask = async (sql: string, database = "rollcall"): Promise<readonly Record<string, unknown>[]> => {
    const client = new pg.Client({ host: "127.0.0.1", port, user: "admin", password: PASSWORD, database });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return rows;
    } finally {
      await client.end();
    }
  };
  await answering(() => ask("select 1", "postgres"));
  await ask(`create role rollcall login password '${PASSWORD}'`, "postgres");
  await ask("create database rollcall owner rollcall template template0", "postgres");
  let schemas = 0;
  const place = (): PostgresPlace => ({
    host: "127.0.0.1",
    port,
    database: "rollcall",
    user: "rollcall",
    password: new Secret(PASSWORD, "a test"),
    schema: `rollcall_${process.pid}_${schemas++}`,
    tls: false,
  });
  let template: Promise<PostgresPlace> | undefined;
  const makeTemplate = async (): Promise<PostgresPlace> => {
    const own = { ...place(), database: "template_of_ours", schema: "rollcall" };
    await ask(`create database ${own.database} owner rollcall template template0`, "postgres");
    await (await openPostgres({ place: own })).close();
    return own;
  };
  const free: string[] = [];
  const ready: TestPostgres["ready"] = async () => {
    const from = await (template ??= makeTemplate());
    const again = free.pop();
    const database = again ?? `ready_${schemas++}`;
    if (again === undefined)
      await ask(`create database ${database} owner rollcall template ${from.database}`, "postgres");
    const giveBack = async (): Promise<void> => {
      await ask(EMPTIED, database);
      free.push(database);
    };
    return { place: { ...from, database }, giveBack };
  };
  return { port, folder, place, ready, ask, stop: () => ended(keeper) };
}

let shared: Promise<TestPostgres> | undefined;

/** The one of this process, started when it is first asked for. */
export function testPostgres(): Promise<TestPostgres> {
  return (shared ??= startPostgres());
}

async function ended(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null) return;
  const end = new Promise((resolve) => keeper.once("exit", resolve));
  keeper.ref();
  keeper.stdin?.end();
  await end;
}

async function answering(ask: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(50);
    }
  }
}
