import type { Kysely, Transaction } from "kysely";
import { RollcallError } from "../../core/errors.ts";
import type { Tables } from "../tables.ts";
import { first } from "./001-first.ts";
import { notifications } from "./002-notifications.ts";
import { live } from "./003-live.ts";
import { places } from "./004-places.ts";
import { waves } from "./005-waves.ts";
import { audit } from "./006-audit.ts";
import { ledgers } from "./007-ledgers.ts";
import { reports } from "./008-reports.ts";
import { purposes } from "./009-purposes.ts";
import { erasure } from "./010-erasure.ts";
import { totals } from "./011-totals.ts";
import { record } from "./012-record.ts";
import { tokens } from "./013-tokens.ts";
import { lists } from "./014-lists.ts";
import { recordPages } from "./015-record-pages.ts";
import { leavings } from "./016-leavings.ts";
import { persons } from "./017-persons.ts";
import { history } from "./018-history.ts";
import { offboarding } from "./019-offboarding.ts";
import { questions } from "./020-questions.ts";
import { companyKeys } from "./021-company-keys.ts";
import { prints } from "./022-prints.ts";
import { actsBy } from "./023-acts-by.ts";
import { goneByTeam } from "./024-gone-by-team.ts";
import { touchedBeside } from "./025-touched-beside.ts";
import { rosterRead } from "./026-roster-read.ts";
import { lastFirst } from "./027-last-first.ts";

/**
 * One step from the version before to `version`. It is never edited once released: a store may have taken it already.
 * The type of `db` is of today's tables; a step must not trust it for what later steps change.
 */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Transaction<Tables>): Promise<void>;
}

/**
 * In order, from 1. The first creates the table `rollcall_schema`, in which each leaves its version. After a new one `npm run schema`
 * writes what a new store is made by.
 */
export const MIGRATIONS: readonly Migration[] = [
  first,
  notifications,
  live,
  places,
  waves,
  audit,
  ledgers,
  reports,
  purposes,
  erasure,
  totals,
  record,
  tokens,
  lists,
  recordPages,
  leavings,
  persons,
  history,
  offboarding,
  questions,
  companyKeys,
  prints,
  actsBy,
  goneByTeam,
  touchedBeside,
  rosterRead,
  lastFirst,
];

/**
 * Brings a store to this program's schema, one transaction a migration, so that an interruption leaves a whole version.
 * A store that is up to date is only read, so that opening one waits for nobody who writes.
 * @param place the store, for error messages.
 * @throws RollcallError `store_newer` where a newer Rollcall has written it, `bad_setting` where another program has.
 */
export async function migrate(
  db: Kysely<Tables>,
  place: string,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const known = migrations.at(-1)?.version ?? 0;
  const found = await schemaVersion(db, place);
  if (found > known) {
    throw new RollcallError(
      "store_newer",
      `${place} was written by a newer Rollcall (schema ${found}; this one knows ${known}): ` +
        "use that version or a later one, or give another path.",
    );
  }
  for (const { version, name, up } of migrations.filter((one) => one.version > found)) {
    await db.transaction().execute(async (step) => {
      // Another process may have been faster. Only before the first is there no table to ask, and all of them are to be looked at.
      if ((await (version === 1 ? schemaVersion(step, place) : lastVersion(step))) >= version) return;
      await up(step);
      await step.insertInto("rollcall_schema").values({ version, name }).execute();
    });
  }
}

/** The number of the last migration that the store has taken; 0 where it is new. */
async function schemaVersion(db: Kysely<Tables>, place: string): Promise<number> {
  const tables = await db.introspection.getTables();
  if (tables.length === 0) return 0;
  if (!tables.some(({ name }) => name === "rollcall_schema")) {
    throw new RollcallError(
      "bad_setting",
      `${place} is the database of another program: give another path, and Rollcall makes a store of its own there.`,
    );
  }
  return lastVersion(db);
}

async function lastVersion(db: Kysely<Tables>): Promise<number> {
  const newest = db.selectFrom("rollcall_schema").select("version").orderBy("version", "desc").limit(1);
  return (await newest.executeTakeFirst())?.version ?? 0;
}
