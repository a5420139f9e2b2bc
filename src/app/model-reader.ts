import { RollcallError } from "../core/errors.ts";
import type { Gazetteer } from "../core/record/extract/mention.ts";
import { weighProposals, type WeighedReading } from "../core/record/extract/proposal.ts";
import { read } from "../core/record/extract/read.ts";
import type { Passage } from "../core/record/extract/reading.ts";
import type { Model } from "./model-port.ts";
import type { StoreReader } from "./ports.ts";
import { hashOf, type Reader } from "./read-documents.ts";
import { documentId } from "./record-ids.ts";
import type { Reported } from "./record-port.ts";
import { keptOf, passageOf, textReader } from "./text-reader.ts";

/** What the model was asked, in numbers. */
interface ModelUse {
  readonly asked: number;
  /** Of which its answer was none; the first reason. */
  readonly failed: number;
  readonly why: string | undefined;
  /** Proposals that were not taken, by the reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Texts that it was not asked about: they are longer than it may see, or more than a run may have, or it had failed too often. */
  readonly left: number;
}

export interface ModelReader extends Reader {
  /**
   * Asks the model about documents, before anything is kept: whoever writes to the store does not wait for it. What this reader has
   * read before is not asked about again.
   */
  readonly prepare: (
    documents: readonly Reported[],
    store: Pick<StoreReader, "recordedDocument">,
    signal?: AbortSignal,
  ) => Promise<ModelUse>;
}

/** After so many in a row it is not asked again in this run. */
const FAILURES = 3;

/** Reads text by rules, and by a model behind them. What the model was not asked about, or did not answer, is read by rules alone. */
export function modelReader(names: () => Gazetteer, model: Model): ModelReader {
  const rules = textReader(names);
  const version = `${rules.version} + model ${model.name}`;
  /** What is known to be read so, and what the model adds to it. */
  const weighed = new Map<string, WeighedReading | "as before">();
  const keyOf = ({ source, key }: Reported): string => documentId(source, key);
  return {
    version,
    versionOf: (document) => (weighed.has(keyOf(document)) ? version : rules.version),
    read: (document) => {
      const found = weighed.get(keyOf(document));
      return found === undefined || found === "as before" ? rules.read(document) : keptOf(document, found);
    },
    prepare: async (documents, store, signal) => {
      const use = { asked: 0, failed: 0, why: undefined as string | undefined, left: 0 };
      const refused: Record<string, number> = {};
      let inRow = 0;
      for (const document of documents) {
        if (document.text === null) continue;
        const before = await store.recordedDocument(keyOf(document));
        if (before?.reader === version && before.hash === hashOf(document)) {
          weighed.set(keyOf(document), "as before");
          continue;
        }
        if (use.asked >= model.most || document.text.length > model.longest || inRow >= FAILURES) {
          use.left++;
          continue;
        }
        use.asked++;
        try {
          const reading = await readWithModel(passageOf(document), document.language, {
            names,
            model,
            ...(signal && { signal }),
          });
          weighed.set(keyOf(document), reading);
          for (const { why } of reading.proposalsRefused) refused[why] = (refused[why] ?? 0) + 1;
          inRow = 0;
        } catch (error) {
          if (!(error instanceof RollcallError) || error.code === "interrupted") throw error;
          use.failed++;
          inRow++;
          use.why ??= error.message;
          // A key that is refused is refused the next time too.
          if (error.blame === "settings") inRow = FAILURES;
        }
      }
      return { ...use, refused };
    },
  };
}

/** One passage by rules and by the model. @throws RollcallError as `Model.propose` */
export async function readWithModel(
  passage: Passage,
  language: string | null,
  {
    names,
    model,
    signal,
  }: { readonly names: () => Gazetteer; readonly model: Model; readonly signal?: AbortSignal | undefined },
): Promise<WeighedReading> {
  const proposals = await model.propose(passage, signal);
  return weighProposals(passage, read(passage, names(), language), proposals, language);
}
