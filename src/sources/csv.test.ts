import { describe, expect, it } from "vitest";
import { csv, type CsvSettings } from "./csv.ts";
import { reported } from "./reported.ts";
import { givenOf, readAll } from "./testing.ts";

async function read(content: string, settings: CsvSettings = {}, place = "my cuts.csv"): ReturnType<typeof readAll> {
  const given = givenOf(content, { place });
  const name = (await csv.recognise(given))?.split(":")[1];
  return readAll(csv.read({ given, name, settings }));
}

const FYI =
  "Company,Location HQ,# Laid Off,Date,%,Industry,Source,List of Employees Laid Off,Stage,$ Raised (mm),Country,Date Added\n";

describe("an export of Layoffs.fyi", () => {
  it("is recognised by its columns, and is read with the month first", async () => {
    const given = givenOf(`${FYI}x,,,,,,,,,,,\n`);
    expect(await csv.recognise(given)).toBe("csv:layoffs.fyi");
    const { kept, unread } = await read(
      `${FYI}Nordwind,"Oslo, Non-U.S.",1200,3/4/2026,15%,Energy,https://news.example/a,https://list.example/names,Series B,$310,Norway,3/5/2026\n`,
    );
    expect(unread).toEqual([]);
    expect(kept[0]).toMatchObject({
      source: "csv:layoffs.fyi",
      address: "https://news.example/a",
      published: "2026-03-05",
      claims: [
        {
          company: "Nordwind",
          count: 1200,
          low: 1200,
          high: 1200,
          qualifier: "exact",
          percent: 15,
          percentOf: "company",
          date: "2026-03-04",
          posted: "2026-03-05",
          location: "Oslo, Non-U.S.",
          country: "Norway",
          industry: "Energy",
          stage: "Series B",
          raised: "$310",
          quote: "Nordwind, 1200, 15%",
        },
      ],
    });
    expect(JSON.stringify(kept)).not.toContain("names");
  });

  it("has no figure where a cell is blank, and a share of one is per cent", async () => {
    const { kept } = await read(
      "company,location,total_laid_off,percentage_laid_off,date,stage,funds_raised,industry,country\n" +
        "A,['Jakarta'; 'x'],,0.3,2026-01-02,Seed,1,Food,X\nB,\"['Jakarta', 'Non-U.S.']\",,,2026-01-02,Seed,1,Food,X\nC,Oslo,,1,2026-01-02,Seed,1,Food,X\n",
    );
    expect(kept.map(({ claims }) => [claims[0]?.count, claims[0]?.percent, claims[0]?.qualifier])).toEqual([
      [null, 30, "exact"],
      [null, null, null],
      [null, 100, "exact"],
    ]);
    expect(kept[1]?.claims[0]?.location).toBe("Jakarta, Non-U.S.");
  });
});

describe("a table of one's own", () => {
  it("is read by the names of its columns, or by what a mapping says of them", async () => {
    const { kept } = await read('Firm;Cut;When;Words\nNordwind;about 700;2026-01-27;"roughly, 700"\n', {
      map: { company: "Firm", count: "Cut", date: "When", quote: "Words" },
    });
    expect(kept[0]).toMatchObject({
      source: "csv:my-cuts",
      claims: [
        {
          company: "Nordwind",
          count: 700,
          low: null,
          high: null,
          qualifier: "approx",
          date: "2026-01-27",
          quote: "roughly, 700",
        },
      ],
    });
  });

  it("keeps the words of a figure: ranges, bounds and qualifiers", async () => {
    const { kept, refused } = await read(
      "company,count,low,high,qualifier,percent\nA,,200,,,\nB,,,300,,\nC,,200,300,,\nD,,200,999,several,\nE,500,,,at least,\nF,,,,up to,15\nG,50-60,,,,\nH,,300,200,,\nI,5,,,maybe,\n",
    );
    expect(
      kept.map(({ claims: [claim] }) => [claim?.count, claim?.low, claim?.high, claim?.qualifier, claim?.percent]),
    ).toEqual([
      [200, 200, null, "at_least", null],
      [300, null, 300, "up_to", null],
      [null, 200, 300, "range", null],
      [null, 200, 999, "vague", null],
      [500, 500, null, "at_least", null],
      [null, null, null, "up_to", 15],
      [null, 50, 60, "range", null],
    ]);
    expect(refused).toEqual([
      { row: 9, reason: "its figure contradicts itself: low is 300 and high is 200: low may not be the greater." },
      { row: 10, reason: expect.stringContaining("this qualifier is not known") },
    ]);
  });

  it("does not guess which part of a day is the month", async () => {
    const rows =
      "company,date,count\nA,3/4/2026,1\nB,13/4/2026,1\nC,4/13/2026,1\nD,13 April 2026,1\nE,2026-04-13,1\nF,April 13 2026,1\n";
    const { kept, unread } = await read(rows);
    expect(kept.map(({ claims }) => claims[0]?.date)).toEqual([
      null,
      "2026-04-13",
      "2026-04-13",
      null,
      "2026-04-13",
      "2026-04-13",
    ]);
    expect(unread).toEqual(["date", "date"]);
    const dmy = await read(rows, { dates: "dmy" });
    expect(dmy.kept[0]?.claims[0]?.date).toBe("2026-04-03");
  });

  it("drops contacts and addresses with a login, and refuses what names no company", async () => {
    const { kept, refused, unread } = await read(
      'company,count,phone,source,site\nA,5,206-555-0100,https://u:p@news.example/,"1 Main St; call Zyx Vorblat 206-555-0100"\n,5,,,\n',
    );
    expect(JSON.stringify(kept)).not.toMatch(/555|Vorblat|u:p/);
    expect(unread).toEqual(["address"]);
    expect(refused).toEqual([{ row: 3, reason: "it names no company" }]);
  });

  it("without a column that names the company is one error with what to do", async () => {
    await expect(read("firm,count\nA,5\n")).rejects.toThrow(
      'my cuts.csv: no column names the company; the columns are "firm", "count"; say which it is with --map company=COLUMN',
    );
    await expect(read("company,count\nA,5\n", { map: { count: "jobs cut" } })).rejects.toThrow(
      'there is no column "jobs cut" for count',
    );
  });
});

describe("documents as they are printed", () => {
  it("come back as they went, and a line that is none is refused with its place", async () => {
    const { kept } = await read("company,count,date\nA,5,2026-01-02\nB,TBD,2026\n");
    const lines = kept.map((one) => JSON.stringify(one));
    const broken = JSON.stringify({ ...kept[0], claims: [{ ...kept[0]?.claims[0], count: -1 }] });
    const given = givenOf([...lines, broken, "{", ""].join("\n"));
    expect(await reported.recognise(given)).toBe("ndjson");
    const again = await readAll(reported.read({ given, name: undefined, settings: {} }));
    expect(again.kept).toEqual(kept);
    expect(again.refused).toEqual([
      { row: 3, reason: "its claims.0.count is not as it has to be" },
      { row: 4, reason: "it is no document in JSON" },
    ]);
  });
});
