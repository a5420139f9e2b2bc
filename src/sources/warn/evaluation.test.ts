import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fileSource } from "../../files/input.ts";
import { readAll } from "../testing.ts";
import { warn } from "./index.ts";

const evaluation = process.env["ROLLCALL_EVAL"];
const folder = join(evaluation ?? "", "data", "warn");
const AWK = join(import.meta.dirname, "..", "..", "..", "test", "warn", "count.awk");

/** Columns of the date by which a year is told, and of the count, from 1; rows in, and those that are no notices. */
const STATES = {
  az: { date: 2, count: 3, rows: 638, refused: 0 },
  ca: { date: 1, count: 6, rows: 10_737, refused: 0 },
  fl: { date: 2, count: 4, rows: 2220, refused: 0 },
  md: { date: 1, count: 6, rows: 951, refused: 1 },
  nj: { date: 4, count: 5, rows: 1912, refused: 1 },
  ny: { date: 3, count: 12, rows: 252, refused: 0 },
  sc: { date: 3, count: 4, rows: 424, refused: 0 },
  tx: { date: 1, count: 5, rows: 6582, refused: 0 },
  wa: { date: 7, count: 4, rows: 1123, refused: 0 },
  wi: { date: 4, count: 3, rows: 665, refused: 0 },
} as const;

async function read(file: string, place = file): ReturnType<typeof readAll> {
  const given = { ...fileSource(file), place, address: null, mediaType: null, charset: null };
  const source = await warn.recognise(given);
  return readAll(warn.read({ given, name: source?.split(":")[1], settings: {} }));
}

describe.skipIf(evaluation === undefined)("the registers of ten states (skipped without ROLLCALL_EVAL)", () => {
  it.each(Object.entries(STATES))(
    "%s: rows in are kept or refused, and sums by year are those of another program",
    async (state, expected) => {
      const file = join(folder, `${state}.csv.gz`);
      const { kept, refused } = await read(file);
      expect(kept.length + refused.length).toBe(expected.rows);
      expect(refused.map(({ reason }) => reason)).toEqual(
        Array.from({ length: expected.refused }, () => "it is a remark of the register and no notice"),
      );
      expect(new Set(kept.map(({ key }) => key)).size).toBe(kept.length);

      const years = new Map<string, [number, number, number]>();
      for (const { source, claims } of kept) {
        expect(source).toBe(`warn:${state}`);
        const [claim] = claims;
        for (const year of [claim?.date?.slice(0, 4) ?? "none", "all"]) {
          const [rows, known, sum] = years.get(year) ?? [0, 0, 0];
          const count = claim?.count ?? null;
          years.set(year, [rows + 1, known + (count === null ? 0 : 1), sum + (count ?? 0)]);
        }
      }
      const ours = [...years].map(([year, figures]) => [year, ...figures].join(" ")).toSorted();
      const awk = spawnSync("awk", ["-v", `date=${expected.date}`, "-v", `count=${expected.count}`, "-f", AWK], {
        input: gunzipSync(readFileSync(file)),
        env: { ...process.env, LC_ALL: "C" },
        encoding: "utf8",
      });
      expect(awk.stderr).toBe("");
      expect(ours).toEqual(awk.stdout.trim().split("\n").toSorted());
    },
  );

  it("pages of Kansas and Oklahoma, and California's workbook, are read from what is in them", async () => {
    const published = join(folder, "as_published");
    const found: Record<string, number> = {};
    for (const name of readdirSync(published)) {
      const { kept, refused } = await read(join(published, name), "a file");
      expect(refused).toEqual([]);
      for (const { source } of kept) found[source] = (found[source] ?? 0) + 1;
    }
    expect(found).toEqual({ "warn:ca": 99, "warn:ks": 2, "warn:ok": 2 + 1 + 1 + 25 + 2 + 25 + 17 });
  });
});
