import { defined } from "../defined.ts";
import { DAY, type Instant, type Interval } from "../time.ts";
import { type Attributes, type Kind, ROLES, type Status } from "./account.ts";
import type { ChangeKind } from "./change.ts";
import type { Departure } from "./departure.ts";
import type { Place, PlaceKind } from "./place.ts";
import type { RosterEntry } from "./roster.ts";

/**
 * `yes`: they are back and lack it. `no`: they have it. `when back`: they lack it with all the rest. `ended`: they lack it,
 * and there is nothing to put them back into. `unknown`: they are back, and what they have has not been read since.
 */
type ToRestore = "yes" | "no" | "when back" | "ended" | "unknown";

/** One thing that somebody had when they left. */
export interface Had {
  readonly kind: PlaceKind | "role";
  /** The id of a channel or group; of a role, its word. */
  readonly id: string;
  readonly name?: string;
  readonly private?: boolean;
  /** Null where nobody knows. */
  readonly has: boolean | null;
  readonly restore: ToRestore;
  /** `not listed`: deleted, disabled, or out of sight. */
  readonly ended?: "archived" | "not listed";
}

/** What one account had, and what of it has to be given back. */
export interface Restoration {
  readonly directory: string;
  readonly account: {
    readonly id: string;
    readonly name?: string | null;
    readonly email?: string | null;
    readonly kind?: Kind;
  };
  /** The departures that it makes good, oldest first. */
  readonly departures: readonly string[];
  /** The last of them. */
  readonly left: { readonly change: ChangeKind; readonly at: Interval; readonly confirmed: boolean };
  /** Absent while they are gone. */
  readonly back?: { readonly change: string; readonly at: Interval };
  readonly had: Pick<Attributes, "role" | "kind">;
  readonly now: Pick<Attributes, "role" | "kind"> & { readonly status?: Status };
  /** Role, channels, groups. */
  readonly things: readonly Had[];
  /** Of what it is not known whether they had more of it: nobody had read it when they left. */
  readonly unknown: readonly Had["kind"][];
}

/** The channels and groups of one directory, to be looked up by kind and id. */
export interface PlaceBook {
  readonly find: (kind: PlaceKind, id: string) => Pick<Had, "name" | "private" | "ended">;
  /** When the last reading began that listed any of the kind. */
  readonly readAt: (kind: PlaceKind) => Instant | undefined;
}

export function placeBook(places: readonly Place[]): PlaceBook {
  const byKey = new Map(places.map((place) => [`${place.kind} ${place.id}`, place]));
  const read = new Map<PlaceKind, Instant>();
  for (const { kind, seenAt } of places) read.set(kind, Math.max(seenAt, read.get(kind) ?? seenAt));
  return {
    readAt: (kind) => read.get(kind),
    find: (kind, id) => {
      const place = byKey.get(`${kind} ${id}`);
      const last = read.get(kind);
      const listed = last === undefined || place?.seenAt === last;
      const ended = !listed ? "not listed" : place?.archived === true ? "archived" : undefined;
      return defined({ name: place?.name, private: place?.private, ended } as const);
    },
  };
}

/** A sync that is broken takes people out again and again; what they had is what they had before the first time. */
const ONE_TROUBLE = 7 * DAY;

/**
 * The departures of one account, those together that follow a return within a week.
 * @returns oldest first, and so are those in each
 */
export function troubles(departures: readonly Departure[]): Departure[][] {
  const found: Departure[][] = [];
  for (const departure of departures.toSorted((a, b) => a.at.notAfter - b.at.notAfter)) {
    const last = found.at(-1);
    const before = last?.at(-1)?.reversed;
    if (before !== undefined && departure.at.notAfter - before.at.notAfter <= ONE_TROUBLE) last?.push(departure);
    else found.push([departure]);
  }
  return found;
}

/**
 * What one account had before a trouble, against what the roster says of it now.
 * @param trouble its departures, at least one, oldest first
 * @param newest the account's last departure of all: whether they are back
 * @param entry absent where the account is not known any more
 */
export function restoration(
  directory: string,
  id: string,
  trouble: readonly Departure[],
  newest: Departure,
  entry: RosterEntry | undefined,
  places: PlaceBook,
): Restoration {
  const left = trouble.at(-1) ?? newest;
  const told = left.accounts.find((account) => account.directory === directory && account.id === id);
  const { status, attributes: now = {} } = entry?.account ?? {};
  const had = { ...rights(left.lastKnown), ...rights(trouble[0]?.lastKnown ?? {}) };
  const isBack = newest.reversed !== undefined;
  const things = (["channel", "group"] as const).flatMap((kind) => {
    const has = hasOf(entry, kind);
    return hadOf(trouble, kind).map((one): Had => {
      const place = places.find(kind, one);
      const restore = verdict(has(one), isBack, place.ended);
      return { kind, id: one, ...place, has: has(one), restore };
    });
  });
  return {
    directory,
    account: {
      id,
      ...defined({ name: now.name ?? told?.name, email: now.email ?? told?.email, kind: had.kind ?? told?.kind }),
    },
    departures: trouble.map((departure) => departure.id),
    left: { change: left.change, at: left.at, confirmed: left.confirmed },
    ...(newest.reversed === undefined ? {} : { back: newest.reversed }),
    had,
    now: { ...rights(now), ...defined({ status }) },
    things: [...role(had, now, entry, isBack), ...things.toSorted(byKindAndName)],
    unknown: [
      ...(wordOf(had) === undefined ? ["role" as const] : []),
      ...(["channel", "group"] as const).filter((kind) => trouble[0]?.lastKnown[`${kind}s`] === undefined),
    ],
  };
}

function verdict(has: boolean | null, isBack: boolean, ended?: Had["ended"]): ToRestore {
  if (has === true) return "no";
  if (ended !== undefined) return "ended";
  if (!isBack) return "when back";
  return has === null ? "unknown" : "yes";
}

/** All that they had at any of these departures: some had been given back to whoever was taken out once more. */
function hadOf(trouble: readonly Departure[], kind: PlaceKind): string[] {
  return [...new Set(trouble.flatMap(({ lastKnown }) => lastKnown[`${kind}s`] ?? []))];
}

/** Whether they are in it now. Of whoever is not here and settled, nothing can be said of where they are. */
function hasOf(entry: RosterEntry | undefined, kind: PlaceKind): (id: string) => boolean | null {
  if (isGone(entry)) return () => false;
  const now = isHere(entry) ? entry?.account.attributes[`${kind}s`] : undefined;
  if (now === undefined) return () => null;
  const ids = new Set(now);
  return (id) => ids.has(id);
}

function isGone(entry: RosterEntry | undefined): boolean {
  if (entry === undefined) return false;
  const { status } = entry.account;
  return status === "deactivated" || status === "erased" || entry.presence === "removed";
}

function isHere(entry: RosterEntry | undefined): boolean {
  return entry?.account.status === "active" && entry.presence === "present" && entry.pending === undefined;
}

function role(
  had: Pick<Attributes, "role" | "kind">,
  now: Attributes,
  entry: RosterEntry | undefined,
  isBack: boolean,
): Had[] {
  const id = wordOf(had);
  if (id == null) return [];
  const word = had.role == null ? now.kind : now.role;
  const unsure = !isHere(entry) || word === undefined;
  const has = isGone(entry) ? false : unsure ? null : !isLess(word, id);
  return [{ kind: "role", id, has, restore: verdict(has, isBack) }];
}

/** The role, else the kind; null where the tool said that there is none, undefined where it said nothing. */
function wordOf({ role: word, kind }: Pick<Attributes, "role" | "kind">): string | null | undefined {
  return word ?? kind ?? word;
}

/** On the ladder, fewer rights; off it, another word. */
function isLess(now: string | null, had: string): boolean {
  const [a, b] = [now, had].map((word) => (ROLES as readonly string[]).indexOf(word ?? ""));
  return a === undefined || b === undefined || a < 0 || b < 0 ? now !== had : a > b;
}

function rights({ role: word, kind }: Attributes): Pick<Attributes, "role" | "kind"> {
  return defined({ role: word, kind });
}

function byKindAndName(a: Had, b: Had): number {
  const [x, y] = [a, b].map(({ kind, id, name }) => `${kind} ${name === undefined ? "\u{10ffff}" : name} ${id}`);
  return (x ?? "") < (y ?? "") ? -1 : 1;
}
