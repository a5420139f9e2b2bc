import { type Kysely, sql, type Transaction } from "kysely";
import type { PlainKind, StoreReader, StoreWriter } from "../app/ports.ts";
import { ERASURE } from "../core/audit/erasure.ts";
import { SEEING_HEALTHS } from "../core/notification/outage.ts";
import { prepared } from "./prepared.ts";
import type { Tables } from "./tables.ts";

type Reads = "recordsBefore" | "upkeep";
type Writes = "deleteBefore" | "deleteIncident" | "putUpkeep";

const upkeepOf = prepared((db, name: string) => db.selectFrom("upkeep").select("at").where("name", "=", name));

export function expiryReader(connection: () => Kysely<Tables>): Pick<StoreReader, Reads> {
  return {
    async recordsBefore(before, limit) {
      const oldest = connection()
        .selectFrom("record_payloads")
        .innerJoin("record", "record.seq", "record_payloads.seq")
        .select(["record.seq", "record.at"])
        // What says that payloads were erased is never erased itself, and would be the oldest for ever.
        .where("record.action", "!=", ERASURE)
        .orderBy("record.seq")
        .limit(limit);
      return (await oldest.execute()).flatMap(({ seq, at }) => (at < before ? [seq] : []));
    },

    async upkeep(name) {
      return (await upkeepOf(connection(), name)).rows[0]?.at;
    },
  };
}

/** What goes by its own time. Nothing goes that a message that waits, or a wave or outage that goes on, still needs. */
export function expiryWriter(db: Transaction<Tables>): Pick<StoreWriter, Writes> {
  const incidents = (kind: "waves" | "others", before: number, limit: number) =>
    db.deleteFrom("incidents").where("id", "in", (find) =>
      find
        .selectFrom("incidents")
        .select("incidents.id")
        .where("updated_at", "<", before)
        .where("kind", kind === "waves" ? "=" : "!=", "waves")
        .where(({ or, eb }) =>
          or([eb("closed", "=", 1), eb("kind", "not in", ["waves", "offboarding", "health", "deliveries"])]),
        )
        .where("incidents.id", "not in", ({ selectFrom }) =>
          selectFrom("notifications").select("incident").where("state", "=", "waiting"),
        )
        .orderBy("seq")
        .limit(limit),
    );
  const sweeps = (before: number, limit: number) =>
    db.deleteFrom("sweeps").where("seq", "in", (find) =>
      find
        .selectFrom("sweeps")
        .select("sweeps.seq")
        .where("taken_at", "<", before)
        // How long nobody has seen anything is counted from these.
        .where("sweeps.seq", "not in", ({ selectFrom }) =>
          selectFrom("sweeps")
            .select(({ fn }) => fn.max("seq").as("seq"))
            .where("complete", "=", 1)
            .groupBy(["directory", sql`health in (${sql.join(SEEING_HEALTHS)})`]),
        )
        // The cause of a wave is sought in the readings of its time.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("incidents")
                .select("incidents.id")
                .whereRef("incidents.directory", "=", "sweeps.directory")
                .where("incidents.kind", "=", "waves")
                .where("incidents.closed", "=", 0),
            ),
          ),
        )
        .orderBy("sweeps.seq")
        .limit(limit),
    );
  const listening = (before: number, limit: number) =>
    db.deleteFrom("listening").where("id", "in", (find) =>
      find
        .selectFrom("listening")
        .select("listening.id")
        .where("until", "<", before)
        // The newest of each says since when none can come.
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom("listening as later")
              .select("later.id")
              .whereRef("later.directory", "=", "listening.directory")
              .whereRef("later.source", "=", "listening.source")
              .whereRef("later.until", ">", "listening.until"),
          ),
        )
        .limit(limit),
    );
  const inbox = (before: number, limit: number) =>
    db
      .deleteFrom("inbox")
      .where("seq", "in", (find) =>
        find
          .selectFrom("inbox")
          .select("inbox.seq")
          .where("state", "!=", "waiting")
          .where("received_at", "<", before)
          .limit(limit),
      );
  const plans = async (before: number): Promise<number> => {
    const over = await db.deleteFrom("plans").where("until", "<", before).returning("id").execute();
    const old = await db.deleteFrom("announcements").where("added_at", "<", before).returning("id").execute();
    return over.length + old.length;
  };
  const deleted = async (query: { executeTakeFirst(): Promise<{ readonly numDeletedRows: bigint }> }) =>
    Number((await query.executeTakeFirst()).numDeletedRows);
  const kinds: Readonly<Record<PlainKind, (before: number, limit: number) => Promise<number>>> = {
    messages: (before, limit) => deleted(incidents("others", before, limit)),
    waves: (before, limit) => deleted(incidents("waves", before, limit)),
    events: (before, limit) => deleted(inbox(before, limit)),
    readings: (before, limit) => deleted(sweeps(before, limit)),
    coverage: (before, limit) => deleted(listening(before, limit)),
    plans: (before) => plans(before),
  };
  return {
    deleteBefore: (kind, before, limit) => kinds[kind](before, limit),

    async deleteIncident(id) {
      await db.deleteFrom("incidents").where("id", "=", id).execute();
    },

    async putUpkeep(name, at) {
      if (at === undefined) {
        await db.deleteFrom("upkeep").where("name", "=", name).execute();
        return;
      }
      const insert = db.insertInto("upkeep").values({ name, at });
      await insert.onConflict((conflict) => conflict.column("name").doUpdateSet({ at })).execute();
    },
  };
}
