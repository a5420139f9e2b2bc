import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { ndjsonAccounts } from "./ndjson.ts";
import { standardInput } from "../../files/input.ts";
import { streamSnapshots } from "./stream.ts";

async function read(content: string, directory?: string): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  const source = standardInput(Readable.from([Buffer.from(content)]));
  for await (const { snapshot } of streamSnapshots(source, directory)) snapshots.push(snapshot);
  return snapshots;
}

async function accountsOf(content: string): Promise<Account[]> {
  const accounts: Account[] = [];
  for await (const account of ndjsonAccounts(standardInput(Readable.from([Buffer.from(content)]))))
    accounts.push(account);
  return accounts;
}

const line = (rest: object): string =>
  `${JSON.stringify({ directory: "github:x", takenAt: "2024-03-01T09:00:00Z", complete: true, accounts: [], ...rest })}\n`;

describe("a snapshot stream", () => {
  it("gives one snapshot a line, with its own directory and date", async () => {
    const content = `${line({ accounts: [{ id: "a", role: "admin" }] })}\n${line({ takenAt: "2024-03-02" })}`;
    expect(await read(content)).toMatchObject([
      {
        directory: "github:x",
        takenAt: Date.UTC(2024, 2, 1, 9),
        complete: true,
        accounts: [{ id: "a", status: "active", attributes: { role: "admin" } }],
      },
      { takenAt: Date.UTC(2024, 2, 2), accounts: [] },
    ]);
  });

  it("gives a partial snapshot where the line says that the reading is not complete", async () => {
    expect(await read(line({ complete: false, accounts: [{ id: "a" }] }))).toMatchObject([
      {
        complete: false,
        health: "short",
        accountsRead: 1,
        reason: "standard input, line 1: the stream says that this reading is not complete",
      },
    ]);
  });

  it("ignores keys that it does not know, and counts them in its notes", async () => {
    expect(await read(line({ accounts: [{ id: "a", shoeSize: 43 }, { id: "b" }], extra: 1 }))).toMatchObject([
      { notes: ["1 account has keys that are not understood"] },
    ]);
  });

  it("takes another name for its directory, unless it holds several", async () => {
    expect(await read(line({}), "mine")).toMatchObject([{ directory: "mine" }]);
    await expect(read(line({}) + line({ directory: "other" }), "mine")).rejects.toThrow(
      "standard input, line 2: the stream holds several directories; leave --directory out",
    );
  });

  it("reads a line of more than a megabyte", async () => {
    const accounts = Array.from({ length: 20_000 }, (_, n) => ({ id: `account-${n}`, name: "Ünï".repeat(12) }));
    const [snapshot] = await read(line({ accounts }));
    expect(snapshot).toMatchObject({ complete: true, accounts: { length: 20_000 } });
  });

  it("refuses a last line that is cut off, wherever that is", async () => {
    const whole = line({ accounts: [{ id: "a", name: "é" }] }).trimEnd();
    for (let length = 1; length < whole.length; length++) {
      const message = "standard input, line 2: the line is cut off in the middle; fetch or export the file again";
      await expect(read(line({}) + whole.slice(0, length))).rejects.toMatchObject({ code: "bad_file", message });
    }
  });

  it.each([
    [
      "a missing directory",
      line({ directory: undefined }),
      '"directory" is wrong: expected string, received undefined',
    ],
    ["a date that is none", line({ takenAt: "yesterday" }), '"takenAt" is no ISO 8601 date or date-time'],
    [
      "no word on being complete",
      line({ complete: undefined }),
      '"complete" is wrong: expected boolean, received undefined',
    ],
    ["no accounts", line({ accounts: undefined }), 'a complete snapshot must have a list "accounts"'],
    [
      "an account without an id",
      line({ accounts: [{ id: "a" }, {}] }),
      'account 2: "id" must be a text or a number, and not empty',
    ],
    [
      "a status that nobody knows",
      line({ accounts: [{ id: "a", status: "gone" }] }),
      "account 1: the status is not known; write active, invited, deactivated, suspended or terminated",
    ],
    [
      "an id that stands twice",
      line({ accounts: [{ id: "a" }, { id: "a" }] }),
      "account 2 has the id of an earlier one",
    ],
    ["a line that is no JSON", '{"a" 1}\n', "the line is not valid JSON: at byte 5 a colon should stand here"],
    ["a value that is no JSON", '{"directory":x}\n', "the line is not valid JSON: the value at byte 13 is wrong"],
    ["two objects in a line", line({}).trim() + line({}), "the line is not one JSON object"],
    ["a list in place of an object", "[1]\n", "the line is not one JSON object"],
    [
      "a whole line that ends too early",
      '{"directory":\n',
      "the line is not valid JSON: at byte 13 the text stops in the middle",
    ],
  ])("refuses %s with its line", async (_, content, message) => {
    await expect(read(`\n${content}`)).rejects.toMatchObject({
      code: "bad_file",
      message: `standard input, line 2: ${message}`,
    });
  });
});

describe("NDJSON, an account a line", () => {
  it("is read with every attribute that it may state, and null as a statement", async () => {
    const full = {
      id: 7,
      name: "A",
      handle: "a",
      email: "A@Acme.test",
      status: "suspended",
      kind: "guest",
      role: "admin",
      location: "Oslo",
      locationFrom: "HR",
      team: null,
      title: "",
      manager: "B",
      timezone: "Europe/Oslo",
      startDate: "2020-01-01",
    };
    expect(await accountsOf(JSON.stringify(full))).toEqual([
      {
        id: "7",
        status: "deactivated",
        stated: "status: suspended",
        attributes: {
          name: "A",
          handle: "a",
          email: "a@acme.test",
          kind: "guest",
          role: "admin",
          location: "Oslo",
          locationFrom: "HR",
          team: null,
          title: null,
          manager: "B",
          timezone: "Europe/Oslo",
          startDate: "2020-01-01",
        },
      },
    ]);
  });

  it("takes an account without a status for active, and believes a flag", async () => {
    expect(await accountsOf('{"id":"a"}\n\n{"id":"b","deleted":true}\n{"id":"c","accountEnabled":true}')).toEqual([
      { id: "a", status: "active", attributes: {} },
      { id: "b", status: "deactivated", stated: "deleted: true", attributes: {} },
      { id: "c", status: "active", attributes: {} },
    ]);
  });

  it("does not count a flag among the keys that it does not know", async () => {
    const accounts = ndjsonAccounts(standardInput(Readable.from([Buffer.from('{"id":"a","active":true}')])));
    await accounts.next();
    expect((await accounts.next()).value).toMatchObject({ notes: [] });
  });

  it.each([
    ["a repeated id", '{"id":"a"}\n{"id":"a"}\n', "line 2: the id of line 1 stands here again"],
    [
      "an e-mail that is no text",
      '{"id":"a","email":5}\n',
      'line 1: "email" is wrong: expected string, received number',
    ],
    ["a flag that is no boolean", '{"id":"a","deleted":"no"}\n', 'line 1: "deleted" must be true or false'],
    [
      "a kind that nobody knows",
      '{"id":"a","kind":"robot"}',
      "line 1: the kind is not known; write human, guest, bot, service, external",
    ],
    ["a line that is no object", '{"id":"a"}\n5\n', "line 2: it is no JSON object"],
    ["a line that is no JSON", '{"id":a}\n{"id":"b"}', "line 1: the line is not valid JSON"],
    [
      "a line that is cut off",
      '{"id":"a"}\n{"id":"b',
      "line 2: the line is cut off in the middle; fetch or export the file again",
    ],
  ])("refuses %s with its line", async (_, content, message) => {
    await expect(accountsOf(content)).rejects.toMatchObject({
      code: "bad_file",
      message: `standard input, ${message}`,
    });
  });
});
