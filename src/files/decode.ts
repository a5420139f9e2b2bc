import { isUtf8 } from "node:buffer";
import { badFile, shown } from "./bad-file.ts";

const MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** How far from the beginning a document says its encoding (HTML: 1024 bytes). */
const HEAD = 1024;

/**
 * The text of a page or an XML document, decoded by its byte order mark, the header of the answer, its XML declaration or its
 * meta element, in this order; without any of them as UTF-8, and HTML that is not UTF-8 as windows-1252, as browsers do.
 * @param charset what the header of the answer says
 */
export function textOf(bytes: Buffer, place: string, charset: string | null, kind: "html" | "xml" | "json"): string {
  const mark = MARKS.find(([start]) => start.every((byte, i) => bytes[i] === byte))?.[1];
  const stated = mark ?? charset ?? (kind === "json" ? undefined : inside(bytes.subarray(0, HEAD).toString("latin1")));
  if (stated === undefined) {
    if (isUtf8(bytes)) return bytes.toString("utf8");
    if (kind === "html") return new TextDecoder("windows-1252").decode(bytes);
    throw badFile(place, "it names no encoding and is not UTF-8; nothing was read");
  }
  try {
    return new TextDecoder(stated, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) {
      throw badFile(place, `its encoding ${shown(stated)} is not known; nothing was read`);
    }
    throw badFile(place, `it says that it is ${shown(stated)} and is not; nothing was read`);
  }
}

function inside(head: string): string | undefined {
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
  if (declared !== undefined) return declared;
  return /<meta[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
}
