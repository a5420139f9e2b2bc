import { connectionTo, Impatient, postgresName, type PostgresPlace } from "./postgres.ts";
import { translated } from "./postgres-driver.ts";

/** Something of the database that whoever runs Rollcall should know; `heed` where something is to be done about it. */
export interface About {
  readonly text: string;
  readonly heed: boolean;
}

interface Found {
  readonly version: string;
  readonly super: boolean;
  readonly owner: boolean;
  readonly tls: string | null;
  readonly bytes: number;
  readonly collation: string;
  readonly fsync: string;
  readonly statements: string;
  readonly slow: number;
  readonly archive: string;
  readonly replicas: number;
}

const ASKED = `select current_setting('server_version') as version,
  (select rolsuper from pg_roles where rolname = current_user) as super,
  (select pg_has_role(nspowner, 'usage') from pg_namespace where nspname = current_schema()) as owner,
  (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl) as tls,
  (select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r') as bytes,
  (select datcollate from pg_database where datname = current_database())::text as collation,
  current_setting('fsync') as fsync, current_setting('log_statement') as statements,
  current_setting('log_min_duration_statement')::text as duration,
  (select setting::bigint from pg_settings where name = 'log_min_duration_statement') as slow,
  current_setting('archive_mode') as archive, (select count(*) from pg_stat_replication) as replicas`;

/** What the server says of itself. @throws RollcallError as `openPostgres` */
export async function aboutPostgres(place: PostgresPlace): Promise<readonly About[]> {
  const name = postgresName(place);
  const client = new Impatient(connectionTo(place));
  client.on("error", () => undefined);
  await translated(name, () => client.connect());
  try {
    const { rows } = await translated(name, () => client.query<Found>(ASKED));
    return rows.flatMap((found) => told(found, place));
  } finally {
    await client.end();
  }
}

function told(found: Found, { host }: PostgresPlace): About[] {
  const isHere = isLocal(host);
  const fine = (text: string): About => ({ text, heed: false });
  const heed = (text: string): About => ({ text, heed: true });
  return [
    fine(
      `PostgreSQL ${found.version}, ${(found.bytes / 1e6).toFixed(1)} MB; text is ordered by its bytes, whatever the database's collation (${found.collation})`,
    ),
    found.tls === null
      ? {
          text: isHere
            ? "not encrypted, on this machine"
            : "the connection is not encrypted: take away encrypted: false",
          heed: !isHere,
        }
      : fine(`encrypted (${found.tls}), with a certificate that was checked`),
    ...(found.super ? [heed("its user is a superuser: one that owns the schema is enough")] : []),
    ...(found.owner ? [] : [heed("its user does not own the schema: cleaning away what was erased needs that")]),
    ...(found.fsync === "on" ? [] : [heed("fsync is off: what was written may be lost when the machine stops")]),
    ...(found.statements === "all" || found.statements === "mod" || found.slow >= 0
      ? [
          heed(
            "its log repeats statements with their values (log_statement, log_min_duration_statement), and so people",
          ),
        ]
      : []),
    ...(found.archive === "off" && found.replicas === 0
      ? []
      : [
          fine(
            "its write-ahead log goes on to archives or replicas: what was erased is in them as long as they are kept",
          ),
        ]),
  ];
}

/** Whether bytes on their way there stay on this machine. */
export function isLocal(host: string): boolean {
  return host.startsWith("/") || host === "localhost" || host === "::1" || host.startsWith("127.");
}
