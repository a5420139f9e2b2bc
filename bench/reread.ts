// npm run bench -- reread: a change of the parser over 60,000 rows of registers and 10,000 stories. Nothing may be there twice, every id has
// to stay, and each figure that is another has to be listed with why.
import { join } from "node:path";
import type { Store } from "../src/app/ports.ts";
import { readDocuments } from "../src/app/read-documents.ts";
import { rereadDocuments } from "../src/app/reread.ts";
import type { Layoff } from "../src/core/record/layoff.ts";
import { openSqlite } from "../src/stores/sqlite.ts";
import { registerRows, stories, storyReader } from "../test/record/corpus.ts";
import { count, table } from "./numbers.ts";

export const title = "reread: another parser over 60,000 rows of registers and 10,000 stories";

const ROWS = 60_000;
const STORIES = 10_000;
/** Ten days apart, so that each has its own moment on the record. */
const STEP = 864_000_000;

export async function run(folder: string, print: (text: string) => void, rows = ROWS, texts = STORIES): Promise<void> {
  const store = await openSqlite({ path: join(folder, "store.db") });
  const lines: string[][] = [];
  const timed = async <T>(what: string, documents: number, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    lines.push([what, `${seconds.toFixed(0)} s`, `${count(documents / seconds)} a second`]);
    return result;
  };
  try {
    await timed("rows, the earlier parser", rows, () =>
      readDocuments(store, registerRows(rows, "earlier"), storyReader("earlier"), STEP),
    );
    await timed("stories, the earlier reader", texts, () =>
      readDocuments(store, stories(texts), storyReader("earlier"), 2 * STEP),
    );
    const before = await all(store);
    const { taken, corrections } = await timed("all of them, the later ones", rows + texts, () =>
      rereadDocuments(store, again(rows, texts), storyReader("later"), 3 * STEP),
    );
    const after = await all(store);
    const repeated = await timed("the same once more", rows + texts, () =>
      rereadDocuments(store, again(rows, texts), storyReader("later"), 4 * STEP),
    );
    const differing = [...before].filter(([id, one]) => isOther(one, after.get(id)));
    const listed = new Map(corrections.map((one) => [one.before.id, one]));
    const unlisted = differing.filter(([id]) => !listed.has(id));
    const unexplained = corrections.filter(
      ({ version: { causes } }) => !causes.some(({ why, by }) => why === "parser" && by !== null),
    );
    const gone = [...before.keys()].filter((id) => !after.has(id));
    const { documents } = await store.recordSize();
    print(table(["", "took", "which is"], lines));
    print(
      `${count(documents)} documents and ${count(before.size)} layoffs before, ${count(after.size)} after: ${count(taken.made)} of what was not seen before, ` +
        `${count(gone.length)} of which no document tells any more. ${count(corrections.length)} figures are others, each with the parser as its reason; ` +
        `not listed ${count(unlisted.length)}, without a reason ${count(unexplained.length)}; a second time ${count(repeated.corrections.length)}.`,
    );
    print(`The process took ${count(process.resourceUsage().maxRSS / 1000)} MB at most.`);
    if (unlisted.length + unexplained.length + repeated.corrections.length > 0 || documents !== rows + texts)
      throw new Error("A change of the parser left something unsaid, or something twice.");
  } finally {
    await store.close();
  }
}

function* again(rows: number, texts: number) {
  yield* registerRows(rows, "later");
  yield* stories(texts);
}

async function all(store: Store): Promise<ReadonlyMap<string, Layoff>> {
  const found = await store.layoffs({ limit: Number.MAX_SAFE_INTEGER });
  return new Map(found.map((one) => [one.id, one]));
}

function isOther(before: Layoff, after: Layoff | undefined): boolean {
  return after === undefined || before.count !== after.count || before.low !== after.low || before.high !== after.high;
}
