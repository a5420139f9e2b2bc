import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Given } from "../../app/source-port.ts";
import { givenOf, readAll, workbookOf } from "../testing.ts";
import { warn } from "./index.ts";

const WA = "Company,Location,Layoff Start Date,# of Workers,Closure Layoff,Type of Layoff,Received Date";
const CA =
  "notice_date,effective_date,received_date,company,city,num_employees,layoff_or_closure,county,address,source_file";
const CA_BOOK = [
  "County",
  "Notice Date",
  "Received Date",
  "Effective Date",
  "Company",
  "Layoff",
  "\r\nEmployees",
  "Address",
];

async function read(content: string | Buffer, name?: string, more: Partial<Given> = {}): ReturnType<typeof readAll> {
  const given = givenOf(content, more);
  const guessed = name ?? (await warn.recognise(given))?.split(":")[1];
  return readAll(warn.read({ given, name: guessed, settings: {} }));
}

describe("a row of a register", () => {
  it("becomes one document with one claim that says what the row says", async () => {
    const { kept } = await read(
      `${WA}\nNordwind Kühltechnik LLC,Spokane,5/14/2022,"1,119",Closure,Permanent,3/11/2022\n`,
    );
    expect(kept).toEqual([
      {
        source: "warn:wa",
        key: kept[0]?.key,
        raw: kept[0]?.key,
        address: null,
        title: null,
        published: "2022-03-11",
        publisher: "Washington Employment Security Department",
        language: "en",
        text: null,
        claims: [
          expect.objectContaining({
            company: "Nordwind Kühltechnik LLC",
            kind: "closure",
            status: "announced",
            temporary: false,
            scope: "site",
            count: 1119,
            low: 1119,
            high: 1119,
            qualifier: "exact",
            date: "2022-03-11",
            received: "2022-03-11",
            effectiveFrom: "2022-05-14",
            effectiveTo: "2022-05-14",
            location: "Spokane, WA",
            country: "US",
            region: "US-WA",
            quote: "# of Workers: 1,119",
            origin: { file: "test.csv", row: 2 },
          }),
        ],
      },
    ]);
  });

  it("has a key of its bytes: equal rows are told apart by their number, and what is parsed makes no difference", async () => {
    const row = "Ample,Tacoma,1/2/22 - 3/4/22,50-60,Layoff,Temporary,1/1/22";
    const { kept } = await read(`${WA}\n${row}\n${row}\nOther,Tacoma,TBD,7,Layoff,Permanent,1/1/22\n${row}\n`);
    const keys = kept.map(({ key }) => key);
    expect(keys).toEqual([keys[0], `${keys[0]}#2`, keys[2], `${keys[0]}#3`]);
    const again = await read(`${WA}\nOther,Tacoma,TBD,7,Layoff,Permanent,1/1/22\n${row}\n`);
    expect(again.kept.map(({ key }) => key)).toEqual([keys[2], keys[0]]);
  });

  it("keeps its key where a column says only which file it was published in", async () => {
    const row =
      "06/25/2021,07/31/2021,07/01/2021,Ample Foods,,12,Layoff Permanent,Kern County,1 Main St  Taft CA 93268,";
    const { kept } = await read(`${CA}\n${row}WARN_Report.xlsx\n`);
    const moved = await read(`${CA}\n${row}WARN-Report-for-2021.pdf\n`);
    expect(moved.kept[0]?.key).toBe(kept[0]?.key);
    expect(kept[0]?.claims[0]).toMatchObject({ location: "Taft, CA", county: "Kern", site: "1 Main St Taft CA 93268" });
  });

  it("is in its county or its state where no city is named, and has no escapes of workbooks in its name", async () => {
    const { kept } = await read(
      "Business Legal Name,Date Layoff/Closure Starts,Date of WARN Notice,Date Posted,Impacted Site Address,Impacted Site County,Layoff or Closure?,Measure Names,Permanent or Temporary Layoff?,Index,Number of Affected Workers\n" +
        "Ample_x000D_ Foods,2025-04-09,2025-01-09,2025-01-17,1 Main St,Monroe,Closure,x,N/A,1,60\n",
    );
    expect(kept[0]?.claims[0]).toMatchObject({
      company: "Ample Foods",
      location: "Monroe County, NY",
      county: "Monroe",
    });
    const wa = await read(`${WA}\nA,Statewide,1/2/22,5,Layoff,Permanent,1/1/22\n`);
    expect(wa.kept[0]?.claims[0]?.location).toBe("Washington");
  });

  it("that is temporary is a furlough, one that is taken back is denied, and one that a buyer takes over a transfer", async () => {
    const wa = await read(`${WA}\nA,Tacoma,1/2/22,5,Layoff,Temporary,1/1/22\n`);
    expect(wa.kept[0]?.claims[0]).toMatchObject({ kind: "furlough", temporary: true });
    const wi = await read(
      "Company,City,Affected Workers,Notice Received,Notice Type,Layoff Begin Date,NAICS Description,County,Workforce Development Area\n" +
        'Ample - Revision 2,Ripon,0,1/8/2020,RN,,Paper Mills,Dane,South\nAmple - Revision 1,Ripon,81,1/7/2020,"CL, AW",2/1/2020,Paper Mills,Dane,South\n',
    );
    expect(wi.kept.map(({ claims }) => claims[0])).toMatchObject([
      { company: "Ample", status: "denied", count: null, revision: 2, revised: null, quote: "Affected Workers: 0" },
      { company: "Ample", status: "announced", kind: "closure", count: 81, revision: 1, revised: 81 },
    ]);
    const nj = await read(
      "Company,City,Month Posted,Effective Date,Workforce Affected\nAMPLE,TRENTON,May,2010-01-04 00:00:00,*120\n* Taken over,,,,\n",
    );
    expect(nj.kept[0]?.claims[0]).toMatchObject({ kind: "transfer", count: 120, quote: "Workforce Affected: *120" });
    expect(nj.refused).toEqual([{ row: 3, reason: "it is a remark of the register and no notice" }]);
  });

  it("is kept without a cell that is not understood, which is said", async () => {
    const { kept, unread } = await read(`${WA}\nAmple,Tacoma,the spring,a few,Layoff,Permanent,1/1/22\n`);
    expect(kept[0]?.claims[0]).toMatchObject({
      effectiveFrom: null,
      count: null,
      qualifier: null,
      quote: "# of Workers: a few",
    });
    expect(unread.toSorted()).toEqual(["# of Workers", "Layoff Start Date"]);
  });

  it.each([
    [",Tacoma,1/2/22,5,Layoff,Permanent,1/1/22", "it names no company"],
    ["Ample,,,,,,", "nothing but the company's cell is filled"],
    [WA, "it is the header once more"],
    ["Ample,Tacoma,1/2/22,5,Layoff,Permanent,1/1/22,something", "a cell stands outside the columns of the header"],
    [
      "(206) 555-0134,Tacoma,1/2/22,5,Layoff,Permanent,1/1/22",
      "no company's name is left where the contact was dropped",
    ],
  ])("%j is refused: %s", async (row, reason) => {
    const { kept, refused } = await read(`${WA}\n${row}\nGood,Tacoma,1/2/22,5,Layoff,Permanent,1/1/22\n`);
    expect(kept).toHaveLength(1);
    expect(refused).toEqual([{ row: 2, reason }]);
  });

  it("in a row in is kept or refused, whatever the cells hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ maxLength: 20 }), { maxLength: 9 }), { maxLength: 8 }),
        async (rows) => {
          const line = (cells: readonly string[]): string =>
            cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
          const { kept, refused } = await read([WA, ...rows.map(line)].join("\n"), "wa");
          const filled = rows.filter((cells) => cells.some((cell) => cell.trim() !== ""));
          expect(kept.length + refused.length).toBe(filled.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("contacts", () => {
  it("are in nothing that is given, whether they have a column or stand inside a cell", async () => {
    const { kept } = await read(
      `${CA},Contact Name,contact_phone,E-mail\n` +
        '1/2/2022,3/4/2022,1/3/2022,"Ample Foods (Contact: Zyxquill Vorblat, 209-555-0188)",Taft,12,Layoff Permanent; call Zyxquill Vorblat (209) 555-0188,Kern County,' +
        '"1 Main St  Taft CA 93268\nAttn: Zyxquill Vorblat, HR Director\nz.vorblat@ample.example",x.pdf,Zyxquill Vorblat,209.555.0188 x12,z.vorblat@ample.example\n',
    );
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toMatch(/Vorblat|Zyxquill|555|0188|@/);
    expect(kept[0]?.claims[0]).toMatchObject({
      company: "Ample Foods",
      location: "Taft, CA",
      count: 12,
      site: "1 Main St Taft CA 93268",
    });
  });
});

describe("a header that has changed", () => {
  it("is one error that names the columns and says what to do, and nothing is given", async () => {
    const changed = `${WA.replace("# of Workers", "Workers affected")}\nAmple,Tacoma,1/2/22,5,Layoff,Permanent,1/1/22\n`;
    const given = givenOf(changed, { place: "wa.csv" });
    const entries: unknown[] = [];
    const reading = (async () => {
      for await (const entry of warn.read({ given, name: "wa", settings: {} })) entries.push(entry);
    })();
    await expect(reading).rejects.toThrow(
      'wa.csv, row 1: the header of the WARN register of Washington has changed: "# of Workers" is missing and "Workers affected" is new. ' +
        "Nothing was read; say in src/sources/warn/registers.ts what the new columns mean (docs/sources.md).",
    );
    expect(entries).toEqual([]);
  });

  it("is noticed where a column was only added, and not where it is of contacts or only written in another way", async () => {
    await expect(read(`${WA},Occupations\nA,B,1/2/22,5,Layoff,Permanent,1/1/22,x\n`, "wa")).rejects.toThrow(
      '"Occupations" is new',
    );
    const { kept } = await read(
      `${WA.replace("Company", " company").replace("Received Date", "Received\u00a0 Date")},Contact Person\nA,B,1/2/22,5,Layoff,Permanent,1/1/22,x\n`,
    );
    expect(kept).toHaveLength(1);
  });

  it("of a file that is another's says which columns are looked for", async () => {
    await expect(read("a,b\n1,2\n", "wa")).rejects.toThrow(
      "test.csv: it holds no table with the columns of the WARN register of Washington (Company, Location,",
    );
    await expect(read("a,b\n1,2\n", "zz")).rejects.toThrow(
      "--source warn:zz: no such register is described; there are ak, al, az, ca",
    );
    await expect(read("a,b\n1,2\n")).rejects.toThrow("its columns are those of no WARN register that is known");
  });
});

describe("a workbook", () => {
  const row = ["Kern County", 44727, 44750, 44897, "Ample & Sons", "Closure Permanent", 12, "1 Main St  Taft CA 93268"];

  it("is read with its header below titles, and its days are counted", async () => {
    const { kept, refused } = await read(workbookOf([["WARN report"], [], CA_BOOK, row]));
    expect(refused).toEqual([]);
    expect(kept[0]?.claims[0]).toMatchObject({
      company: "Ample & Sons",
      notice: "2022-06-15",
      received: "2022-07-08",
      effectiveFrom: "2022-12-02",
      count: 12,
      origin: { file: "test.csv", row: 4 },
    });
  });

  it("that unpacks to too much, declares entities or is cut off is refused, and nothing is given", async () => {
    const bomb = workbookOf([CA_BOOK, row], { "xl/worksheets/sheet1.xml": "<a>".padEnd(140 * 1024 * 1024, "x") });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    await expect(read(bomb, "ca")).rejects.toThrow("the workbook unpacks to more than 1342");
    const entities = workbookOf([], {
      "xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
    });
    await expect(read(entities, "ca")).rejects.toThrow(
      "it declares a document type or entities, which are not expanded",
    );
    const whole = workbookOf([CA_BOOK, row]);
    await expect(read(whole.subarray(0, whole.length - 30), "ca")).rejects.toThrow("is damaged or cut off");
    await expect(
      read(workbookOf([], { "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>" }), "ca"),
    ).rejects.toThrow("the XML is cut off or not well-formed");
    await expect(read(workbookOf([], { "xl/worksheets/sheet1.xml": "<a>".repeat(200) }), "ca")).rejects.toThrow(
      "nested deeper than 100 elements",
    );
  });
});

describe("a register that is served as pages", () => {
  const page = (rows: string): string =>
    `<!DOCTYPE html><html><body><span class='logo'>KANSASWORKS</span><table><tr><th>Employer</th><th>City</th><th>ZIP</th><th>LWIB Area</th><th>Notice Date</th><th>WARN Type</th></tr>${rows}</table></body></html>`;
  const row = (id: number): string =>
    `<tr><td><a href="/search/warn_lookups/${id}">Ample &amp; Sons</a></td><td>Salina</td><td>67401</td><td></td><td>Jul 31, 2020</td><td>WARN</td></tr>`;

  it("is read from its tables, and a notice has the number that the register gives it", async () => {
    const { kept } = await read(page(row(2109) + row(2110)), undefined, {
      address: "https://www.kansasworks.com/search/warn_lookups?page=1",
    });
    expect(kept.map(({ key, address }) => [key, address])).toEqual([
      ["2109", "https://www.kansasworks.com/search/warn_lookups/2109"],
      ["2110", "https://www.kansasworks.com/search/warn_lookups/2110"],
    ]);
    expect(kept[0]?.claims[0]).toMatchObject({
      company: "Ample & Sons",
      location: "Salina, KS",
      notice: "2020-07-31",
      count: null,
    });
  });

  it("is followed from page to page and to each notice, as long as they are of the same server", async () => {
    const at = "https://www.kansasworks.com/search/warn_lookups";
    const detail = (count: number): string =>
      `<html><body>KANSASWORKS<div><h3 class="definition-list__title">Company Name</h3><p>Ample &amp; Sons</p><h3 class="definition-list__title">Address</h3><p>1 Main St<br>Hays, Kansas 67601</p><h3 class="definition-list__title">Notice Date</h3><p>Jul 31, 2020</p><h3 class="definition-list__title">Number of Employees Affected</h3><p>${count}</p></div></body></html>`;
    const pages: Record<string, string> = {
      [`${at}?page=2`]: page(
        `${row(3)}<tr><td><a href="https://elsewhere.example/4">Other</a></td><td></td><td></td><td></td><td>Jul 31, 2020</td><td>WARN</td></tr>`,
      ),
      [`${at}/1`]: detail(120),
      [`${at}/2`]: detail(0),
      [`${at}/3`]: detail(7),
    };
    const asked: string[] = [];
    const follow = async (address: string): Promise<Given> => {
      asked.push(address);
      return givenOf(pages[address] ?? "", { place: address, address });
    };
    const given = givenOf(page(row(1) + row(2)) + '<a rel="next" href="?page=2">Next</a>', { address: at });
    const { kept } = await readAll(warn.read({ given, name: "ks", settings: {}, follow }));
    expect(kept.map(({ key, claims: [claim] }) => [key, claim?.count, claim?.site, claim?.location])).toEqual([
      ["1", 120, "1 Main St, Hays, Kansas 67601", "Salina, KS"],
      ["2", null, "1 Main St, Hays, Kansas 67601", "Salina, KS"],
      ["3", 7, "1 Main St, Hays, Kansas 67601", "Salina, KS"],
      ["4", null, null, "Kansas"],
    ]);
    expect(asked).toEqual([`${at}/1`, `${at}/2`, `${at}?page=2`, `${at}/3`]);
  });

  it("a page that is nested without end is refused before it is built", async () => {
    await expect(read(`<html>${"<div>".repeat(100_000)}`, "ks")).rejects.toThrow("nested deeper than 500 elements");
  });
});
