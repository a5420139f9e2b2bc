// How well one round is told from two: the labelled pairs of the evaluation data, odd and even numbers apart. Rules were tuned on the
// even ones alone. A part of npm run accuracy.
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { table } from "../bench/numbers.ts";
import { judgePairs } from "../src/app/judge-pairs.ts";
import type { Verdict } from "../src/core/record/evidence.ts";

const Label = z.object({ id: z.string(), same: z.boolean(), relation: z.string() });
type Judged = z.infer<typeof Label> & { readonly verdict: Verdict };

/** Prints two tables in Markdown: by set, and by relation. @param folder the evaluation data */
export async function dedupe(folder: string, print: (text: string) => void): Promise<void> {
  const judged = await judgedPairs(join(folder, "data", "layoffs", "dedupe_eval.jsonl"));
  const odd = judged.filter(({ id }) => Number(id.replaceAll(/\D/g, "")) % 2 === 1);
  const even = judged.filter((one) => !odd.includes(one));
  const sets = [
    ["even (tuned on)", even],
    ["odd (not looked at)", odd],
    ["all", judged],
  ] as const;
  const head = ["pairs", "said to be one, and are", "are one, and said to be", "wrongly apart", "asked"];
  print(
    table(
      head,
      sets.map(([name, of]) => measured(name, of)),
    ),
  );
  const rows = [...Map.groupBy(judged, ({ relation }) => relation)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([relation, of]) => {
      const wrong = of.filter(({ verdict, same }) => verdict !== "ask" && (verdict === "same") !== same).length;
      const asked = of.filter(({ verdict }) => verdict === "ask").length;
      const numbers = [of.length, of.length - wrong - asked, wrong, asked].map(String);
      return [relation.replaceAll("_", " "), ...numbers];
    });
  print(`\n${table(["relation", "pairs", "right", "wrong", "asked"], rows)}`);
}

async function judgedPairs(path: string): Promise<readonly Judged[]> {
  const labels = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => Label.parse(JSON.parse(line)));
  const verdicts = new Map<string, Verdict>();
  for await (const { id, verdict } of judgePairs(createInterface({ input: createReadStream(path) }), path))
    verdicts.set(String(id), verdict);
  return labels.map((label) => {
    const verdict = verdicts.get(label.id);
    if (verdict === undefined) throw new Error(`${label.id} has no verdict`);
    return { ...label, verdict };
  });
}

function measured(name: string, of: readonly Judged[]): string[] {
  const said = (verdict: Verdict, same?: boolean): number =>
    of.filter((one) => one.verdict === verdict && (same === undefined || one.same === same)).length;
  const same = of.filter((one) => one.same).length;
  const share = (part: number, whole: number): string =>
    `${part} of ${whole} (${Math.round((100 * part) / Math.max(1, whole))} %)`;
  return [
    name,
    share(said("same", true), said("same")),
    share(said("same", true), same),
    String(said("different", true)),
    share(said("ask"), of.length),
  ];
}
