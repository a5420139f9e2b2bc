// What a wave was, as far as the evidence goes: reasons as values, and the cause that they amount to.
import type { Kind } from "../directory/account.ts";
import type { ChangeKind } from "../directory/change.ts";
import type { Actor } from "../directory/event.ts";
import { type Health, HEALTHS } from "../directory/health.ts";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../time.ts";
import type { Plan } from "./plan.ts";
import { ascending, lengthOf, middle, mostWithin } from "./times.ts";
import type { Place } from "./where.ts";

export const CAUSES = [
  "departures",
  "broken_sync",
  "guest_expiry",
  "erasure",
  "restructuring",
  "planned",
  "unknown",
] as const;
export type Cause = (typeof CAUSES)[number];

/** One departure of a wave. What is absent is not known. */
export interface Ended {
  /** Not before; null where nobody looked before. */
  readonly since: Instant | null;
  /** Not after. */
  readonly at: Instant;
  readonly change: ChangeKind;
  readonly confirmed: boolean;
  readonly kind?: Kind;
  /** Null where it has none, or none any more. */
  readonly guestExpires?: Instant | null;
  /** When the tool last changed the record in any way. */
  readonly updated?: Instant;
  readonly actor?: Pick<Actor, "kind" | "id">;
  /** When the account came back. */
  readonly reversed?: Instant;
  /**
   * Whether the same person got an account in another directory or workspace about then that is active. One that was there before is no
   * move: whoever a broken sync takes out of one tool is in the others as ever.
   */
  readonly moved?: boolean;
  /**
   * Whether a directory that says who belongs had the same person in use, in a healthy reading that began after they left here. Nobody
   * knows where it was not read since, or where their account there is not known.
   */
  readonly belongs?: boolean;
}

export interface Evidence {
  readonly departures: readonly Ended[];
  /** Where it is, if it is anywhere more than elsewhere. */
  readonly where: readonly Pick<Place, "left">[];
  readonly plans: readonly Pick<Plan, "id" | "from" | "until">[];
  /** Of each reading in its span. */
  readonly readings: readonly Health[];
  readonly now: Instant;
}

const STRENGTHS = { weak: 1, clear: 2, strong: 4 } as const;
type Strength = keyof typeof STRENGTHS;

/** What a reason speaks for and against, and how much. */
interface Voice {
  readonly for?: Cause;
  readonly against?: Cause;
  readonly strength: Strength;
}

/** Counts of departures, and lengths of time in milliseconds, by reason. */
interface Findings {
  /**
   * How many may have happened within a plan, and how many did; what the wave looks like without it; whether more came back than a plan
   * that people leave explains.
   */
  plan: { overlapping: number; within: number; plans: readonly string[]; beneath: Cause; contradicted: boolean };
  erased: { erased: number };
  /** Guests whose expiry lies where they left, or within a day of it. Of `unknown` guests no expiry is known. */
  expired: { expired: number; unknown: number };
  elsewhere: { moved: number; demoted: number; unknown: number };
  /** Who is `still` active in the directory that says who belongs, and who is `gone` there too. */
  leading: { still: number; gone: number; unknown: number };
  /** `back` within a week, half of them within `after`, and `span` between the first and the last; others `late`r. */
  returned: { back: number; late: number; after: number; span: number };
  /** Half of the `gone`, or more, have been so for `since` or longer; `early`: too short to tell whether they come back. */
  standing: { gone: number; since: number; early: boolean };
  /**
   * When records were changed: of the `known`, the `fast` at a pace that nobody keeps up by hand, the first and the last of them
   * `span` apart; and in how many different seconds.
   */
  pace: { known: number; fast: number; span: number; busiestMinute: number; seconds: number };
  /** By a log: how many different actors of either kind, how many ended by persons, and by the one who ended the most. */
  actors: { known: number; persons: number; apps: number; byPersons: number; most: Most };
  /** How many may have been within one hour. */
  spread: { hour: number };
  places: { places: number; left: number };
  confirmed: { confirmed: number };
  readings: { readings: number; ill: readonly { readonly health: Health; readonly count: number }[] };
}

type Most = { readonly kind: Actor["kind"]; readonly count: number };

/** Without `speaks` it says nothing for or against any cause, and is listed so that it is known. */
type Found = { [K in keyof Findings]: Readonly<{ reason: K } & Findings[K]> }[keyof Findings] & {
  readonly speaks?: Voice;
};

/** `of` so many departures. Nothing of it is about one person. */
export type Reason = Found & { readonly of: number };

interface Explained {
  readonly cause: Cause;
  /** What speaks for the cause first, the strongest first. */
  readonly reasons: readonly Reason[];
}

/** Fewer come together by chance. */
const FEW = 3;
/** From this score on a cause is named, where it leads by so much: two weak reasons are not enough, nor is a narrow lead. */
const NAMED = { from: 3, lead: 2 } as const;
/** What was broken is put right within days: Slack's own fault of April 2024 took four (slack-status.com/2024-04/b3a5d5713e783458). */
const SOON = 7 * DAY;
/** So many come back of any who leave: somebody was taken for another, or hired again. */
const ORDINARY_RETURNS = 0.05;
/** From this share on they come back as a set. */
const RETURNING = 0.2;
/** How long they are to be gone before that says something. */
const GONE = { weak: 4 * HOUR, clear: DAY, strong: 3 * DAY } as const;
/** In steps, so that what is said does not change with every minute. */
const GONE_STEPS = [0, HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 30 * DAY];
/** Whoever ends accounts one by one in a tool's own pages takes several seconds for each. */
const PACES = [
  { count: 3, within: 2 * SECOND },
  { count: 10, within: MINUTE },
] as const;
/** From this share on it is as good as all of them. */
const NEARLY_ALL = 0.9;
/** Readings that gave no list; what the other ill ones gave cannot be what the directory holds. */
const BLIND: ReadonlySet<Health> = new Set(["unauthorised", "unreachable"]);

/** Of a wave with at least one departure; their order changes nothing. */
export function causeOf(evidence: Evidence): Explained {
  const { departures } = evidence;
  const of = departures.length;
  const found = [
    erased(departures),
    expired(departures),
    returned(departures),
    elsewhere(departures),
    leading(departures),
    standing(departures, evidence.now),
    pace(departures),
    actors(departures),
    spread(departures),
    places(evidence.where, of),
    confirmed(departures),
    readings(evidence.readings),
  ].filter((one) => one !== undefined);
  const beneath = looksLike(found);
  const plan = planned(evidence, beneath, found);
  // Those that weigh as much stay in the order above.
  const sorted = found.toSorted(
    (a, b) =>
      weight(b, beneath) - weight(a, beneath) || Number(b.speaks !== undefined) - Number(a.speaks !== undefined),
  );
  return {
    cause: plan?.speaks === undefined ? beneath : "planned",
    reasons: [...(plan === undefined ? [] : [plan]), ...sorted].map((one) => ({ ...one, of })),
  };
}

/**
 * First what nothing else looks like, where most departures are of it; then what is weighed. That people left is weighed like anything
 * else: it is not what remains.
 */
function looksLike(found: readonly Found[]): Cause {
  const are = (cause: Cause): boolean => found.some((one) => weight(one, cause) === STRENGTHS.strong);
  const score = (cause: Cause): number => found.reduce((sum, one) => sum + weight(one, cause), 0);
  const [left, broken] = [score("departures"), score("broken_sync")];
  if (are("erasure")) return "erasure";
  if (are("guest_expiry")) return "guest_expiry";
  if (broken >= NAMED.from && broken - left >= NAMED.lead) return "broken_sync";
  if (are("restructuring")) return "restructuring";
  return left >= NAMED.from && left - broken >= NAMED.lead ? "departures" : "unknown";
}

/** Below 0 where it speaks against the cause. */
function weight({ speaks }: Found, cause: Cause): number {
  if (speaks === undefined) return 0;
  return STRENGTHS[speaks.strength] * (Number(speaks.for === cause) - Number(speaks.against === cause));
}

function voice(strength: Strength | undefined, causes: Omit<Voice, "strength">): { readonly speaks?: Voice } {
  return strength === undefined ? {} : { speaks: { ...causes, strength } };
}

/** More than half of those of whom it is known, and no fewer than those of whom it is not. */
function areMost(some: number, unknown: number, of: number): "strong" | "weak" {
  return isMost(some, unknown, of) ? "strong" : "weak";
}

function isMost(some: number, unknown: number, of: number): boolean {
  return some >= FEW && 2 * some > of - unknown && some >= unknown;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The interval in which it happened: an instant where the tool's last change of the record lies in it. */
function spanOf(departure: Ended): Span {
  const changed = changedAt(departure);
  return { from: changed ?? departure.since ?? Number.NEGATIVE_INFINITY, to: changed ?? departure.at };
}

/**
 * When the tool changed the record, if that can be when the account was ended. Any other change moves it too: one that came later says
 * nothing of the departure, and neither does the one by which data was erased.
 */
function changedAt({ updated, since, at, change }: Ended): Instant | undefined {
  if (updated === undefined || change === "erased" || updated > at) return undefined;
  // Tools that keep whole seconds cut off the rest.
  return since !== null && updated + SECOND <= since ? undefined : updated;
}

function planned({ departures, plans }: Evidence, beneath: Cause, found: readonly Found[]): Found | undefined {
  const spans = departures.map(spanOf);
  const shared = plans.filter((plan) => spans.some((span) => overlaps(plan, span)));
  if (shared.length === 0) return undefined;
  const overlapping = spans.filter((span) => shared.some((plan) => overlaps(plan, span))).length;
  const within = spans.filter(({ from, to }) => shared.some((plan) => from >= plan.from && to < plan.until)).length;
  const contradicted = found.some(
    ({ reason, speaks }) => reason === "returned" && speaks !== undefined && speaks.strength !== "weak",
  );
  const numbers = { overlapping, within, plans: shared.map(({ id }) => id).toSorted(), beneath, contradicted };
  const strength = 2 * overlapping > spans.length ? "strong" : undefined;
  return { reason: "plan", ...numbers, ...voice(strength, { for: "planned" }) };
}

function overlaps(plan: Pick<Plan, "from" | "until">, { from, to }: Span): boolean {
  return from < plan.until && to >= plan.from;
}

function erased(departures: readonly Ended[]): Found | undefined {
  const some = departures.filter(({ change }) => change === "erased").length;
  if (some === 0) return undefined;
  return { reason: "erased", erased: some, ...voice(areMost(some, 0, departures.length), { for: "erasure" }) };
}

function expired(departures: readonly Ended[]): Found | undefined {
  const guests = departures.filter(({ kind }) => kind === "guest");
  const some = guests.filter(hasExpired).length;
  if (some === 0) return undefined;
  const unknown = guests.filter(({ guestExpires }) => guestExpires == null).length;
  const strength = areMost(some, unknown, departures.length);
  return { reason: "expired", expired: some, unknown, ...voice(strength, { for: "guest_expiry" }) };
}

/** Or on the same day, whatever the time zone: a guest's last day ends at midnight somewhere. */
function hasExpired({ guestExpires, since, at }: Ended): boolean {
  return guestExpires != null && guestExpires >= (since ?? at) - DAY && guestExpires <= at + DAY;
}

function elsewhere(departures: readonly Ended[]): Found | undefined {
  const demoted = departures.filter(({ change }) => change === "demoted").length;
  const others = departures.filter(({ change }) => change !== "demoted");
  const moved = others.filter((one) => one.moved === true).length;
  if (moved + demoted === 0) return undefined;
  const unknown = others.filter((one) => one.moved === undefined).length;
  const strength = areMost(moved + demoted, unknown, departures.length);
  return { reason: "elsewhere", moved, demoted, unknown, ...voice(strength, { for: "restructuring" }) };
}

/** Whoever leaves is ended where it is said who belongs, at the latest soon after; a sync that breaks takes people out of one tool alone. */
function leading(departures: readonly Ended[]): Found | undefined {
  const still = departures.filter(({ belongs }) => belongs === true).length;
  const gone = departures.filter(({ belongs }) => belongs === false).length;
  if (still + gone === 0) return undefined;
  const unknown = departures.length - still - gone;
  const speaks = isMost(still, unknown, departures.length)
    ? voice("strong", { for: "broken_sync", against: "departures" })
    : voice(isMost(gone, unknown, departures.length) ? "clear" : undefined, { for: "departures" });
  return { reason: "leading", still, gone, unknown, ...speaks };
}

function returned(departures: readonly Ended[]): Found | undefined {
  const all = departures.flatMap(({ at, reversed }) => (reversed === undefined ? [] : [{ at, reversed }]));
  if (all.length === 0) return undefined;
  const soon = all.filter(({ at, reversed }) => reversed - at <= SOON);
  const back = soon.length;
  const after = Math.max(0, middle(soon.map(({ at, reversed }) => reversed - at)));
  const span = lengthOf(soon.map(({ reversed }) => reversed).toSorted(ascending));
  const strength = returnsSay(back, departures.length);
  // A few may have been ended by mistake, whoever ended them.
  const speaks = voice(strength, { ...(strength === "weak" ? {} : { for: "broken_sync" }), against: "departures" });
  return { reason: "returned", back, late: all.length - back, after, span, ...speaks };
}

function returnsSay(back: number, of: number): Strength | undefined {
  if (areOrdinary(back, of)) return undefined;
  if (back < FEW || back < RETURNING * of) return "weak";
  return 2 * back < of ? "clear" : "strong";
}

/** So few came back as of any departures; a single one says nothing. */
function areOrdinary(back: number, of: number): boolean {
  return back <= Math.max(1, ORDINARY_RETURNS * of);
}

function standing(departures: readonly Ended[], now: Instant): Found | undefined {
  const gone = departures.filter(({ reversed }) => reversed === undefined);
  if (gone.length === 0 || !areOrdinary(departures.length - gone.length, departures.length)) return undefined;
  const exactly = now - middle(gone.map(({ at }) => at));
  const since = GONE_STEPS.findLast((step) => step <= exactly) ?? 0;
  const strength = (["strong", "clear", "weak"] as const).find((one) => since >= GONE[one]);
  const early = strength === undefined;
  return { reason: "standing", gone: gone.length, since, early, ...voice(strength, { for: "departures" }) };
}

function pace(departures: readonly Ended[]): Found {
  const times = departures.flatMap((one) => changedAt(one) ?? []).toSorted(ascending);
  const fast = times.filter((_, i) => PACES.some(({ count, within }) => isOneOf(times, i, count, within)));
  const isFast = fast.length >= FEW && 2 * fast.length >= departures.length;
  return {
    reason: "pace",
    known: times.length,
    fast: fast.length,
    span: lengthOf(fast),
    busiestMinute: mostWithin(MINUTE, times, times),
    seconds: new Set(times.map((at) => Math.floor(at / SECOND))).size,
    ...voice(isFast ? "weak" : undefined, { for: "broken_sync" }),
  };
}

/** Whether the time at `index` is one of `count` that follow each other within a span. */
function isOneOf(times: readonly Instant[], index: number, count: number, within: number): boolean {
  return Array.from({ length: count }, (_, back) => index - back).some((first) => {
    const [from, to] = [times[first], times[first + count - 1]];
    return from !== undefined && to !== undefined && to - from <= within;
  });
}

function actors(departures: readonly Ended[]): Found | undefined {
  const known = departures.flatMap(({ actor }) => actor ?? []);
  const everyone = [...Map.groupBy(known, ({ kind, id }) => `${kind} ${id}`).values()].flatMap((acts): Most[] =>
    acts.slice(0, 1).map(({ kind }) => ({ kind, count: acts.length })),
  );
  // By kind too: of two who ended as many it must not matter who came first.
  const [most] = everyone.toSorted((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
  if (most === undefined) return undefined;
  const apps = everyone.filter(({ kind }) => kind === "app").length;
  const byPersons = known.filter(({ kind }) => kind === "person").length;
  const numbers = { known: known.length, persons: everyone.length - apps, apps, byPersons, most };
  return { reason: "actors", ...numbers, ...actorsSay(departures.length, numbers) };
}

/**
 * A sync goes wrong as one app; so does an off-boarding through an identity provider, which is why it is weak. Several people at work
 * are no sync; one may be a script with a person's token.
 */
function actorsSay(of: number, { known, byPersons, most }: Findings["actors"]): { readonly speaks?: Voice } {
  if (known < FEW || 2 * known < of) return {};
  if (most.kind === "app" && 2 * most.count >= of) return voice("weak", { for: "broken_sync" });
  if (byPersons < NEARLY_ALL * known) return {};
  const several = most.count < NEARLY_ALL * known;
  return voice(several ? "clear" : "weak", { for: "departures", against: "broken_sync" });
}

function spread(departures: readonly Ended[]): Found {
  const spans = departures.map(spanOf);
  const begins = spans.map(({ from }) => from).toSorted(ascending);
  const hour = mostWithin(HOUR, begins, spans.map(({ to }) => to).toSorted(ascending));
  return { reason: "spread", hour, ...voice(2 * hour <= spans.length ? "weak" : undefined, { for: "departures" }) };
}

function places(where: Evidence["where"], of: number): Found | undefined {
  if (where.length === 0) return undefined;
  const left = where.reduce((sum, place) => sum + place.left, 0);
  const strength = 2 * left >= of ? "weak" : undefined;
  return { reason: "places", places: where.length, left, ...voice(strength, { for: "departures" }) };
}

function confirmed(departures: readonly Ended[]): Found {
  const some = departures.filter((one) => one.confirmed).length;
  const speaks =
    some >= NEARLY_ALL * departures.length
      ? voice("weak", { for: "departures" })
      : voice(2 * some < departures.length ? "weak" : undefined, { against: "departures" });
  return { reason: "confirmed", confirmed: some, ...speaks };
}

function readings(all: readonly Health[]): Found | undefined {
  const ill = HEALTHS.filter((health) => health !== "ok" && all.includes(health)).map((health) => {
    return { health, count: all.filter((one) => one === health).length };
  });
  if (ill.length === 0) return undefined;
  const strength = ill.every(({ health }) => BLIND.has(health)) ? "weak" : "clear";
  return { reason: "readings", readings: all.length, ill, ...voice(strength, { against: "departures" }) };
}
