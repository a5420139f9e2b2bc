// A page of sections, in the formats that people read.
import { plain } from "../messages/words.ts";
import { wrap } from "../messages/wrap.ts";
import { htmlPage, inHtml, inMarkdown } from "./markup.ts";

export const PAGE_FORMATS = ["text", "markdown", "html"] as const;
export type PageFormat = (typeof PAGE_FORMATS)[number];

/** A part of a page: a paragraph, a smaller heading, a list, facts under their names, or a table. Of plain text. */
export type Block =
  | { readonly text: string }
  | { readonly heading: string }
  | { readonly items: readonly string[] }
  | { readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

export interface Page {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly { readonly heading: string; readonly blocks: readonly Block[] }[];
}

/** The page with a line end after each line; the same wherever it is made. */
export function pageText(page: Page, format: PageFormat): string {
  return `${RENDERED[format](page)}\n`;
}

const RENDERED: Readonly<Record<PageFormat, (page: Page) => string>> = { text, markdown, html };

const WIDTH = 78;

function text({ title, lead, sections }: Page): string {
  const lines = sections.flatMap(({ heading, blocks }) => [
    "",
    plain(heading).toUpperCase(),
    ...blocks.flatMap((block) => ["", ...blockText(block)]),
  ]);
  return [plain(title), "=".repeat(Math.min(WIDTH, [...title].length)), "", ...filled(lead), ...lines].join("\n");
}

function blockText(block: Block): string[] {
  if ("text" in block) return filled(block.text);
  if ("heading" in block) return filled(block.heading);
  if ("items" in block) return block.items.flatMap((item) => filled(item, "  - ", "    "));
  if ("facts" in block) return block.facts.flatMap(([name, value]) => filled(`${name}: ${value}`, "  ", "    "));
  return block.rows.flatMap((row) =>
    row.flatMap((cell, i) => {
      if (i === 0) return filled(cell, "  - ", "    ");
      return cell === "" ? [] : filled(`${block.columns[i] ?? ""}: ${cell}`, "    ", "      ");
    }),
  );
}

function filled(words: string, first = "", more = ""): string[] {
  return wrap(plain(words), WIDTH - more.length).map((line, i) => `${i === 0 ? first : more}${line}`);
}

function markdown({ title, lead, sections }: Page): string {
  const parts = sections.flatMap(({ heading, blocks }) => [
    `## ${inMarkdown(heading)}`,
    "",
    ...blocks.flatMap((block) => [...blockMarkdown(block), ""]),
  ]);
  return [`# ${inMarkdown(title)}`, "", inMarkdown(lead), "", ...parts].join("\n").trimEnd();
}

function blockMarkdown(block: Block): string[] {
  if ("text" in block) return [inMarkdown(block.text)];
  if ("heading" in block) return [`### ${inMarkdown(block.heading)}`];
  if ("items" in block) return block.items.map((item) => `- ${inMarkdown(item)}`);
  if ("facts" in block) return block.facts.map(([name, value]) => `- **${inMarkdown(name)}**: ${inMarkdown(value)}`);
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    row(block.columns.map(inMarkdown)),
    row(block.columns.map(() => "---")),
    ...block.rows.map((cells) => row(cells.map(inMarkdown))),
  ];
}

function html({ title, lead, sections }: Page): string {
  return htmlPage(title, [
    `<h1>${inHtml(title)}</h1>`,
    `<p>${inHtml(lead)}</p>`,
    ...sections.flatMap(({ heading, blocks }) => [`<h2>${inHtml(heading)}</h2>`, ...blocks.flatMap(blockHtml)]),
  ]);
}

function blockHtml(block: Block): string[] {
  if ("text" in block) return [`<p>${inHtml(block.text)}</p>`];
  if ("heading" in block) return [`<h3>${inHtml(block.heading)}</h3>`];
  if ("items" in block) return ["<ul>", ...block.items.map((item) => `<li>${inHtml(item)}</li>`), "</ul>"];
  if ("facts" in block) {
    const facts = block.facts.map(([name, value]) => `<dt>${inHtml(name)}</dt><dd>${inHtml(value)}</dd>`);
    return ["<dl>", ...facts, "</dl>"];
  }
  return tableHtml(block.columns, block.rows);
}

/** With its roles said outright: on a narrow screen the rows are blocks, of which some browsers make no table. */
function tableHtml(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cell = (value: string, i: number): string => {
    if (i === 0) return `<th scope="row" role="rowheader">${inHtml(value)}</th>`;
    const label = value === "" ? "" : ` data-label="${inHtml(columns[i] ?? "")}"`;
    return `<td role="cell"${label}>${inHtml(value)}</td>`;
  };
  return [
    '<table class="wide" role="table">',
    `<thead><tr role="row">${columns.map((name) => `<th scope="col" role="columnheader">${inHtml(name)}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((cells) => `<tr role="row">${cells.map(cell).join("")}</tr>`),
    "</tbody>",
    "</table>",
  ];
}
