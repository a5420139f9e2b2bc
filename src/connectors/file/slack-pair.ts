import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { type Account, whereabouts } from "../../core/directory/account.ts";
import { CHUNK, type JsonPart, jsonSlicer, type RunTaker } from "../../files/json-elements.ts";
import { newPrintKey, type PrintKey, type ReadMembers } from "../../files/kernel.ts";
import { inStep } from "../../files/in-step.ts";
import { type Joined, joinLists, type Stretch } from "../../files/list-join.ts";
import type { SlackUsers } from "./slack-dump.ts";

export interface SlackReading extends SlackUsers {
  /** By what accounts are counted that are not read: members that tell status, kind and place. */
  readonly alikeBy: readonly string[];
  /** Ids of which these members do not tell it. */
  readonly likeNobody: readonly string[];
  /** Members that are read: texts in which all others alone differ are not parsed. */
  readonly read: ReadMembers;
  /** Whether two user objects are the same in all that is read of them. */
  readonly statesTheSame: (one: unknown, other: unknown) => boolean;
}

/** Two dumps, of which only what differs was read. */
export interface Pair {
  readonly before: readonly Account[];
  readonly after: readonly Account[];
  /** How many more accounts are in both and state the same in both. */
  readonly unchanged: number;
  /** These, counted by status, kind and place; none where nobody asked. */
  readonly alike: readonly { readonly account: Account; readonly count: number }[];
}

/** Bytes of a record as small as they come, for guessing how many there are. */
const SMALL = 1000;

/**
 * Reads of two dumps of Slack only the accounts that are not the same in both, to the byte or, at the same place, in all that is read.
 * @param counted whether the others are to be counted
 * @returns undefined where that cannot be done, for whatever reason: then they are to be read whole, which also finds the words for
 *   what is wrong with them
 */
export async function slackPair(
  before: string,
  after: string,
  reading: SlackReading,
  counted: boolean,
): Promise<Pair | undefined> {
  const files: number[] = [];
  try {
    for (const path of [before, after]) files.push(openSync(path, "r"));
    const [first, second] = files as [number, number];
    if (!files.every(isJson)) return undefined;
    const found = await joined(first, second, reading, counted);
    return found && parsed(first, second, found, reading, counted);
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** A file on disk, neither packed nor with a byte order mark. */
function isJson(file: number): boolean {
  if (!fstatSync(file).isFile()) return false;
  const head = Buffer.alloc(64);
  return /^\s*[[{]/.test(head.toString("latin1", 0, readSync(file, head, 0, head.length, 0)));
}

async function joined(
  before: number,
  after: number,
  reading: SlackReading,
  counted: boolean,
): Promise<Joined | undefined> {
  const key = newPrintKey();
  const apart = new Set(counted ? idHashes(reading.likeNobody, key) : []);
  const by = { chosen: counted ? reading.alikeBy : [], read: reading.read };
  for (;;) {
    const join = joinLists(counted, apart, fstatSync(before).size / SMALL);
    const lists = inStep(join, by, () => first.readOn());
    const first = dump(before, lists.before, key);
    const second = dump(after, lists.after, key);
    while (second.readOn());
    lists.finish();
    if (!(await first.isWhole()) || !(await second.isWhole())) return undefined;
    const found = join.found();
    if (found === undefined || found.repeated.size === 0) return found;
    for (const id of found.repeated) apart.add(id);
  }
}

function idHashes(ids: readonly string[], key: PrintKey): bigint[] {
  const hashes: bigint[] = [];
  const take: RunTaker["take"] = ({ kernel, count }) => {
    for (let at = 0; at < count; at++) hashes.push(kernel.idHash(at));
  };
  jsonSlicer([], key, { take }).push(Buffer.from(JSON.stringify(ids.map((id) => ({ id })))));
  return hashes;
}

/** A dump that is read a chunk at a time. */
interface Dump {
  /** @returns whether there was more */
  readOn(): boolean;
  /** Whether what was read is one list of users, or all pages of one reading. To be asked at the end. */
  isWhole(): Promise<boolean>;
}

function dump(file: number, runs: RunTaker, key: PrintKey): Dump {
  const slicer = jsonSlicer(["members"], key, runs);
  const pages: { readonly members: Map<string, unknown>; listed: boolean }[] = [];
  let page: (typeof pages)[number] = { members: new Map(), listed: false };
  let lists = 0;
  let sound = true;
  let at = 0;
  const isSound = (part: JsonPart): boolean => {
    if (part.part === "list") page.listed = true;
    else if (part.part === "member") {
      const value = valueOf(part.bytes, (json) => JSON.parse(json.toString()));
      if (value === undefined) return false;
      page.members.set(part.key, value.json);
    } else if (part.part === "end") {
      if (part.of === "array") lists++;
      else pages.push(page);
      page = { members: new Map(), listed: false };
    } else return false;
    return true;
  };
  return {
    readOn() {
      const into = slicer.room(CHUNK);
      const read = readSync(file, into, 0, into.length, at);
      at += read;
      sound &&= slicer.filled(read).every(isSound);
      return sound && read > 0;
    },
    async isWhole() {
      if (!sound || !slicer.end().every(isSound)) return false;
      if (pages.length === 0) return lists === 1;
      const { pageSequence } = await import("./slack-pages.ts");
      const sequence = pageSequence("");
      for (const { members, listed } of pages) sequence.add(Object.fromEntries(members), listed);
      return lists === 0 && sequence.stop() === undefined;
    },
  };
}

/** Reads what differs. What differs in nothing that is read of it is unchanged as well. */
function parsed(
  first: number,
  second: number,
  found: Joined,
  { parse, map, statesTheSame }: SlackReading,
  counted: boolean,
): Pair | undefined {
  const jsonAt = (file: number, stretch: Stretch) => readAt(file, stretch, parse);
  const accountAt = (file: number, stretch: Stretch): Account | undefined => {
    const json = jsonAt(file, stretch);
    return json && map(json);
  };
  const alike = new Map<string, { account: Account; count: number }>();
  const count = (account: Account, more: number): void => {
    const { kind, team } = account.attributes;
    const by = JSON.stringify([account.status, kind, team, whereabouts(account.attributes).location]);
    const known = alike.get(by);
    if (known === undefined) alike.set(by, { account, count: more });
    else known.count += more;
  };
  for (const one of found.alike) {
    const account = accountAt(second, one.one);
    if (account === undefined) return undefined;
    count(account, one.count);
  }
  let unchanged = found.unchanged;
  const after: Account[] = [];
  const had = new Map<number, Account | undefined>();
  for (const { is, was } of found.after) {
    const [json, earlierJson] = [jsonAt(second, is), was && jsonAt(first, was)];
    if (json === undefined || (was !== undefined && earlierJson === undefined)) return undefined;
    const same = was !== undefined && statesTheSame(earlierJson, json);
    // Whoever is neither compared nor counted need not be read.
    const earlier = was === undefined || (same && !counted) ? undefined : map(earlierJson);
    if (same) {
      unchanged++;
      if (earlier !== undefined) count(earlier, 1);
    } else {
      const now = map(json);
      if (now === undefined || (was !== undefined && earlier === undefined)) return undefined;
      after.push(now);
    }
    if (was !== undefined) had.set(was.at, same ? undefined : earlier);
  }
  const before: Account[] = [];
  for (const stretch of found.before) {
    if (!had.has(stretch.at)) had.set(stretch.at, accountAt(first, stretch));
    else if (had.get(stretch.at) === undefined) continue;
    const account = had.get(stretch.at);
    if (account === undefined) return undefined;
    before.push(account);
  }
  return { before, after, unchanged, alike: [...alike.values()] };
}

/** One for all accounts, which are read one after the other: thousands of small ones are a collection of garbage more. */
let room = Buffer.allocUnsafe(16_384);

/** @returns undefined where it is no JSON, or no user but an answer of users.list in a list of answers */
function readAt(file: number, { at, length }: Stretch, parse: SlackUsers["parse"]): object | undefined {
  if (length > room.length) room = Buffer.allocUnsafe(2 * length);
  const bytes = room.subarray(0, length);
  if (readSync(file, bytes, 0, length, at) < length) return undefined;
  const json = valueOf(bytes, parse)?.json;
  return typeof json === "object" && json !== null && !("ok" in json) ? json : undefined;
}

function valueOf(bytes: Buffer, parse: SlackUsers["parse"]): { readonly json: unknown } | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    return { json: parse(bytes) };
  } catch {
    return undefined;
  }
}
