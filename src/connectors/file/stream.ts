import { z } from "zod";
import type { Account } from "../../core/directory/account.ts";
import { completeSnapshot, type Snapshot } from "../../core/directory/snapshot.ts";
import { once } from "../../core/once.ts";
import { parseInstant } from "../../core/time.ts";
import { badFile } from "../../files/bad-file.ts";
import { complaint, flatAccount } from "./flat-account.ts";
import { jsonSlicer } from "../../files/json-elements.ts";
import { cutOff, isBlank, unknownKeys } from "./ndjson.ts";
import type { Input } from "../../files/input.ts";
import { decode, type Line, lines } from "../../files/text.ts";

const envelopeShape = once(() =>
  z.object({
    directory: z.string().trim().min(1),
    takenAt: z.string().transform((text, context) => {
      const at = parseInstant(text);
      if (at === undefined) context.addIssue("is no ISO 8601 date or date-time");
      return at ?? z.NEVER;
    }),
    complete: z.boolean(),
  }),
);

/**
 * The snapshots of a stream, one a line, in the order of the file, with the line of each.
 * @param directory calls all of them so; a stream of several directories is then an error.
 */
export async function* streamSnapshots(
  source: Input,
  directory?: string,
): AsyncGenerator<{ readonly snapshot: Snapshot; readonly line: number }> {
  const names = new Set<string>();
  for await (const line of lines(source.chunks(), source.place)) {
    if (isBlank(line.bytes)) continue;
    const snapshot = snapshotOfLine(line, source.place);
    names.add(snapshot.directory);
    if (directory !== undefined && names.size > 1) {
      throw badFile(source.place, "the stream holds several directories; leave --directory out", { line: line.number });
    }
    yield { snapshot: directory === undefined ? snapshot : { ...snapshot, directory }, line: line.number };
  }
}

function snapshotOfLine(line: Line, place: string): Snapshot {
  const wrong = (what: string): Error => badFile(place, what, { line: line.number });
  const read = readAccounts(line, place);
  const envelope = envelopeShape().safeParse(Object.fromEntries(read.members));
  if (!envelope.success) throw wrong(complaint(envelope.error));
  const { complete, takenAt, directory } = envelope.data;
  const base = { directory, startedAt: takenAt, takenAt, notes: unknownKeys(read.unknown) };
  if (!complete) {
    const reason = `${place}, line ${line.number}: the stream says that this reading is not complete`;
    return { ...base, complete, health: "short", reason, accountsRead: read.accounts.length };
  }
  if (!read.listed) throw wrong('a complete snapshot must have a list "accounts"');
  return completeSnapshot({ ...base, accounts: read.accounts, endMarker: "complete: true" });
}

interface LineReading {
  readonly members: ReadonlyMap<string, unknown>;
  readonly accounts: readonly Account[];
  readonly listed: boolean;
  /** How many accounts have keys that are not understood. */
  readonly unknown: number;
}

/** A line can be as large as an organisation: its accounts are cut out and parsed one by one. */
function readAccounts(line: Line, place: string): LineReading {
  const wrong = (what: string): Error => badFile(place, what, { line: line.number });
  const slicer = jsonSlicer(["accounts"]);
  const members = new Map<string, unknown>();
  const accounts: Account[] = [];
  const ids = new Set<string>();
  let listed = false;
  let unknown = 0;
  let ended = false;
  for (const part of [...slicer.push(line.bytes), ...slicer.end()]) {
    if (part.part === "fault") {
      if (part.truncated && !line.ended) throw wrong(cutOff);
      throw wrong(`the line is not valid JSON: at byte ${part.at} ${part.reason}`);
    }
    if (ended || (part.part === "element" && part.key === undefined)) throw wrong("the line is not one JSON object");
    if (part.part === "list") listed = true;
    if (part.part === "end") ended = true;
    if (part.part === "member") members.set(part.key, parsed(part.bytes, part.at, line, place));
    if (part.part !== "element") continue;
    const position = accounts.length + 1;
    const reading = flatAccount(parsed(part.bytes, part.at, line, place));
    if ("wrong" in reading) throw wrong(`account ${position}: ${reading.wrong}`);
    if (ids.has(reading.account.id)) throw wrong(`account ${position} has the id of an earlier one`);
    ids.add(reading.account.id);
    if (reading.unknown > 0) unknown++;
    accounts.push(reading.account);
  }
  return { members, accounts, listed, unknown };
}

function parsed(bytes: Buffer, at: number, line: Line, place: string): unknown {
  const json = decode(bytes, place, line.number);
  try {
    return JSON.parse(json);
  } catch {
    throw badFile(place, `the line is not valid JSON: the value at byte ${at} is wrong`, { line: line.number });
  }
}
