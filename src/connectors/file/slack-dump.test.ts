import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { snapshotOf } from "./accounts.ts";
import { slackAccounts } from "./slack-dump.ts";
import { standardInput } from "../../files/input.ts";

/** The smallest mapper there can be; the real one belongs to the Slack connector. */
function mapSlackUser(raw: unknown): Account | undefined {
  if (typeof raw !== "object" || raw === null || !("id" in raw)) return undefined;
  const deleted = "deleted" in raw && raw.deleted === true;
  return { id: String(raw.id), status: deleted ? "deactivated" : "active", attributes: {} };
}

const SLACK = { parse: (json: Buffer): unknown => JSON.parse(json.toString()), map: mapSlackUser };

function read(content: string): Promise<Snapshot> {
  return snapshotOf(slackAccounts(standardInput(Readable.from([Buffer.from(content)])), SLACK), "slack", 0);
}

const user = (n: number, deleted = false): object => ({ id: `U${n}`, team_id: "T1", deleted, profile: {} });
const page = (users: object[], cursor?: string): object => ({
  ok: true,
  members: users,
  ...(cursor === undefined ? {} : { response_metadata: { next_cursor: cursor } }),
});
const first = page([user(1), user(2, true)], "dXNlcjo=");
const last = page([user(3)], "");

describe("answers of users.list", () => {
  const layouts: [string, string][] = [
    ["one a line", `${JSON.stringify(first)}\n${JSON.stringify(last)}\n`],
    ["one after another, pretty-printed", JSON.stringify(first, null, 2) + JSON.stringify(last, null, 2)],
    ["in an array", JSON.stringify([first, last])],
  ];
  it.each(layouts)("are one complete snapshot when they stand %s", async (_, content) => {
    expect(await read(content)).toMatchObject({
      complete: true,
      accounts: [{ id: "U1" }, { id: "U2", status: "deactivated" }, { id: "U3" }],
      notes: [],
    });
  });

  it("are complete without a next cursor, and with an empty list", async () => {
    expect(await read(JSON.stringify(page([user(1)])))).toMatchObject({ complete: true });
    expect(await read(JSON.stringify(page([], "")))).toMatchObject({ complete: true, accounts: [] });
  });

  it("are not complete where the last one names a next page", async () => {
    expect(await read(JSON.stringify(first))).toMatchObject({
      complete: false,
      health: "short",
      accountsRead: 2,
      reason: "standard input, page 1: it is the last one here and names a next page; add the pages that follow",
    });
  });

  it.each([
    ["internal_error", "malformed"],
    ["token_revoked", "unauthorised"],
    ["missing_scope", "scope_lost"],
  ])("are not complete where one says ok: false, %s", async (error, health) => {
    expect(await read(JSON.stringify([first, { ok: false, error }]))).toMatchObject({
      complete: false,
      health,
      reason: `standard input, page 2: Slack answered ok: false (${error}); read the list again`,
    });
  });

  it("are not complete where one follows the last, because two readings are no reading", async () => {
    expect(await read(JSON.stringify([first, last, last]))).toMatchObject({
      complete: false,
      health: "malformed",
      reason: "standard input, page 3: it follows the last page of a reading; keep one reading a file",
    });
  });

  it("are not complete where one has no list of members", async () => {
    expect(await read('{"ok":true,"members":null}')).toMatchObject({ complete: false, health: "malformed" });
    expect(await read('[{"ok":true,"user":{}}]')).toMatchObject({ complete: false, health: "malformed" });
    expect(await read('{"members":[]}')).toMatchObject({ complete: false, health: "malformed" });
  });

  it("are never taken for complete when the file is cut off, wherever that is", async () => {
    const whole = JSON.stringify(first) + JSON.stringify(last);
    const boundary = JSON.stringify(first).length;
    for (let length = 1; length < whole.length; length++) {
      const result = await read(whole.slice(0, length)).catch((error: unknown) => error);
      // At the boundary the first page is whole, and names a next one.
      expect(result).toMatchObject(length === boundary ? { complete: false, health: "short" } : { code: "bad_file" });
    }
  });
});

describe("a Slack export's users.json", () => {
  it("is a complete snapshot", async () => {
    expect(await read(JSON.stringify([user(1), user(2, true)], null, 4))).toMatchObject({
      complete: true,
      accounts: [{ id: "U1" }, { id: "U2", status: "deactivated" }],
    });
  });

  it("counts records that are no users in its notes", async () => {
    expect(await read(JSON.stringify([user(1), 7]))).toMatchObject({
      notes: ["1 record is no Slack user and was skipped"],
    });
  });

  it("says the byte at which it is cut off or wrong", async () => {
    await expect(read('[{"id":"U1"},')).rejects.toThrow(
      "standard input: the file is cut off in the middle, at byte 13",
    );
    await expect(read('[{"id":"U1"} {"id":"U2"}]')).rejects.toThrow("not valid JSON: at byte 13 a comma or the end");
    await expect(read('[{"id":"U1"},{"id":U2}]')).rejects.toThrow("not valid JSON: the value at byte 13 is wrong");
  });

  it("is refused with an answer of users.list beside it", async () => {
    await expect(read(JSON.stringify([user(1), last]))).rejects.toThrow("a list of users and something else beside it");
  });
});
