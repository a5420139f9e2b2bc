import type { Grant, OwnAudience } from "../core/disclosure/grant.ts";
import { standing } from "../core/disclosure/grant.ts";
import type { Viewer } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import { nearest } from "../core/suggest.ts";
import type { Instant } from "../core/time.ts";
import { ranOut } from "./destination.ts";
import type { Clock, Store } from "./ports.ts";

/** By which right names are shown to whoever runs a command; without a grant, by that of whoever can open the store. */
export interface Viewing {
  readonly store: Store;
  readonly clock: Clock;
  readonly grant?: Grant;
}

/**
 * The grant by which names are shown: the one asked for, or the only one. Undefined where no audience of names is declared, so
 * that whoever can open the store is shown names as the operator.
 * @param as the alias that was asked for
 * @throws RollcallError `expired` where it has run out, `bad_setting` where there is none of this alias, `usage` where there are
 *   several and none was asked for, or where the audience sees counts alone
 */
export function grantFor(audiences: readonly OwnAudience[], as: string | undefined, now: Instant): Grant | undefined {
  const grants = audiences.filter((one) => one.sees === "named");
  const [only] = grants;
  if (as === undefined && only === undefined) return undefined;
  if (as === undefined && grants.length > 1) {
    throw new RollcallError(
      "usage",
      `Names are for one audience at a time: say for which of ${aliases(grants)} you look, with --as or in ROLLCALL_AS.`,
    );
  }
  const asked = as === undefined ? only : audiences.find(({ alias }) => alias === as);
  if (asked === undefined) throw unknown(as ?? "", grants);
  if (asked.sees === "counts") {
    throw new RollcallError(
      "usage",
      `--as ${asked.alias}: this audience may see counts alone; rollcall report --audience ${asked.alias} prints them.`,
    );
  }
  if (standing(asked, now) === "over") throw ranOut(asked);
  return asked;
}

/** What stands in the way of names of a directory that the right to names is not of. */
export function beyond({ alias, directories = [] }: Grant, directory: string): RollcallError {
  return new RollcallError(
    "refused",
    `${directory}: the audience ${alias} may know names of ${directories.join(", ")} alone (audiences.${alias}.directories).`,
  );
}

function unknown(as: string, grants: readonly Grant[]): RollcallError {
  const near = nearest(
    as,
    grants.map(({ alias }) => alias),
  );
  const hint =
    grants.length === 0
      ? "no audience of names is declared under audiences:; declare one, or leave --as and ROLLCALL_AS out"
      : `no audience of this alias may see names${near === undefined ? `; there are ${aliases(grants)}` : `, did you mean "${near}"?`}`;
  return new RollcallError("bad_setting", `--as ${as}: ${hint}`);
}

function aliases(audiences: readonly { readonly alias: string }[]): string {
  return audiences.map(({ alias }) => alias).join(", ");
}

/**
 * Puts on the record that people are about to be shown by name, and by which grant, before the first byte of it leaves: where the
 * record cannot be written, nothing is shown. Readers of counts alone are not recorded.
 * @param what which of them: ids of ours, aliases and numbers, never a name
 */
export async function recordView(
  { store, clock, grant }: Viewing,
  view: "departures" | "erase" | "explain" | "offboarding" | "persons" | "waves" | "sweep" | "notify retry",
  what: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  await store.transaction(
    (writer) => writer.record({ at: clock.now(), action: "view", detail: { view, ...viewer(grant), ...what } }),
    "log",
  );
}

/** What the record says of whoever does something: by which right, and by what (`desk`, `API`). */
export function doer(who: Viewer, through: string): Readonly<Record<string, string>> {
  return { through, ...(who.sees === "named" ? viewer(who.grant) : {}) };
}

/** What the record says of whoever is shown names. */
export function viewer(grant: Grant | undefined): Readonly<Record<string, string>> {
  return { audience: "named", ...(grant === undefined ? {} : { as: grant.alias, reason: grant.reason }) };
}
