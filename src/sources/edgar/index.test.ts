import { describe, expect, it } from "vitest";
import { importReports } from "../../app/import-reports.ts";
import type { Given } from "../../app/source-port.ts";
import { RollcallError } from "../../core/errors.ts";
import { sources } from "../index.ts";
import { givenOf, readAll } from "../testing.ts";
import { edgar } from "./index.ts";
import { inlineOf, submissionOf } from "./testing.ts";

const HEAD =
  "<table><tr><td>Item&#160;2.05.</td><td>Costs Associated with Exit or Disposal Activities.</td></tr></table>";
const PLAN =
  "On March&#160;19, 2031, Nordwind Turbines, Inc. (the &#8220;Company&#8221;) told 340 employees, or 12% of its workforce, that their jobs are eliminated.";
const ITEMS = `${HEAD}<p>${PLAN}</p><p>Item&#160;9.01 Financial Statements and Exhibits</p><p>(d) Exhibits of 77 employees</p>`;

async function read(
  content: string,
  more: Partial<Given> = {},
  follow?: (address: string) => Promise<Given>,
): ReturnType<typeof readAll> {
  const given = givenOf(content, { place: "d8k.txt", ...more });
  return readAll(edgar.read({ given, name: undefined, settings: {}, ...(follow === undefined ? {} : { follow }) }));
}

/** The text that is handed on to be read. */
async function told(items: string): Promise<string | null | undefined> {
  return (await read(submissionOf({ items }))).kept[0]?.text;
}

describe("a full submission", () => {
  it("is one document that is known by its accession number, with what its header says of the issuer", async () => {
    const { kept } = await read(submissionOf({ items: ITEMS }));
    expect(kept).toEqual([
      {
        source: "edgar",
        key: "0009999999-31-000012",
        address: "https://www.sec.gov/Archives/edgar/data/9999999/000999999931000012/0009999999-31-000012-index.htm",
        title: null,
        published: "2031-03-25",
        publisher: "SEC Form 8-K",
        language: "en",
        about: {
          company: "Nordwind Turbines, Inc.",
          cik: "0009999999",
          seat: "US-OH",
          industry: "31",
          event: "2031-03-19",
          amends: false,
        },
        text: "On March 19, 2031, Nordwind Turbines, Inc. (the “Company”) told 340 employees, or 12% of its workforce, that their jobs are eliminated.",
        claims: [],
      },
    ]);
  });

  it("gives nothing of exhibits, signatures and telephone numbers", async () => {
    const { kept } = await read(submissionOf({ items: ITEMS }));
    expect(JSON.stringify(kept)).not.toMatch(/9,999|Vorblat|555|4195550100|77 employees/);
  });

  it("has EDGAR's name for the issuer where the cover has one that is another company's", async () => {
    const { kept } = await read(submissionOf({ name: "TARN BREWERIES CORP /DE/", items: ITEMS }));
    expect(kept[0]?.about?.company).toBe("TARN BREWERIES CORP /DE/");
  });

  it("says that it amends, and the event that it shares with the report that it amends", async () => {
    const { kept } = await read(submissionOf({ form: "8-K/A", filed: "20310502", items: ITEMS }));
    expect(kept[0]).toMatchObject({
      publisher: "SEC Form 8-K/A",
      published: "2031-05-02",
      about: { amends: true, event: "2031-03-19" },
    });
  });

  it("of plain text with hard line breaks is read by its paragraphs", async () => {
    const page = submissionOf({ items: "" }).replace(
      /<html><head>[\s\S]*<\/html>/,
      "                FORM 8-K\n\nITEM 2.05 COSTS ASSOCIATED WITH EXIT OR DISPOSAL\nACTIVITIES\n\nOn March 19, 2031 the Company laid off\n41 of its employees.\n\n<PAGE>\nSIGNATURES\n\nPursuant to",
    );
    const { kept } = await read(page);
    expect(kept[0]?.text).toBe("On March 19, 2031 the Company laid off 41 of its employees.");
  });

  it.each([
    ["another form", submissionOf({ form: "10-Q", items: ITEMS }), "it is no Form 8-K"],
    [
      "other items",
      submissionOf({ items: "<p>Item 5.02 Departure of Directors</p><p>A director left.</p>" }),
      "it reports nothing under item 2.05",
    ],
  ])("of %s is refused with its reason", async (_, content, reason) => {
    expect(await read(content)).toMatchObject({ kept: [], refused: [{ row: 1, reason }] });
  });
});

describe("the items of a report", () => {
  it("end where the next one begins, however they are headed", async () => {
    for (const heading of [
      "<p>ITEM 2.05. COSTS ASSOCIATED WITH EXIT OR DISPOSAL ACTIVITIES.</p>",
      "<p><b>Item 2.05</b></p><p>Costs Associated with Exit or Disposal Activities</p>",
      "<div>Section 2 &#8211; Financial Information</div><div>Item&#160;2.05 &#8211; Costs Associated with Exit or Disposal Activities</div>",
      "<p>Items 2.05 and 2.06. Costs Associated with Exit or Disposal Activities; Material Impairments</p>",
    ]) {
      const text = await told(
        `<p>Item 1.01 Entry into an Agreement</p><p>Before.</p>${heading}<p>Within.</p><p>Item 5.02 Departure</p><p>Behind.</p>`,
      );
      expect(text).toBe("Within.");
    }
  });

  it("do not end at a sentence that begins with the number of one", async () => {
    const text = await told(
      `${HEAD}<p>Item 2.05 of the original report is amended as follows.</p><p>The Company cuts 41 jobs.</p>`,
    );
    expect(text).toBe("Item 2.05 of the original report is amended as follows.\nThe Company cuts 41 jobs.");
  });

  it("of which 7.01 and 8.01 are read where they speak of cuts, and not where they do not", async () => {
    expect(
      await told(
        `${ITEMS.replace(/<p>Item&#160;9.01.*/, "")}<p>Item 7.01 Regulation FD Disclosure</p><p>Slides are attached.</p>`,
      ),
    ).not.toContain("Slides");
    expect(await told("<p>Item 8.01 Other Events</p><p>The Company is eliminating 41 positions.</p>")).toBe(
      "The Company is eliminating 41 positions.",
    );
  });

  it("are read up to the heading over what is not promised", async () => {
    expect(
      await told(
        `${HEAD}<p>The Company cuts 41 jobs.</p><p>Cautionary Note Regarding Forward-Looking Statements</p><p>It may cut 400.</p>`,
      ),
    ).toBe("The Company cuts 41 jobs.");
  });
});

describe("a main document alone", () => {
  it("is known by its facts, and by its bytes where nothing says its number", async () => {
    const { kept } = await read(inlineOf(ITEMS), { place: "nord-20310319.htm" });
    expect(kept[0]).toMatchObject({
      address: null,
      published: "2031-03-19",
      about: {
        company: "Nordwind Turbines, Inc.",
        cik: "0009999999",
        seat: "US-OH",
        industry: null,
        event: "2031-03-19",
      },
    });
    expect(kept[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(kept[0]?.text).toContain("told 340 employees");
  });

  it("of EDGAR's archives is read as the submission that it is of", async () => {
    const asked: string[] = [];
    const address = "https://www.sec.gov/Archives/edgar/data/9999999/000999999931000012/nord-20310319.htm";
    const { kept } = await read(inlineOf(ITEMS), { address }, async (place) => {
      asked.push(place);
      return givenOf(submissionOf({ items: ITEMS }), { place, address: place });
    });
    expect(asked).toEqual([
      "https://www.sec.gov/Archives/edgar/data/9999999/000999999931000012/0009999999-31-000012.txt",
    ]);
    expect(kept[0]).toMatchObject({ key: "0009999999-31-000012", published: "2031-03-25", about: { industry: "31" } });
  });

  it("and a submission are recognised, and a page that only speaks of the form is not", async () => {
    expect(await edgar.recognise(givenOf(submissionOf({ items: ITEMS })))).toBe("edgar");
    expect(await edgar.recognise(givenOf(inlineOf(ITEMS)))).toBe("edgar");
    expect(
      await edgar.recognise(givenOf("<html><p>Nordwind told the SEC on Form 8-K that it cuts 340 jobs.</p></html>")),
    ).toBeUndefined();
  });
});

const number = (n: number): string => `0009999999-31-${String(n).padStart(6, "0")}`;
const hit = (n: number, more: object = {}): object => ({
  _index: "edgar_file",
  _id: `${number(n)}:d8k.htm`,
  _source: {
    ciks: ["0009999999"],
    display_names: ["Nordwind Turbines, Inc.  (NRDW)  (CIK 0009999999)"],
    root_forms: ["8-K"],
    form: "8-K",
    file_type: "8-K",
    adsh: number(n),
    file_date: "2031-03-25",
    items: ["2.05", "9.01"],
    ...more,
  },
});
const searched = (hits: readonly object[], total: number): string =>
  JSON.stringify({ took: 9, timed_out: false, hits: { total: { value: total, relation: "eq" }, max_score: 8, hits } });

/** The lists and filings of a server, and what was asked of it. */
function served(pages: Readonly<Record<string, string>>): {
  readonly asked: string[];
  readonly follow: (address: string) => Promise<Given>;
} {
  const asked: string[] = [];
  return {
    asked,
    follow: async (address) => {
      asked.push(address);
      const content = pages[address] ?? pages[address.split("/").at(-1) ?? ""];
      if (content === undefined) throw new RollcallError("not_found", `${address}: there is no such page.`);
      return givenOf(content, { place: address, address });
    },
  };
}

describe("a list of filings", () => {
  const search = "https://efts.sec.gov/LATEST/search-index?q=%22Item+2.05%22&forms=8-K%2C8-K%2FA";

  it("of the full-text search is followed from page to page and to each filing, once", async () => {
    const { asked, follow } = served({
      [`${search}&from=3`]: searched([hit(3)], 4),
      [`${number(1)}.txt`]: submissionOf({ accession: number(1), items: ITEMS }),
      [`${number(3)}.txt`]: submissionOf({ accession: number(3), form: "8-K/A", items: ITEMS }),
    });
    const first = searched([hit(1), hit(1, { file_type: "EX-99.1" }), hit(2, { items: ["2.02"] })], 4);
    const { kept, refused } = await read(first, { place: "the search", address: search }, follow);
    expect(kept.map(({ key }) => key)).toEqual([number(1), number(3)]);
    expect(refused).toEqual([
      { row: 2, reason: "it is another document of a filing that is listed before" },
      { row: 3, reason: "it reports nothing under item 2.05" },
    ]);
    expect(asked).toEqual([
      `https://www.sec.gov/Archives/edgar/data/9999999/000999999931000001/${number(1)}.txt`,
      `${search}&from=3`,
      `https://www.sec.gov/Archives/edgar/data/9999999/000999999931000003/${number(3)}.txt`,
    ]);
  });

  it("of the search that found nothing is read as nothing", async () => {
    const given = givenOf(searched([], 0), { address: search });
    expect(await edgar.recognise(given)).toBe("edgar");
    expect(await read(searched([], 0), { address: search }, served({}).follow)).toMatchObject({
      kept: [],
      refused: [],
    });
  });

  it("of a company goes on to its older filings", async () => {
    const at = "https://data.sec.gov/submissions/CIK0009999999.json";
    const further = "CIK0009999999-submissions-001.json";
    const columns = (n: number, form: string, items: string): object => ({
      accessionNumber: [number(n)],
      filingDate: ["2031-03-25"],
      form: [form],
      items: [items],
      primaryDocument: ["d8k.htm"],
    });
    const list = JSON.stringify({
      cik: "9999999",
      entityType: "operating",
      sic: "3510",
      sicDescription: "Engines & Turbines",
      name: "NORDWIND TURBINES INC",
      filings: {
        recent: columns(7, "10-Q", ""),
        files: [{ name: further, filingCount: 1, filingFrom: "2029-01-01", filingTo: "2030-12-31" }],
      },
    });
    const { asked, follow } = served({
      [`https://data.sec.gov/submissions/${further}`]: JSON.stringify(columns(5, "8-K", "2.05,9.01")),
      [`${number(5)}.txt`]: submissionOf({ accession: number(5), items: ITEMS }),
    });
    expect(await edgar.recognise(givenOf(list, { address: at }))).toBe("edgar");
    const { kept, refused } = await read(list, { address: at }, follow);
    expect(kept.map(({ key }) => key)).toEqual([number(5)]);
    expect(refused).toEqual([{ row: 1, reason: "it is no Form 8-K" }]);
    expect(asked).toHaveLength(2);
  });

  it.each([
    [
      "between bars",
      `CIK|Company Name|Form Type|Date Filed|File Name\n---\n1|ELM BANK|10-K|20310325|edgar/data/1/${number(8)}.txt\n9999999|NORDWIND TURBINES INC|8-K|20310325|edgar/data/9999999/${number(9)}.txt\n`,
    ],
    [
      "in columns",
      `Form Type   Company Name              CIK         Date Filed  File Name\n------\n10-K        ELM BANK                  1           20310325    edgar/data/1/${number(8)}.txt\n8-K         NORDWIND TURBINES INC     9999999     20310325    edgar/data/9999999/${number(9)}.txt\n`,
    ],
  ])("of a day (%s) is read filing by filing, since it does not name their items", async (_, rows) => {
    const list = `Description:           Daily Index of EDGAR Dissemination Feed\nLast Data Received:    Mar 25, 2031\n \n${rows}`;
    const { follow } = served({ [`${number(9)}.txt`]: submissionOf({ accession: number(9), items: ITEMS }) });
    const address = "https://www.sec.gov/Archives/edgar/daily-index/2031/QTR1/master.20310325.idx";
    expect(await edgar.recognise(givenOf(list, { address }))).toBe("edgar");
    const { kept, refused } = await read(list, { address }, follow);
    expect(kept.map(({ key }) => key)).toEqual([number(9)]);
    expect(refused).toEqual([{ row: 1, reason: "it is no Form 8-K" }]);
  });

  it("loses one filing that is not there, and is given up where the server is out of reach", async () => {
    const list = searched([hit(1)], 1);
    const gone = await read(list, { address: search }, served({}).follow);
    expect(gone.refused).toEqual([{ row: 1, reason: "EDGAR gave no whole filing of this number" }]);
    const away = async (): Promise<Given> => {
      throw new RollcallError("unreachable", "www.sec.gov: the connection failed.");
    };
    await expect(read(list, { address: search }, away)).rejects.toThrow("the connection failed");
  });

  it("in a file is refused, and so is one that is not as EDGAR describes it", async () => {
    await expect(read(searched([hit(1)], 1))).rejects.toThrow("give its address in the place of the file");
    const odd = searched([hit(1, { adsh: "17" })], 1);
    await expect(read(odd, { place: "the search", address: search }, served({}).follow)).rejects.toThrow(
      "the search: EDGAR's list is not as it was (hits.hits.0._source.adsh); nothing was read",
    );
  });
});

describe("what stands in the place of an address", () => {
  it.each([
    ["2031-01-05", "startdt=2031-01-05&enddt=2031-02-01"],
    ["2031-01-05..2031-01-31", "startdt=2031-01-05&enddt=2031-01-31"],
    ["320193", "https://data.sec.gov/submissions/CIK0000320193.json"],
  ])("%s is an address of EDGAR", (name, address) => {
    expect(edgar.addressOf?.(name, "2031-02-01")).toContain(address);
  });

  it.each(["", "2031-02-30", "2031-02-05..2031-02-01", "Nordwind"])("%j is refused", (name) => {
    expect(() => edgar.addressOf?.(name, "2031-02-01")).toThrow("name a first day (edgar:2026-01-05)");
  });
});

it("a filing comes through as what it was read, and again as the line that was printed of it", async () => {
  const work = { sources, settings: {} };
  const { documents } = await importReports([givenOf(submissionOf({ items: ITEMS }), { place: "x.txt" })], work);
  expect(documents[0]?.source).toBe("edgar");
  const again = await importReports([givenOf(`${JSON.stringify(documents[0])}\n`, { place: "-" })], work);
  expect(again.documents).toEqual(documents);
});
