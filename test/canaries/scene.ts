import {
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { splitLayoff } from "../../src/app/merge-claims.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { type MailServer, openMailServer } from "../../src/notifiers/fake/mail-server.ts";
import { NO_READER, reported } from "../record/reports.ts";
import { openRepeatingServer, type RepeatingServer } from "../support/repeating-server.ts";
import { staffOf, startCanaryCompany } from "./company.ts";
import { type Gateway, openGateway } from "./gateway.ts";
import { inFile, type Kept } from "./kept.ts";
import { type Alone, openShell, type Ran, type Shell } from "./shell.ts";
import { SECRETS } from "./words.ts";
import { environmentOf } from "../support/environment.ts";

/** Where commands run: settings with every secret, a store with a past, and dumps, all of people with canaries. */
export interface Scene {
  readonly slack: FakeSlack;
  readonly gateway: Gateway;
  readonly server: RepeatingServer;
  readonly mail: MailServer;
  /** What is in the folder before each command. */
  readonly base: string;
  readonly kept: Kept;
  /** Ids of ours that the base knows, by what they are of. */
  readonly ids: Readonly<Record<string, string>>;
  readonly run: (args: readonly string[], how?: How) => Promise<Done>;
  readonly close: () => Promise<void>;
}

export interface How {
  readonly env?: Readonly<Record<string, string>>;
  /** Makes of the folder what the command then meets. */
  readonly before?: (folder: string) => void;
  /** Has a process of its own. */
  readonly alone?: Alone;
  readonly leak?: { readonly to: "stdout" | "stderr"; readonly text: string };
}

/** What a command left behind, files that it made or changed included. */
export interface Done extends Ran {
  /** By name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const ENV = {
  SLACK_TOKEN: SECRETS.token,
  WRITER: SECRETS.writer,
  SIGNING: SECRETS["signing secret"],
  HOOK_SECRET: SECRETS["webhook secret"],
  TOPIC: SECRETS.topic,
  NTFY: SECRETS["ntfy token"],
  PASSWORD: SECRETS.password,
};

const HOURS_OF_TWO_DAYS = 49 * 3_600_000;

export async function openScene(make: (path: string) => Promise<Kept> = async (path) => inFile(path)): Promise<Scene> {
  const base = mkdtempSync(join(tmpdir(), "rollcall-canaries-"));
  const kept = await make(join(base, "rollcall.db"));
  const [slack, server, mail, shell] = await Promise.all([
    startCanaryCompany(100),
    openRepeatingServer(),
    openMailServer({ login: { user: "rollcall", password: SECRETS.password } }),
    openShell(),
  ]);
  slack.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
  const gateway = await openGateway(slack, {
    [SECRETS.token]: slack.token,
    [SECRETS["token of init"]]: slack.issueToken({ scopes: ["users:read", "users:read.email", "team:read"] }),
    [SECRETS.writer]: slack.issueToken({ scopes: ["chat:write", "groups:read"] }),
  });
  // Commands run in copies of the folder.
  furnish(base, { gateway, server, mail, store: kept.setting.replace(`${base}/`, "") });
  const env = {
    ...ENV,
    ...kept.env,
    HOOK: `${server.url}/${SECRETS["webhook address"]}`,
    TEAMS: `${server.url}/?sig=${SECRETS["teams address"]}`,
  };
  const inFolder = (folder: string, more: How["env"] = {}) => ({
    folder,
    env: { ...environmentOf(folder), ...env, ...more },
  });
  const prepare = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await shell.run({ args, ...inFolder(base) });
    if (code !== 0 && code !== 5) throw new Error(`rollcall ${args.join(" ")} exited with ${code}: ${err}`);
    return out;
  };
  const ids = await live({ slack, server, base, kept, prepare });
  return {
    slack,
    gateway,
    server,
    mail,
    base,
    kept,
    ids: { ...ids, gateway: gateway.url },
    run: (args, how) => runIn(base, shell, args, inFolder, how),
    close: async () => {
      await Promise.all([shell.close(), slack.close(), gateway.close(), server.close(), mail.close(), kept.close()]);
      rmSync(base, { recursive: true });
    },
  };
}

async function runIn(
  base: string,
  shell: Shell,
  args: readonly string[],
  inFolder: (folder: string, env?: How["env"]) => { folder: string; env: Record<string, string> },
  { env, before, alone, leak }: How = {},
): Promise<Done> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-canary-"));
  try {
    cpSync(base, folder, { recursive: true, preserveTimestamps: true });
    before?.(folder);
    const was = stamps(folder);
    const asked = { args, ...inFolder(folder, env), ...(leak === undefined ? {} : { leak }) };
    const ran = alone === undefined ? await shell.run(asked) : await shell.spawn(asked, alone);
    const changed = [...stamps(folder)].filter(([name, stamp]) => was.get(name) !== stamp);
    return { ...ran, files: new Map(changed.map(([name]) => [name, readFileSync(join(folder, name))])) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of each file, what is another once it has been written. */
function stamps(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names.flatMap((name) => {
      const { mtimeMs, ino, size, mode } = statSync(join(folder, name));
      return (mode & constants.S_IFMT) === constants.S_IFREG ? [[name, [mtimeMs, ino, size].join(" ")] as const] : [];
    }),
  );
}

/** Settings with every kind of directory and destination, and every secret; dumps of every format. */
function furnish(
  base: string,
  {
    gateway,
    server,
    mail,
    store,
  }: {
    readonly gateway: Gateway;
    readonly server: RepeatingServer;
    readonly mail: MailServer;
    readonly store: string;
  },
): void {
  const write = (name: string, text: string): void => writeFileSync(join(base, name), text, { mode: 0o600 });
  write("heartbeat", `${server.url}/${SECRETS.heartbeat}\n`);
  write("keep.sh", "#!/bin/sh\ncat\n");
  write(
    "rollcall.yaml",
    `purpose: { text: Verify off-boarding, authorisedBy: "CISO, 2026-11-20", contact: it@acme.example }
directories:
  acme:
    kind: slack
    token: { env: SLACK_TOKEN }
    api: ${gateway.url}
    fields: { location: Office, team: Team, manager: Manager }
    channels: true
    groups: true
    pace: { perMinute: 100, pageSize: 40 }
    events: { http: { signingSecret: { env: SIGNING } } }
  staff: { kind: file, path: staff.csv, key: id, absent: left }
notify:
  - { to: webhook, name: full, url: { env: HOOK }, secret: { env: HOOK_SECRET }, payload: full, audience: named, tell: [departures, waves, deactivated, demoted, renamed, health, deliveries] }
  - { to: webhook, name: board, url: "${server.url}/board", secret: { env: HOOK_SECRET }, payload: full, audience: counts, tell: [health] }
  - { to: teams, url: { env: TEAMS }, audience: named }
  - { to: ntfy, url: "${server.url}", topic: { env: TOPIC }, token: { env: NTFY }, audience: named }
  - { to: slack, token: { env: WRITER }, channel: "#people-ops", api: ${gateway.url}, audience: named }
  - { to: email, recipients: hr@example.com, from: rollcall@example.com, audience: named,
      server: { host: 127.0.0.1, port: ${mail.port}, ca: ${mail.authority}, user: rollcall, password: { env: PASSWORD } } }
  - { to: command, run: [/bin/sh, ./keep.sh], audience: named }
watch: { every: 1s, heartbeat: { url: { file: heartbeat } } }
counts: { headcount: acme }
store: ${store}
`,
  );
  write("staff.csv", people(["active", "active", "active"]));
  write("people-2026-01-01.csv", people(["active", "active", "active"]));
  write("people-2026-02-01.csv", people(["active", "deactivated", "active"]));
  write("stream.ndjson", stream());
  write("pairs.ndjson", `${JSON.stringify({ id: 1, a: { company: "Vexley" }, b: { company: "Tarn" } })}\n`);
}

function people(statuses: readonly string[]): string {
  const row = (status: string, n: number): string =>
    `UZQXVKWJ7${n},Zyxquillian Vorblattow,zqmailwortig.${n}@canaryhouse.example,Qwibblermeister,Qwozzleburg,Vrexlingsen,${status}`;
  return ["id,name,email,title,office,team,status", ...statuses.map(row), ""].join("\n");
}

const PEOPLE = 160;
const FIRST_DAY = Date.UTC(2026, 0, 5, 9);

/** A day a line; all who are under one manager leave on the fortieth. */
function stream(): string {
  const everybody = Array.from({ length: PEOPLE }, (_, n) => ({
    id: `UZQXVKWJ7${n}`,
    name: n === 0 ? "Zyxquillian Bossquibbly" : "Zyxquillian Vorblattow",
    email: `zqmailwortig.${n}@canaryhouse.example`,
    title: "Qwibblermeister",
    location: n % 2 === 0 ? "Qwozzleburg" : "Elsewhere",
    manager: n === 0 ? null : n <= 24 ? "UZQXVKWJ70" : `UZQXVKWJ7${100 + (n % 7)}`,
  }));
  const lines = Array.from({ length: 42 }, (_, day) => {
    const gone = (n: number): boolean =>
      (day >= 40 && n >= 1 && n <= 22) || (n === 90 && day > 12) || (n === 91 && day > 25);
    const accounts = everybody.map((one, n) => ({ ...one, status: gone(n) ? "deactivated" : "active" }));
    const takenAt = new Date(FIRST_DAY + day * 86_400_000).toISOString();
    return JSON.stringify({ directory: "hr", takenAt, complete: true, accounts });
  });
  return `${lines.join("\n")}\n`;
}

interface Living {
  readonly slack: FakeSlack;
  readonly server: RepeatingServer;
  readonly base: string;
  readonly kept: Kept;
  readonly prepare: (...args: string[]) => Promise<string>;
}

/** A past of a few days: people who left, came back, changed; destinations that failed; a release of counts. */
async function live({ slack, server, base, kept, prepare }: Living): Promise<Record<string, string>> {
  const [first = "", second = "", third = "", fourth = "", ...others] = staffOf(slack);
  const { acts } = slack;
  await prepare("sweep", "--fields", "all");
  for (const id of [first, second, third, ...others.slice(0, 12)]) acts.deactivate(id);
  acts.setRole(fourth, "guest");
  const swept = await prepare("sweep", "--fields", "none", "--json");
  acts.reactivate(first);
  await prepare("sweep", "--fields", "none");
  await older(kept);
  await prepare("sweep", "--fields", "none", "--quiet");
  acts.deactivate(others[12] ?? "");
  // Given up at once, so that there is something to try again.
  server.fail(410);
  await prepare("sweep", "--fields", "none");
  server.fail(undefined);
  await prepare("plan", "add", "acme", "--from", "2026-12-01", "--until", "2026-12-03", "--about", "Office move");
  await prepare("announce", "acme", "--percent", "15", "--on", "2026-01-27");
  await prepare("replay", "--into", "waves.db", "stream.ndjson", "--json");
  await recordCuts(kept);
  await prepare("audit", "export", "log.ndjson");
  writeFileSync(join(base, "checkpoint"), await prepare("audit", "checkpoint"));
  const incident = await onlyText(kept, "select id as text from incidents where kind = 'departures' limit 1");
  const waves = await prepare("waves", "--store", "waves.db", "--since", "2026-01-01", "--json");
  // Found by the commands that read the tool, and by none before.
  for (const id of others.slice(13, 16)) acts.deactivate(id);
  const idIn = (prefix: string, text: string): string => new RegExp(`"(${prefix}-[0-9a-f]+)"`).exec(text)?.[1] ?? "";
  return {
    departure: idIn("d", await prepare("departures", "acme", "--json")),
    change: idIn("c", swept),
    reading: await onlyText(kept, "select id as text from sweeps order by seq desc limit 1"),
    incident,
    wave: idIn("i", waves),
    plan: idIn("p", await prepare("plan", "list", "--json")),
    ...(await recordedCuts(kept)),
  };
}

/** A public record with something in each of its tables: of companies, and of nobody whom a directory has. */
async function recordCuts(kept: Kept): Promise<void> {
  const store = await kept.open();
  const past = { count: 20, background: true };
  await readDocuments(
    store,
    [
      reported([{ count: 289, date: "2026-03-20", quote: "Vexley cuts 289 jobs." }, past], { address: null }),
      reported([{ count: 101, date: "2026-03-22" }], { address: null }),
      reported([{ company: "Tarn", count: 40, date: "2026-02-01" }], { address: null }),
      reported([{ company: "Tarn", count: 40, date: "2026-02-01" }], { address: null }),
    ],
    NO_READER,
    Date.UTC(2026, 3, 1),
  );
  const [layoff] = await store.layoffs({ company: "Tarn", limit: 1 });
  const [, claim] = await store.claimsOf([layoff?.id ?? ""]);
  await splitLayoff(store, layoff?.id ?? "", claim?.id ?? "", { at: Date.UTC(2026, 3, 2), why: "a correction" });
  await store.transaction(async (writer) => {
    await writer.recordTime(Date.UTC(2026, 3, 3));
    await writer.putCompanyAlias("tarnish", layoff?.company ?? "");
  });
  await store.close();
}

async function recordedCuts(kept: Kept): Promise<Record<string, string>> {
  const store = await kept.open();
  const [ask] = await store.asks({});
  await store.close();
  return { layoff: ask?.candidate ?? "", asked: ask?.layoff ?? "" };
}

/** As if everything had happened two days earlier, so that a release of counts is due. */
async function older({ ask }: Kept): Promise<void> {
  await ask(`update partitions set made_at = made_at - ${HOURS_OF_TWO_DAYS}`);
  await ask(`update partition_members set since = since - ${HOURS_OF_TWO_DAYS}`);
  await ask(`update departures set not_before = not_before - ${HOURS_OF_TWO_DAYS}, not_after = not_after - ${HOURS_OF_TWO_DAYS}
    where observed = 1`);
  for (const table of ["ledgers", "releases"])
    for (const { state } of await ask(`select state from ${table}`)) {
      const was = z.looseObject({ at: z.number() }).parse(JSON.parse(String(state)));
      const is = JSON.stringify({ ...was, at: was.at - HOURS_OF_TWO_DAYS });
      // Of SQLite and of PostgreSQL, whose places in a statement are written otherwise.
      await ask(
        `update ${table} set state = '${is.replaceAll("'", "''")}' where state = '${String(state).replaceAll("'", "''")}'`,
      );
    }
}

async function onlyText({ ask }: Kept, query: string): Promise<string> {
  const [row] = await ask(query);
  return String(row?.["text"]);
}

/** A folder in the place of a file, which nobody can read or write as one. */
export function folderAt(name: string): (folder: string) => void {
  return (folder) => {
    for (const file of [name, `${name}-wal`, `${name}-shm`])
      rmSync(join(folder, file), { force: true, recursive: true });
    mkdirSync(join(folder, name));
  };
}

/** A statement that is run in the store beforehand. */
export function inStore(statement: string): (folder: string) => void {
  return (folder) => {
    const database = new DatabaseSync(join(folder, "rollcall.db"));
    database.exec(statement);
    database.close();
  };
}
