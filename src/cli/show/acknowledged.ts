import type { Acknowledging } from "../../app/acknowledge-offboarding.ts";
import { recordView } from "../../app/named-view.ts";
import { checkFor, entriesOf, matterView, rulesOf } from "../../app/offboarding.ts";
import { covers } from "../../core/disclosure/grant.ts";
import type { Check } from "../../core/offboarding/check.ts";
import { accountsIn } from "../../core/offboarding/matters.ts";
import { acknowledgedText, ownerOf } from "../../messages/offboarding.ts";
import type { NamedReading } from "../../wire/view.ts";
import type { Invocation } from "../command.ts";
import type { Output } from "../output.ts";
import { openViewing } from "../viewing.ts";

/**
 * Opens the store, and what the check says as far as whoever asks may know. Whether somebody belongs may be said where they do not
 * look, so that all is looked at.
 */
export async function openCheck(
  invocation: Invocation,
): Promise<{ readonly viewing: NamedReading; readonly check: Check }> {
  const viewing = await openViewing(invocation);
  try {
    const { whole, clock, grant } = viewing;
    const mine = (directory: string): boolean => grant === undefined || covers(grant, directory);
    return { viewing, check: await checkFor(whole, rulesOf(viewing), clock.now(), mine) };
  } catch (error) {
    await viewing.store.close();
    throw error;
  }
}

/** Shows of what something was said, or taken back. */
export async function showActed(
  output: Output,
  viewing: NamedReading,
  { matter, acknowledgement }: Acknowledging,
  asJson: boolean,
): Promise<void> {
  await recordView(viewing, "offboarding", { what: acknowledgement.id, people: 1 });
  const entryOf = await entriesOf(viewing.store, accountsIn(matter));
  const of = { ...matter.of, acknowledged: acknowledgement };
  const view = matterView({ found: matter.found, of } as typeof matter, entryOf);
  if (view === undefined || view.found === "departure" || view.acknowledged === undefined) return;
  if (asJson) output.json(view);
  else {
    const { account, acknowledged } = view;
    output.line(`${acknowledged.id}  ${ownerOf(account)} in ${account.directory}. ${acknowledgedText(acknowledged)}`);
  }
}
