import { limitedStore } from "../app/limited-store.ts";
import { grantFor, type Viewing } from "../app/named-view.ts";
import type { Store } from "../app/ports.ts";
import { recordPurpose, type Recorded } from "../app/purpose.ts";
import { defined } from "../core/defined.ts";
import { purposeRecordOf } from "./purpose.ts";
import { askedAs, type Choice, type Reading, readingOf, settingsFor } from "./settings.ts";

/** A store that is opened to show names out of it. */
export interface NamedReading extends Reading, Viewing {
  /** A version of the purpose record that was made for it. */
  readonly recorded?: Recorded;
  /** Beyond the grant too: for what is found out over all of it, and shown as far as the grant reaches. */
  readonly whole: Store;
}

/**
 * Opens the store for a view of names, as far as the grant reaches, by the grant of the settings; without settings (`--store`) by what the store's own record
 * says. The settings' audiences are on the record before anything is shown by them.
 * @throws RollcallError as `grantFor`
 */
export async function openView(choice: Choice): Promise<NamedReading> {
  const loaded = await settingsFor(choice);
  const reading = await readingOf(choice, loaded);
  try {
    const grant = grantFor(await reading.audiences(), askedAs(choice), reading.clock.now());
    const recorded =
      loaded === undefined || grant === undefined ? undefined : await recordPurpose(reading, purposeRecordOf(loaded));
    return {
      ...reading,
      whole: reading.store,
      store: limitedStore(reading.store, grant),
      ...defined({ grant, recorded }),
    };
  } catch (error) {
    await reading.store.close();
    throw error;
  }
}
