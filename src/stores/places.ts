import type { Kysely, Transaction } from "kysely";
import type { StoreReader, StoreWriter } from "../app/ports.ts";
import { type Place, PLACE_KINDS } from "../core/directory/place.ts";
import { chunks } from "./chunks.ts";
import { wordOf } from "./json.ts";
import { sent } from "./prepared.ts";
import type { PlaceRow, Tables } from "./tables.ts";

const kind = wordOf(PLACE_KINDS);

const putPlaceRows = sent((db, rows: readonly PlaceRow[]) => {
  const insert = db.insertInto("places").values(rows);
  return insert.onConflict((conflict) =>
    conflict.columns(["directory", "kind", "id"]).doUpdateSet(({ ref, fn }) => ({
      // What a reading does not state stays as it was last known.
      name: fn.coalesce(ref("excluded.name"), ref("places.name")),
      archived: fn.coalesce(ref("excluded.archived"), ref("places.archived")),
      private: fn.coalesce(ref("excluded.private"), ref("places.private")),
      seen_at: ref("excluded.seen_at"),
    })),
  );
});

export function placesReader(connection: () => Kysely<Tables>): Pick<StoreReader, "places"> {
  return {
    async places(directory) {
      const found = connection().selectFrom("places").selectAll().where("directory", "=", directory);
      return (await found.orderBy("kind").orderBy("id").execute()).map(toPlace);
    },
  };
}

export function placesWriter(db: Transaction<Tables>): Pick<StoreWriter, "putPlaces"> {
  return {
    async putPlaces(directory, all) {
      for (const some of chunks(all)) {
        await putPlaceRows(
          db,
          some.map((place) => fromPlace(directory, place)),
        );
      }
    },
  };
}

function fromPlace(directory: string, place: Place): PlaceRow {
  return {
    directory,
    kind: place.kind,
    id: place.id,
    name: place.name ?? null,
    archived: place.archived === undefined ? null : Number(place.archived),
    private: place.private === undefined ? null : Number(place.private),
    seen_at: place.seenAt,
  };
}

function toPlace(row: PlaceRow): Place {
  return {
    kind: kind(row.kind, "places.kind"),
    id: row.id,
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.archived === null ? {} : { archived: row.archived === 1 }),
    ...(row.private === null ? {} : { private: row.private === 1 }),
    seenAt: row.seen_at,
  };
}
