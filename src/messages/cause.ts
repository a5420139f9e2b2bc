import type { Cause, Reason } from "../core/wave/cause.ts";
import { HOUR, MINUTE, SECOND } from "../core/time.ts";
import { duration } from "./time.ts";
import { counted, listed, number } from "./words.ts";

/** What follows `looks like`: what the evidence speaks for, not what it proves. */
export function causeText(cause: Cause): string {
  return LOOKS_LIKE[cause];
}

const LOOKS_LIKE: Readonly<Record<Cause, string>> = {
  departures: "people leaving",
  broken_sync: "a sync that went wrong",
  guest_expiry: "guest accounts that reached their expiry",
  erasure: "a batch of erasures",
  restructuring: "accounts that were moved or made guests",
  planned: "a planned change",
  unknown: "nothing clear so far",
};

/** One reason as one sentence, without a full stop. No names: it holds counts and times alone. */
export function reasonText(reason: Reason): string {
  switch (reason.reason) {
    case "plan":
      return planText(reason);
    case "erased":
      return `${many(reason.erased, reason)} had their data erased, not only their account ended`;
    case "expired":
      return `${many(reason.expired, reason)} are guests who were to expire then, or within a day of it${unknown(
        reason.unknown,
        (n) => `of ${counted(n, "other guest")} no expiry is known`,
      )}`;
    case "elsewhere":
      return elsewhereText(reason);
    case "leading":
      return leadingText(reason);
    case "returned":
      return returnedText(reason);
    case "standing":
      return standingText(reason);
    case "pace":
      return paceText(reason);
    case "actors":
      return actorsText(reason);
    case "spread":
      return reason.speaks === undefined
        ? `up to ${many(reason.hour, reason)} may have left within one hour`
        : `no more than ${many(reason.hour, reason)} left within any one hour, which is no single stroke`;
    case "places":
      return `${many(reason.left, reason)} were in ${
        reason.places === 1 ? "one place that" : `${number(reason.places)} places that each`
      } lost far more than the rest`;
    case "confirmed":
      return reason.confirmed === reason.of
        ? `${many(reason.of, reason)} are confirmed`
        : `${many(reason.confirmed, reason)} are confirmed; of the others it is not sure that they left`;
    case "readings": {
      const ill = listed(reason.ill.map(({ health, count }) => `${number(count)} ${health.replace("_", " ")}`));
      return `${number(sum(reason.ill))} of ${counted(reason.readings, "reading")} in that time ${
        sum(reason.ill) === 1 ? "was not as it" : "were not as they"
      } should be (${ill}), which makes departures less sure`;
    }
  }
}

type Of<K extends Reason["reason"]> = Extract<Reason, { readonly reason: K }>;

function planText({ overlapping, within, of, plans, beneath, contradicted, speaks }: Of<"plan">): string {
  const which = `${plans.length === 1 ? "a planned change" : "planned changes"} (${listed(plans)})`;
  const surely = within === overlapping ? "" : `, ${within === 0 ? "none" : number(within)} of them surely`;
  const some = `${many(overlapping, { of })} ${within === overlapping ? "left" : "may have left"} during ${which}${surely}`;
  if (speaks === undefined) return `only ${some}: most of them left outside of it`;
  const despite = contradicted ? ", and a plan that people leave does not explain that so many came back" : "";
  return `${some}; without it, this would look like ${causeText(beneath)}${despite}`;
}

function elsewhereText({ of, moved, demoted, unknown: notKnown }: Of<"elsewhere">): string {
  const parts = [
    ...(moved === 0
      ? []
      : [`${many(moved, { of })} have had an active account in another directory or workspace since`]),
    ...(demoted === 0
      ? []
      : [`${many(demoted, { of })} were made guests, which some organisations do with people who leave as well`]),
  ];
  return `${parts.join("; ")}${unknown(notKnown, (n) => `of ${number(n)} it is not known whether they have one elsewhere`)}`;
}

function leadingText({ of, still, gone, unknown: notKnown, speaks }: Of<"leading">): string {
  const means = speaks?.for === "broken_sync" ? ", as when a sync breaks and nobody has left" : "";
  const parts = [
    ...(still === 0 ? [] : [`${many(still, { of })} are still active in the directory that says who belongs${means}`]),
    ...(gone === 0 ? [] : [`${many(gone, { of })} have left the directory that says who belongs as well`]),
  ];
  return `${parts.join("; ")}${unknown(notKnown, (n) => `of ${number(n)} it is not known`)}`;
}

function returnedText({ of, back, late, after, span, speaks }: Of<"returned">): string {
  const later = late === 0 ? [] : [`${number(late)} came back more than a week after they had left`];
  if (back === 0) return later.join("");
  const apart =
    back === 1
      ? ""
      : `, ${span < SECOND ? "all in the same second" : `the first and the last ${duration(span)} apart`}`;
  const means =
    speaks === undefined ? ", which is as usual" : speaks.strength === "weak" ? "" : ", as when a sync is put right";
  const soon = `${many(back, { of })} came back, ${back === 1 ? "" : "half of them "}within ${duration(after)}${apart}${means}`;
  return [soon, ...later].join("; ");
}

function standingText({ of, gone, since, early }: Of<"standing">): string {
  if (early) {
    const when = since < HOUR ? "within the last hour" : "only hours ago";
    return `it is too early to tell whether they come back: half of them left ${when}`;
  }
  const whoever = gone === of ? "none of them has come back" : `${many(gone, { of })} have not come back`;
  return `${whoever}, and half of them have been gone for ${duration(since)} or longer`;
}

/** The tool's time is of the last change of whatever kind, and often in whole seconds, so that it shows a pace and no more. */
function paceText({ of, known, fast, span, busiestMinute, seconds, speaks }: Of<"pace">): string {
  if (known === 0)
    return "when the tool changed each record is not known, so neither is whether it was done at one stroke";
  const rest = unknown(of - known, (n) => `of ${number(n)} the time is not known`);
  if (speaks === undefined) {
    return `at most ${many(busiestMinute, { of: known })} records were changed within any minute, by the time of their last change${rest}`;
  }
  const how =
    span > 2 * MINUTE
      ? `faster than by hand, up to ${number(busiestMinute)} in a minute`
      : span < SECOND
        ? "in the same second"
        : `within ${duration(span)} of each other${fast === known ? `, in ${counted(seconds, "different second")}` : ""}`;
  return `${many(fast, { of })} records were last changed ${how}, as a sync, a script or a bulk action does, an off-boarding among them${rest}`;
}

function actorsText({ of, known, persons, apps, byPersons, most, speaks }: Of<"actors">): string {
  const by = (n: number, whom: string): string => `${many(n, { of })} ${n === 1 ? "was" : "were"} ended by ${whom}`;
  const who = [
    ...(persons === 0 ? [] : [by(byPersons, persons === 1 ? "one person" : `${number(persons)} people`)]),
    ...(apps === 0 ? [] : [by(known - byPersons, apps === 1 ? "one app" : `${number(apps)} apps`)]),
  ];
  const one = persons + apps === 1 ? "" : `, ${number(most.count)} by the ${most.kind} who ended the most`;
  const means =
    speaks?.for === "broken_sync" ? ", as a sync does, and an off-boarding through an identity provider too" : "";
  const rest = unknown(of - known, (n) => `of ${number(n)} the log does not say who`);
  return `${listed(who)}${one}${means}${rest}`;
}

/** `31 of 36`. */
function many(some: number, { of }: Pick<Reason, "of">): string {
  return `${number(some)} of ${number(of)}`;
}

function unknown(n: number, text: (n: number) => string): string {
  return n === 0 ? "" : `; ${text(n)}`;
}

function sum(ill: Of<"readings">["ill"]): number {
  return ill.reduce((total, { count }) => total + count, 0);
}
