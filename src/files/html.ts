import { Parser } from "htmlparser2";
import { parseHTML } from "linkedom";
import { badFile } from "./bad-file.ts";

/** What we use of a page; the types of browsers are not those of Node. */
export interface PageElement {
  readonly textContent: string | null;
  readonly tagName: string;
  readonly nextElementSibling: PageElement | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement | null;
  cloneNode(deep: boolean): PageElement;
  replaceWith(text: string): void;
}

export interface Page extends Pick<PageElement, "querySelector" | "querySelectorAll"> {
  readonly documentElement: PageElement;
}

const DEEPEST = 500;

/** Of a page; a table of ten thousand rows has fewer. */
const MOST_ELEMENTS = 200_000;

/** A page as a document. One that is nested deeper, or has more elements, than any page has is refused before it is built. */
export function parsePage(html: string, place: string, most: number = MOST_ELEMENTS): Page {
  let depth = 0;
  let elements = 0;
  new Parser({
    onopentagname: () => {
      depth++;
      if (++elements > most) throw badFile(place, `the page has more than ${most} elements; nothing was read`);
      if (depth > DEEPEST) throw badFile(place, `the page is nested deeper than ${DEEPEST} elements; nothing was read`);
    },
    onclosetag: () => depth--,
  }).end(html);
  return parseHTML(html).document;
}

/** The words of an element: line breaks are kept, other white space is one blank. */
export function wordsOf(element: PageElement): string {
  const copy = element.cloneNode(true);
  for (const br of copy.querySelectorAll("br")) br.replaceWith("\n");
  return inLines(copy.textContent ?? "");
}

/** Lines without what stands around them, and without empty ones. */
export function inLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replaceAll(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

const BLOCKS = new Set(
  "p div li h1 h2 h3 h4 h5 h6 tr blockquote section article figcaption dd dt pre br ul ol table".split(" "),
);
const SILENT = new Set("script style noscript template iframe svg form button".split(" "));

/** The text of a piece of HTML as people read it: a line for each block, and nothing of scripts and forms. */
export function readableText(html: string): string {
  let text = "";
  let silent = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (SILENT.has(name)) silent++;
      if (BLOCKS.has(name)) text += "\n";
    },
    ontext: (piece) => {
      if (silent === 0) text += piece.replaceAll(/\s+/g, " ");
    },
    onclosetag: (name) => {
      if (SILENT.has(name)) silent--;
      if (BLOCKS.has(name)) text += "\n";
    },
  });
  parser.end(html);
  return inLines(text);
}
