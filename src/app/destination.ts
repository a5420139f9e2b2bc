import type { Audience } from "../core/disclosure/disclose.ts";
import { audienceAt, type Grant } from "../core/disclosure/grant.ts";
import { RollcallError } from "../core/errors.ts";
import type { IncidentKind } from "../core/notification/incident.ts";
import { earliest, type Notification } from "../core/notification/notification.ts";
import type { Readers } from "../core/ledger/rules.ts";
import { hearsOf, type Rule, type Topic } from "../core/notification/rule.ts";
import type { Instant } from "../core/time.ts";
import { type Digest, nextDigest, type QuietHours, quietUntil } from "./calendar.ts";
import type { Notifier } from "./ports.ts";

/** A destination as the settings describe it: its notifier with settings that it accepts, who reads there, and what they are told. */
export interface Destination<Settings = unknown> {
  readonly name: string;
  readonly notifier: Notifier<Settings>;
  readonly settings: Settings;
  readonly audience: Audience;
  /** Which of the audiences of the settings reads there; absent where it is a plain `named` or `counts`. */
  readonly alias?: string;
  /** Of an audience of counts: whose counts it may see; those of `anyone`, who may see the least, without it. */
  readonly readers?: Readers;
  /** By which right names go there; those of a plain `named` have none that ends. */
  readonly grant?: Grant;
  readonly rule: Rule;
  readonly quiet?: QuietHours & { readonly except: readonly Topic[] };
  /** Departures and changes are gathered until then; what is broken is told at once all the same. */
  readonly digest?: Digest;
}

/** An audience of counts reads what anyone may, unless it is said to be authorised; who may know names may know small counts. */
export function readersOf({ audience, readers }: Pick<Destination, "audience" | "readers">): Readers {
  return readers ?? (audience === "named" ? "authorised" : "anyone");
}

/** Whether it is told how the audit log is signed. */
export function hearsOfCheckpoints({ rule }: Pick<Destination, "rule">): boolean {
  return hearsOf(rule, "checkpoints", undefined);
}

/** The destination with the audience that it has now: one of counts, once the grant has run out by which names went there. */
export function asOf<D extends Destination>(destination: D, now: Instant): D {
  return { ...destination, audience: audienceAt(destination, now) };
}

/** What stands in the way of names where a grant has run out. */
export function ranOut({ alias, until }: Grant): RollcallError {
  return new RollcallError(
    "expired",
    `The right of the audience ${alias} to names ended with ${until}: where it is to go on, write a later day at audiences.${alias}.until in the settings.`,
  );
}

/** When the next message about an incident may go out. */
export function dueAt(
  destination: Destination,
  kind: IncidentKind,
  before: Notification | undefined,
  at: Instant,
): Instant {
  if ((kind === "digest" || kind === "layoffs") && destination.digest !== undefined)
    return nextDigest(destination.digest, at);
  const spaced = earliest(before, destination.notifier.updates, at);
  return heldUntil(destination, kind, spaced) ?? spaced;
}

/** The end of the quiet hours that `at` falls into; undefined outside of them and for what is told all the same. */
export function heldUntil({ quiet }: Destination, kind: IncidentKind, at: Instant): Instant | undefined {
  // A digest has a time of its own; a test is sent because somebody waits for it.
  if (quiet === undefined || kind === "digest" || kind === "test") return undefined;
  return quiet.except.some((topic) => topic === kind) ? undefined : quietUntil(quiet, at);
}
