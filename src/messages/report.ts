// The words of a release of counts, for those who print it, send it or write it to a file.
import type { Report } from "../core/ledger/report.ts";
import { counted, number } from "./words.ts";

/** What the figures of a report are of. */
type Thing = "unit" | "team" | "place";

/** How many rows a table of a message has. */
export interface Figures {
  readonly of: Thing;
  /** Of those that are told of. */
  readonly risen: number;
  /** Those that stand at 0, which a message counts and does not name. */
  readonly others: number;
}

export interface ReportTable {
  readonly of: Thing;
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly atLeast: number }[];
}

/** The tables of a report in the order of the ledger, those without a row left out. Names are as the directory has them. */
export function reportTables({ units, teams, places }: Report): ReportTable[] {
  const tables: ReportTable[] = [
    { of: "unit", title: "Units", rows: units.map(({ unit, atLeast }) => ({ name: unit, atLeast })) },
    { of: "team", title: "Teams", rows: teams.map(({ team, atLeast }) => ({ name: team, atLeast })) },
    { of: "place", title: "Places", rows: places.map(({ place, atLeast }) => ({ name: place, atLeast })) },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** `at least 12 people have left` */
export function totalText({ total: { atLeast } }: Report): string {
  return `at least ${counted(atLeast, "person has", "people have")} left`;
}

export function atLeastText(atLeast: number): string {
  return `at least ${number(atLeast)}`;
}

/**
 * By which rule, so that a copy can be held against it, and that nothing was missed (law 7).
 * @param at the time of the release, in the words of the place where it stands
 */
export function policyText({ policy: { k, partition, release } }: Report, at: string): string {
  return `Release ${release} of ${at}, of a complete reading, k = ${k}, units ${partition}.`;
}

export const MEANING =
  "Counts rise in steps of k or more, or stay. None is an upper bound: where it says at least 0, nobody, a few or almost " +
  "everybody may have left. A team or place has the units that lie wholly in it.";
