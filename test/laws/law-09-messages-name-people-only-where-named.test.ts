// Law 9 for all that is sent: every kind of destination, every way in which it fails, and all that is printed and kept of it.
import { chmodSync, copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MailServer, openMailServer, type Trouble } from "../../src/notifiers/fake/mail-server.ts";
import { openStage, staffOf, type Stage } from "../e2e/stage.ts";
import { SIGNING_KEY } from "../faults/receiver.ts";
import { openRepeatingServer, type RepeatingServer } from "../support/repeating-server.ts";

const FIRST = "Zyxquille";
const CANARIES = ["zyxquille", "vorblatt", "zq-9917", "canary.example", "qwozzleburg", "vrexlings"];
const TOPIC = "topic0secret1topic2secret3";
const PING = "ping-secret-part";
const HOOK = "hook-secret-part";
const PASSWORD = "password-of-the-mail-server";

let stage: Stage;
let server: RepeatingServer;
let mail: MailServer;
let writer = "";
beforeAll(async () => {
  [stage, server, mail] = await Promise.all([
    openStage(40),
    openRepeatingServer(),
    openMailServer({ login: { user: "rollcall", password: PASSWORD } }),
  ]);
  for (const member of stage.slack.world.members.values()) {
    member.first = FIRST;
    member.last = "Vorblatt";
    member.handle = `zq-9917.${member.serial}`;
    member.office = "Qwozzleburg";
    member.team = "Vrexlings";
    if (member.email !== undefined) member.email = `${member.handle}@canary.example`;
  }
  writer = stage.slack.issueToken({ scopes: ["chat:write", "groups:read"] });
  stage.slack.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
  chmodSync(join(stage.folder, stage.file("keep.sh", PROGRAM)), 0o755);
  await run(settings("baseline"), ["sweep", "--fields", "all"]);
}, 60_000);
afterAll(() => Promise.all([stage.close(), server.close(), mail.close()]));

/** Keeps all that a program can see of itself; what it prints is what it was told. */
const PROGRAM = `#!/bin/sh
{ echo "$0 $*"; env; ls /proc/$$/cwd/; tr '\\0' ' ' < /proc/$$/cmdline; } > "$1/seen"
tee "$1/input" >&2
exit "$(cat "$1/code" 2>/dev/null || echo 0)"
`;

/** Every kind of destination; `name` is that of the settings file and of the store. */
function settings(name: string): string {
  return stage.settings(
    `${name}.yaml`,
    `notify:
  - { to: webhook, name: full, url: { env: FULL }, secret: { env: KEY }, payload: full, audience: named, tell: [departures, deactivated, deliveries, health] }
  - { to: webhook, name: thin, url: "${server.url}/thin", secret: { env: KEY }, audience: named }
  - { to: webhook, name: event, url: "${server.url}/event", secret: { env: KEY }, format: cloudevents, audience: named }
  - { to: webhook, name: board, url: "${server.url}/board", secret: { env: KEY }, payload: full, audience: counts, tell: [health] }
  - { to: teams, url: { env: TEAMS }, audience: named }
  - { to: ntfy, url: "${server.url}", topic: { env: TOPIC }, audience: named }
  - { to: slack, token: { env: WRITER }, channel: "#people-ops", api: ${stage.slack.url}, audience: named }
  - { to: email, recipients: hr@example.com, from: rollcall@example.com, audience: named,
      server: { host: 127.0.0.1, port: ${mail.port}, ca: ${mail.authority}, user: rollcall, password: { env: PASSWORD } } }
  - { to: command, run: [/bin/sh, ./keep.sh, "${stage.folder}"], audience: named }
  - { to: terminal, audience: named }
watch: { every: 1s, heartbeat: { url: { env: PING } } }
store: { path: ${name}.db }
`,
  );
}

/** @param until ends it a second after it has printed that @returns what was printed beside the data. */
async function run(config: string, args: readonly string[], until?: string): Promise<string> {
  const env = {
    FULL: `${server.url}/${HOOK}`,
    TEAMS: `${server.url}/teams-${HOOK}`,
    PING: `${server.url}/${PING}`,
    KEY: SIGNING_KEY,
    TOPIC,
    WRITER: writer,
    PASSWORD,
  };
  const { child, ended, printed: said } = stage.start([...args, "--config", config], { env });
  if (until !== undefined) {
    await said(until);
    await pause(1000);
    child.kill("SIGTERM");
  }
  const { out, err } = await ended;
  const printed = out + err;
  expect([TOPIC, PING, HOOK, SIGNING_KEY, writer, PASSWORD].filter((secret) => printed.includes(secret))).toEqual([]);
  // What a sweep finds is printed to whoever runs it, and a rehearsal shows the message: through disclose.
  return args[0] === "sweep" || args.includes("--dry-run") ? err : printed;
}

/** Every canary, and every account's id, that the text holds. */
function leaks(text: string): string[] {
  const lower = text.toLowerCase();
  const ids = [...stage.slack.world.members.keys()];
  return [...CANARIES.filter((word) => lower.includes(word)), ...ids.filter((id) => text.includes(id))];
}

/** A store in which everybody is here, though somebody has left by now. @returns the settings of it. */
function another(name: string): string {
  // With the key beside it, by which accounts are known that are not kept: without it nothing is read.
  for (const file of ["db", "db.erasure-key"]) {
    copyFileSync(join(stage.folder, `baseline.${file}`), join(stage.folder, `${name}.${file}`));
  }
  const [id = ""] = staffOf(stage.slack, 1);
  stage.slack.acts.deactivate(id);
  return settings(name);
}

const sent = (path: string): string =>
  server.requests.flatMap((one) => (one.path === path ? [one.body] : [])).join("\n");
const fileOf = (name: string): string => readFileSync(join(stage.folder, name), "utf8");

it("names are in what destinations for named audiences show, and nowhere else", async () => {
  expect(leaks(await run(another("arrives"), ["sweep", "--fields", "none"]))).toEqual([]);
  const wanted = ["zyxquille", "vorblatt", "qwozzleburg", "vrexlings"];
  const [letter] = mail.mails;
  const [post] = stage.slack.messages;
  const shown = [sent(`/${HOOK}`), sent(`/teams-${HOOK}`), sent("/"), post?.blocks ?? "", fileOf("input")];
  for (const text of [...shown, letter?.email.text ?? "", letter?.email.html ?? ""])
    expect(leaks(text)).toEqual(expect.arrayContaining(wanted));

  expect([sent("/thin"), sent("/event")].map((body) => [body.length > 100, leaks(body)])).toEqual([
    [true, []],
    [true, []],
  ]);
  expect(sent("/board")).toBe("");
  expect(leaks(server.requests.map(({ head }) => head).join("\n"))).toEqual([]);
  expect(leaks(JSON.stringify([letter?.email.headers, letter?.email.subject, letter?.email.messageId]))).toEqual([]);
  expect(leaks(post?.metadata ?? "-")).toEqual([]);
  const seen = fileOf("seen");
  expect(seen).toContain("keep.sh");
  expect(leaks(seen)).toEqual([]);
  for (const secret of [SIGNING_KEY, TOPIC, HOOK, writer, stage.slack.token]) expect(seen).not.toContain(secret);
});

type Failing = readonly [
  string,
  Parameters<RepeatingServer["fail"]>[0],
  Trouble,
  Parameters<Stage["slack"]["fault"]>[0],
];
const REPEATED = `${FIRST} Vorblatt <zq-9917@canary.example>`;
const FAILING: readonly Failing[] = [
  [
    "401",
    401,
    { at: "login", code: 535, text: REPEATED },
    { method: "chat.*", kind: "http_status", status: 401, body: REPEATED },
  ],
  [
    "404",
    404,
    { at: "recipient", code: 550, text: REPEATED },
    { method: "conversations.*", kind: "ok_false", error: REPEATED },
  ],
  [
    "410",
    410,
    { at: "sender", code: 553, text: REPEATED },
    { method: "chat.*", kind: "http_status", status: 410, body: REPEATED },
  ],
  ["500", 500, { at: "greeting", raw: `${REPEATED}\r\n` }, { method: "chat.*", kind: "http_500", body: REPEATED }],
  ["redirect", "redirect", { at: "greeting", raw: "" }, { method: "chat.*", kind: "redirect" }],
];

it.each(FAILING)(
  "where every destination fails (%s): neither what is printed nor any later command",
  async (...fault) => {
    const [name, how, trouble, slackFault] = fault;
    const config = another(`fails-${name}`);
    server.fail(how);
    mail.trouble(trouble);
    stage.slack.fault({ ...slackFault, times: Infinity });
    stage.file("code", "1");
    const printed = [await run(config, ["sweep", "--fields", "none"])];
    printed.push(await run(config, ["notify", "test"]));
    server.fail(undefined);
    mail.trouble(undefined);
    stage.slack.clearFaults();
    stage.file("code", "0");
    expect(printed.join("").match(/not told yet|NOT TOLD/g)?.length).toBeGreaterThan(7);
    expect(leaks(printed.join("\n"))).toEqual([]);
  },
  30_000,
);

it("nor doctor, retries and what a watch prints, with a heartbeat that fails", async () => {
  const config = "fails-410.yaml";
  const watch = ["watch", "--fields", "none"];
  const printed: string[] = [];
  for (const args of [["doctor"], ["doctor", "--json"], ["config", "check"], ["watch", "--dry-run"]])
    printed.push(await run(config, args));
  expect(leaks(await run(config, ["notify", "retry", "--dry-run"]))).toEqual([]);
  server.fail(404);
  printed.push(await run(config, ["notify", "retry"]));
  const beat = "the heartbeat was answered with HTTP 404";
  printed.push(await run(config, watch, beat), await run(config, [...watch, "--json"], beat));
  server.fail(undefined);
  expect(printed.map((text) => text.length > 20)).not.toContain(false);
  expect(printed.filter((one) => one.includes(beat))).toHaveLength(2);
  expect(leaks(printed.join("\n"))).toEqual([]);
  const beats = server.requests.filter(({ path }) => path.startsWith(`/${PING}`));
  expect(beats.length).toBeGreaterThan(0);
  expect(leaks(JSON.stringify(beats))).toEqual([]);
});

/** What is known of people, which is what the store is for. */
const OF_PEOPLE = new Set([
  "roster",
  "touched",
  "changes",
  "departures",
  "departure_accounts",
  "departure_lines",
  "detectors",
  "headcounts",
]);

it("nor what is kept of messages, the audit record and the names of files", () => {
  const stores = readdirSync(stage.folder).filter((name) => name.endsWith(".db"));
  expect(stores).toHaveLength(2 + FAILING.length);
  for (const name of stores) {
    const database = new DatabaseSync(join(stage.folder, name), { readOnly: true });
    const rows = (table: unknown): string => JSON.stringify(database.prepare(`select * from "${String(table)}"`).all());
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    const others = tables.flatMap(({ name: table }) => (OF_PEOPLE.has(String(table)) ? [] : [table]));
    expect(others).toEqual(expect.arrayContaining(["incidents", "incident_items", "notifications", "record"]));
    for (const table of others) expect(leaks(rows(table))).toEqual([]);
    expect(leaks(rows("roster"))).toContain("vorblatt");
    database.close();
  }
  expect(leaks(readdirSync(stage.folder).join("\n"))).toEqual([]);
});
