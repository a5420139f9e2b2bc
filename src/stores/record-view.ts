import type { ExpressionBuilder, ExpressionWrapper, Kysely, SelectQueryBuilder, SqlBool } from "kysely";
import { sql } from "kysely";
import type { RecordView } from "../app/ports.ts";
import { nameKey } from "../core/record/company.ts";
import type { Layoff, LayoffFilter, LayoffOrder } from "../core/record/layoff.ts";
import { allOf, type TotalsBy } from "../core/record/totals.ts";
import { folded } from "../core/record/words.ts";
import type { Instant } from "../core/time.ts";
import { chunks } from "./chunks.ts";
import { prepared } from "./prepared.ts";
import {
  claimsAt,
  hiddenIds,
  type Layoffs,
  layoffsAt,
  layoffsOfIds,
  replacedClaims,
  statesAt,
  unindexed,
} from "./record-states.ts";
import { fromLayoff, STANDING, toAct, toAsk, toCauses, toLayoff } from "./rows-record.ts";
import type { LayoffRow } from "./tables-record.ts";
import type { Tables } from "./tables.ts";
import { withinTransaction } from "./within.ts";

const actsOn = prepared((db, subjects: readonly string[]) =>
  db
    .selectFrom("layoff_acts")
    .selectAll()
    .where((eb) => eb.or([eb("subject", "in", subjects), eb("other", "in", subjects)]))
    .orderBy("seq"),
);

/** What the public record says, today or as it stood at a moment. */
export function recordView(connection: () => Kysely<Tables>, at?: Instant): RecordView {
  const byIds = async (db: Kysely<Tables>, ids: readonly string[]): Promise<readonly Layoff[]> => {
    const rows: LayoffRow[] = [];
    for (const some of chunks([...new Set(ids)]))
      rows.push(
        ...(at === undefined
          ? (await layoffsOfIds(db, some)).rows
          : await layoffsAt(db, at, true).selectAll().where("id", "in", some).execute()),
      );
    if (at === undefined) return rows.map(toLayoff);
    const hidden = new Set((await hiddenIds(db).execute()).map(({ id }) => id));
    // One that had gone into another by then says nothing of its own, then as today.
    const isHidden = (row: LayoffRow): boolean => hidden.has(row.id) && row.merged_into === null;
    return rows.map((row) => (isHidden(row) ? { ...toLayoff(row), suppressed: true } : toLayoff(row)));
  };
  return {
    async recordSize() {
      return withinTransaction(connection(), async (db) => {
        const documents = db.selectFrom("documents").select(({ fn }) => fn.countAll<number>().as("n"));
        const taken = await (
          at === undefined ? documents : documents.where("taken_at", "<=", at)
        ).executeTakeFirstOrThrow();
        const layoffs = await layoffsAt(db, at)
          .select(({ fn }) => fn.countAll<number>().as("n"))
          .where("standing", "!=", STANDING.gone)
          .executeTakeFirstOrThrow();
        const asks = await asksAt(db, at)
          .select(({ fn }) => fn.countAll<number>().as("n"))
          .where("decided", "is", null)
          .executeTakeFirstOrThrow();
        return { documents: taken.n, layoffs: layoffs.n, asks: asks.n };
      });
    },

    async layoffs({ order = "date", limit, after, ...filter }) {
      const { column } = ORDERS[order];
      const last = after && fromLayoff(after);
      const isNarrow = narrows(filter);
      return withinTransaction(connection(), async (db) => {
        const listed = (comes: (eb: Where) => readonly Condition[], most: number) => {
          const wanted = (from: Layoffs) =>
            from
              .where("standing", "!=", STANDING.gone)
              .where((eb) => eb.and([...conditions(eb, filter, at), ...comes(eb)]));
          return at === undefined
            ? inOrder(wanted(layoffsAt(db, at)).select("id"), order, isNarrow)
                .limit(most)
                .execute()
            : firstAt(db, at, { wanted, order, isNarrow, most });
        };
        const ids = await listed((eb) => (last === undefined ? [] : [comesAfter(eb, order, last)]), limit);
        // What has none comes last of all; no index gives both at once.
        if (last !== undefined && last[column] !== null && ids.length < limit)
          ids.push(...(await listed((eb) => [eb(column, "is", null)], limit - ids.length)));
        const found = new Map(
          (
            await byIds(
              db,
              ids.map(({ id }) => id),
            )
          ).map((one) => [one.id, one]),
        );
        return ids.flatMap(({ id }) => found.get(id) ?? []);
      });
    },

    async layoffsById(ids) {
      return withinTransaction(connection(), (db) => byIds(db, ids));
    },

    async claimsOf(layoffs, replaced = false) {
      return withinTransaction(connection(), async (db) => {
        const inForce = await claimsAt(db, layoffs, at);
        if (!replaced) return inForce;
        return [...inForce, ...(await replacedClaims(db, layoffs, at))].toSorted((a, b) => a.seq - b.seq);
      });
    },

    async layoffTotals(by, filter) {
      // By kind all of them are shown, also the kinds that no other sum counts.
      const standing = (from: Layoffs) =>
        by === "kind" ? from.where("standing", "!=", STANDING.gone) : from.where("standing", "=", STANDING.counted);
      const wanted = (from: Layoffs) => standing(from).where((eb) => eb.and(conditions(eb, filter, at)));
      const column = sql.ref<string | null>(by);
      const key = narrows(filter) || at !== undefined ? sql<string | null>`coalesce(${column}, null)` : column;
      const rows = await summedAt(connection(), at, wanted, by)
        .select([sql<string | null>`${key}`.as("key"), ...SUMS])
        .groupBy(sql.ref("key"))
        .orderBy(sql.ref("key"), (order) => order.asc().nullsFirst())
        .execute();
      return rows;
    },

    async selection(filter) {
      const wanted = (from: Layoffs) =>
        from.where("standing", "!=", STANDING.gone).where((eb) => eb.and(conditions(eb, filter, at)));
      const rows = await summedAt(connection(), at, wanted, "standing")
        .select(["standing", ...SUMS])
        .groupBy("standing")
        .execute();
      const listed = rows.reduce((sum, { layoffs }) => sum + layoffs, 0);
      const counted = rows.filter(({ standing }) => standing === STANDING.counted);
      return { listed, counted: allOf(counted.map((sums) => ({ ...sums, key: null }))) };
    },

    async asks({ layoff, limit }) {
      const found = asksAt(connection(), at).selectAll().orderBy("asked_at").orderBy("layoff").orderBy("candidate");
      const mine =
        layoff === undefined
          ? found.where("decided", "is", null)
          : found.where((eb) => eb.or([eb("layoff", "=", layoff), eb("candidate", "=", layoff)]));
      return (await (limit === undefined ? mine : mine.limit(limit)).execute()).map(toAsk);
    },

    async acts(subjects) {
      return withinTransaction(connection(), async (db) => {
        const all = (await actsOn(db, subjects)).rows.map(toAct);
        if (at === undefined) return all;
        const done = all.filter((act) => act.at <= at);
        const undoing = done.flatMap(({ undoneBy }) => undoneBy ?? []);
        const later = await db
          .selectFrom("layoff_acts")
          .select("id")
          .where("id", "in", undoing)
          .where("at", ">", at)
          .execute();
        const isLater = new Set(later.map(({ id }) => id));
        return done.map((act) => (isLater.has(act.undoneBy ?? "") ? { ...act, undoneBy: null } : act));
      });
    },

    async versions(layoff) {
      return withinTransaction(connection(), async (db) => {
        const past = await db
          .selectFrom("layoffs_past")
          .selectAll()
          .where("id", "=", layoff)
          .orderBy("changed_at")
          .execute();
        const today = await db.selectFrom("layoffs").selectAll().where("id", "=", layoff).execute();
        const all = [...past, ...today.map((row) => ({ ...row, until_at: null }))];
        return all
          .filter(({ changed_at }) => at === undefined || changed_at <= at)
          .map(({ until_at, causes, ...row }) => ({
            layoff: toLayoff(row),
            until: at !== undefined && until_at !== null && until_at > at ? null : until_at,
            causes: toCauses(causes),
          }));
      });
    },
  };
}

type Asks = SelectQueryBuilder<Tables, "layoff_asks", object>;

function asksAt(db: Kysely<Tables>, at: Instant | undefined): Asks {
  if (at === undefined) return db.selectFrom("layoff_asks");
  const columns = ["layoff", "candidate", "asked_at", "reasons_for", "reasons_against", "decided"] as const;
  const today = db.selectFrom("layoff_asks").select(columns).where("since_at", "<=", at);
  const past = db.selectFrom("layoff_asks_past").select(columns).where("since_at", "<=", at).where("until_at", ">", at);
  return db.selectFrom(today.unionAll(past).as("layoff_asks"));
}

/** What a layoff adds, added up. */
const SUMS = [
  sql<number>`count(*)`.as("layoffs"),
  sql<number>`sum(sum_low)`.as("low"),
  sql<number>`sum(sum_high)`.as("high"),
  sql<number>`sum(open_ended)`.as("openEnded"),
  sql<number>`sum(unfigured)`.as("unfigured"),
  sql<number>`sum(undecided)`.as("undecided"),
] as const;

/** What is added up: of another moment of each table no more than that, so that an index has all of it. */
function summedAt(
  db: Kysely<Tables>,
  at: Instant | undefined,
  wanted: (from: Layoffs) => Layoffs,
  by: TotalsBy | "standing",
): Layoffs {
  if (at === undefined) return wanted(db.selectFrom("layoffs"));
  // No index has the day and since when a row has been so.
  if (by === "day") return wanted(layoffsAt(db, at));
  const { today, past } = statesAt(db, at);
  const columns = [by, "sum_low", "sum_high", "open_ended", "unfigured", "undecided"] as const;
  const both = wanted(today).select(columns).unionAll(wanted(past).select(columns));
  // Of these columns no others are asked for.
  return db.selectFrom(both.as("layoffs"));
}

type Where = ExpressionBuilder<Tables, "layoffs">;
type Condition = ExpressionWrapper<Tables, "layoffs", SqlBool>;

function conditions(eb: Where, filter: LayoffFilter, at: Instant | undefined): Condition[] {
  const { company, since, until, country, industry, kind, status, min, search, source, figure } = filter;
  // Of another moment each row of a table is held against it, which is done in the index that has them all.
  const listed = (column: keyof LayoffRow) => (at === undefined ? sql.ref<string | null>(column) : unindexed(column));
  return [
    ...(company === undefined ? [] : [company.startsWith("co-") ? eb("company", "=", company) : named(eb, company)]),
    ...(since === undefined ? [] : [eb("until_day", ">=", since)]),
    // Half of all days are before most days: not through an index of days.
    ...(until === undefined ? [] : [eb(unindexed("since_day"), "<=", until)]),
    ...(country === undefined ? [] : [eb(listed("country"), "=", country)]),
    ...(industry === undefined ? [] : [eb(listed("industry_key"), "=", folded(industry))]),
    ...(kind === undefined ? [] : [eb(listed("kind"), "=", kind)]),
    ...(status === undefined ? [] : [eb(listed("status"), "=", status)]),
    ...(min === undefined ? [] : [eb("low", ">=", min)]),
    ...(search === undefined ? [] : [called(eb, search, at)]),
    ...(source === undefined ? [] : [eb("sources", "like", `% ${source} %`)]),
    ...(figure === undefined ? [] : [eb("low", figure ? "is not" : "is", null)]),
  ];
}

/** What a list is ordered by, and which of two comes first. */
const ORDERS = {
  date: { column: "since_day", first: "desc" },
  count: { column: "size", first: "desc" },
  company: { column: "name_key", first: "asc" },
  percent: { column: "percent", first: "desc" },
  added: { column: "created_at", first: "desc" },
  changed: { column: "changed_at", first: "desc" },
} as const satisfies Readonly<
  Record<LayoffOrder, { readonly column: keyof LayoffRow; readonly first: "asc" | "desc" }>
>;

/** Whether anything is left out. */
function narrows(filter: LayoffFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/**
 * Everything is walked through by the index of its order. What a filter leaves is found first and ordered then: through an order's
 * index, rows that are not wanted would be looked up one by one.
 */
function inOrder<T>(found: SelectQueryBuilder<Tables, "layoffs", T>, order: LayoffOrder, isNarrow: boolean) {
  const { column, first } = ORDERS[order];
  const by = found.orderBy(isNarrow ? unindexed(column) : column, (way) =>
    first === "asc" ? way.asc() : way.desc().nullsLast(),
  );
  return order === "company" ? by.orderBy("id") : by.orderBy("id", "desc");
}

/** Rows that are walked through by the index of an order, in the hope that as many as are asked for held then. */
const WALKED = 2000;

/**
 * Those that come first of another moment: of each table its first, and of these the first, so that either is found in an index that has
 * all that is asked. Of moments not long ago nearly all of today's rows held, and the first of them are at hand.
 */
async function firstAt(
  db: Kysely<Tables>,
  at: Instant,
  { wanted, order, isNarrow, most }: Wanted,
): Promise<{ id: string }[]> {
  const { column } = ORDERS[order];
  const { today, past } = statesAt(db, at);
  const first = (from: Layoffs) => inOrder(wanted(from).select(["id", column]), order, true).limit(most);
  const walked = inOrder(
    wanted(db.selectFrom("layoffs")).select([...new Set(["id", column, "changed_at"] as const)]),
    order,
    false,
  );
  const near = db.selectFrom(walked.limit(WALKED).as("layoffs")).select(["id", column]).where("changed_at", "<=", at);
  const areNear = !isNarrow && (await near.limit(most).execute()).length === most;
  const ofToday = areNear ? inOrder(near, order, true).limit(most) : first(today);
  const both = db
    .selectFrom(ofToday.as("layoffs"))
    .selectAll()
    .unionAll(db.selectFrom(first(past).as("layoffs")).selectAll());
  return inOrder(db.selectFrom(both.as("layoffs")).select("id"), order, true)
    .limit(most)
    .execute();
}

interface Wanted {
  /** Narrowed to what is asked for. */
  readonly wanted: (from: Layoffs) => Layoffs;
  readonly order: LayoffOrder;
  readonly isNarrow: boolean;
  readonly most: number;
}

function comesAfter(eb: Where, order: LayoffOrder, last: LayoffRow): Condition {
  const { column, first } = ORDERS[order];
  const value = last[column];
  const further = first === "asc" ? ">" : "<";
  if (value === null) return eb.and([eb(column, "is", null), eb("id", further, last.id)]);
  return eb(eb.refTuple(column, "id"), further, eb.tuple(value, last.id));
}

/** Names that hold what was given, or of which another name does, or did then. */
function called(eb: Where, search: string, at: Instant | undefined): Condition {
  const key = folded(search).replaceAll(" ", "");
  if (key === "") return eb.lit(false);
  const holds = `%${key}%`;
  const today = eb.selectFrom("company_aliases").select("company").where("company_aliases.name_key", "like", holds);
  if (at === undefined) return eb.or([eb("name_key", "like", holds), eb("company", "in", today)]);
  const past = eb
    .selectFrom("company_aliases_past as past")
    .select("past.company")
    .where("past.name_key", "like", holds)
    .where("past.since_at", "<=", at)
    .where("past.until_at", ">", at);
  return eb.or([
    eb("name_key", "like", holds),
    eb("company", "in", today.where("company_aliases.since_at", "<=", at)),
    eb("company", "in", past),
  ]);
}

/** Names whose key begins with that of the name that was given; found through the index. */
function named(eb: Where, company: string): Condition {
  const key = nameKey(company);
  return eb.and([eb("name_key", ">=", key), eb("name_key", "<", `${key}\u{10ffff}`)]);
}
