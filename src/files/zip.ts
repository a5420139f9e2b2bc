import { inflateRawSync } from "node:zlib";
import { badFile } from "./bad-file.ts";

/** A member of an archive; it is unpacked when it is asked for. */
export interface ZipMember {
  readonly name: string;
  /** Throws `bad_file` where it would unpack to more than `most` bytes, whatever its header claims. */
  unpack(most: number): Buffer;
}

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const MOST_MEMBERS = 10_000;

/** The members of a zip archive by its central directory (PKWARE's APPNOTE, 4.3); stored and deflated ones. */
export function readZip(bytes: Buffer, place: string): readonly ZipMember[] {
  const damaged = (): Error =>
    badFile(place, "the workbook (a zip archive) is damaged or cut off; fetch or export it again");
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end === -1 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END) throw damaged();
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_MEMBERS) throw badFile(place, `the workbook has ${count} members; nothing was read`);
  const members: ZipMember[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) throw damaged();
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString("utf8");
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    members.push({
      name,
      unpack(most) {
        if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) throw damaged();
        const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
        const content = bytes.subarray(start, start + packed);
        if ((flags & 1) !== 0) throw badFile(place, "the workbook is encrypted; save it without a password");
        if (content.length < packed || (method !== 0 && method !== 8)) throw damaged();
        if (method === 0 && content.length <= most) return content;
        try {
          if (method === 8) return inflateRawSync(content, { maxOutputLength: Math.max(1, most) });
        } catch (error) {
          if (!(error instanceof RangeError)) throw damaged();
        }
        throw badFile(place, `the workbook unpacks to more than ${most} bytes; nothing was read`);
      },
    });
  }
  return members;
}
