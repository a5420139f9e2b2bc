import { badFile } from "../../files/bad-file.ts";
import { KEYS } from "./columns.ts";
import { jsonSlicer } from "../../files/json-elements.ts";
import type { Input } from "../../files/input.ts";
import { DELIMITERS, firstLine } from "../../files/table.ts";
import { plain } from "../../files/plain.ts";

export type Format = "slack" | "stream" | "ndjson" | "ldif" | "csv";

export interface Recognised {
  readonly format: Format;
  /** What it was recognised by, for people. */
  readonly why: string;
}

const UNDERSTOOD =
  "answers of Slack's users.list, a Slack export's users.json, CSV, LDIF, one account a line (NDJSON) and snapshot streams are understood, gzipped or not";

/** Beginnings of files that people mistake for a dump, and what to do with each. */
const MISTAKEN: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(!doctype html|html)/i, "it is a web page, probably a saved login page; save the answer of the API itself"],
  [/^\s*</, "it is XML; export it as CSV"],
  [/^PK[^ -~]/, "it is a zip archive or a spreadsheet; unpack it, or export the sheet as CSV"],
  [/^%PDF/, "it is a PDF; export the list as CSV"],
  [/^(\xff\xfe|\xfe\xff)/, "it is UTF-16; save it as UTF-8"],
];

/** Recognises a dump by what is in it; the name and its extension do not matter. */
export async function describeFormat(source: Input, key?: string): Promise<Recognised> {
  const head = await source.head();
  const text = head.toString("latin1");
  if (text.trim() === "") throw badFile(source.place, "the file is empty; make the dump again");
  const mistaken = MISTAKEN.find(([pattern]) => pattern.test(text));
  if (mistaken !== undefined) throw badFile(source.place, mistaken[1]);
  if (text.includes("\0")) throw badFile(source.place, `it is no text; ${UNDERSTOOD}`);
  const recognised = /^\s*[{[]/.test(text) ? json(head, source.place) : (ldif(text) ?? csv(head, key));
  if (recognised !== undefined) return recognised;
  throw badFile(source.place, `the format is not recognised; ${UNDERSTOOD}`);
}

function json(head: Buffer, place: string): Recognised | undefined {
  const text = head.toString("latin1");
  const inList = text.trimStart().startsWith("[");
  if (/^\s*\[\s*\]\s*$/.test(text))
    return { format: "slack", why: "an empty JSON list, as an export's users.json may be" };
  const keys = firstKeys(inList ? head.subarray(text.indexOf("[") + 1) : head);
  if (keys.has("ok") || keys.has("members"))
    return { format: "slack", why: 'answers of users.list: "ok" and "members"' };
  const slackUsers = keys.has("profile") || keys.has("team_id");
  if (inList && slackUsers) return { format: "slack", why: "a list of Slack users, as in an export's users.json" };
  if (slackUsers) throw badFile(place, "these are Slack users one by one; make one list of them (jq -s .)");
  if (inList && keys.has("id")) {
    throw badFile(place, "it is a list of objects that are no Slack users; write one account a line (jq -c '.[]')");
  }
  if (inList) return undefined;
  if (keys.has("takenAt") || keys.has("accounts")) {
    return { format: "stream", why: 'a snapshot a line: "directory", "takenAt" and "accounts"' };
  }
  return keys.has("id") ? { format: "ndjson", why: 'an account a line: it has an "id"' } : undefined;
}

/** The names of the first object's members, as far as the head goes. */
function firstKeys(head: Buffer): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const part of jsonSlicer(["members", "accounts"]).push(head)) {
    if (part.part === "member" || part.part === "list") keys.add(part.key);
    if (part.part === "end") break;
  }
  return keys;
}

function ldif(text: string): Recognised | undefined {
  const line = text.split(/\r?\n/).find((candidate) => candidate !== "" && !/^[# ]/.test(candidate)) ?? "";
  if (!/^(version: *\d|dn::? *)/i.test(line)) return undefined;
  return { format: "ldif", why: "it begins as LDIF does, with version: or dn:" };
}

/** A line with a delimiter, or the name of a single column. */
function csv(head: Buffer, key: string | undefined): Recognised | undefined {
  const line = firstLine(head);
  const single = [...KEYS, ...(key === undefined ? [] : [key])].some((name) => plain(name) === plain(line));
  if (!single && !DELIMITERS.some((delimiter) => line.includes(delimiter))) return undefined;
  return { format: "csv", why: "its first line names columns" };
}
