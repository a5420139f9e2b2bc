import type { Kysely } from "kysely";
import type { NotificationFilter, StoreReader } from "../app/ports.ts";
import type { Incident } from "../core/notification/incident.ts";
import { SEEING_HEALTHS } from "../core/notification/outage.ts";
import { defined } from "../core/defined.ts";
import { auditReader } from "./audit.ts";
import { chunks } from "./chunks.ts";
import type { ErasureKey } from "./erasure-key.ts";
import { erasureReader } from "./erasure-reader.ts";
import { expiryReader } from "./expire.ts";
import { joined } from "./joined.ts";
import { ledgersReader } from "./ledgers.ts";
import { gaugesReader } from "./reader-gauges.ts";
import { linesReader } from "./reader-lines.ts";
import { liveReader } from "./reader-live.ts";
import { offboardingReader } from "./offboarding.ts";
import { personsReader } from "./persons.ts";
import { placesReader } from "./places.ts";
import { prepared } from "./prepared.ts";
import { printsReader } from "./prints.ts";
import { purposesReader } from "./purposes.ts";
import { tokensReader } from "./tokens.ts";
import { recordReader } from "./record-reader.ts";
import { departuresKnown, departuresOf, toldBy } from "./reader-departures.ts";
import { toIncident, toIncidentItem, toNotification } from "./rows-notification.ts";
import { ENTRY, toChange, toDirectory, toEntry, toSweep } from "./rows.ts";
import type { Tables } from "./tables.ts";
import { tombstonesReader } from "./tombstones.ts";
import { wavesReader } from "./waves.ts";
import { withinTransaction } from "./within.ts";

// What a watch asks again and again.
const allDirectories = prepared((db) => db.selectFrom("directories").selectAll().orderBy("id"));
const directoryOf = prepared((db, id: string) => db.selectFrom("directories").selectAll().where("id", "=", id));
const rosterOf = prepared((db, directory: string) =>
  db.selectFrom("roster").select(ENTRY).where("directory", "=", directory),
);
const sweepsWhere = prepared((db, filter: Parameters<StoreReader["sweeps"]>[0]) => {
  const { directory, since, until, limit, completeOnly, seeingOnly } = filter;
  let found = db.selectFrom("sweeps").selectAll().orderBy("taken_at", "desc").orderBy("seq", "desc");
  if (directory !== undefined) found = found.where("directory", "=", directory);
  if (since !== undefined) found = found.where("taken_at", ">=", since);
  if (until !== undefined) found = found.where("taken_at", "<", until);
  if (seeingOnly !== undefined) found = found.where("complete", "=", 1).where("health", "in", [...SEEING_HEALTHS]);
  if (completeOnly !== undefined) found = found.where("complete", "=", 1);
  return limit === undefined ? found : found.limit(limit);
});
const changesWhere = prepared((db, filter: Parameters<StoreReader["changes"]>[0]) => {
  const { sweep, directory, account, since, change, incident } = filter;
  let found = db.selectFrom("changes").selectAll().orderBy("seq");
  if (sweep !== undefined) found = found.where("sweep", "=", sweep);
  if (directory !== undefined) found = found.where("directory", "=", directory);
  if (account !== undefined) found = found.where("account_id", "=", account);
  if (since !== undefined) found = found.where("not_after", ">=", since);
  if (change !== undefined) found = found.where("change", "=", change);
  return incident === undefined ? found : found.where("id", "in", toldBy(db, incident));
});
const incidentOf = prepared((db, id: string) => db.selectFrom("incidents").selectAll().where("id", "=", id));
const newestOfGroup = prepared((db, group: string) =>
  db.selectFrom("incidents").selectAll().where("group_key", "=", group).orderBy("seq", "desc").limit(1),
);
const notificationOf = prepared((db, id: string) => db.selectFrom("notifications").selectAll().where("id", "=", id));
const notificationsAsked = prepared((db, filter: NotificationFilter) => notificationsWhere(db, filter));

type Own =
  | "directories"
  | "directory"
  | "roster"
  | "sweeps"
  | "sweep"
  | "departures"
  | "departure"
  | "changes"
  | "change"
  | "incident"
  | "newestIncident"
  | "incidentsOf"
  | "incidentItems"
  | "notification"
  | "lastTold"
  | "notifications";

/** What is read of directories and their readings, and of what is told. */
function ownReader(connection: () => Kysely<Tables>): Pick<StoreReader, Own> {
  return {
    async directories() {
      return (await allDirectories(connection())).rows.map(toDirectory);
    },

    async directory(id) {
      const [row] = (await directoryOf(connection(), id)).rows;
      return row && toDirectory(row);
    },

    async roster(directory) {
      return withinTransaction(connection(), async (db) => {
        const [known] = (await directoryOf(db, directory)).rows;
        const { kind: _, ...state } = known === undefined ? { directory, kind: undefined } : toDirectory(known);
        const { rows } = await rosterOf(db, directory);
        return { ...state, entries: new Map(rows.map((row) => [row.account_id, toEntry(row)])) };
      });
    },

    async sweeps({ completeOnly = false, seeingOnly = false, ...filter }) {
      const only = { completeOnly: completeOnly || undefined, seeingOnly: seeingOnly || undefined };
      return (await sweepsWhere(connection(), defined({ ...filter, ...only }))).rows.map(toSweep);
    },

    async sweep(id) {
      const row = await connection().selectFrom("sweeps").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toSweep(row);
    },

    async departures(filter) {
      const { accounts } = filter;
      return accounts === undefined
        ? departuresKnown(connection(), filter)
        : withinTransaction(connection(), (db) => departuresOf(db, accounts, filter));
    },

    async departure(id) {
      return (await departuresKnown(connection(), { ids: [id] }))[0];
    },

    async changes(filter) {
      return (await changesWhere(connection(), defined(filter))).rows.map(toChange);
    },

    async change(id) {
      const row = await connection().selectFrom("changes").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toChange(row);
    },

    async incident(id) {
      const [row] = (await incidentOf(connection(), id)).rows;
      return row && toIncident(row);
    },

    async newestIncident(group) {
      const [row] = (await newestOfGroup(connection(), group)).rows;
      return row && toIncident(row);
    },

    async incidentsOf(items) {
      return withinTransaction(connection(), (db) => incidentsByItem(db, items));
    },

    async incidentItems(incident) {
      const found = connection().selectFrom("incident_items").selectAll().where("incident", "=", incident);
      return (await found.orderBy("seq").execute()).map(toIncidentItem);
    },

    async notification(id) {
      const [row] = (await notificationOf(connection(), id)).rows;
      return row && toNotification(row);
    },

    async lastTold(directories) {
      let found = connection().selectFrom("notifications").select("destination").groupBy("destination");
      if (directories !== undefined) {
        const theirs = connection()
          .selectFrom("incidents")
          .select("id")
          .where(({ or, eb }) => or([eb("directory", "is", null), eb("directory", "in", directories)]));
        found = found.where("incident", "in", theirs);
      }
      const rows = await found.select(({ fn }) => fn.max("told_at").as("at")).execute();
      return new Map(rows.flatMap(({ destination, at }) => (at === null ? [] : [[destination, at]])));
    },

    async notifications(filter) {
      return (await notificationsAsked(connection(), defined(filter))).rows.map(toNotification);
    },
  };
}

/**
 * The reading half of the store. Each method sees one state of the database: it is one statement, or a transaction.
 * `connection` gives the connection, or throws where reading on it would wait for ever; `key` is that by which accounts are known that are
 * not kept.
 */
export const reader: (connection: () => Kysely<Tables>, key: ErasureKey) => StoreReader = joined<
  [connection: () => Kysely<Tables>, key: ErasureKey]
>()(
  liveReader,
  placesReader,
  printsReader,
  personsReader,
  offboardingReader,
  wavesReader,
  auditReader,
  ledgersReader,
  tombstonesReader,
  erasureReader,
  expiryReader,
  purposesReader,
  tokensReader,
  recordReader,
  linesReader,
  gaugesReader,
  ownReader,
);

export function notificationsWhere(db: Kysely<Tables>, { state, destination, incident }: NotificationFilter) {
  let found = db.selectFrom("notifications").selectAll().orderBy("due_at").orderBy("seq");
  if (state !== undefined) found = found.where("state", "=", state);
  if (destination !== undefined) found = found.where("destination", "=", destination);
  return incident === undefined ? found : found.where("incident", "=", incident);
}

/** Each incident is read from its row once, however many of the items it tells. */
async function incidentsByItem(db: Kysely<Tables>, items: readonly string[]): Promise<Map<string, Incident[]>> {
  const known = new Map<string, Incident>();
  const byItem = new Map<string, Incident[]>();
  for (const some of chunks([...new Set(items)])) {
    const rows = await db
      .selectFrom("incident_items")
      .innerJoin("incidents", "incidents.id", "incident_items.incident")
      .selectAll("incidents")
      .select("incident_items.item")
      .where("incident_items.item", "in", some)
      .orderBy("incidents.seq")
      .execute();
    for (const { item, ...row } of rows) {
      const incident = known.get(row.id) ?? toIncident(row);
      known.set(row.id, incident);
      const before = byItem.get(item);
      if (before === undefined) byItem.set(item, [incident]);
      else before.push(incident);
    }
  }
  return byItem;
}
