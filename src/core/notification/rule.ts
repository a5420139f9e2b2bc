import type { LastKnown } from "../directory/account.ts";
import { type Change, CHANGE_KINDS } from "../directory/change.ts";
import type { Departure } from "../directory/departure.ts";

/**
 * What is told as something that happened, and not as a kind of change: `departures` with their confirmations and returns, `waves`
 * (more left than is usual), `offboarding` (accounts of people who left, and accounts that were ended of people who did not), `layoffs` (what the public record has new
 * about the watch lists), `reports` (each release of counts), `checkpoints` (the audit log as it was signed), `health` (a
 * directory cannot be read, or not be believed), `deliveries` (another destination cannot be reached).
 */
export const MATTERS = [
  "departures",
  "waves",
  "offboarding",
  "layoffs",
  "reports",
  "checkpoints",
  "health",
  "deliveries",
] as const;

/** What can be told: these, and any kind of change by its own name. */
export const TOPICS = [...MATTERS, ...CHANGE_KINDS] as const;
export type Topic = (typeof TOPICS)[number];

/** What one destination is told. */
export interface Rule {
  readonly tell: readonly Topic[];
  /** The directories that it hears of; all without it. */
  readonly directories?: readonly string[];
  /** Only people who were last known there; who is known nowhere is not among them. */
  readonly only?: { readonly location?: readonly string[]; readonly team?: readonly string[] };
}

export function hearsOf(rule: Rule, topic: Topic, directory: string | undefined): boolean {
  if (!rule.tell.includes(topic)) return false;
  return rule.directories === undefined || directory === undefined || rule.directories.includes(directory);
}

/** Who had left before the first reading is told to nobody. */
export function departureTold(rule: Rule, departure: Departure): boolean {
  const directories = departure.accounts.map(({ directory }) => directory);
  if (!departure.observed || !directories.some((directory) => hearsOf(rule, "departures", directory))) return false;
  return isOneOf(rule, departure.lastKnown);
}

export function changeTold(rule: Rule, change: Change): boolean {
  if (change.observed === false || change.quiet !== undefined) return false;
  if (!hearsOf(rule, change.change, change.directory)) return false;
  return isOneOf(rule, change.lastKnown ?? { ...change.before, ...change.after });
}

function isOneOf({ only }: Rule, known: Pick<LastKnown, "location" | "team"> | Change["after"]): boolean {
  return has(only?.location, known?.location) && has(only?.team, known?.team);
}

function has(wanted: readonly string[] | undefined, value: string | null | undefined): boolean {
  return wanted === undefined || (value != null && wanted.includes(value));
}
