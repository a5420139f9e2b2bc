import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import { csvAccounts } from "./csv.ts";
import { standardInput } from "../../files/input.ts";

async function read(content: string | Buffer, key?: string): Promise<Account[]> {
  const accounts: Account[] = [];
  const source = standardInput(Readable.from([Buffer.from(content)]));
  for await (const account of csvAccounts(source, key)) accounts.push(account);
  return accounts;
}

async function refusal(content: string | Buffer, key?: string): Promise<unknown> {
  return read(content, key).then(
    () => "it was read",
    (error: unknown) => error,
  );
}

function badFile(message: string): unknown {
  return expect.objectContaining({ code: "bad_file", message: `standard input, ${message}` });
}

describe("a CSV file as a list of accounts", () => {
  it("is read by the usual names of its columns, whatever their case and separators", async () => {
    const header = "Employee-ID,Full Name,Work Email,JOB_TITLE,Department,Office,Reports To,Time Zone,Start Date,login";
    const [account] = await read(`${header}\nE1,A B,A.B@Acme.test,Engineer,Core,Oslo,E9,Europe/Oslo,2020-02-29,ab\n`);
    expect(account).toEqual({
      id: "E1",
      status: "active",
      attributes: {
        name: "A B",
        handle: "ab",
        email: "a.b@acme.test",
        employeeId: "E1",
        title: "Engineer",
        team: "Core",
        location: "Oslo",
        locationFrom: "column Office",
        manager: "E9",
        timezone: "Europe/Oslo",
        startDate: "2020-02-29",
      },
    });
  });

  it("may be delimited by comma, semicolon, tab or bar", async () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const [account] = await read(["id,name", "1,Ada"].join("\n").replaceAll(",", delimiter));
      expect(account).toMatchObject({ id: "1", attributes: { name: "Ada" } });
    }
  });

  it("says whether an address is vouched for where a column answers yes or no, and else leaves it open", async () => {
    const accounts = await read(
      "id,email,Email verified\n1,a@acme.test,yes\n2,b@acme.test,FALSE\n3,c@acme.test,soon\n4,,\n",
    );
    expect(accounts.map(({ attributes }) => attributes.emailVerified)).toEqual([true, false, undefined, undefined]);
  });

  it("states null for an empty cell, and nothing for a column that is not there", async () => {
    const [account] = await read("id,name,office\n1,,\n");
    expect(account?.attributes).toEqual({ name: null, location: null, locationFrom: null });
  });

  it("takes a role for a job, unless it is a word for rights", async () => {
    const accounts = await read("id,role\n1,ComputerProgrammer\n2,Primary Owner\n3,\n");
    expect(accounts.map((account) => account.attributes)).toEqual([
      { title: "ComputerProgrammer" },
      { role: "primary_owner" },
      { role: null },
    ]);
  });

  it("takes the department for somebody without a team", async () => {
    const accounts = await read("id,functional_unit,department,team\n1,F,D,T\n2,F,D,\n3,F,,\n");
    expect(accounts.map((account) => account.attributes.team)).toEqual(["T", "D", "F"]);
  });

  it.each([
    ["status", "Suspended", "deactivated", "status: Suspended"],
    ["status", "terminated", "deactivated", "status: terminated"],
    ["status", "On Leave", "active", "status: On Leave"],
    ["status", "invited", "invited", "status: invited"],
    ["deleted", "TRUE", "deactivated", "deleted: TRUE"],
    ["active", "0", "deactivated", "active: 0"],
    ["accountEnabled", "False", "deactivated", "accountEnabled: False"],
    ["accountEnabled", "True", "active", undefined],
    ["enabled", "", "active", undefined],
  ])("reads %s = %j as %s", async (column, word, status, stated) => {
    const [account] = await read(`id,${column}\n1,${word}\n`);
    expect(account).toMatchObject({ status });
    expect(account?.stated).toBe(stated);
  });

  it("believes the one of two columns that says that the account has ended", async () => {
    const [account] = await read("id,status,deleted\n1,active,true\n");
    expect(account).toMatchObject({ status: "deactivated", stated: "deleted: true" });
  });

  it("reads Slack's own member list, whose status column holds the role", async () => {
    const header =
      "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp";
    const rows = [
      "a,a@acme.test,Admin,1,0,0,U1,A,A,",
      "b,b@acme.test,Deactivated,0,0,0,U2,B,B,",
      "c,,Bot,0,0,0,U3,C,C,",
    ];
    const accounts = await read([header, ...rows].join("\n"));
    expect(accounts).toMatchObject([
      { id: "U1", status: "active", attributes: { role: "admin" } },
      { id: "U2", status: "deactivated" },
      { id: "U3", status: "active", attributes: { kind: "bot" } },
    ]);
    expect(accounts[1]?.attributes).not.toHaveProperty("role");
  });

  it.each([";", "\t", ","])("finds the delimiter %j from the header", async (delimiter) => {
    const content = ["id", '"name, given; family"', "name"].join(delimiter) + "\r\n" + ["1", "x", "A"].join(delimiter);
    expect(await read(content)).toMatchObject([{ id: "1", attributes: { name: "A" } }]);
  });

  it("does not see a byte order mark", async () => {
    expect(await read("\uFEFFid,name\n1,A\n")).toMatchObject([{ id: "1" }]);
  });

  it("counts e-mail addresses that differ in case as one when they are the key", async () => {
    expect(await read("email\nA@Acme.test\n")).toMatchObject([{ id: "a@acme.test" }]);
    expect(await refusal("email\nA@Acme.test\na@acme.test\n")).toEqual(
      badFile('line 3: the row repeats the "email" of line 2; each account must stand once'),
    );
  });

  it("ignores rows of nothing but delimiters, as spreadsheets leave them behind", async () => {
    expect(await read("id,name\n1,A\n,\n\n")).toHaveLength(1);
  });

  it("notes start dates in another notation, and calls them unknown", async () => {
    const accounts = csvAccounts(standardInput(Readable.from([Buffer.from("id,start_date\n1,29.02.2020\n")])));
    expect((await accounts.next()).value).toMatchObject({ attributes: {} });
    expect((await accounts.next()).value).toMatchObject({ notes: ["1 start date is no ISO day and was ignored"] });
  });

  it("gives back any cells that were written by the rules, however the bytes arrive", async () => {
    const cell = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\r", "").trim());
    const table = fc.uniqueArray(fc.tuple(fc.uuid(), cell, cell), { selector: ([id]) => id, minLength: 1 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const bytes = Buffer.from(["id,name,team", ...rows.map((row) => row.map(quote).join(","))].join("\n"));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, (n + 1) * size),
        );
        const found: unknown[] = [];
        for await (const account of csvAccounts(standardInput(Readable.from(chunks)))) {
          found.push([account.id, account.attributes.name, account.attributes.team]);
        }
        expect(found).toEqual(rows.map(([id, name, team]) => [id, name || null, team || null]));
      }),
    );
  });
});

describe("a CSV file that is wrong", () => {
  it("names the columns and the nearest one where the key column is missing", async () => {
    expect(await refusal("user_id,name\n1,A\n", "userid2")).toEqual(
      badFile('line 1: there is no column "userid2"; the columns are "user_id", "name"; did you mean "user_id"?'),
    );
    expect(await refusal("who,name\n1,A\n")).toEqual(
      badFile(
        'line 1: none of the columns id, user_id, employee_id, uid, email is there to name the accounts by; the columns are "who", "name"; name one as key (--key)',
      ),
    );
  });

  it("does not print the first person where the header is missing", async () => {
    // A title or a place may be a column's usual name; a row that has one is still a person's.
    for (const key of [undefined, "Ada"]) {
      const wrong = await refusal("E-17,Ada Vance,Manager,Office\n", key);
      expect(wrong).toMatchObject({ message: expect.stringContaining("line 1") });
      expect(String(wrong)).not.toMatch(/E-17|Vance/);
    }
    expect(await refusal("1,A,a@acme.test\n2,B,b@acme.test\n")).toEqual(
      badFile("line 1: this looks like data; the first line must name the columns"),
    );
  });

  it.each([
    ["a repeated key", "id\n1\n2\n1\n", 'line 4: the row repeats the "id" of line 2; each account must stand once'],
    ["an empty key", "id,name\n,A\n", 'line 2: the row has no value in the key column "id"'],
    [
      "a row with another number of cells",
      "id,name\n1,A\n2,B,C\n",
      "line 3: the row has 3 cells and the header 2; quote cells that hold the delimiter",
    ],
    [
      "two columns of one name",
      "id,E-Mail,email\n",
      "line 1: columns 2 and 3 have the same name; rename or delete one",
    ],
    [
      "a status that nobody knows, cut to 20 characters",
      "id,State,status\n1,x,gone fishing for a long time\n",
      'line 2: the status in column "status" is not known; write active, invited, deactivated, suspended or terminated',
    ],
    [
      "a flag that is neither yes nor no",
      "id,Deleted\n1,perhaps\n",
      'line 2: column "Deleted" says neither yes nor no; write true or false',
    ],
    [
      "a kind that nobody knows",
      "id,kind\n1,robot\n",
      'line 2: the kind in column "kind" is not known; write human, guest, bot, service or external',
    ],
    [
      "a quote that is never closed",
      'id,name\n1,A\n2,"B\n3,C\n',
      "line 3: a quote opens here or below and is never closed",
    ],
    [
      "text after a quote",
      'id,name\n1,"A"B\n',
      "line 2: text follows a closing quote; a quote inside a cell is written twice",
    ],
    [
      "a quote inside a cell",
      'id,name\n1,A"B\n',
      "line 2: a quote stands in the middle of a cell; put the whole cell in quotes and write the quote twice",
    ],
  ])("says the line of %s", async (_, content, message) => {
    expect(await refusal(content)).toEqual(badFile(message));
  });

  it("says the line of a byte that is not UTF-8", async () => {
    const content = Buffer.from("id,name\n1,Zoë\n2,Zo\u00eb\n", "utf8");
    const latin = Buffer.concat([content, Buffer.from("3,Zo\u00eb\n4,A\n", "latin1")]);
    expect(await refusal(latin)).toEqual(badFile("line 4: a byte is not UTF-8; save the file as UTF-8"));
  });

  it("never quotes a cell of a person in its message", async () => {
    const contents = [
      "id,name\n1,Secretname\n1,Secretname\n",
      'id,name\n1,"Secretname"x\n',
      "id,name\n1,Secretname,2\n",
    ];
    for (const content of contents) expect(String(await refusal(content))).not.toContain("Secretname");
  });
});
