import { type Kysely, sql, type Transaction } from "kysely";
import type { OffboardingReader, OffboardingWriter } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import type { Case, HeldRef } from "../core/offboarding/cases.ts";
import type { End, Held } from "../core/offboarding/holding.ts";
import { chunks } from "./chunks.ts";
import * as json from "./json.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

/** So many accounts that were touched last the store remembers (migration 19). */
export const REMEMBERED = 50_000;

export function offboardingReader(connection: () => Kysely<Tables>): OffboardingReader {
  return {
    touchMark: async () => newestMark(connection()),

    async touched(after) {
      return withinTransaction(connection(), async (db) => {
        const mark = await newestMark(db);
        if (after < mark - REMEMBERED) return undefined;
        const rows = await db.selectFrom("touched").selectAll().where("mark", ">", after).orderBy("mark").execute();
        const accounts = rows.flatMap(({ directory, account_id: account }) => {
          return directory === null || account === null ? [] : [{ directory, account }];
        });
        return {
          mark,
          // Somebody may have been touched more than once.
          accounts: [...new Map(accounts.map((one) => [`${one.directory} ${one.account}`, one])).values()],
          gone: rows.some(({ directory }) => directory === null),
        };
      });
    },

    async lookThrough(directory, { leads, after, many }) {
      return withinTransaction(connection(), async (db) => {
        // A part is so many accounts of the roster, whatever is found among them: nobody waits long for it.
        let part = db.selectFrom("roster").select("account_id").where("directory", "=", directory);
        if (after !== undefined) part = part.where("account_id", ">", after);
        const last = await part
          .orderBy("account_id")
          .offset(many - 1)
          .limit(1)
          .executeTakeFirst();
        const next = last?.account_id;
        const rows = await sql<{ account: string }>`
          select r.account_id as account from roster r
            left join person_accounts p on p.directory = r.directory and p.account_id = r.account_id
          where r.directory = ${directory}
            ${after === undefined ? sql`` : sql`and r.account_id > ${after}`}
            ${next === undefined ? sql`` : sql`and r.account_id <= ${next}`}
            and ((p.person is not null and (${ended} or ${hasLeft}))
              ${leads.length === 0 || leads.includes(directory) ? sql`` : sql`or (${used} and (p.person is null or ${isUnled(leads)}))`})
        `.execute(db);
        return { accounts: rows.rows.map(({ account }) => ({ directory, account })), next };
      });
    },

    async casesOf(accounts) {
      return withinTransaction(connection(), async (db) => {
        const persons = new Set<string>();
        const alone: HeldRef[] = [];
        for (const [directory, refs] of Map.groupBy(accounts, (one) => one.directory)) {
          for (const some of chunks([...new Set(refs.map(({ account }) => account))])) {
            const rows = await db
              .selectFrom("person_accounts")
              .select(["account_id", "person"])
              .where("directory", "=", directory)
              .where("account_id", "in", some)
              .execute();
            const known = new Map(rows.map(({ account_id: id, person }) => [id, person]));
            for (const account of some) {
              const person = known.get(account) ?? null;
              if (person === null) alone.push({ directory, account });
              else persons.add(person);
            }
          }
        }
        return [...(await ofPersons(db, [...persons])), ...(await ofNobody(db, alone))];
      });
    },

    async casesOfLeavers() {
      return withinTransaction(connection(), async (db) => {
        const rows = await sql<{ person: string }>`
          select distinct p.person as person from departures d
            join departure_accounts a on a.departure = d.id and a.position = 0
            join person_accounts p on p.directory = a.directory and p.account_id = a.account_id
          where d.reversed is null and p.person is not null`.execute(db);
        return ofPersons(
          db,
          rows.rows.map(({ person }) => person),
        );
      });
    },

    async arrivals(directory, since) {
      const rows = await connection()
        .selectFrom("changes")
        .select(["account_id", "not_after"])
        .where("directory", "=", directory)
        .where("not_after", ">=", since)
        .where("change", "in", ["joined", "invited", "returned", "reactivated"])
        .orderBy("seq")
        .execute();
      return new Map(rows.map(({ account_id: id, not_after: at }) => [id, at]));
    },

    async acknowledgements() {
      const rows = await connection().selectFrom("acknowledgements").selectAll().orderBy("at").orderBy("id").execute();
      return rows.map(({ id, at, who, reason, directory, account_id: account, departure }) => ({
        id,
        at,
        by: who,
        reason,
        directory,
        account,
        ...(departure === null ? {} : { departure }),
      }));
    },
  };
}

export function offboardingWriter(db: Transaction<Tables>): OffboardingWriter {
  return {
    async putAcknowledgement({ id, at, by, reason, directory, account, departure }) {
      const rest = { at, who: by, reason, directory, account_id: account, departure: departure ?? null };
      const insert = db.insertInto("acknowledgements").values({ id, ...rest });
      await insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest)).execute();
    },

    async deleteAcknowledgements(ids) {
      for (const some of chunks(ids)) await db.deleteFrom("acknowledgements").where("id", "in", some).execute();
    },
  };
}

async function newestMark(db: Kysely<Tables>): Promise<number> {
  const newest = db.selectFrom("touched").select(({ fn }) => fn.max("mark").as("mark"));
  return (await newest.executeTakeFirst())?.mark ?? 0;
}

/** As `hasEnded` (core/offboarding/holding.ts) has it, in the words of the database; and the opposite for those whom it can concern. */
const ended = sql`(r.presence = 'removed' or r.status in ('deactivated', 'erased'))`;
const used = sql`(r.presence = 'present' and r.status not in ('deactivated', 'erased')
  and (r.kind is null or r.kind in ('human', 'guest')))`;
const hasLeft = sql`exists (select 1 from departure_accounts a join departures d on d.id = a.departure
  where a.directory = r.directory and a.account_id = r.account_id and a.position = 0 and d.reversed is null)`;

function isUnled(leads: readonly string[]) {
  return sql`not exists (select 1 from person_accounts q where q.person = p.person and q.directory in (${sql.join(leads)}))`;
}

interface HeldRow {
  readonly directory: string;
  readonly account: string;
  readonly person: string | null;
  readonly kind: string | null;
  readonly status: string;
  readonly presence: string;
  readonly updated: number | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly handle: string | null;
  readonly departure: string | null;
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  readonly change: string | null;
  readonly confirmed: number | null;
  readonly observed: number | null;
}

/** Accounts with the departures of them that were not taken back, the last of an account first; some of an account may be there twice. */
const HELD = sql`r.directory, r.account_id as account, r.kind, r.status, r.presence, r.updated,
  case when json_valid(r.attributes) then json_extract(r.attributes, '$.name') end as name,
  case when json_valid(r.attributes) then json_extract(r.attributes, '$.email') end as email,
  case when json_valid(r.attributes) then json_extract(r.attributes, '$.handle') end as handle,
  d.id as departure, d.not_before as "notBefore", d.not_after as "notAfter", d.change, d.confirmed, d.observed`;
const DEPARTED = sql`left join departure_accounts a on a.directory = r.directory and a.account_id = r.account_id and a.position = 0
  left join departures d on d.id = a.departure and d.reversed is null`;
const LAST_FIRST = sql`order by r.directory, r.account_id, d.not_after desc nulls last, d.id`;

async function ofPersons(db: Kysely<Tables>, persons: readonly string[]): Promise<Case[]> {
  const found: Case[] = [];
  for (const some of chunks(persons)) {
    const { rows } = await sql<HeldRow>`select p.person, ${HELD} from person_accounts p
      join roster r on r.directory = p.directory and r.account_id = p.account_id ${DEPARTED}
      where p.person in (${sql.join(some)}) ${LAST_FIRST}`.execute(db);
    for (const [person, mine] of Map.groupBy(rows, (row) => row.person)) {
      found.push({ accounts: heldIn(mine), ...defined({ person: person ?? undefined }) });
    }
  }
  return found;
}

async function ofNobody(db: Kysely<Tables>, refs: readonly HeldRef[]): Promise<Case[]> {
  const found: Case[] = [];
  for (const [directory, mine] of Map.groupBy(refs, (one) => one.directory)) {
    for (const some of chunks(mine)) {
      const ids = some.map(({ account }) => account);
      const { rows } = await sql<HeldRow>`select null as person, ${HELD} from roster r ${DEPARTED}
        where r.directory = ${directory} and r.account_id in (${sql.join(ids)}) ${LAST_FIRST}`.execute(db);
      found.push(...heldIn(rows).map((one) => ({ accounts: [one] })));
    }
  }
  return found;
}

function heldIn(rows: readonly HeldRow[]): Held[] {
  const found: Held[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last?.directory === row.directory && last.account === row.account) continue;
    found.push(toHeld(row));
  }
  return found;
}

function toHeld(row: HeldRow): Held {
  const { directory, account, name, email, handle } = row;
  return {
    directory,
    account,
    status: json.status(row.status, "roster.status"),
    presence: json.presence(row.presence, "roster.presence"),
    ...defined({
      kind: row.kind === null ? undefined : json.kind(row.kind, "roster.kind"),
      updated: row.updated ?? undefined,
      left: endOf(row),
    }),
    called: [name, email, handle, account]
      .filter((one) => one !== null)
      .join(" ")
      .toLowerCase(),
  };
}

function endOf({ departure, notBefore, notAfter, change, confirmed, observed }: HeldRow): End | undefined {
  if (departure === null || notAfter === null || change === null) return undefined;
  return {
    departure,
    at: { notBefore, notAfter },
    change: json.changeKind(change, "departures.change"),
    confirmed: confirmed === 1,
    observed: observed === 1,
  };
}
