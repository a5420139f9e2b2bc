// A corpus of invented rows and texts, and two readers of it: the second understands what the first misread.
import { createHash } from "node:crypto";
import type { Reader } from "../../src/app/read-documents.ts";
import type { Reported } from "../../src/app/record-port.ts";
import { reported, stated } from "./reports.ts";

/** The earlier parser of rows, and the later one. */
export type Parser = "earlier" | "later";

const SITES = ["Albany", "Boise", "Camden", "Dover"];

/** Letters for a number, so that no name is like another by accident. */
function word(n: number): string {
  const letters = [...(n + 17_576).toString(26)].map((digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)));
  const text = letters.join("");
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

/** Three rows a company: two of its sites on one day, and a third a year later. */
function rowOf(n: number): readonly string[] {
  const company = Math.floor(n / 3);
  const year = n % 3 === 2 ? 2025 : 2024;
  const month = String(1 + (company % 12)).padStart(2, "0");
  const count = 20 + ((n * 7919) % 3000);
  // Some are written with a separator, which the earlier parser takes for a decimal point.
  const written =
    count >= 1000 && n % 2 === 0 ? `${Math.floor(count / 1000)},${String(count % 1000).padStart(3, "0")}` : `${count}`;
  return [`${word(company)} Works`, written, `${year}-${month}-15`, SITES[n % 4] ?? ""];
}

/** The rows of a register, as one of the two parsers reads them. */
export function* registerRows(rows: number, parser: Parser): Generator<Reported> {
  for (let n = 0; n < rows; n++) {
    const cells = rowOf(n);
    const [company = "", written = "", date = "", location = ""] = cells;
    const count = Number(parser === "earlier" ? written.split(",")[0] : written.replace(",", ""));
    const raw = createHash("sha256").update(JSON.stringify(cells)).digest("hex").slice(0, 32);
    const claim = {
      company,
      count,
      low: count,
      high: count,
      date,
      location,
      country: "US",
      scope: "site",
      part: location,
      quote: `${company}, ${written}`,
    } as const;
    yield reported([claim], { source: "warn:xx", key: raw, raw, published: date, address: null });
  }
}

/** Stories, each of which says of one company what it does; of every hundredth the earlier reader sees nothing, and of another the later. */
export function* stories(documents: number): Generator<Reported> {
  for (let n = 0; n < documents; n++) {
    const people = 100 + ((n * 104_729) % 900);
    const text = `${word(n + 500_000)} Media cuts ${n % 4 === 0 ? `${people / 1000}k` : people} jobs${n % 100 === 7 ? " perhaps" : n % 100 === 8 ? " quietly" : ""}.`;
    yield reported([], { key: `story ${n}`, published: `2025-0${1 + (n % 9)}-10`, title: null, text });
  }
}

export function storyReader(parser: Parser): Reader {
  return {
    version: `corpus ${parser}`,
    read: ({ text }) => {
      const [whole, company = "", figure = "", how] = /^(.+) cuts ([\d.]+k?) jobs( \w+)?\.$/.exec(text ?? "") ?? [];
      const unseen = parser === "earlier" ? " quietly" : " perhaps";
      if (whole === undefined || how === unseen) return { claims: [], shelved: [] };
      const thousands = figure.endsWith("k");
      const count = thousands
        ? parser === "earlier"
          ? Math.ceil(parseFloat(figure))
          : Math.round(parseFloat(figure) * 1000)
        : Number(figure);
      const quote = text ?? "";
      return {
        claims: [stated({ company, count, low: count, high: count, quote, start: 0, end: quote.length })],
        shelved: [],
      };
    },
  };
}
