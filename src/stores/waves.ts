import type { Kysely, Transaction } from "kysely";
import type { StoreReader, StoreWriter } from "../app/ports.ts";
import { toIncident } from "./rows-notification.ts";
import { prepared, sent } from "./prepared.ts";
import { fromAnnouncement, fromDetector, fromPlan, toAnnouncement, toDetector, toPlan } from "./rows-wave.ts";
import type { DetectorRow, Tables } from "./tables.ts";

type Waves = "incidents" | "detector" | "plans" | "announcements";

const detectorOf = prepared((db, directory: string, who: string) =>
  db.selectFrom("detectors").selectAll().where("directory", "=", directory).where("who", "=", who),
);
const putDetectorRow = sent((db, row: DetectorRow) => {
  const { state } = row;
  const insert = db.insertInto("detectors").values(row);
  return insert.onConflict((conflict) => conflict.columns(["directory", "who"]).doUpdateSet({ state }));
});

/** What is read of waves, and of what people entered about them. */
export function wavesReader(connection: () => Kysely<Tables>): Pick<StoreReader, Waves> {
  return {
    async incidents({ kind, directory, since, limit }) {
      let found = connection().selectFrom("incidents").selectAll().orderBy("seq", "desc");
      if (kind !== undefined) found = found.where("kind", "=", kind);
      if (directory !== undefined) found = found.where("directory", "=", directory);
      if (since !== undefined) found = found.where("updated_at", ">=", since);
      if (limit !== undefined) found = found.limit(limit);
      return (await found.execute()).map(toIncident);
    },

    async detector(directory, who) {
      const [row] = (await detectorOf(connection(), directory, who)).rows;
      return row && toDetector(row);
    },

    async plans({ directory }) {
      let found = connection().selectFrom("plans").selectAll().orderBy("since").orderBy("id");
      if (directory !== undefined) found = found.where("directory", "=", directory);
      return (await found.execute()).map(toPlan);
    },

    async announcements({ directory }) {
      let found = connection().selectFrom("announcements").selectAll().orderBy("added_at").orderBy("id");
      if (directory !== undefined) found = found.where("directory", "=", directory);
      return (await found.execute()).map(toAnnouncement);
    },
  };
}

/** What is written of waves, and of what people enter about them. */
export function wavesWriter(db: Transaction<Tables>): Pick<StoreWriter, "putDetector" | "putPlan" | "putAnnouncement"> {
  return {
    async putDetector(directory, saved) {
      await putDetectorRow(db, fromDetector(directory, saved));
    },

    async putPlan(plan) {
      const { id, ...rest } = fromPlan(plan);
      const insert = db.insertInto("plans").values({ id, ...rest });
      await insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest)).execute();
    },

    async putAnnouncement(announcement) {
      await db.insertInto("announcements").values(fromAnnouncement(announcement)).execute();
    },
  };
}
