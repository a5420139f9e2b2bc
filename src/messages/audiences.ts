import { endOf, type Grant, standing } from "../core/disclosure/grant.ts";
import { DAY, type Instant } from "../core/time.ts";
import { day } from "./time.ts";
import { counted, listed, plain } from "./words.ts";

/** For whom names are about to be shown, for whoever asked for them. */
export function shownText({ alias, who, reason, until, directories }: Grant): string {
  const of = directories === undefined ? "" : ` of ${listed(directories)} alone`;
  return `For ${alias} (${plain(who)}), who may see names${of} until ${day(until)}: ${plain(reason)}`;
}

/**
 * That a grant ends, or has ended, in one sentence without names; undefined where there is nothing to say.
 * @param destinations to which names go by it
 */
export function grantText(grant: Grant, destinations: readonly string[], now: Instant): string | undefined {
  const { alias, until } = grant;
  const stands = standing(grant, now);
  if (stands === "holds") return undefined;
  const sent = destinations.length === 0 ? "" : `, or sent to ${listed(destinations)}`;
  const renew = `Where it is to go on, write a later day at audiences.${alias}.until.`;
  if (stands === "over") {
    return `The right of ${alias} to names ended with ${day(until)}: nothing with a name is shown for it${sent}. ${renew}`;
  }
  const left = Math.ceil((endOf(grant) - now) / DAY);
  return `The right of ${alias} to names ends with ${day(until)}, ${left === 1 ? "today" : `in ${counted(left - 1, "day")}`}. ${renew}`;
}

/** Who else may read where names go, in one sentence. */
export function exposedText({ destination, why }: { readonly destination: string; readonly why: string }): string {
  return `${destination}: ${why}.`;
}
