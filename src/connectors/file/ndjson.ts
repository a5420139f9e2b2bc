import { type Accounts, counted } from "./accounts.ts";
import { badFile } from "../../files/bad-file.ts";
import { flatAccount } from "./flat-account.ts";
import type { Input } from "../../files/input.ts";
import { decode, type Line, lines } from "../../files/text.ts";

/** One flat account a line. */
export async function* ndjsonAccounts(source: Input): Accounts {
  const lineOf = new Map<string, number>();
  let unknown = 0;
  for await (const line of lines(source.chunks(), source.place)) {
    if (isBlank(line.bytes)) continue;
    const reading = flatAccount(jsonOfLine(line, source.place));
    if ("wrong" in reading) throw badFile(source.place, reading.wrong, { line: line.number });
    const before = lineOf.get(reading.account.id);
    if (before !== undefined) {
      throw badFile(source.place, `the id of line ${before} stands here again`, { line: line.number });
    }
    lineOf.set(reading.account.id, line.number);
    if (reading.unknown > 0) unknown++;
    yield reading.account;
  }
  return { complete: true, endMarker: "end of file", notes: unknownKeys(unknown) };
}

export function unknownKeys(accounts: number): string[] {
  return counted(accounts, "account has keys that are not understood", "accounts have keys that are not understood");
}

export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09);
}

function jsonOfLine(line: Line, place: string): unknown {
  const json = decode(line.bytes, place, line.number);
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message quotes the text, so it does not go on.
    throw badFile(place, line.ended ? "the line is not valid JSON" : cutOff, { line: line.number });
  }
}

export const cutOff = "the line is cut off in the middle; fetch or export the file again";
