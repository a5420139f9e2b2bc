import type { Tables } from "../../src/stores/tables.ts";
import type { Kept } from "./kept.ts";
import { found, foundPlainly } from "./scan.ts";
import { ABOUT_PEOPLE, OF_GROUPS, type Word } from "./words.ts";

const PEOPLE = [...ABOUT_PEOPLE, ...OF_GROUPS];
/** Of people no more than the id, and the groups by which they are counted together. */
const GROUPED: readonly Word[] = ["id", "office", "team", "domain"];

/** What of people a table may hold. A table that is missing here does not compile. */
const HOLDS: Readonly<Record<keyof Tables, readonly Word[]>> = {
  rollcall_schema: [],
  directories: [],
  sweeps: [],
  roster: PEOPLE,
  changes: PEOPLE,
  departures: PEOPLE,
  departure_accounts: PEOPLE,
  departure_lines: PEOPLE,
  // An address by which somebody was linked; an employee id is no word of the canaries.
  person_accounts: ["id", "email"],
  person_acts: ["id"],
  person_linking: [],
  // The key by which accounts contradict each other may be an address.
  person_conflicts: ["id", "email"],
  touched: ["id"],
  acknowledgements: ["id"],
  // A wave may be among the people of one manager, who is named by the account's id.
  incidents: GROUPED,
  incident_items: [],
  notifications: [],
  inbox: ["id"],
  listening: [],
  places: ["channel", "user group"],
  detectors: GROUPED,
  plans: [],
  announcements: [],
  purposes: [],
  tokens: [],
  record: [],
  record_payloads: [],
  leases: [],
  partitions: ["office", "team"],
  partition_members: ["id"],
  joiners: ["id", "office", "team"],
  ledgers: ["office", "team"],
  releases: ["office", "team"],
  // Whoever was let go of is known by keyed hashes, and counted by day.
  tombstones: [],
  erased_words: [],
  leavers: [],
  left_days: [],
  upkeep: [],
  print_keys: [],
  headcounts: GROUPED,
  official_totals: [],
  // The public record: of nobody whom a directory has.
  documents: [],
  claims: [],
  layoffs: [],
  layoff_asks: [],
  layoff_acts: [],
  companies: [],
  company_aliases: [],
  documents_past: [],
  claims_past: [],
  layoffs_past: [],
  layoff_asks_past: [],
  company_aliases_past: [],
  suppressed_addresses: [],
  shelf: [],
  pages: [],
  record_state: [],
};

/** What stands in a store where it must not, table by table; and what of its words every table was seen to hold. */
export async function lookedThrough(kept: Kept): Promise<{
  readonly leaks: readonly string[];
  readonly held: ReadonlyMap<string, readonly string[]>;
}> {
  const held = new Map<string, readonly string[]>();
  for (const table of await kept.tables())
    held.set(table, found(JSON.stringify(await kept.ask(`select * from "${table}"`))));
  const may = (table: string): readonly string[] => (Object.hasOwn(HOLDS, table) ? HOLDS[table as keyof Tables] : []);
  return {
    leaks: [...held].flatMap(([table, words]) =>
      words.flatMap((word) => (may(table).includes(word) ? [] : [`${table}: ${word}`])),
    ),
    held,
  };
}

/** More than this nobody undresses. */
const LARGE = 8 * 1024 * 1024;

/** Secrets, and what was never to be read, in the bytes of a store, deleted rows and pages of no table included. */
export async function inBytes(kept: Kept): Promise<string[]> {
  const allowed: readonly string[] = PEOPLE;
  return [...(await kept.bytes())].flatMap(([name, bytes]) =>
    (bytes.length > LARGE ? foundPlainly : found)(bytes).flatMap((what) =>
      allowed.includes(what) ? [] : [`${name}: ${what}`],
    ),
  );
}
