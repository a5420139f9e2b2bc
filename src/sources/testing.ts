import { deflateRawSync } from "node:zlib";
import type { Entry, Given } from "../app/source-port.ts";
import type { Reported } from "../app/record-port.ts";

/** What a source is given, made of what a test writes. */
export function givenOf(content: string | Buffer, more: Partial<Given> = {}): Given {
  const bytes = Buffer.from(content);
  return {
    place: "test.csv",
    address: null,
    mediaType: null,
    charset: null,
    head: async () => bytes.subarray(0, 64 * 1024),
    async *chunks() {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    },
    ...more,
  };
}

/** All of what a source gives, apart. */
export async function readAll(entries: AsyncIterable<Entry>): Promise<{
  readonly kept: readonly Reported[];
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
  readonly unread: readonly string[];
}> {
  const kept: Reported[] = [];
  const refused: { row: number; reason: string }[] = [];
  const unread: string[] = [];
  for await (const entry of entries) {
    if ("refused" in entry) refused.push(entry.refused);
    else {
      kept.push(entry.reported);
      unread.push(...entry.unread);
    }
  }
  return { kept, refused, unread };
}

/** A zip archive. `claimed` is written as the unpacked size in place of the true one. */
function zipOf(members: Readonly<Record<string, string | Buffer>>, claimed?: number): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(claimed ?? plain.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimed ?? plain.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(Object.keys(members).length, 8);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** A workbook with one sheet; numbers are stored as numbers, texts in the sheet itself. */
export function workbookOf(rows: readonly (readonly (string | number)[])[], more: Record<string, string> = {}): Buffer {
  const cell = (value: string | number): string =>
    typeof value === "number"
      ? `<c><v>${value}</v></c>`
      : `<c t="inlineStr"><is><t>${value.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
  const sheet = rows.map((cells, i) => `<row r="${i + 1}">${cells.map(cell).join("")}</row>`).join("");
  return zipOf({
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  });
}
