import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importReports } from "../../app/import-reports.ts";
import type { Given } from "../../app/source-port.ts";
import { sources } from "../index.ts";
import { givenOf, readAll, workbookOf } from "../testing.ts";
import { warn } from "./index.ts";
import { REGISTERS } from "./registers.ts";
import { type Cells, type Sample, SAMPLES } from "./testing.ts";

function contentOf({ form, titles = [], header, row, link }: Sample): string | Buffer {
  if (form === "workbook") return workbookOf([...titles.map((title) => [title]), header, row]);
  if (form === "csv") {
    const line = (cells: Cells): string => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",");
    return [...titles, line(header), line(row), ""].join("\n");
  }
  const tag = form === "page" ? "th" : "td";
  const head = header.map((title) => `<${tag}><p>${title}</p></${tag}>`).join("");
  const cells = row.map(
    (cell, i) => `<td>${link !== undefined && i === 1 ? `<a href="${link}">${cell}</a>` : cell}</td>`,
  );
  return `<!DOCTYPE html><html><body><table><tr>${head}</tr><tr>${cells.join("")}</tr></table></body></html>`;
}

async function read(state: string, content: string | Buffer, more: Partial<Given> = {}): ReturnType<typeof readAll> {
  return readAll(warn.read({ given: givenOf(content, more), name: state, settings: {} }));
}

const NEW = Object.entries(SAMPLES);

describe("the layout of a state", () => {
  it.each(NEW)("%s is read from what the row says, and contacts are in nothing of it", async (state, sample) => {
    const { kept, refused } = await read(state, contentOf(sample));
    expect(refused).toEqual([]);
    expect(kept[0]?.claims).toMatchObject([{ company: "Ample Foods", country: "US", ...sample.claim }]);
    expect(kept[0]?.claims[0]?.region).toBe(`US-${state.toUpperCase()}`);
    if (sample.key !== undefined) expect(kept[0]?.key).toBe(sample.key);
    if (sample.link !== undefined) expect(kept[0]?.address).toBe(sample.link);
    expect(JSON.stringify(kept)).not.toMatch(/Vorblat|555|z@v/);
  });

  it.each(NEW)(
    "%s is recognised by its columns, or by the file's name where they could be anybody's",
    async (state, sample) => {
      const common = REGISTERS.find((register) => register.state === state)?.common === true;
      const given = (place: string): Given => givenOf(contentOf(sample), { place });
      expect(await warn.recognise(given("notices"))).toBe(common ? undefined : `warn:${state}`);
      expect(await warn.recognise(given(`warn-${state}.csv`))).toBe(`warn:${state}`);
    },
  );

  it.each(NEW)("%s with another name of a column is an error that names both", async (state, sample) => {
    const at = sample.header.findIndex((title) =>
      /employees|workers|number|affected|emp #|laid off|^total co$|reason/i.test(title),
    );
    const [old = ""] = sample.header.slice(at);
    const header = sample.header.map((title, i) => (i === at ? "People" : title));
    await expect(read(state, contentOf({ ...sample, header }), { place: "x" })).rejects.toThrow(
      new RegExp(
        `has changed: .*"${old.replace("<br>", " ").replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")}".* is missing and "People" is new`,
      ),
    );
  });

  it("that no one has a sample of is one of the states at hand", () => {
    const without = REGISTERS.filter(({ state }) => !(state in SAMPLES));
    expect(without.map(({ state, checked }) => [state, checked])).toEqual(
      without.map(({ state, family }) => [
        state,
        family === "Job Link" ? expect.any(String) : expect.stringMatching(/file|table/),
      ]),
    );
    expect(new Set(REGISTERS.map(({ state }) => state)).size).toBe(REGISTERS.length);
  });

  it("of a table of one's own is not taken for a state's", async () => {
    const table = "Date,Company,Jobs Affected,Location\n2026-01-05,Ample Foods,12,Reno\n";
    const { files } = await importReports([givenOf(table, { place: "mine.csv" })], { sources, settings: {} });
    expect(files[0]?.source).toMatch(/^csv/);
  });
});

describe("a page of a state that was read before", () => {
  it("has its letters as addresses, and its new columns are known", async () => {
    const wi =
      "<html><table><tr><th>Company</th><th>City</th><th>Affected Workers</th><th>Notice Received</th><th>Original Notice Type / Update Type</th><th>Layoff Begin Date</th><th>NAICS Description</th><th>County</th><th>Workforce Development Area</th></tr>" +
      '<tr><td><a href="https://dwd.wisconsin.gov/2026/ample.pdf">Ample Foods</a></td><td>Ripon</td><td>81</td><td>1/5/2026</td><td>CL</td><td>3/6/2026</td><td>Food</td><td>Dane</td><td>South</td></tr></table></html>';
    const { kept } = await read("wi", wi);
    expect(kept[0]).toMatchObject({
      address: "https://dwd.wisconsin.gov/2026/ample.pdf",
      claims: [{ kind: "closure", count: 81 }],
    });
    const md =
      "<html><table><tr><th>Notice Date</th><th>NAICS Code</th><th>Company</th><th>Location</th><th>Local Area</th><th>Total Employees</th><th>Effective Date</th><th>Type</th></tr>" +
      "<tr><td>1/5/2026</td><td>311</td><td>Ample Foods</td><td>1 Main St, Towson, MD 21204</td><td>Baltimore</td><td>60</td><td>3/6/2026</td><td>Plant Closure</td></tr></table></html>";
    expect((await read("md", md)).kept[0]?.claims).toMatchObject([
      { kind: "closure", count: 60, location: "Towson, MD" },
    ]);
  });
});

it("the page of sources has a line for each register, with its family and what it was held against", () => {
  const lines = readFileSync(new URL("../../../docs/sources.md", import.meta.url), "utf8").split("\n");
  const rows = lines
    .filter((line) => /^\| `[a-z]{2}` /.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const CHECKED = { file: "a file as published", table: "a table made of it", documents: "documents" };
  expect(rows.map((cells) => cells.slice(1, 5))).toEqual(
    REGISTERS.toSorted((a, b) => a.state.localeCompare(b.state)).map(({ state, name, family, checked }) => [
      `\`${state}\``,
      name,
      family,
      CHECKED[checked],
    ]),
  );
});
