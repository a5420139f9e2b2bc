// npm run bench -- growth [N …]: what a sweep of 1 % changes, the store and the pages cost for each account, as accounts become more; the
// picture is written to docs/growth.svg.
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { picture } from "../src/charts/plot.ts";
import { writeDumpPair } from "./dump-pair.ts";
import { count, ms, table } from "./numbers.ts";
import { DAY_1, DAY_2, PAGES, took } from "./sweep.ts";

export const title = "growth: a sweep, the store and a page, by the number of accounts";

interface Size {
  readonly accounts: number;
  /** Microseconds of the processor for each account. */
  readonly sweep: number;
  /** MB at most. */
  readonly peak: number;
  /** Bytes of the file for each account, after the first sweep. */
  readonly bytes: number;
  /** Milliseconds of the processor, after something has happened. */
  readonly page: number;
  /** The same while nothing happens. */
  readonly again: number;
}

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const asked = process.argv.slice(3).map(Number);
  const sizes: Size[] = [];
  for (const accounts of asked.length === 0 ? [10_000, 100_000, 1_000_000] : asked) {
    const [before, after] = [join(folder, "before.json"), join(folder, "after.json")];
    await writeDumpPair(accounts, before, after);
    sizes.push(await measured(join(folder, `${accounts}.db`), before, after, accounts));
  }
  print(growthTable(sizes));
  const path = fileURLToPath(new URL("../docs/growth.svg", import.meta.url));
  writeFileSync(path, await growthPicture(sizes));
  print(path);
}

async function measured(store: string, before: string, after: string, accounts: number): Promise<Size> {
  await took("prints", store, before, DAY_1);
  const bytes = statSync(store).size / accounts;
  const { cpu, peak } = await took("prints", store, after, DAY_2);
  const page = await took("page", store, after, DAY_2);
  const again = await took("page again", store, after, DAY_2);
  const each = (of: { readonly cpu: number }): number => (of.cpu * 1000) / PAGES;
  return { accounts, sweep: (cpu * 1e6) / accounts, peak, bytes, page: each(page), again: each(again) };
}

export function growthTable(sizes: readonly Size[]): string {
  const head = [
    "accounts",
    "sweep, for each",
    "most memory",
    "bytes of the store, for each",
    "departures and places",
    "the same again",
  ];
  const row = ({ accounts, sweep, peak, bytes, page, again }: Size): string[] => [
    count(accounts),
    `${sweep.toFixed(1)} µs`,
    `${count(peak)} MB`,
    count(bytes),
    ms(page),
    ms(again),
  ];
  return table(head, sizes.map(row));
}

/** No page has its colours: it stands by itself. */
const STYLE = `<style>svg { background: #fff; color: #222; font: 12px sans-serif } .sweep { stroke: #1f5fa8 } .store { stroke: #a8521f }
.page { stroke: #3a7d44 } .name { stroke: none }</style>`;

/** Of each, how many times what it is at the fewest accounts. */
export async function growthPicture(sizes: readonly Size[]): Promise<string> {
  const [first] = sizes;
  if (first === undefined) throw new Error("A picture of growth needs sizes.");
  const lines = [
    { className: "sweep", name: "sweep, for each account", of: (size: Size) => size.sweep / first.sweep },
    { className: "store", name: "bytes, for each account", of: (size: Size) => size.bytes / first.bytes },
    { className: "page", name: "departures and places, all in all", of: (size: Size) => size.page / first.page },
  ];
  const words = {
    id: "growth",
    title: "What each account costs as accounts become more",
    description: lines
      .map(
        ({ name, of }) =>
          `${name}: ${sizes.map((size) => `${of(size).toFixed(2)} at ${count(size.accounts)}`).join(", ")}`,
      )
      .join("; "),
  };
  const svg = await picture(words, ({ Plot, document }) =>
    Plot.plot({
      document,
      width: 720,
      height: 320,
      marginRight: 220,
      x: { type: "log", label: "accounts", tickFormat: count, ticks: sizes.map(({ accounts }) => accounts) },
      y: { type: "log", label: "times what it is at the fewest", grid: true, ticks: 4, tickFormat: String },
      marks: lines.flatMap(({ className, name, of }) => {
        const points = sizes.map((size) => ({ x: size.accounts, y: of(size) }));
        return [
          Plot.line(points, { x: "x", y: "y", className }),
          Plot.dot(points, { x: "x", y: "y", className }),
          Plot.text(points.slice(-1), {
            x: "x",
            y: "y",
            text: () => name,
            dx: 8,
            textAnchor: "start",
            className: "name",
          }),
        ];
      }),
    }),
  );
  return `${svg.replace(">", ` xmlns="http://www.w3.org/2000/svg">${STYLE}`)}\n`;
}
