import type { Act, RecordedDocument } from "../core/record/layoff.ts";
import type { Corrected, StoreReader } from "./ports.ts";

/** A correction with the documents and acts that caused it, by their ids. */
export interface CorrectionTold extends Corrected {
  readonly known: {
    readonly documents: ReadonlyMap<string, RecordedDocument>;
    readonly acts: ReadonlyMap<string, Act>;
  };
}

/** What readers of the record have to hear, newest first; of what is suppressed none. */
export async function correctionsOf(
  store: StoreReader,
  page: Parameters<StoreReader["corrections"]>[0],
): Promise<readonly CorrectionTold[]> {
  const told: CorrectionTold[] = [];
  for (const one of await store.corrections(page)) {
    const documents = new Map<string, RecordedDocument>();
    for (const { by } of one.version.causes) {
      const document = by?.startsWith("doc-") === true ? await store.recordedDocument(by) : undefined;
      if (document !== undefined) documents.set(document.id, document);
    }
    const isDone = one.version.causes.some(({ by }) => by?.startsWith("act-") === true);
    const acts = isDone ? await store.acts([one.version.layoff.id]) : [];
    told.push({ ...one, known: { documents, acts: new Map(acts.map((act) => [act.id, act])) } });
  }
  return told;
}
