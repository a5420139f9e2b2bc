// The record as programs take it: what describes a table is true of the table, to a judge that is not ours; the data set names what there is.
import { execFileSync, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseHTML } from "linkedom";
import { suppress } from "../../src/app/merge-claims.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { StatedClaim } from "../../src/app/record-port.ts";
import { recordFiles } from "../../src/server/record-files.ts";
import { NO_READER, reported } from "../record/reports.ts";
import { openStand, type Stand } from "../support/site.ts";

/** Reads the table by its description with Python's own csv, and says what does not fit. */
const JUDGE = String.raw`
import csv, io, json, re, sys
given = json.load(sys.stdin)
about, table = json.loads(given["about"]), given["table"]
faults = []
dialect, schema = about["dialect"], about["tableSchema"]
reader = csv.reader(io.StringIO(table, newline=""), delimiter=dialect["delimiter"], quotechar=dialect["quoteChar"], strict=True)
rows = list(reader)
columns = schema["columns"]
for name, column in zip(rows[0], columns):
    if name not in column["titles"]: faults.append("head: " + name)
if len(rows[0]) != len(columns): faults.append("columns")
def fits(value, datatype):
    if isinstance(datatype, dict): return re.search(datatype["format"], value) is not None
    if datatype == "string" or datatype == "anyURI": return True
    if datatype == "nonNegativeInteger": return re.fullmatch(r"\d+", value) is not None
    if datatype == "number": return float(value) >= 0
    if datatype == "boolean": return value in ("true", "false")
    raise ValueError(datatype)
keys = set()
for n, row in enumerate(rows[1:]):
    if len(row) != len(columns): faults.append("row %d: %d cells" % (n, len(row))); continue
    for value, column in zip(row, columns):
        if value == column["null"]:
            if column.get("required"): faults.append("row %d: no %s" % (n, column["name"]))
        elif not fits(value, column["datatype"]): faults.append("row %d: %s: %s" % (n, column["name"], value))
        elif column["name"] == schema["primaryKey"]:
            if value in keys: faults.append("twice: " + value)
            keys.add(value)
print(json.dumps({"rows": len(rows) - 1, "faults": faults}))
`;
const hasPython = spawnSync("python3", ["--version"]).status === 0;

function judged(about: string, table: string): unknown {
  return JSON.parse(
    execFileSync("python3", ["-c", JUDGE], { input: JSON.stringify({ about, table }), encoding: "utf8" }),
  );
}

describe("the record as programs take it", () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand(recordFiles());
    stand.now.at = Date.UTC(2026, 3, 1);
    const about: readonly Partial<StatedClaim>[] = [
      { company: "Aldermoor", count: 700, qualifier: "approx", date: "2026-03-10", country: "NO", industry: "Media" },
      { company: 'Birch "Way", Inc.', low: 200, high: 999, qualifier: "vague", date: "2024-02", country: "US" },
      { company: "=Corvane\r\nGroup", date: "2025", percent: 12.5, percentOf: "company", base: 1000, country: "US" },
      { company: "Dunmore", date: null, quote: "Dunmore cuts,\n“many” jobs." },
      { company: "Secretco", count: 5, date: "1999-01-01", country: "FR" },
    ];
    await readDocuments(
      stand.store,
      about.map((claim) => reported([claim])),
      NO_READER,
      stand.now.at,
    );
    const secret = (await stand.store.layoffs({ search: "Secretco", limit: 1 }))[0];
    await suppress(stand.store, secret?.id ?? "", false, { at: stand.now.at });
  });
  afterAll(() => stand.close());
  const text = async (path: string): Promise<string> => (await stand.ask(path, "nobody")).text();

  it.runIf(hasPython)("has a table of which its description is true, to Python", async () => {
    for (const [search, rows] of [
      ["", 4],
      ["?country=US", 2],
    ] as const) {
      const table = await stand.ask(`/record/export.csv${search}`, "nobody");
      const link = table.headers.get("link") ?? "";
      expect(link).toMatch(/; rel="describedby"; type="application\/csvm\+json"$/);
      const described = await stand.ask(/<([^>]*)>/.exec(link)?.[1] ?? "", "nobody");
      expect(described.headers.get("content-type")).toContain("application/csvm+json");
      const about = await described.text();
      expect(JSON.parse(about)).toMatchObject({ url: `export.csv${search}`, tableSchema: { primaryKey: "id" } });
      expect(judged(about, await table.text())).toEqual({ rows, faults: [] });
    }
  });

  it.runIf(hasPython)("would be told where the description is not true", async () => {
    const [about, table] = [await text("/record/export.csv-metadata.json"), await text("/record/export.csv")];
    expect(judged(about, table.replace(",NO,", ",Norway,"))).toMatchObject({
      faults: [expect.stringMatching(/country/)],
    });
    expect(judged(about, table.replace("l-", "x-"))).toMatchObject({ faults: [expect.stringMatching(/id/)] });
  });

  it("says what the data set is of, and names forms that are there", async () => {
    const { document } = parseHTML(await text("/record"));
    const inPage: unknown = JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? "");
    const linked = document.querySelector('link[rel="describedby"][type="application/ld+json"]')?.getAttribute("href");
    const set = JSON.parse(await text(linked ?? "")) as {
      distribution: { contentUrl: string; encodingFormat: string }[];
    };
    expect(set).toEqual(inPage);
    expect(set).toMatchObject({
      "@context": "https://schema.org/",
      "@type": "Dataset",
      temporalCoverage: "2024/2026",
      // What is suppressed is nowhere.
      spatialCoverage: [{ name: "United States" }, { name: "Norway" }],
      dateModified: "2026-04-01T00:00:00.000Z",
    });
    expect(set.distribution).toHaveLength(5);
    for (const { contentUrl, encodingFormat } of set.distribution) {
      const answer = await stand.ask(new URL(contentUrl).pathname, "nobody");
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toContain(encodingFormat);
    }
  });

  it("names licence and publisher where they are set, and none where not", async () => {
    expect(await text("/record/dataset.jsonld")).not.toMatch(/"license"|"publisher"/);
    const licence = "https://creativecommons.org/licenses/by/4.0/";
    const own = await openStand(recordFiles(), { publisher: "The </script> Institute", licence });
    const ask = async (path: string) => (await own.ask(path, "nobody")).text();
    expect(JSON.parse(await ask("/record/dataset.jsonld"))).toMatchObject({
      license: licence,
      publisher: { name: "The </script> Institute" },
    });
    expect(JSON.parse(await ask("/record/export.csv-metadata.json"))).toMatchObject({
      "dc:license": { "@id": licence },
    });
    const { document } = parseHTML(await ask("/record"));
    expect(document.querySelectorAll("script")).toHaveLength(2);
    await own.close();
  });
});
