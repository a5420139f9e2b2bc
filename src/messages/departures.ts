import type { Share, Tally } from "../core/directory/tally.ts";
import type { DepartureView, Disclosed } from "../core/disclosure/disclose.ts";
import { between, moment } from "./time.ts";
import { brief, called, counted, listed, number, percent, plain } from "./words.ts";

/** One message about departures, for every output that a `named` audience reads: a headline and labelled lines. */
export interface Message {
  readonly headline: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
}

const SHOWN = 4;

/** A tally as the core makes it, or as it was disclosed. */
type Counts = Omit<Tally, "at"> & { readonly at: Parameters<typeof between>[0] };

/** `tally` and `people` are of the same departures, at least one, of one directory. */
export function departuresMessage(
  directory: string,
  tally: Counts,
  people: readonly Disclosed<DepartureView>[],
): Message {
  const [first] = people;
  const who =
    people.length === 1 && first !== undefined
      ? `${nameOf(first)} left ${directory}`
      : `${whoLeft(tally) || counted(people.length, "account")} left ${directory}`;
  const share =
    tally.staff > 1 && tally.headcount > 0
      ? `: ${percent(tally.staff, tally.headcount)} of ${number(tally.headcount)} staff`
      : "";
  const back =
    tally.cameBack === 0 ? "" : people.length === 1 ? "; came back" : `; ${number(tally.cameBack)} came back`;
  const lines = [
    { label: "where", text: places(tally) },
    { label: "teams", text: shares(tally.teams) },
    ...(people.length > 1 ? [{ label: "people", text: names(people) }] : []),
    { label: "evidence", text: evidence(tally, people) },
    { label: "ended by", text: actors(people) },
    { label: "gap", text: gap(people) },
  ];
  return { headline: `${who}, ${between(tally.at)}${share}${back}`, lines: lines.filter(({ text }) => text !== "") };
}

/** A person in one phrase: a name where there is one, else what the tool calls them. */
export function nameOf(departure: Disclosed<DepartureView>): string {
  const account = departure.accounts[0];
  return called(account?.name, account?.email, account?.id);
}

function whoLeft(tally: Counts): string {
  const staff = tally.staff === 0 ? [] : [counted(tally.staff, "person", "people")];
  return listed([...staff, ...(tally.guests === 0 ? [] : [counted(tally.guests, "guest")])]);
}

function places(tally: Counts): string {
  const text = shares(tally.places);
  if (text === "" || tally.placesFrom.length === 0) return text;
  return `${text} (by ${listed(tally.placesFrom.map((from) => (from === "timezone" ? "time zone" : plain(from))))})`;
}

function shares(all: readonly Share[]): string {
  const known = all.filter(({ value }) => value !== "unknown");
  if (known.length === 0) return "";
  const shown = known
    .slice(0, SHOWN)
    .map(({ value, left, of }) => `${brief(plain(value))} ${number(left)} of ${number(of)}`);
  const rest = known.slice(SHOWN);
  const others = rest.length === 0 ? [] : [`${number(sum(rest))} in ${counted(rest.length, "other")}`];
  const unknown = all.filter(({ value }) => value === "unknown");
  return [...shown, ...others, ...unknown.map(({ left }) => `not known ${number(left)}`)].join(" · ");
}

function sum(all: readonly Share[]): number {
  return all.reduce((total, { left }) => total + left, 0);
}

function names(people: readonly Disclosed<DepartureView>[]): string {
  const shown = people.slice(0, SHOWN - 1).map(nameOf);
  const rest = people.length - shown.length;
  return rest === 0 ? listed(shown) : `${shown.join(", ")} and ${number(rest)} more`;
}

function evidence(tally: Counts, people: readonly Disclosed<DepartureView>[]): string {
  const kinds = new Map<string, number>();
  for (const { change } of people) kinds.set(change, (kinds.get(change) ?? 0) + 1);
  const how = [...kinds].map(([change, n]) => (people.length === 1 ? change : `${number(n)} ${change}`));
  return [
    how.join(", "),
    ...(tally.unconfirmed === 0 ? ["confirmed"] : [`${number(tally.unconfirmed)} not yet confirmed`]),
    ...(tally.cameBack === 0 ? [] : [`${number(tally.cameBack)} came back`]),
  ].join("; ");
}

/** What else is known of how one person left, one sentence each. */
export function circumstancesOf(departure: Disclosed<DepartureView>): string[] {
  const [by, when] = [actors([departure]), gap([departure])];
  return [
    ...(by === "" ? [] : [`The tool's log says who ended the account: ${by}.`]),
    ...(when === "" ? [] : [`There was a gap: ${when}.`]),
  ];
}

/** Who ended the accounts, where the tool has a log that tells; most first. */
function actors(people: readonly Disclosed<DepartureView>[]): string {
  const counts = new Map<string, number>();
  for (const { actor } of people) {
    if (actor === undefined) continue;
    const who = brief(plain(actor.name ?? actor.id));
    const words = actor.kind === "app" ? `the app ${who}` : who;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  if (people.length === 1) return [...counts.keys()].join("");
  const most = [...counts].toSorted(([, a], [, b]) => b - a);
  const shown = most.slice(0, SHOWN).map(([who, n]) => `${who} ${number(n)}`);
  return [...shown, ...(most.length > SHOWN ? [counted(most.length - SHOWN, "other")] : [])].join(" · ");
}

/** Where nobody looked. */
function gap(people: readonly Disclosed<DepartureView>[]): string {
  const gaps = people.flatMap((person) => person.gap ?? []);
  if (gaps.length === 0) return "";
  const since = gaps.map((one) => one.since).reduce((a, b) => (a < b ? a : b));
  const until = gaps.map((one) => one.until).reduce((a, b) => (a > b ? a : b));
  const whom = gaps.length === people.length ? "" : ` (${number(gaps.length)} of ${number(people.length)})`;
  return `nobody looked from ${moment(since)} to ${moment(until)}${whom}`;
}
