import { randomBytes } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { PersonReader, PersonWriter } from "../app/ports.ts";
import type { Linkable } from "../core/person/keys.ts";
import { type AccountRef, type Act, type Belonging, byRef, type Ground, GROUNDS } from "../core/person/person.ts";
import { CONFLICT_REASONS } from "../core/person/clusters.ts";
import type { Conflict } from "../core/person/work.ts";
import { chunks } from "./chunks.ts";
import { wordOf } from "./json.ts";
import { prepared, sent } from "./prepared.ts";
import { send } from "./send.ts";
import type { PersonConflictRow } from "./tables-offboarding.ts";
import type { PersonAccountRow, PersonActRow } from "./tables-person.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

const groundKind = wordOf(GROUNDS);
const conflictReason = wordOf(CONFLICT_REASONS);
const actKind = wordOf(["link", "unlink"]);

const allActs = prepared((db) => db.selectFrom("person_acts").selectAll());
const linking = prepared((db) => db.selectFrom("person_linking").select("mapping"));

export function personsReader(connection: () => Kysely<Tables>): PersonReader {
  return {
    async linkables(asked) {
      return withinTransaction(connection(), async (db) => {
        const found: (Linkable & { handle?: string })[] = [];
        const add = async (rows: ReturnType<typeof linkableRows>): Promise<void> => {
          for (const row of await rows.execute()) found.push(toLinkable(row));
        };
        if (asked === "all") await add(linkableRows(db));
        else if ("accounts" in asked) {
          for (const [directory, ids] of byDirectory(asked.accounts)) {
            for (const some of chunks(ids)) {
              const rows = linkableRows(db).select(HANDLE).where("directory", "=", directory);
              for (const row of await rows.where("account_id", "in", some).execute())
                found.push({ ...toLinkable(row), ...(row.handle === null ? {} : { handle: row.handle }) });
            }
          }
        } else {
          for (const some of chunks(asked.employeeIds)) await add(linkableRows(db).where("employee_id", "in", some));
          for (const some of chunks(asked.emails)) await add(linkableRows(db).where("verified_email", "in", some));
        }
        return found;
      });
    },

    async belongings(asked) {
      return withinTransaction(connection(), async (db) => {
        const rows = () => db.selectFrom("person_accounts").selectAll();
        if (asked === "all") {
          return (await rows().orderBy("directory").orderBy("account_id").execute()).map(toBelonging);
        }
        if (asked === "mapped") {
          return (await rows().where("ground", "=", "mapping").execute()).map(toBelonging);
        }
        const found: Belonging[] = [];
        if ("ids" in asked) {
          for (const some of chunks(asked.ids)) {
            const mine = rows().where(({ or, eb }) => or([eb("person", "in", some), eb("bond", "in", some)]));
            found.push(...(await mine.execute()).map(toBelonging));
          }
        } else {
          for (const [directory, ids] of byDirectory(asked.accounts)) {
            for (const some of chunks(ids)) {
              const mine = rows().where("directory", "=", directory).where("account_id", "in", some);
              found.push(...(await mine.execute()).map(toBelonging));
            }
          }
        }
        // One may be found by its person in one statement and by its bond in another.
        return [...new Map(found.map((one) => [`${one.directory}\n${one.id}`, one])).values()].toSorted(byRef);
      });
    },

    async personActs(asked) {
      return withinTransaction(connection(), async (db) => {
        const found = new Map<string, Act>();
        const add = (rows: readonly PersonActRow[]): void => {
          for (const row of rows) found.set(row.id, toAct(row));
        };
        if (asked === "all") add((await allActs(db)).rows);
        else {
          for (const [directory, ids] of byDirectory(asked.accounts)) {
            for (const some of chunks(ids)) {
              const rows = db.selectFrom("person_acts").selectAll();
              add(await rows.where("directory", "=", directory).where("account_id", "in", some).execute());
              add(await rows.where("other_directory", "=", directory).where("other_id", "in", some).execute());
            }
          }
        }
        return [...found.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      });
    },

    async idsByHandle(directory, handles) {
      return withinTransaction(connection(), async (db) => {
        const found = new Map<string, string>();
        const several = new Set<string>();
        for (const some of chunks(handles)) {
          const rows = db.selectFrom("roster").select(["account_id", "low_handle"]).where("directory", "=", directory);
          for (const { account_id, low_handle } of await rows.where("low_handle", "in", some).execute()) {
            if (low_handle === null) continue;
            if (found.has(low_handle)) several.add(low_handle);
            found.set(low_handle, account_id);
          }
        }
        for (const handle of several) found.delete(handle);
        return found;
      });
    },

    async conflicts() {
      const rows = await connection()
        .selectFrom("person_conflicts")
        .selectAll()
        .orderBy("conflict")
        .orderBy("directory")
        .orderBy("account_id")
        .execute();
      return [...Map.groupBy(rows, ({ conflict }) => conflict).values()].flatMap(toConflict);
    },

    async personsLinked() {
      return (await linking(connection())).rows[0]?.mapping;
    },
  };
}

const putBelongingRows = sent((db, rows: readonly PersonAccountRow[]) =>
  db
    .insertInto("person_accounts")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["directory", "account_id"]).doUpdateSet(({ ref }) => ({
        person: ref("excluded.person"),
        ground: ref("excluded.ground"),
        value: ref("excluded.value"),
        since: ref("excluded.since"),
        bond: ref("excluded.bond"),
        bond_ground: ref("excluded.bond_ground"),
        bond_value: ref("excluded.bond_value"),
        bond_since: ref("excluded.bond_since"),
      })),
    ),
);

export function personsWriter(db: Transaction<Tables>): PersonWriter {
  return {
    async putBelongings(belongings) {
      for (const some of chunks(belongings)) {
        await putBelongingRows(db, some.map(fromBelonging));
      }
    },

    async deleteBelongings(accounts) {
      for (const [directory, ids] of byDirectory(accounts)) {
        for (const some of chunks(ids)) {
          const mine = db.deleteFrom("person_accounts").where("directory", "=", directory);
          await send(db, mine.where("account_id", "in", some));
        }
      }
    },

    async putPersonAct({ id, at, act, account, other }) {
      const row = {
        id,
        at,
        act,
        directory: account.directory,
        account_id: account.id,
        other_directory: other.directory,
        other_id: other.id,
      };
      await send(db, db.insertInto("person_acts").values(row));
    },

    async deletePersonActs(ids) {
      for (const some of chunks(ids)) await send(db, db.deleteFrom("person_acts").where("id", "in", some));
    },

    async putConflicts(about, conflicts) {
      if (about === "all") await send(db, db.deleteFrom("person_conflicts"));
      else await deleteConflicts(db, about);
      const rows = conflicts.flatMap(({ reason, by, value, accounts }) => {
        const conflict = `f-${randomBytes(8).toString("hex")}`;
        return accounts.map(({ directory, id }): PersonConflictRow => {
          return { conflict, directory, account_id: id, reason, ground: by, value: value ?? null };
        });
      });
      for (const some of chunks(rows)) await send(db, db.insertInto("person_conflicts").values(some));
    },

    async putPersonsLinked(mapping) {
      await send(db, db.deleteFrom("person_linking"));
      if (mapping !== undefined) await send(db, db.insertInto("person_linking").values({ mapping }));
    },
  };
}

async function deleteConflicts(db: Transaction<Tables>, accounts: readonly AccountRef[]): Promise<void> {
  for (const [directory, ids] of byDirectory(accounts)) {
    for (const some of chunks(ids)) {
      const rows = await db
        .selectFrom("person_conflicts")
        .select("conflict")
        .distinct()
        .where("directory", "=", directory)
        .where("account_id", "in", some)
        .execute();
      for (const few of chunks(rows.map(({ conflict }) => conflict))) {
        await send(db, db.deleteFrom("person_conflicts").where("conflict", "in", few));
      }
    }
  }
}

/** Nothing where whoever it was with is not kept any more. */
function toConflict(rows: readonly PersonConflictRow[]): Conflict[] {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return [];
  return [
    {
      reason: conflictReason(first.reason, "person_conflicts.reason"),
      by: groundKind(first.ground, "person_conflicts.ground"),
      ...(first.value === null ? {} : { value: first.value }),
      accounts: rows.map(({ directory, account_id: id }) => ({ directory, id })),
    },
  ];
}

const HANDLE = sql<string | null>`case when json_valid(attributes) then json_extract(attributes, '$.handle') end`.as(
  "handle",
);

function linkableRows(db: Kysely<Tables>) {
  return db
    .selectFrom("roster")
    .select(["directory", "account_id", "employee_id", "verified_email"])
    .where("status", "!=", "erased")
    .where(({ or, eb }) => or([eb("kind", "is", null), eb("kind", "not in", ["bot", "service"])]));
}

function byDirectory(accounts: readonly AccountRef[]): Iterable<readonly [string, readonly string[]]> {
  const found = new Map<string, string[]>();
  for (const { directory, id } of accounts) {
    const ids = found.get(directory);
    if (ids === undefined) found.set(directory, [id]);
    else ids.push(id);
  }
  return found;
}

function toLinkable(row: {
  readonly directory: string;
  readonly account_id: string;
  readonly employee_id: string | null;
  readonly verified_email: string | null;
}): Linkable {
  const { directory, account_id: id, employee_id: employeeId, verified_email: email } = row;
  return {
    directory,
    id,
    ...(employeeId === null ? {} : { employeeId }),
    ...(email?.includes("@") === true ? { email } : {}),
  };
}

function fromBelonging({ directory, id, person, ground: by, bond }: Belonging): PersonAccountRow {
  return {
    directory,
    account_id: id,
    person: person ?? null,
    ground: by?.by ?? null,
    value: by?.value ?? null,
    since: by?.since ?? null,
    bond: bond?.id ?? null,
    bond_ground: bond?.ground.by ?? null,
    bond_value: bond?.ground.value ?? null,
    bond_since: bond?.ground.since ?? null,
  };
}

function toBelonging(row: PersonAccountRow): Belonging {
  const ground = groundOf(row.ground, row.value, row.since);
  const bondGround = groundOf(row.bond_ground, row.bond_value, row.bond_since);
  return {
    directory: row.directory,
    id: row.account_id,
    ...(row.person === null || ground === undefined ? {} : { person: row.person, ground }),
    ...(row.bond === null || bondGround === undefined ? {} : { bond: { id: row.bond, ground: bondGround } }),
  };
}

function groundOf(by: string | null, value: string | null, since: number | null): Ground | undefined {
  if (by === null || since === null) return undefined;
  return { by: groundKind(by, "person_accounts.ground"), ...(value === null ? {} : { value }), since };
}

function toAct(row: PersonActRow): Act {
  return {
    id: row.id,
    at: row.at,
    act: actKind(row.act, "person_acts.act"),
    account: { directory: row.directory, id: row.account_id },
    other: { directory: row.other_directory, id: row.other_id },
  };
}
