import { beyond, grantFor } from "../app/named-view.ts";
import type { Progress } from "../app/ports.ts";
import { rulesFor } from "../app/sweep.ts";
import type { ReadingRules } from "../app/take-reading.ts";
import { systemClock } from "../clock.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import { covers } from "../core/disclosure/grant.ts";
import { RollcallError } from "../core/errors.ts";
import { openStore, contextOf } from "./context.ts";
import { askedAs, type Choice, openSettings } from "./settings.ts";

/** A directory of the settings, to be read as it is now. @param directory what its snapshot is called */
export async function openDirectoryNow(
  id: string,
  choice: Choice,
  directory: string,
  progress: Progress,
): Promise<{ readonly rules: ReadingRules; readonly now: () => AsyncIterable<Snapshot> }> {
  const settings = await openSettings(choice, [id]);
  // A directory as it is now is nobody's own file: what is shown of it is shown by right.
  const grant = grantFor(settings.audiences, askedAs(choice), systemClock.now());
  if (grant !== undefined && !covers(grant, id)) throw beyond(grant, id);
  const [target] = settings.directories;
  if (target === undefined) throw new RollcallError("usage", `${id}: neither a file nor a directory of the settings.`);
  const context = contextOf({ store: await openStore(), progress });
  const now = async function* (): AsyncGenerator<Snapshot> {
    yield await target.connector.snapshot({ ...context, directory, settings: target.settings });
  };
  return { rules: rulesFor(context, target), now };
}
