import type { Kysely, Transaction } from "kysely";
import type { StoreReader, StoreWriter } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import type { Readers } from "../core/ledger/rules.ts";
import { chunks } from "./chunks.ts";
import * as json from "./json-ledgers.ts";
import { readJson } from "./json.ts";
import type { PartitionRow, Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

type Counts =
  | "counted"
  | "partitions"
  | "waitingJoiners"
  | "unitless"
  | "ledger"
  | "release"
  | "releases"
  | "everPublished";

/** What is read of the counts that are published, and of those who are counted. */
export function ledgersReader(connection: () => Kysely<Tables>): Pick<StoreReader, Counts> {
  return {
    async counted() {
      const found = connection().selectFrom("partitions").select(["directory", "made_at"]).where("generation", "=", 0);
      return (await found.orderBy("directory").execute()).map((row) => ({
        directory: row.directory,
        since: row.made_at,
      }));
    },

    async partitions(directory) {
      return withinTransaction(connection(), async (db) => {
        const rows = await db
          .selectFrom("partitions")
          .selectAll()
          .where("directory", "=", directory)
          .orderBy("generation")
          .execute();
        const members = await db
          .selectFrom("partition_members")
          .selectAll()
          .where("directory", "=", directory)
          .execute();
        return rows.map((row) => {
          const mine = members.filter(({ generation }) => generation === row.generation);
          return {
            directory,
            madeAt: row.made_at,
            units: unitsOf(row),
            unitOf: new Map(mine.map(({ account_id, unit }) => [account_id, unit])),
            since: new Map(mine.map(({ account_id, since }) => [account_id, since])),
          };
        });
      });
    },

    async waitingJoiners(directory) {
      const rows = await connection()
        .selectFrom("joiners")
        .selectAll()
        .where("directory", "=", directory)
        .where(({ exists, not, selectFrom }) =>
          not(
            exists(
              selectFrom("partition_members")
                .select("partition_members.account_id")
                .whereRef("partition_members.directory", "=", "joiners.directory")
                .whereRef("partition_members.account_id", "=", "joiners.account_id"),
            ),
          ),
        )
        .orderBy("since")
        .orderBy("account_id")
        .execute();
      return rows.map(({ account_id, team, place, since }) => ({ id: account_id, team, place, since }));
    },

    async unitless(directory) {
      const rows = await connection()
        .selectFrom("roster")
        .select("account_id")
        .where("directory", "=", directory)
        .where("status", "=", "active")
        .where(({ and, exists, not, selectFrom }) =>
          and([
            not(
              exists(
                selectFrom("partition_members")
                  .select("partition_members.account_id")
                  .whereRef("partition_members.directory", "=", "roster.directory")
                  .whereRef("partition_members.account_id", "=", "roster.account_id"),
              ),
            ),
            not(
              exists(
                selectFrom("joiners")
                  .select("joiners.account_id")
                  .whereRef("joiners.directory", "=", "roster.directory")
                  .whereRef("joiners.account_id", "=", "roster.account_id"),
              ),
            ),
          ]),
        )
        .orderBy("account_id")
        .execute();
      return rows.map((row) => row.account_id);
    },

    async ledger(directory, readers) {
      const found = connection().selectFrom("ledgers").select("state").where("directory", "=", directory);
      const row = await found.where("readers", "=", readers).executeTakeFirst();
      return row && readJson(json.ledger, row.state, "ledgers.state");
    },

    async release(directory, readers, release) {
      const found = connection().selectFrom("releases").select("state").where("directory", "=", directory);
      const row = await found.where("readers", "=", readers).where("release", "=", release).executeTakeFirst();
      return row && readJson(json.ledger, row.state, "releases.state");
    },

    async releases(directory, readers, last) {
      const all = connection().selectFrom("releases").select("state").where("directory", "=", directory);
      const found = all.where("readers", "=", readers).orderBy("release", "desc");
      const rows = await (last === undefined ? found : found.limit(last)).execute();
      return rows.map(({ state }) => readJson(json.ledger, state, "releases.state")).toReversed();
    },

    async everPublished() {
      return withinTransaction(connection(), async (db) => {
        const ledgers = await db.selectFrom("ledgers").selectAll().orderBy("directory").execute();
        const releases = await db.selectFrom("releases").selectAll().orderBy("release").execute();
        const totals = await db.selectFrom("official_totals").selectAll().orderBy("number").execute();
        const directories = new Set([...ledgers, ...releases].map(({ directory }) => directory));
        return [...directories].map((directory) => {
          const mine = <Row extends { directory: string; readers: string }>(rows: readonly Row[], readers: Readers) =>
            rows.filter((row) => row.directory === directory && row.readers === readers);
          const now = (readers: Readers) => {
            const [row] = mine(ledgers, readers);
            if (row !== undefined) return readJson(json.ledger, row.state, "ledgers.state");
            throw new RollcallError("store_damaged", NO_LEDGER);
          };
          const released = (readers: Readers) =>
            mine(releases, readers).map(({ state }) => readJson(json.ledger, state, "releases.state"));
          return {
            directory,
            releases: { authorised: released("authorised"), anyone: released("anyone") },
            now: { authorised: now("authorised"), anyone: now("anyone") },
            totals: totals
              .filter((row) => row.directory === directory)
              .map(({ release, low, high }) => ({ release, low, high })),
          };
        });
      });
    },
  };
}

const NO_LEDGER = "The store has releases of counts and not what they left: restore the store.";

function unitsOf(row: PartitionRow) {
  return readJson(json.units, row.units, "partitions.units");
}

/** What is written of them. Partitions, joiners and releases are only ever added to: a second one of the same key is refused. */
export function ledgersWriter(
  db: Transaction<Tables>,
): Pick<StoreWriter, "addPartition" | "addJoiners" | "putLedger" | "addRelease" | "addOfficialTotal"> {
  return {
    async addPartition(generation, { directory, madeAt, units, unitOf, since }) {
      const row = { directory, generation, made_at: madeAt, units: JSON.stringify(units) };
      await db.insertInto("partitions").values(row).execute();
      const members = [...unitOf].map(([id, unit]) => ({
        directory,
        account_id: id,
        generation,
        unit,
        since: since.get(id) ?? madeAt,
      }));
      for (const some of chunks(members)) await db.insertInto("partition_members").values(some).execute();
    },

    async addJoiners(directory, joiners) {
      for (const some of chunks(joiners)) {
        await db
          .insertInto("joiners")
          .values(some.map(({ id, team, place, since }) => ({ directory, account_id: id, team, place, since })))
          .execute();
      }
    },

    async putLedger(directory, readers, stored) {
      const state = JSON.stringify(stored);
      const insert = db.insertInto("ledgers").values({ directory, readers, state });
      await insert
        .onConflict((conflict) => conflict.columns(["directory", "readers"]).doUpdateSet({ state }))
        .execute();
    },

    async addRelease(directory, readers, stored) {
      const { release } = stored;
      const state = JSON.stringify(stored);
      await db.insertInto("releases").values({ directory, readers, release, state }).execute();
    },

    async addOfficialTotal(directory, number, { release, low, high }) {
      await db.insertInto("official_totals").values({ directory, number, release, low, high }).execute();
    },
  };
}
