import type { Transaction } from "kysely";
import type { NotificationFilter, StoreWriter } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import { auditWriter } from "./audit.ts";
import { chunks } from "./chunks.ts";
import { putDepartureLines } from "./departure-lines.ts";
import type { ErasureKey } from "./erasure-key.ts";
import { erasureWriter } from "./erasure-writer.ts";
import { expiryWriter } from "./expire.ts";
import { joined } from "./joined.ts";
import { ledgersWriter } from "./ledgers.ts";
import { offboardingWriter } from "./offboarding.ts";
import { personsWriter } from "./persons.ts";
import { placesWriter } from "./places.ts";
import { prepared, sent } from "./prepared.ts";
import { PRINT, printsWriter } from "./prints.ts";
import { purposesWriter } from "./purposes.ts";
import { tokensWriter } from "./tokens.ts";
import { recordWriter } from "./record-writer.ts";
import { dialectOf } from "./dialect.ts";
import { notificationsWhere, reader } from "./reader.ts";
import { fromIncident, fromIncidentItem, fromNotification, toNotification } from "./rows-notification.ts";
import { fromChange, fromDeparture, fromDepartureAccounts, fromDirectory, fromEntry, fromSweep } from "./rows.ts";
import type { ChangeRow, DepartureAccountRow, DepartureRow, RosterRow, Tables } from "./tables.ts";
import { tombstonesWriter } from "./tombstones.ts";
import { wavesWriter } from "./waves.ts";
import { liveWriter } from "./writer-live.ts";

const putRoster = sent((db, rows: readonly (RosterRow & { readonly print: string | null })[]) =>
  db
    .insertInto("roster")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["directory", "account_id"]).doUpdateSet((now) => ({
        status: now.ref("excluded.status"),
        presence: now.ref("excluded.presence"),
        kind: now.ref("excluded.kind"),
        pending: now.ref("excluded.pending"),
        attributes: now.ref("excluded.attributes"),
        stated: now.ref("excluded.stated"),
        updated: now.ref("excluded.updated"),
        details_at: now.ref("excluded.details_at"),
        print: PRINT,
      })),
    ),
);

const forgetHeadcounts = sent((db, directory: string) =>
  db.deleteFrom("headcounts").where("directory", "=", directory),
);

const putChangeRows = sent((db, rows: readonly ChangeRow[]) =>
  db
    .insertInto("changes")
    .values(rows)
    // `seq` stays, and with it the place among the others.
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet((now) => ({
        sweep: now.ref("excluded.sweep"),
        directory: now.ref("excluded.directory"),
        account_id: now.ref("excluded.account_id"),
        account: now.ref("excluded.account"),
        change: now.ref("excluded.change"),
        not_before: now.ref("excluded.not_before"),
        not_after: now.ref("excluded.not_after"),
        evidence: now.ref("excluded.evidence"),
        confirmed: now.ref("excluded.confirmed"),
        observed: now.ref("excluded.observed"),
        last_known: now.ref("excluded.last_known"),
        before: now.ref("excluded.before"),
        after: now.ref("excluded.after"),
        quiet: now.ref("excluded.quiet"),
      })),
    ),
);

const deleteDepartures = sent((db, ids: readonly string[]) => db.deleteFrom("departures").where("id", "in", ids));

const insertDepartures = sent((db, rows: readonly DepartureRow[]) => db.insertInto("departures").values(rows));

const insertAccounts = sent((db, rows: readonly DepartureAccountRow[]) =>
  db.insertInto("departure_accounts").values(rows),
);

// What a watch writes again and again. A row that is replaced keeps its `seq`: its place among the others.
const putDirectoryRow = sent((db, row: ReturnType<typeof fromDirectory>) => {
  const { id: _, ...rest } = row;
  const insert = db.insertInto("directories").values(row);
  return insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest));
});
const putSweepRow = sent((db, row: ReturnType<typeof fromSweep>) => {
  const { id: _, ...rest } = row;
  const insert = db.insertInto("sweeps").values(row);
  return insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest));
});
const putIncidentRow = sent((db, row: ReturnType<typeof fromIncident>) => {
  const { id: _, ...rest } = row;
  const insert = db.insertInto("incidents").values(row);
  return insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest));
});
const putItemRows = sent((db, rows: readonly ReturnType<typeof fromIncidentItem>[]) => {
  const insert = db.insertInto("incident_items").values(rows);
  return insert.onConflict((conflict) =>
    conflict.columns(["incident", "item"]).doUpdateSet((now) => ({ version: now.ref("excluded.version") })),
  );
});
const putNotificationRow = sent((db, row: ReturnType<typeof fromNotification>) => {
  const { id: _, ...rest } = row;
  const insert = db.insertInto("notifications").values(row);
  return insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest));
});

const heldNotifications = prepared((db, filter: NotificationFilter) => {
  const found = notificationsWhere(db, filter);
  return dialectOf(db) === "postgres" ? found.forUpdate() : found;
});
const heldNotification = prepared((db, id: string) => {
  const found = db.selectFrom("notifications").selectAll().where("id", "=", id);
  return dialectOf(db) === "postgres" ? found.forUpdate() : found;
});
const freeNotification = prepared((db, id: string) => {
  const found = db.selectFrom("notifications").selectAll().where("id", "=", id);
  return dialectOf(db) === "postgres" ? found.forUpdate().skipLocked() : found;
});

type Own =
  | "putDirectory"
  | "putSweep"
  | "putEntries"
  | "putChanges"
  | "putDepartures"
  | "putIncident"
  | "putIncidentItems"
  | "notification"
  | "notifications"
  | "takeNotification"
  | "putNotification";

/** What is written of directories and their readings, and of what is told. */
function ownWriter(db: Transaction<Tables>): Pick<StoreWriter, Own> {
  return {
    async putDirectory(state) {
      await putDirectoryRow(db, fromDirectory(state));
    },

    async putSweep(sweep) {
      await putSweepRow(db, fromSweep(sweep));
    },

    async putEntries(directory, entries, prints) {
      // Whoever knows how the counts move puts them back.
      if (entries.length > 0) await forgetHeadcounts(db, directory);
      for (const some of chunks(entries)) {
        const rows = some.map((entry) => ({
          ...fromEntry(directory, entry),
          print: prints?.get(entry.account.id) ?? null,
        }));
        await putRoster(db, rows);
      }
    },

    async putChanges(changes) {
      for (const some of chunks(changes)) {
        await putChangeRows(db, some.map(fromChange));
      }
    },

    async putDepartures(departures) {
      for (const some of chunks(departures)) {
        // Replaced whole, accounts included: the table of accounts follows by its foreign key.
        const ids = some.map(({ id }) => id);
        await deleteDepartures(db, ids);
        await insertDepartures(db, some.map(fromDeparture));
        for (const accounts of chunks(some.flatMap(fromDepartureAccounts))) await insertAccounts(db, accounts);
        await putDepartureLines(db, some);
      }
    },

    async putIncident(incident) {
      await putIncidentRow(db, fromIncident(incident));
    },

    async putIncidentItems(incident, items) {
      for (const some of chunks(items)) {
        await putItemRows(
          db,
          some.map((item) => fromIncidentItem(incident, item)),
        );
      }
    },

    // Whoever reads one here goes on to write it: another transaction may be about the same one.
    async notification(id) {
      const [row] = (await heldNotification(db, id)).rows;
      return row && toNotification(row);
    },

    async notifications(filter) {
      return (await heldNotifications(db, defined(filter))).rows.map(toNotification);
    },

    async takeNotification(id) {
      const [row] = (await freeNotification(db, id)).rows;
      return row && toNotification(row);
    },

    async putNotification(notification) {
      await putNotificationRow(db, fromNotification(notification));
    },
  };
}

/** The writing half of the store, inside a transaction; what it has written is what it reads. */
export const writer: (db: Transaction<Tables>, key: ErasureKey) => StoreWriter = joined<
  [db: Transaction<Tables>, key: ErasureKey]
>()(
  (db, key) => reader(() => db, key),
  liveWriter,
  placesWriter,
  printsWriter,
  personsWriter,
  offboardingWriter,
  wavesWriter,
  auditWriter,
  ledgersWriter,
  tombstonesWriter,
  erasureWriter,
  expiryWriter,
  purposesWriter,
  tokensWriter,
  recordWriter,
  ownWriter,
);
