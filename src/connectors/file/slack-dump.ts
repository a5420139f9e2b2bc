import type { Account } from "../../core/directory/account.ts";
import type { KnownRecords } from "../../app/ports.ts";
import { type Accounts, counted } from "./accounts.ts";
import { badFile } from "../../files/bad-file.ts";
import { type CutElement, jsonParts } from "../../files/json-elements.ts";
import type { Input } from "../../files/input.ts";
import { demandUtf8 } from "../../files/text.ts";
import { pageSequence } from "./slack-pages.ts";

/** How user objects of Slack are read. The Slack connector has it, and this folder may not know that one. */
export interface SlackUsers {
  /** What is read of a user object; of an answer of users.list, its `ok`. Throws what `JSON.parse` throws. */
  readonly parse: (json: Buffer) => unknown;
  /** Undefined where it is none. */
  readonly map: (raw: unknown) => Account | undefined;
}

/**
 * Answers of `users.list`, one after another or in an array, or the array of users of an export's `users.json`. Answers are
 * complete where the last one has no next cursor, and only the last one.
 * @param known accounts whose records are the same are not yielded
 */
export async function* slackAccounts(source: Input, users: SlackUsers, known?: KnownRecords): Accounts {
  const { place } = source;
  const pages = pageSequence(place);
  let skipped = 0;
  let others = new Map<string, unknown>();
  let listed = false;
  let isExport = false;
  let documents = 0;

  const isKnown = (element: CutElement, at: number, key: string | undefined): boolean => {
    const isSame = known?.isSame(element, at) === true;
    if (isSame && key === undefined) isExport = true;
    return isSame;
  };
  for await (const part of jsonParts(source, ["members"], known?.key, undefined, isKnown)) {
    if (part.part === "fault") throw notJson(place, part);
    if (part.part === "list") listed = true;
    if (part.part === "member") others.set(part.key, parsed(part.bytes, part.at, place, whole));
    if (part.part === "end") {
      documents++;
      if (part.of === "object") pages.add(Object.fromEntries(others), listed);
      others = new Map();
      listed = false;
    }
    if (part.part !== "element") continue;
    const value = parsed(part.bytes, part.at, place, users.parse);
    let members: readonly unknown[] = [value];
    let record: Pick<typeof part, "id" | "print"> = part;
    if (part.key === undefined && isPage(value)) {
      const page = parsed(part.bytes, part.at, place, whole) as { readonly members?: unknown };
      record = {};
      members = Array.isArray(page.members) ? page.members : [];
      pages.add(page, Array.isArray(page.members));
    } else if (part.key === undefined) {
      isExport = true;
    }
    for (const user of members) {
      const account = users.map(user);
      if (account === undefined) skipped++;
      else {
        known?.isRead(account.id, record, part.at);
        yield account;
      }
    }
  }
  if (isExport && (documents > 1 || pages.count() > 0)) {
    throw badFile(place, "the file holds a list of users and something else beside it; keep one reading a file");
  }
  const notes = counted(
    skipped,
    "record is no Slack user and was skipped",
    "records are no Slack users and were skipped",
  );
  const stop = pages.stop();
  if (stop !== undefined) return { ...stop, notes };
  return { complete: true, endMarker: pages.count() === 0 ? "end of the list" : "next_cursor is empty", notes };
}

function isPage(value: unknown): boolean {
  return typeof value === "object" && value !== null && "ok" in value;
}

function notJson(place: string, fault: { reason: string; truncated: boolean; at: number }): Error {
  if (fault.truncated) return badFile(place, `the file is cut off in the middle, at byte ${fault.at}; fetch it again`);
  return badFile(place, `the file is not valid JSON: at byte ${fault.at} ${fault.reason}`);
}

function whole(json: Buffer): unknown {
  return JSON.parse(json.toString());
}

function parsed(bytes: Buffer, at: number, place: string, parse: (json: Buffer) => unknown): unknown {
  demandUtf8(bytes, `${place}, byte ${at}`);
  try {
    return parse(bytes);
  } catch {
    throw badFile(place, `the file is not valid JSON: the value at byte ${at} is wrong`);
  }
}
