// rollcall persons, as whoever has to know whose accounts are whose meets it.
import { afterAll, beforeAll, expect, it } from "vitest";
import { jsonLines, openStage, type Stage } from "./stage.ts";

let stage: Stage;

const SETTINGS = `purpose: { text: "Verify off-boarding", authorisedBy: "CISO, 2026-11-20", contact: "it@example.com" }
directories:
  hr: { kind: file, path: hr.csv, key: employee_id, emailVerified: true }
  code: { kind: file, path: code.csv, key: uid }
  chat: { kind: file, path: chat.csv, key: uid }
persons:
  from: whose.csv
  same: { "chat:zed": "code:9" }
store: { path: rollcall.db }
`;

const HR = `employee_id,name,email,team,status
E1,Ada Lovelace,ada@acme.example,Core,active
E2,Björn Ångström,bjorn@acme.example,Core,active
E3,Cleo Twin,cleo@acme.example,Sales,active
E4,Dora Map,dora@acme.example,Sales,active
`;
const CODE = `uid,name,login,email,email_verified,employee_id,team,kind
1,Ada L.,adal,ada.private@mail.example,no,e1,Core,human
2,Bjorn Angstrom,bjorn,bjorn@acme.example,no,,Core,human
3,C. Twin,cleo,CLEO@acme.example,yes,,Sales,human
4,C. Twin,cleo-admin,cleo@acme.example,yes,,Sales,human
5,D. Map,dmap,,,,,human
6,Robot,robot,ada@acme.example,yes,E1,,bot
9,Zed,zz,,,,,human
`;
const CHAT = `uid,name,login,email,email_verified
u1,Ada,ada,ADA@acme.example,true
zed,Zed Z,zed,,
`;

beforeAll(async () => {
  stage = await openStage(30);
  stage.file("rollcall.yaml", SETTINGS);
  stage.file("hr.csv", HR);
  stage.file("code.csv", CODE);
  stage.file("chat.csv", CHAT);
  stage.file("whose.csv", "account,is\ncode:dmap,E4\n");
  await stage.prepare(["sweep"]);
}, 60_000);
afterAll(() => stage.close());

const rollcall = (...args: string[]) => stage.run(args);

/** Who is together, as `code:1 hr:E1`. */
async function together(): Promise<string[]> {
  const { out } = await rollcall("persons", "list", "--json");
  return jsonLines(out)
    .map((one) =>
      (one["accounts"] as { directory: string; id: string }[]).map(({ directory, id }) => `${directory}:${id}`),
    )
    .map((accounts) => accounts.join(" "))
    .toSorted();
}

it("links by employee id, by addresses that are vouched for and by the mapping, and by nothing else", async () => {
  expect(await together()).toEqual(["chat:u1 code:1 hr:E1", "chat:zed code:9", "code:5 hr:E4"]);
});

it("lists each account with what it is known by", async () => {
  const { code, out, err } = await rollcall("persons", "list");
  expect(code).toBe(0);
  expect(out).toMatch(/^p-[0-9a-f]{16} +Ada +chat:u1 +active +e-mail ada@acme\.example$/m);
  expect(out).toMatch(/^ +Ada L\. +code:1 +active +employee id e1$/m);
  expect(out).toMatch(/^ +Dora Map +hr:E4 +active +mapping/m);
  expect(err).toContain("3 persons");
  const one = await rollcall("persons", "list", "code:adal", "--json");
  expect(jsonLines(one.out)).toHaveLength(1);
});

it("suggests what looks alike with its reason and what speaks against it, and tells keys that contradict", async () => {
  const { code, out } = await rollcall("persons", "suggest");
  expect(code).toBe(0);
  expect(out).toContain("Maybe one person: the same address, for which not both tools vouch");
  expect(out).toContain("code:2");
  expect(out).toContain(
    "The e-mail cleo@acme.example would make two accounts of one directory one person's: say which is meant by rollcall persons link, or unlink the other",
  );
  const json = jsonLines((await rollcall("persons", "suggest", "--json")).out);
  expect(json[0]).toMatchObject({ reason: "one directory", by: "email", value: "cleo@acme.example" });
  expect(json[1]).toMatchObject({
    suggestion: [
      { directory: "code", id: "2" },
      { directory: "hr", id: "E2" },
    ],
    hints: expect.arrayContaining(["same address, not vouched for", "same name and team", "similar name"]),
    doubts: [],
  });
});

it("links by what somebody says, until it is taken back, and keeps apart what is said to be apart", async () => {
  const linked = await rollcall("persons", "link", "code:cleo", "hr:cleo@acme.example");
  expect([linked.code, linked.out]).toEqual([0, expect.stringMatching(/^They are one person's: p-[0-9a-f]{16}\.\n$/)]);
  expect(await together()).toContain("code:3 hr:E3");
  await stage.prepare(["sweep"]);
  expect(await together()).toContain("code:3 hr:E3");

  const apart = await rollcall("persons", "unlink", "code:3");
  expect([apart.code, apart.out]).toEqual([0, "They are apart.\n"]);
  expect(await together()).not.toContain("code:3 hr:E3");

  expect((await rollcall("persons", "unlink", "chat:u1")).code).toBe(0);
  expect(await together()).toContain("code:1 hr:E1");
  await stage.prepare(["sweep"]);
  expect(await together()).toContain("code:1 hr:E1");
  expect((await rollcall("persons", "link", "chat:u1", "code:1")).code).toBe(0);
  expect(await together()).toContain("chat:u1 code:1 hr:E1");
}, 60_000);

it("keeps links when addresses and handles change, and tells with a departure whose it is", async () => {
  stage.file("code.csv", CODE.replace("5,D. Map,dmap", "5,Dora M.,new-handle"));
  stage.file("chat.csv", CHAT.replace("ADA@acme.example", "countess@acme.example"));
  stage.file("hr.csv", HR.replace("ada@acme.example,Core,active", "ada@acme.example,Core,terminated"));
  await stage.prepare(["sweep"]);
  expect(await together()).toEqual(expect.arrayContaining(["chat:u1 code:1 hr:E1", "code:5 hr:E4"]));
  const [departure] = jsonLines((await rollcall("departures", "--json")).out);
  const [person] = jsonLines((await rollcall("persons", "list", "hr:E1", "--json")).out);
  expect(departure?.["person"]).toBe(person?.["person"]);
}, 60_000);

it("erases all accounts of a person, and what linked them", async () => {
  const { code } = await rollcall("erase", "code:1".slice(5), "--directory", "code", "--yes");
  expect(code).toBe(0);
  expect(await together()).toContain("chat:u1 hr:E1");
  const dry = await rollcall("erase", "E1", "--dry-run");
  expect(dry.out).toContain("u1");
  expect((await rollcall("erase", "E1", "--yes")).code).toBe(0);
  expect((await together()).join(" ")).not.toContain("u1");
}, 60_000);

it("refuses what is ambiguous or wrong in one sentence that says what to do", async () => {
  const none = await rollcall("persons", "link", "code:nobody", "hr:E2");
  expect([none.code, none.err]).toEqual([
    2,
    expect.stringContaining("No account is known by that: write ALIAS:ACCOUNT"),
  ]);
  const same = await rollcall("persons", "link", "hr:E2", "hr:E2");
  expect([same.code, same.err]).toEqual([2, expect.stringContaining("Both are the same account")]);
  stage.file("whose.csv", "account,is\nnowhere:dmap,E4\n");
  const wrong = await rollcall("sweep");
  expect([wrong.code, wrong.err]).toEqual([
    3,
    expect.stringContaining("whose.csv, line 2: write the account as ALIAS:ACCOUNT"),
  ]);
});
