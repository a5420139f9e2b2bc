import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Tables } from "../../src/stores/tables.ts";
import { found } from "./scan.ts";
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
export function lookedThrough(path: string): {
  readonly leaks: readonly string[];
  readonly held: ReadonlyMap<string, readonly string[]>;
} {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all();
  const held = new Map(
    tables.map(({ name }) => {
      const rows = database.prepare(`select * from "${String(name)}"`).all();
      return [String(name), found(JSON.stringify(rows))] as const;
    }),
  );
  database.close();
  const may = (table: string): readonly string[] => (Object.hasOwn(HOLDS, table) ? HOLDS[table as keyof Tables] : []);
  return {
    leaks: [...held].flatMap(([table, words]) =>
      words.flatMap((word) => (may(table).includes(word) ? [] : [`${table}: ${word}`])),
    ),
    held,
  };
}

/** Secrets, and what was never to be read, in the bytes of these files, deleted rows and pages of no table included. */
export function inBytes(paths: readonly string[]): string[] {
  const allowed: readonly string[] = PEOPLE;
  return paths.flatMap((path) =>
    found(readFileSync(path)).flatMap((what) => (allowed.includes(what) ? [] : [`${path}: ${what}`])),
  );
}
