// npm run bench -- reread: a change of the parser over 60,000 rows of registers and 10,000 stories. Nothing may be there twice, every id has
// to stay, and each figure that is another has to be listed with why.
import { isDeepStrictEqual } from "node:util";
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
    const [start, spent] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(spent);
    const [took, processor] = [performance.now() - start, (user + system) / 1000].map((time) => time / 1000);
    lines.push([what, seconds(processor), `${count(documents / (processor ?? 1))} a second of it`, seconds(took)]);
    return result;
  };
  const reread = (at: number) => rereadDocuments(store, again(rows, texts), storyReader("later"), at);
  try {
    await timed("rows, the earlier parser", rows, () =>
      readDocuments(store, registerRows(rows, "earlier"), storyReader("earlier"), STEP),
    );
    await timed("stories, the earlier reader", texts, () =>
      readDocuments(store, stories(texts), storyReader("earlier"), 2 * STEP),
    );
    const before = await stateOf(store);
    const { taken, corrections } = await timed("all of them, the later ones", rows + texts, () => reread(3 * STEP));
    const after = await stateOf(store);
    const repeated = await timed("the same once more", rows + texts, () => reread(4 * STEP));
    const last = await stateOf(store);

    const listed = new Map(corrections.map((one) => [one.before.id, one]));
    const told = corrections.filter(({ version: { causes } }) =>
      causes.some(({ why, by }) => why === "parser" && by !== null),
    );
    const differing = [...before.layoffs].filter(([id, one]) => isOther(one, after.layoffs.get(id)));
    const gone = [...before.layoffs.keys()].filter((id) => !after.layoffs.has(id));
    const made = [...after.layoffs.keys()].filter((id) => !before.layoffs.has(id));
    const isOfOneDocument = (id: string, document: string): boolean => before.claims.get(id) === document;
    const kept = [...after.claims].filter(([id, document]) => isOfOneDocument(id, document));

    print(table(["", "processor", "which is", "took"], lines));
    print(
      table(
        ["", "before", "after"],
        [
          ["documents", count(before.documents), count(after.documents)],
          ["claims in force", count(before.claims.size), count(after.claims.size)],
          ["layoffs", count(before.layoffs.size), count(after.layoffs.size)],
        ],
      ),
    );
    const checks: readonly (readonly [string, boolean])[] = [
      ["no document is new or twice", before.documents === after.documents && before.documents === rows + texts],
      [
        `${count(kept.length)} claims have the ids that they had; ${count(after.claims.size - kept.length)} are of what was not seen before`,
        after.claims.size - kept.length === taken.made && before.claims.size - kept.length === gone.length,
      ],
      [`no document has a claim twice`, new Set(after.claims.values()).size === after.claims.size],
      [
        `layoffs have the ids that they had: ${count(made.length)} are of what was not seen before, and of ${count(gone.length)} no document tells any more`,
        made.length === taken.made && gone.every((id) => listed.get(id)?.version.layoff.empty === true),
      ],
      [
        `${count(differing.length)} figures are others, and each is listed; ${count(corrections.length)} are listed`,
        differing.every(([id]) => listed.has(id)) && corrections.length === differing.length,
      ],
      [
        `${count(told.length)} of those have the parser and its document as their reason`,
        told.length === corrections.length,
      ],
      [
        `a second time changes nothing`,
        repeated.corrections.length + repeated.taken.changed === 0 && isDeepStrictEqual(last, after),
      ],
    ];
    print(checks.map(([what, holds]) => `${holds ? "yes" : "NO "} ${what}`).join("\n"));
    print(`The process took ${count(process.resourceUsage().maxRSS / 1000)} MB at most.`);
    if (!checks.every(([, holds]) => holds)) throw new Error("A change of the parser left something unsaid, or twice.");
  } finally {
    await store.close();
  }
}

function* again(rows: number, texts: number) {
  yield* registerRows(rows, "later");
  yield* stories(texts);
}

interface State {
  readonly documents: number;
  readonly layoffs: ReadonlyMap<string, Layoff>;
  /** Of each claim that is in force its document. */
  readonly claims: ReadonlyMap<string, string>;
  /** It grows with whatever changes. */
  readonly revision: number;
}

async function stateOf(store: Store): Promise<State> {
  const layoffs = new Map((await store.layoffs({ limit: Number.MAX_SAFE_INTEGER })).map((one) => [one.id, one]));
  const claims = new Map((await store.claimsOf([...layoffs.keys()])).map(({ id, document }) => [id, document]));
  const { documents } = await store.recordSize();
  return { documents, layoffs, claims, revision: await store.recordState() };
}

function isOther(before: Layoff, after: Layoff | undefined): boolean {
  return after === undefined || before.count !== after.count || before.low !== after.low || before.high !== after.high;
}

function seconds(value: number | undefined): string {
  return `${(value ?? Number.NaN).toFixed(1)} s`;
}
