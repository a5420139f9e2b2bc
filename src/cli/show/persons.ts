import { RollcallError } from "../../core/errors.ts";
import type { PersonRules } from "../../core/person/rules.ts";
import type { NamedReading } from "../../wire/view.ts";
import type { Invocation } from "../command.ts";
import { openViewing } from "../viewing.ts";

/** Opens the store to link in it. What the mapping says has a say in that, so that the settings are needed. */
export async function openActing(
  invocation: Invocation,
): Promise<{ readonly viewing: NamedReading; readonly rules: PersonRules }> {
  const viewing = await openViewing(invocation);
  if (viewing.persons !== undefined) return { viewing, rules: viewing.persons };
  await viewing.store.close();
  throw new RollcallError(
    "usage",
    "persons: linking needs the settings, which say by what accounts are linked; leave --store out.",
  );
}
