import { z } from "zod";
import type { ReadBackAnswer } from "../../app/ports.ts";
import type { Tally, Whole } from "../../app/read-snapshot.ts";
import type { Account } from "../../core/directory/account.ts";
import { malformed } from "../../http/json-answer.ts";
import { oddRecords } from "../../http/odd-records.ts";
import { askOneByOne } from "../../http/one-by-one.ts";
import { turnPages } from "../../http/pages.ts";
import { askScim, placeOf, ScimRefusal, type ScimReading } from "./api.ts";
import { paceSettings } from "./settings.ts";
import { ATTRIBUTES, mapScimUser } from "./user.ts";

/** How often a list is read that another has changed under us, or whose cursor has run out, before it is given up. */
const READINGS = 3;

const index = z.int().min(0);
const Resources = z.array(z.unknown());

/** RFC 7644, 3.4.2: `Resources` may be missing where nobody is found. */
const IndexPage = z.object({ totalResults: index, startIndex: index.nullish(), Resources: Resources.nullish() });
/** RFC 9865, 2.1: a page without `nextCursor` is the last, and the total may be left out. */
const CursorPage = z.object({
  totalResults: index.nullish(),
  nextCursor: z.string().min(1).nullish(),
  Resources: Resources.nullish(),
});

/** Reads all users. Throws what a call can throw, and `malformed` for pages that do not add up to the list. */
export async function readUsers(reading: ScimReading, paging: "index" | "cursor", tally: Tally): Promise<Whole> {
  const read = paging === "cursor" ? byCursor : byIndex;
  for (let readings = 1; ; readings++) {
    const list = listOf(reading, tally);
    const moved = await read(reading, list, tally.notes);
    if (moved === undefined) {
      const { accounts, skipped } = list;
      tally.notes.push(...oddRecords(placeOf("Users"), skipped, accounts.length + skipped));
      return { accounts, endMarker: END[paging] };
    }
    if (readings === READINGS) throw malformed(placeOf("Users"), `${moved}, in ${READINGS} readings one after another`);
    tally.notes.push(`The list was read again from its beginning: ${moved}`);
  }
}

const END = { index: "totalResults accounts, and nobody behind them", cursor: "no nextCursor" };

interface List {
  readonly accounts: Account[];
  skipped: number;
  /** Different ids, those of odd records not counted. */
  readonly ids: Set<string>;
  add(resources: readonly unknown[] | null | undefined): void;
}

function listOf({ settings }: ScimReading, tally: Tally): List {
  const context = { emailVerified: settings.emailVerified === true };
  const list: List = {
    accounts: [],
    skipped: 0,
    ids: new Set(),
    add: (resources) => {
      for (const raw of resources ?? []) {
        const account = mapScimUser(raw, context);
        if (account === undefined) {
          list.skipped++;
        } else {
          list.accounts.push(account);
          list.ids.add(account.id);
        }
      }
      tally.count(list.ids.size);
    },
  };
  return list;
}

/** @returns undefined at the end of the list; else why it does not add up, so that it has to be read anew */
type Read = (reading: ScimReading, list: List, notes: string[]) => Promise<string | undefined>;

/**
 * Pages by startIndex are "stateless": whoever joins or goes meanwhile shifts them. So the list is whole only where every page is
 * the one that was asked for, as many different accounts came as the server counts, and nobody is behind them.
 */
const byIndex: Read = async (reading, list, notes) => {
  const { pageSize } = paceSettings(reading.settings);
  const ask = (startIndex: number, page: number) =>
    askScim(
      reading,
      "Users",
      { ...selected(reading), startIndex: String(startIndex), count: String(pageSize) },
      IndexPage,
      page,
    );
  let start = 1;
  let total = 0;
  let longest = 0;
  let page = 1;
  for (; page === 1 || start <= total; page++) {
    const { totalResults, startIndex, Resources: found } = (await ask(start, page)).value;
    const at = placeOf("Users", page);
    if (startIndex != null && startIndex !== start && !(totalResults === 0 && page === 1)) {
      const what = `the server gave the page from ${startIndex} where the one from ${start} was asked for`;
      throw malformed(at, `${what}: it does not page as RFC 7644 has it, and the rest of its list cannot be read`);
    }
    if (page > 1 && totalResults !== total) return "its total changed while it was read";
    total = totalResults;
    const size = found?.length ?? 0;
    const before = list.ids.size + list.skipped;
    list.add(found);
    if (size === 0 && start <= total)
      throw malformed(at, `a page is empty, and ${total - start + 1} accounts are still to come`);
    if (size > 0 && list.ids.size + list.skipped === before) {
      throw malformed(at, "the accounts of an earlier page came again: the server does not page");
    }
    longest = Math.max(longest, size);
    start += size;
  }
  const known = list.ids.size + list.skipped;
  if (known !== total) return `${total} accounts are counted and ${known} different ones came`;
  return known === 0 ? undefined : behind({ list, total, isFull: longest >= pageSize, page, ask, notes });
};

interface Behind {
  readonly list: List;
  readonly total: number;
  /** Whether a page was as long as it may be. */
  readonly isFull: boolean;
  readonly page: number;
  readonly ask: (startIndex: number, page: number) => Promise<{ readonly value: z.output<typeof IndexPage> }>;
  readonly notes: string[];
}

/**
 * Servers count wrongly: some count the page for the list (wso2/product-is issue 13772), some cut the list and count what is left
 * (better-auth issue 10398). So what would stand behind the last account is asked for. Some refuse such a question, and some answer
 * with the first page again (scimmy 1.3.5).
 */
async function behind({ list, total, isFull, page, ask, notes }: Behind): Promise<string | undefined> {
  let value: z.output<typeof IndexPage>;
  try {
    ({ value } = await ask(total + 1, page));
  } catch (error) {
    if (error instanceof ScimRefusal) return undefined;
    throw error;
  }
  const known = list.ids.size;
  const listed = list.accounts.length;
  list.add(value.Resources);
  list.accounts.splice(listed);
  if (list.ids.size > known) return `${total} accounts are counted, and there are more behind them`;
  if (page > 2 || value.startIndex == null || value.startIndex === total + 1 || !value.Resources?.length)
    return undefined;
  // It was never seen to page, and gives the same whatever is asked.
  if (isFull) {
    throw malformed(
      placeOf("Users", page),
      `the server gives the same ${total} accounts whatever page is asked for, and as many as a page may have: there may be more`,
    );
  }
  notes.push("The server does not page: it gives everybody at once, and nobody can tell whether it leaves some out");
  return undefined;
}

const byCursor: Read = async (reading, list, notes) => {
  const count = String(paceSettings(reading.settings).pageSize);
  let total: number | undefined;
  try {
    await turnPages(
      (page) => placeOf("Users", page),
      async (cursor = "", page) => {
        const { value } = await askScim(reading, "Users", { ...selected(reading), cursor, count }, CursorPage, page);
        total = value.totalResults ?? total;
        list.add(value.Resources);
        return { next: value.nextCursor ?? undefined, known: list.ids.size + list.skipped };
      },
    );
  } catch (error) {
    if (error instanceof ScimRefusal && error.word === "expiredCursor") return "its cursor ran out";
    if (error instanceof ScimRefusal && error.word === "invalidCursor") return "the server did not know its own cursor";
    throw error;
  }
  // With cursors the total may be an estimate (RFC 9865, 2.1).
  if (total !== undefined && total !== list.ids.size + list.skipped) {
    notes.push(`The server counts ${total} accounts, and its list has ${list.ids.size + list.skipped}`);
  }
  return undefined;
};

function selected({ settings }: ScimReading): Readonly<Record<string, string>> {
  return settings.select ? { attributes: ATTRIBUTES } : {};
}

/** Asks for these accounts one by one; those that the server does not know are in neither list. */
export function readUsersAgain(reading: ScimReading, ids: readonly string[]): Promise<ReadBackAnswer> {
  const context = { emailVerified: reading.settings.emailVerified === true };
  return askOneByOne(reading, ids, async (id) => {
    try {
      const { value } = await askScim(reading, `Users/${encodeURIComponent(id)}`, selected(reading), z.unknown());
      const account = mapScimUser(value, context);
      if (account?.id === id) return account;
    } catch (error) {
      if (error instanceof ScimRefusal && (error.status === 404 || error.status === 410)) return undefined;
      throw error;
    }
    throw malformed(placeOf("Users"), "the answer holds another resource than the one asked for");
  });
}
