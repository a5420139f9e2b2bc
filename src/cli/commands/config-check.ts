import { counted, listed } from "../../messages/words.ts";
import { openSettings } from "../../wire.ts";
import { choice, type Run } from "../command.ts";

/** Reads the settings, the secrets that they name and the files that they point to. Asks no tool. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { file, directories, purpose } = await openSettings(choice(invocation));
  output.line(
    `${file}: ${counted(directories.length, "directory", "directories")} (${listed(directories.map(({ id }) => id))}), nothing wrong.`,
  );
  if (purpose === undefined) {
    output.note(
      "There is no purpose yet. Say why accounts are watched, by whose authority and whom to ask: rollcall init shows the form.",
    );
  }
  return 0;
};
