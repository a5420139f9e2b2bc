import type { Given } from "../../app/source-port.ts";
import { badFile } from "../../files/bad-file.ts";
import { collect } from "../../files/collect.ts";
import { textOf } from "../../files/decode.ts";
import { isPage } from "../../files/form.ts";
import { type Page, type PageElement, parsePage, wordsOf } from "../../files/html.ts";
import { rawRows } from "../../files/table.ts";
import { isZip, xlsxRows } from "../../files/xlsx.ts";

/** A row as it is published, whatever it is published as. */
export interface RawRow {
  /** The sheet or the table that it stands in; a header counts for one of them. */
  readonly table: string;
  /** From 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** A page of a register, and a workbook, before it is unpacked. */
export const MOST_BYTES = 32 * 1024 * 1024;

/** What a search says in the place of its table. */
export const NOTHING_FOUND = /\bno (?:matches|results|records)\b/i;

export type Form = "workbook" | "page" | "csv";

export function formOf(head: Buffer): Form {
  if (isZip(head)) return "workbook";
  return isPage(head) ? "page" : "csv";
}

/** Every row of every table, headers among them. Workbooks and pages are read whole before the first is given. */
export async function* rowsOf(given: Given): AsyncGenerator<RawRow> {
  const form = formOf(await given.head());
  if (form === "csv") {
    for await (const { line, cells } of rawRows(given)) yield { table: "", row: line, cells };
    return;
  }
  const bytes = await collect(given, MOST_BYTES);
  if (form === "workbook") {
    for (const { sheet, row, cells } of xlsxRows(bytes, given.place)) yield { table: sheet, row, cells };
    return;
  }
  yield* pageRows(parsePage(textOf(bytes, given.place, given.charset, "html"), given.place), given);
}

function* pageRows(page: Page, given: Given): Generator<RawRow> {
  let table = 0;
  for (const element of page.querySelectorAll("table")) {
    table++;
    let row = 0;
    let headed = false;
    for (const tr of element.querySelectorAll("tr")) {
      if (tr.closest("table") !== element) continue;
      row++;
      const cells = [...tr.querySelectorAll("th, td")];
      const found = linkIn(tr, given.address);
      // Some write the header as a first row like all others.
      const isHeader: boolean =
        cells.every((cell) => cell.tagName.toLowerCase() === "th") || (found === "" && !headed && cells.length > 1);
      headed ||= isHeader;
      const link = isHeader ? "Link" : found;
      yield { table: String(table), row, cells: [...cells.map(wordsOf), link] };
    }
  }
  const titles = [...page.querySelectorAll(".definition-list__title, dl > dt")];
  const pairs = titles.map((title) => [title, title.nextElementSibling] as const).filter(isPair);
  if (pairs.length > 0) {
    yield { table: "list", row: 1, cells: [...pairs.map(([title]) => wordsOf(title)), "Link"] };
    yield { table: "list", row: 2, cells: [...pairs.map(([, words]) => wordsOf(words)), given.address ?? ""] };
  }
  if (table === 0 && pairs.length === 0 && !NOTHING_FOUND.test(page.documentElement.textContent ?? "")) {
    throw badFile(
      given.place,
      "the page holds no table and no list of a notice; check the address, or save the page again",
    );
  }
}

function isPair(pair: readonly [PageElement, PageElement | null]): pair is readonly [PageElement, PageElement] {
  return pair[1] !== null;
}

function linkIn(row: PageElement, base: string | null): string {
  const href = row.querySelector("td a[href]")?.getAttribute("href") ?? "";
  if (base === null || !URL.canParse(href, base)) return href;
  return new URL(href, base).href;
}
