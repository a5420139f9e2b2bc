import { enterTotal } from "../../app/official-total.ts";
import { rehearsal } from "../../app/rehearsal.ts";
import { RollcallError } from "../../core/errors.ts";
import { counted, number } from "../../messages/words.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, flag, type Invocation, type Run, textOption } from "../command.ts";

/** Enters an official total that has become public, so that no later release proves by it what it must not. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const low = figure(invocation, "low");
  if (low === undefined)
    throw new RollcallError("usage", "total: give --low, such as --low 120, or a range with --high.");
  const high = figure(invocation, "high") ?? low;
  const { store, clock } = await openReading(choice(invocation));
  try {
    const dryRun = flag(invocation, "dryRun");
    const frozen = await enterTotal({ store: dryRun ? rehearsal(store, async () => {}) : store, clock }, { low, high });
    const total = low === high ? number(low) : `${number(low)} to ${number(high)}`;
    output.line(`A total of ${total} ${dryRun ? "would be" : "is"} taken for public.`);
    for (const [readers, units] of Object.entries(frozen)) {
      const what = units === 0 ? "nothing is held back for it" : `${counted(units, "unit")} will never change again`;
      output.line(`  ${readers}: ${what}`);
    }
    output.note(
      dryRun ? "A dry run: nothing was kept." : "It cannot be taken back, for what is out cannot be recalled.",
    );
    return 0;
  } finally {
    await store.close();
  }
};

function figure(invocation: Invocation, name: string): number | undefined {
  const text = textOption(invocation, name);
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new RollcallError("usage", `--${name} ${text}: give a whole number of people.`);
}
