import { transparency } from "../app/transparency.ts";
import { auditFiles } from "../config/audit-files.ts";
import { purposeRecordOf } from "./purpose.ts";
import { type Choice, readingOf, settingsFor } from "./settings.ts";

/** What the page for the people concerned is made of: of the store, nothing but the versions of the purpose record. */
export async function openTransparency(choice: Choice): ReturnType<typeof transparency> {
  const loaded = await settingsFor(choice);
  const { store, path } = await readingOf(choice, loaded);
  try {
    return await transparency(store, auditFiles(path), loaded && purposeRecordOf(loaded));
  } finally {
    await store.close();
  }
}
