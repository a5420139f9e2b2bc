import { posix } from "node:path";
import { badFile } from "./bad-file.ts";
import { readXml } from "./xml.ts";
import { readZip } from "./zip.ts";

export interface SheetRow {
  readonly sheet: string;
  /** From 1, as the workbook counts it. */
  readonly row: number;
  /** As they are stored: dates are numbers of days, and merged cells but the first are empty. */
  readonly cells: readonly string[];
}

/** Of everything in the workbook that is read, unpacked. */
const MOST_BYTES = 128 * 1024 * 1024;
/** As many as a sheet can have (ECMA-376). */
const MOST_COLUMNS = 16_384;
const MOST_CELLS = 5_000_000;

/** Whether it begins as a zip archive, which is what a workbook is. */
export function isZip(head: Buffer): boolean {
  return head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}

/** The rows of all sheets of an Office Open XML workbook, in their order. Nothing is given before all of it has been read. */
export function xlsxRows(bytes: Buffer, place: string): readonly SheetRow[] {
  const members = new Map(readZip(bytes, place).map((member) => [member.name, member]));
  let left = MOST_BYTES;
  const open = (name: string): string | undefined => {
    const content = members.get(name)?.unpack(left);
    left -= content?.length ?? 0;
    return content?.toString("utf8");
  };
  const workbook = open("xl/workbook.xml");
  if (workbook === undefined) throw badFile(place, "this zip archive is no workbook (XLSX)");
  const targets = relationships(open("xl/_rels/workbook.xml.rels") ?? "", place);
  const strings = sharedStrings(open("xl/sharedStrings.xml"), place);
  const rows: SheetRow[] = [];
  const budget = { cells: MOST_CELLS };
  for (const { name, id } of sheets(workbook, place)) {
    const target = targets.get(id);
    const sheet = target === undefined ? undefined : open(posix.join("/xl", target).slice(1));
    if (sheet === undefined) continue;
    for (const row of sheetRows(sheet, place, strings, budget)) rows.push({ sheet: name, ...row });
  }
  return rows;
}

function sheets(workbook: string, place: string): { readonly name: string; readonly id: string }[] {
  const found: { name: string; id: string }[] = [];
  readXml(workbook, place, {
    open: (tag, attributes) => {
      if (local(tag) !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      found.push({ name: attributes["name"] ?? "", id });
    },
  });
  return found;
}

function relationships(rels: string, place: string): Map<string, string> {
  const found = new Map<string, string>();
  readXml(rels, place, {
    open: (tag, { Id, Target }) => {
      if (local(tag) === "Relationship" && Id !== undefined && Target !== undefined) {
        found.set(Id, Target.replace(/^\/xl\//, ""));
      }
    },
  });
  return found;
}

function sharedStrings(xml: string | undefined, place: string): readonly string[] {
  const found: string[] = [];
  if (xml === undefined) return found;
  let [text, reading, phonetic] = ["", false, 0];
  readXml(xml, place, {
    open: (tag) => {
      if (local(tag) === "si") text = "";
      if (local(tag) === "rPh") phonetic++;
      reading = local(tag) === "t" && phonetic === 0;
    },
    text: (piece) => {
      if (reading) text += piece;
    },
    close: (tag) => {
      reading = false;
      if (local(tag) === "rPh") phonetic--;
      if (local(tag) === "si") found.push(text);
    },
  });
  return found;
}

function sheetRows(
  xml: string,
  place: string,
  strings: readonly string[],
  budget: { cells: number },
): Omit<SheetRow, "sheet">[] {
  const rows: { row: number; cells: string[] }[] = [];
  let row: { row: number; cells: string[] } | undefined;
  let [column, type, value, reading] = [0, "", "", false];
  readXml(xml, place, {
    open: (tag, attributes) => {
      const name = local(tag);
      if (name === "row") {
        row = { row: Number(attributes["r"] ?? (rows.at(-1)?.row ?? 0) + 1), cells: [] };
        column = -1;
      } else if (name === "c") {
        column = attributes["r"] === undefined ? column + 1 : columnOf(attributes["r"]);
        [type, value] = [attributes["t"] ?? "n", ""];
        if (!(column >= 0 && column < MOST_COLUMNS)) throw badFile(place, "a cell of the workbook has no place in it");
      }
      reading = name === "v" || name === "t";
    },
    text: (piece) => {
      if (reading) value += piece;
    },
    close: (tag) => {
      reading = false;
      const name = local(tag);
      if (name === "c" && row !== undefined) {
        budget.cells -= Math.max(1, column + 1 - row.cells.length);
        if (budget.cells < 0) throw badFile(place, `the workbook has more than ${MOST_CELLS} cells; nothing was read`);
        while (row.cells.length < column) row.cells.push("");
        row.cells[column] = type === "s" ? (strings[Number(value)] ?? "") : type === "e" ? "" : value;
      } else if (name === "row" && row !== undefined) {
        rows.push(row);
        row = undefined;
      }
    },
  });
  return rows;
}

function local(tag: string): string {
  return tag.slice(tag.indexOf(":") + 1);
}

/** `AB12` is column 27 from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
