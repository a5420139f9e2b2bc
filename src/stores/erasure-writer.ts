import { sql, type Transaction } from "kysely";
import type { StoreWriter } from "../app/ports.ts";
import { chunks } from "./chunks.ts";
import { jsonOrNull } from "./json.ts";
import type { Tables } from "./tables.ts";

type Writes =
  | "deleteAccounts"
  | "deleteDepartures"
  | "deleteChanges"
  | "deleteDirectory"
  | "putActors"
  | "renameMember"
  | "putLeavers"
  | "settleLeavers"
  | "unlinkLeavers"
  | "addLeftDays";

/** Lets go of people, and keeps what stays of them: counts. */
export function erasureWriter(db: Transaction<Tables>): Pick<StoreWriter, Writes> {
  const deleteDepartures = async (ids: readonly string[]): Promise<void> => {
    for (const some of chunks(ids)) {
      await db.deleteFrom("incident_items").where("item", "in", some).execute();
      await db.deleteFrom("departures").where("id", "in", some).execute();
    }
  };
  const putLeavers: StoreWriter["putLeavers"] = async (directory, leavers) => {
    for (const some of chunks(leavers)) {
      await db
        .insertInto("leavers")
        .values(some.map(({ member, at, back }) => ({ directory, member, at, back })))
        .onConflict((conflict) =>
          conflict.columns(["directory", "member", "at"]).doUpdateSet((now) => ({ back: now.ref("excluded.back") })),
        )
        .execute();
    }
  };
  const unlink = async (directory: string, members: readonly string[]): Promise<void> => {
    for (const some of chunks(members)) {
      await db
        .updateTable("tombstones")
        .set({ member: null })
        .where("directory", "=", directory)
        .where("member", "in", some)
        .execute();
    }
  };
  return {
    deleteDepartures,

    async deleteAccounts(directory, ids) {
      const gone = { accounts: 0, changes: 0, departures: 0, events: 0 };
      await db.deleteFrom("headcounts").where("directory", "=", directory).execute();
      for (const some of chunks(ids)) {
        const departures = await db
          .selectFrom("departure_accounts")
          .select("departure")
          .distinct()
          .where("directory", "=", directory)
          .where("account_id", "in", some)
          .execute();
        await deleteDepartures(departures.map(({ departure }) => departure));
        gone.departures += departures.length;
        const mine = db.selectFrom("changes").select("id").where("directory", "=", directory);
        const changes = await mine.where("account_id", "in", some).execute();
        for (const few of chunks(changes.map(({ id }) => id))) {
          await db.deleteFrom("incident_items").where("item", "in", few).execute();
          await db.deleteFrom("changes").where("id", "in", few).execute();
        }
        gone.changes += changes.length;
        for (const [table, column, key] of [
          ["roster", "account_id", "accounts"],
          ["inbox", "account", "events"],
        ] as const) {
          const { numDeletedRows } = await db
            .deleteFrom(table)
            .where("directory", "=", directory)
            .where(column, "in", some)
            .executeTakeFirst();
          gone[key] += Number(numDeletedRows);
        }
        // The key of a conflict may have been one that nobody who stays has.
        await db
          .updateTable("person_conflicts")
          .set({ value: null })
          .where("conflict", "in", ({ selectFrom }) =>
            selectFrom("person_conflicts")
              .select("conflict")
              .where("directory", "=", directory)
              .where("account_id", "in", some),
          )
          .execute();
        for (const table of ["person_accounts", "person_conflicts", "acknowledgements"] as const) {
          await db.deleteFrom(table).where("directory", "=", directory).where("account_id", "in", some).execute();
        }
        await db.deleteFrom("person_acts").where("directory", "=", directory).where("account_id", "in", some).execute();
        await db
          .deleteFrom("person_acts")
          .where("other_directory", "=", directory)
          .where("other_id", "in", some)
          .execute();
      }
      return gone;
    },

    async deleteChanges(directory, before, limit) {
      const rows = await db
        .selectFrom("changes")
        .innerJoin("roster", (join) =>
          join
            .onRef("roster.directory", "=", "changes.directory")
            .onRef("roster.account_id", "=", "changes.account_id"),
        )
        .select("changes.id")
        .where("changes.directory", "=", directory)
        .where("changes.not_after", "<", before)
        .where("roster.status", "in", ["active", "invited"])
        .where("roster.presence", "=", "present")
        .where(({ not }) => not(isNeeded))
        .limit(limit)
        .execute();
      for (const some of chunks(rows.map(({ id }) => id))) {
        await db.deleteFrom("incident_items").where("item", "in", some).execute();
        await db.deleteFrom("changes").where("id", "in", some).execute();
      }
      return rows.length;
    },

    async deleteDirectory(id) {
      await db.deleteFrom("directories").where("id", "=", id).execute();
      for (const table of ["detectors", "places", "inbox", "print_keys", "headcounts"] as const) {
        await db.deleteFrom(table).where("directory", "=", id).execute();
      }
    },

    async putActors(events) {
      for (const { seq, actor } of events) {
        await db
          .updateTable("inbox")
          .set({ actor: jsonOrNull(actor) })
          .where("seq", "=", seq)
          .execute();
      }
    },

    async renameMember(directory, id, member, { team, place }) {
      if (member === undefined) {
        for (const table of ["partition_members", "joiners", "leavers"] as const) {
          const column = table === "leavers" ? "member" : "account_id";
          await db.deleteFrom(table).where("directory", "=", directory).where(column, "=", id).execute();
        }
        return;
      }
      const inUnit = await db
        .updateTable("partition_members")
        .set({ account_id: member })
        .where("directory", "=", directory)
        .where("account_id", "=", id)
        .executeTakeFirst();
      if (inUnit.numUpdatedRows > 0n) {
        await db.deleteFrom("joiners").where("directory", "=", directory).where("account_id", "=", id).execute();
      } else {
        await db
          .updateTable("joiners")
          .set({ account_id: member, team, place })
          .where("directory", "=", directory)
          .where("account_id", "=", id)
          .execute();
      }
      await db
        .updateTable("leavers")
        .set({ member })
        .where("directory", "=", directory)
        .where("member", "=", id)
        .execute();
    },

    putLeavers,

    async settleLeavers(directory, { settled, never }) {
      for (const { member, at } of [...settled, ...never]) {
        await db
          .deleteFrom("leavers")
          .where("directory", "=", directory)
          .where("member", "=", member)
          .where("at", "=", at)
          .execute();
        await unlink(directory, [member]);
      }
      await putLeavers(
        directory,
        settled.map(({ member }) => ({ member, at: 0, back: null })),
      );
    },

    async unlinkLeavers(directory, before) {
      const old = db.selectFrom("leavers").select("member").where("directory", "=", directory);
      await unlink(
        directory,
        (await old.where("at", "<", before).execute()).map(({ member }) => member),
      );
    },

    async addLeftDays(directory, days) {
      for (const { day, who, count } of days) {
        await db
          .insertInto("left_days")
          .values({ directory, day, who, count })
          .onConflict((conflict) =>
            conflict.columns(["directory", "day", "who"]).doUpdateSet(({ eb, ref }) => ({
              count: eb(ref("left_days.count"), "+", ref("excluded.count")),
            })),
          )
          .execute();
      }
    },
  };
}

/** Somebody is still to be told, or a departure of the account waits to be confirmed, whose change is told again then. */
const isNeeded = sql<boolean>`(
  exists (select 1 from incident_items i join notifications n on n.incident = i.incident
    where n.state = 'waiting' and i.item = changes.id)
  or exists (select 1 from departures d join departure_accounts a on a.departure = d.id
    where a.directory = changes.directory and a.account_id = changes.account_id and d.confirmed = 0))`;
