import type { KeyObject } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { StoreReader, StoreWriter } from "../app/ports.ts";
import { accountHash, ERASURE_REASONS, keyId, type Tombstone, wordHash } from "../core/directory/erased.ts";
import { RollcallError } from "../core/errors.ts";
import { chunks } from "./chunks.ts";
import type { ErasureKey } from "./erasure-key.ts";
import { wordOf } from "./json.ts";
import { prepared } from "./prepared.ts";
import type { Tables } from "./tables.ts";

const why = wordOf(ERASURE_REASONS);

const newestOf = prepared((db, directory: string) =>
  db
    .selectFrom("tombstones")
    .select(({ fn }) => fn.max("seq").as("seq"))
    .where("directory", "=", directory),
);
const tombstonesOf = prepared((db, directory: string, hashes: readonly string[]) =>
  db.selectFrom("tombstones").selectAll().where("directory", "=", directory).where("hash", "in", hashes),
);

type Reads = "tombstones" | "tombstoneStates" | "erasedWords" | "erasures";
type Writes = "bury" | "learnWords" | "lift" | "deleteUnknownTombstones";

/** What is read of accounts that are not kept. Ids come in, and only their hashes are in the store. */
export function tombstonesReader(connection: () => Kysely<Tables>, key: ErasureKey): Pick<StoreReader, Reads> {
  return {
    async tombstones(directory, ids) {
      const found = new Map<string, Tombstone>();
      const known = ids.length === 0 ? undefined : await keyOf(connection(), key, directory);
      if (known === undefined) return found;
      const byHash = new Map(ids.map((id) => [accountHash(known, directory, id), id] as const));
      for (const some of chunks([...byHash.keys()])) {
        for (const row of (await tombstonesOf(connection(), directory, some)).rows) {
          const tombstone = { inUse: row.in_use === 1, why: why(row.why, "tombstones.why"), day: row.day };
          found.set(byHash.get(row.hash) ?? "", tombstone);
        }
      }
      return found;
    },

    async tombstoneStates() {
      const id = idOf(await key.read("anew"));
      const rows = await connection()
        .selectFrom("tombstones")
        .select(({ fn }) => ["directory", "key_id", fn.countAll<number>().as("count")])
        .groupBy(["directory", "key_id"])
        .orderBy("directory")
        .execute();
      return [...Map.groupBy(rows, ({ directory }) => directory)].map(([directory, mine]) => ({
        directory,
        count: mine.reduce((sum, { count }) => sum + count, 0),
        unknown: mine.reduce((sum, { key_id, count }) => sum + (key_id === id ? 0 : count), 0),
      }));
    },

    async erasedWords(directory, words) {
      const found = new Set<string>();
      const mine = connection().selectFrom("erased_words").select("hash").where("directory", "=", directory);
      if (words.length === 0 || (await mine.limit(1).executeTakeFirst()) === undefined) return found;
      const known = await keyOf(connection(), key);
      if (known === undefined) throw new Error("words are known of no account");
      const byHash = Map.groupBy(words, (word) => wordHash(known, directory, word));
      for (const some of chunks([...byHash.keys()])) {
        for (const { hash } of await mine.where("hash", "in", some).execute()) {
          for (const word of byHash.get(hash) ?? []) found.add(word);
        }
      }
      return found;
    },

    async erasures(directory) {
      return (await newestOf(connection(), directory)).rows[0]?.seq ?? 0;
    },
  };
}

/** What is written of them. */
export function tombstonesWriter(db: Transaction<Tables>, key: ErasureKey): Pick<StoreWriter, Writes> {
  return {
    async bury(directory, accounts, reason, day) {
      if (accounts.length === 0) return;
      // Not over one that is lost: whoever finds it can still put it back.
      const made = (await keyOf(db, key)) ?? (await key.make());
      for (const some of chunks(accounts)) {
        await db
          .insertInto("tombstones")
          .values(
            some.map(({ id, inUse, member }) => ({
              directory,
              hash: accountHash(made, directory, id),
              key_id: keyId(made),
              in_use: Number(inUse),
              why: reason,
              day,
              member: member ?? null,
            })),
          )
          .onConflict((conflict) => conflict.columns(["directory", "hash"]).doNothing())
          .execute();
      }
    },

    async learnWords(directory, account, words) {
      if (words.length === 0) return false;
      const known = (await keyOf(db, key)) ?? (await key.make());
      const tombstone = accountHash(known, account.directory, account.id);
      const learnt = await db
        .insertInto("erased_words")
        .values(words.map((word) => ({ directory, hash: wordHash(known, directory, word), tombstone })))
        .onConflict((conflict) => conflict.columns(["directory", "hash", "tombstone"]).doNothing())
        .returning("hash")
        .execute();
      return learnt.length > 0;
    },

    async lift(directory, ids, at) {
      const known = ids.length === 0 ? undefined : await keyOf(db, key, directory);
      if (known === undefined) return;
      for (const id of ids) {
        const hash = accountHash(known, directory, id);
        const mine = db.selectFrom("tombstones").select("member").where("directory", "=", directory);
        const member = (await mine.where("hash", "=", hash).executeTakeFirst())?.member ?? null;
        if (member !== null) {
          await db
            .updateTable("leavers")
            .set({ back: at })
            .where("directory", "=", directory)
            .where("member", "=", member)
            .where("back", "is", null)
            .where("at", ">", 0)
            .execute();
        }
        await db.deleteFrom("tombstones").where("directory", "=", directory).where("hash", "=", hash).execute();
        await db.deleteFrom("erased_words").where("tombstone", "=", hash).execute();
      }
    },

    async deleteUnknownTombstones() {
      const id = idOf(await key.read("anew"));
      const gone = await db.deleteFrom("tombstones").where("key_id", "!=", id).returning("hash").execute();
      for (const some of chunks(gone.map(({ hash }) => hash))) {
        await db.deleteFrom("erased_words").where("tombstone", "in", some).execute();
      }
      return gone.length;
    },
  };
}

const keyIds = prepared((db) => db.selectFrom("tombstones").select("key_id").distinct());

const keyIdsOf = prepared((db, directory: string) =>
  db.selectFrom("tombstones").select("key_id").distinct().where("directory", "=", directory),
);

/**
 * @param directory whose tombstones are meant; those of all of them without it
 * @returns undefined where there are none
 * @throws RollcallError `bad_secret` where the key is not that of all of them
 */
async function keyOf(db: Kysely<Tables>, key: ErasureKey, directory?: string): Promise<KeyObject | undefined> {
  const { rows } = await (directory === undefined ? keyIds(db) : keyIdsOf(db, directory));
  const ids = rows.map(({ key_id }) => key_id);
  if (ids.length === 0) return undefined;
  const isTheirs = (one: KeyObject | undefined): one is KeyObject =>
    one !== undefined && ids.every((id) => id === keyId(one));
  const known = await key.read();
  if (isTheirs(known)) return known;
  const now = await key.read("anew");
  if (isTheirs(now)) return now;
  throw lost(key.place);
}

/** Of no key, what is no key's. */
function idOf(key: KeyObject | undefined): string {
  return key === undefined ? "" : keyId(key);
}

function lost(place: string): RollcallError {
  return new RollcallError(
    "bad_secret",
    `${place} is missing or is not the key with which accounts were let go of, so nobody can tell which those are: put ` +
      "it back from its copy; where it is lost for good, rollcall erase --new-key begins anew, and says what that means.",
  );
}
