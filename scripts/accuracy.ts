// npm run accuracy: how well passages are read, and one round is told from two: our own passages, and with ROLLCALL_EVAL (a folder) the
// passages and pairs of the evaluation data, of which those with an even number were read while the rules were made and the odd ones
// were not. --misses prints what is wrong in the former; of the odd ones nothing is ever printed but figures.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gazetteer } from "../src/wire/gazetteer.ts";
import { dedupe } from "./accuracy-dedupe.ts";
import { type Labelled, readLabelled, score, type Score } from "../test/reading/score.ts";

const OWN = join(import.meta.dirname, "..", "test", "reading", "passages.jsonl");
const folder = process.env["ROLLCALL_EVAL"];
const news = folder === undefined ? undefined : join(folder, "data", "layoffs", "news_eval.jsonl");
const shows = process.argv.includes("--misses");
const print = (text: string): void => void process.stdout.write(`${text}\n`);

function ratio([hit, of]: readonly [number, number]): string {
  return of === 0 ? "–" : `${hit}/${of} (${Math.round((100 * hit) / of)} %)`;
}

function row(
  name: string,
  passages: readonly Labelled[],
  { company, count, percent, precision, fires }: Score,
): string {
  const cells = [company, count, percent, precision, fires].map(ratio);
  return `| ${[name, String(passages.length), ...cells].join(" | ")} |`;
}

const sets: (readonly [string, readonly Labelled[]])[] = [
  ["own", readLabelled(OWN)],
  ...["de", "fr", "es"].map(
    (language) => [`own ${language}`, readLabelled(OWN.replace(/\.jsonl$/, `-${language}.jsonl`))] as const,
  ),
];
if (news !== undefined && existsSync(news)) {
  const all = readLabelled(news);
  const isEven = ({ id }: Labelled): boolean => Number(id.replace(/\D/g, "")) % 2 === 0;
  sets.push(["even", all.filter(isEven)], ["odd", all.filter((one) => !isEven(one))], ["even and odd", all]);
}
print("| passages | number | company | count | percent | precision | fires without a layoff |");
print("| --- | --- | --- | --- | --- | --- | --- |");
const scores = sets.map(([name, passages]) => ({ name, passages, result: score(passages, gazetteer()) }));
for (const { name, passages, result } of scores) print(row(name, passages, result));
for (const { name, result } of scores) {
  const tags = new Map<string, number>();
  for (const { tags: all } of result.misses) for (const tag of all) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const sorted = [...tags].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  print(
    `\nMisses by tag, ${name} (${result.misses.length}): ${sorted.map(([tag, n]) => `${tag} ${n}`).join(", ") || "none"}`,
  );
  if (shows && (name.startsWith("own") || name === "even"))
    for (const { id, what } of result.misses) print(`  ${id}  ${what}`);
}
if (folder !== undefined && news !== undefined && existsSync(news)) {
  print("\nPairs of reports: one round or two\n");
  await dedupe(folder, print);
}
