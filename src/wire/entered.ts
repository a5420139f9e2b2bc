import { readDocuments, type Taken } from "../app/read-documents.ts";
import type { EnteredReport } from "../app/record-port.ts";
import type { Store } from "../app/ports.ts";
import { textReader } from "../app/text-reader.ts";
import type { Instant } from "../core/time.ts";
import { enteredDocument } from "../sources/manual.ts";
import { gazetteer } from "./gazetteer.ts";

export { enteredDocument } from "../sources/manual.ts";

/** Takes a report that somebody entered by hand into the public record. */
export function enter(store: Store, entered: EnteredReport, now: Instant): Promise<Taken> {
  return readDocuments(store, [enteredDocument(entered)], textReader(gazetteer), now);
}
