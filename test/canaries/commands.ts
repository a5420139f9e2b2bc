import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type How, inStore } from "./scene.ts";
import { SECRETS, type Word } from "./words.ts";

/**
 * One way to run a command, and what of people may then stand on standard output: these words, and each of them does. Nothing
 * of anybody may stand on standard error or in a file beside the store, and nothing of a secret anywhere.
 */
export interface Case extends Omit<How, "leak"> {
  /** `$departure` and the like are ids of ours that the store has; `$gateway` is the address of the API. */
  readonly args: readonly string[];
  readonly where?: string;
  /** 0 without it. */
  readonly code?: number;
  /** Nothing without it: what is not meant for a `named` audience. */
  readonly shows?: readonly Word[];
  /** Where people are shown whom no store of ours knows: of a reading that is kept nowhere, or of the reader's own dumps. */
  readonly offTheRecord?: true;
}

/** What a table of people shows; what the same tells of each as JSON. */
const TABLE: readonly Word[] = ["name", "office", "team"];
const WHOLE: readonly Word[] = ["domain", "email", "id", "name", "office", "start", "team", "title"];
const EXPLAINED: readonly Word[] = ["id", "name", "office", "start", "team", "title"];
const DUMPED: readonly Word[] = ["domain", "email", "id", "name", "office", "title"];
const DUMPED_IN_TEAMS: readonly Word[] = ["domain", "email", "id", "name", "office", "team", "title"];
const RESTORED: readonly Word[] = ["channel", "domain", "email", "id", "name", "user group"];

const WAVES = ["--store", "waves.db"];
const OF_2026 = [...WAVES, "--since", "2026-01-01"];
const DUMPS = ["people-2026-01-01.csv", "people-2026-02-01.csv"];
const INIT = (
  "init --yes --config new.yaml --directory acme --workspace-token-env SLACK_TOKEN --api $gateway " +
  "--purpose off-boarding --authorised-by CISO --contact it@acme.example"
).split(" ");

const TOKEN = ["token", "add", "export", "--audience", "identity"];
const A_TOKEN = `insert into tokens (id, name, hash, audience, scopes, made_at, until_day)
  values ('t-0123456789ab', 'export', 'of nothing', 'identity', '["report:read"]', 1, '2126-01-01')`;

/** An account that nobody owns is meant to be so. */
const AN_ACKNOWLEDGEMENT = `insert into acknowledgements (id, at, who, reason, directory, account_id)
  values ('k-0123456789abcdef', 1, 'ops', 'leave', 'acme', 'UZQXVKWJ71001')`;

/** Two accounts are one person's, by an address. */
const ONE_PERSON = `insert or replace into person_accounts
    (directory, account_id, person, ground, value, since, bond, bond_ground, bond_value, bond_since)
  select directory, min(account_id), 'p-0123456789abcdef', 'email', 'zqmailwortig.0@canaryhouse.example', 1,
    'p-0123456789abcdef', 'email', 'zqmailwortig.0@canaryhouse.example', 1 from roster group by directory`;

/** Two who are here have one address, for which nobody vouches. */
const ONE_ADDRESS = `update roster set attributes = json_set(attributes, '$.email', 'zqmailwortig.0@canaryhouse.example')
  where account_id in (select min(account_id) from roster where status = 'active' and coalesce(kind, 'human') = 'human' group by directory)`;

/** An audience of names, and a port that no system gives out by itself. */
function declared(folder: string): void {
  const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  appendFileSync(
    join(folder, "rollcall.yaml"),
    `audiences: { identity: { sees: named, who: Identity team, reason: off-boarding, until: ${until} } }\nserve: { port: 19207 }\n`,
  );
}

/** Settings by which accounts of people who left are looked for. */
function checked(folder: string): void {
  appendFileSync(join(folder, "rollcall.yaml"), "offboarding: { leads: [staff] }\n");
}

/** A register with the people whom to call, in columns of their own and inside of cells. */
function contacts(folder: string): void {
  const call = "Contact: Zyxquillian Vorblattow, Qwibblermeister, zqmailwortig.1001@canaryhouse.example";
  writeFileSync(
    join(folder, "warn.csv"),
    "Company,Location,Layoff Start Date,# of Workers,Closure Layoff,Type of Layoff,Received Date,Contact,Contact Phone\n" +
      `"Ample Foods\n${call}",Tacoma; Bossquibbly (555) 017-7331,1/2/22,5,Layoff,Permanent,1/1/22,Zyxquillian Vorblattow,5550177331\n` +
      '"Bossquibbly, 555-017-7331",Tacoma,1/2/22,5,Layoff,Permanent,1/1/22,Zyxquillian Vorblattow,5550177331\n',
  );
}

/**
 * Every command with its cases, the first of them one in which all is well. A command that is missing here fails the test of
 * this list, and each is run besides with everything wrong that can be wrong with any (`commands.test.ts`).
 */
export const COMMANDS: Readonly<Record<string, readonly Case[]>> = {
  demo: [
    {
      args: ["demo"],
      where: "which simulates people of its own, until it is interrupted",
      alone: { during: async (child) => void child.stdout?.once("data", () => child.kill("SIGINT")) },
    },
    { args: ["demo", "--speed", "0"], code: 2 },
  ],
  init: [
    { args: INIT, env: { SLACK_TOKEN: SECRETS["token of init"] } },
    { args: [...INIT, "--channels", "--location-field", "Office", "--team-field", "Nowhere"], code: 3 },
    { args: INIT, where: "with a token that may do more than is needed", env: { SLACK_TOKEN: SECRETS.token }, code: 3 },
    {
      args: INIT,
      where: "with the token of a browser",
      env: { SLACK_TOKEN: `xoxc-7700-${SECRETS["webhook address"]}` },
      code: 3,
    },
    { args: INIT, where: "with a secret for a token", env: { SLACK_TOKEN: SECRETS["webhook address"] }, code: 3 },
  ],
  doctor: [
    { args: ["doctor"], before: inStore("delete from notifications where state = 'failed'") },
    { args: ["doctor"], where: "with messages that failed", code: 1 },
    { args: ["doctor", "--json"], code: 1 },
  ],
  "config check": [{ args: ["config", "check"] }],
  sweep: [
    { args: ["sweep", "--fields", "all", "--all"], shows: TABLE },
    { args: ["sweep", "--json", "--fields", "all"], shows: WHOLE },
    { args: ["sweep", "--quiet", "acme"], shows: TABLE },
    {
      args: ["sweep", "staff"],
      where: "of a file with a fault in the line of somebody",
      before: (folder) =>
        writeFileSync(join(folder, "staff.csv"), `id,name,status\nUZQXVKWJ71,Zyxquillian "Vorblattow",x\n`),
      code: 4,
    },
    { args: ["sweep", "--dry-run"], shows: TABLE, offTheRecord: true },
    { args: ["sweep", "--dry-run", "--json"], shows: WHOLE, offTheRecord: true },
  ],
  watch: [
    { args: ["watch", "--dry-run"] },
    { args: ["watch", "--dry-run", "--json"] },
    { args: ["watch", "--fields", "none"], where: "for a second", alone: { during: stopAfter(1500) } },
    { args: ["watch", "--fields", "5", "--json"], where: "for a second", alone: { during: stopAfter(1500) } },
  ],
  serve: [
    { args: ["serve", "--dry-run"] },
    { args: ["serve", "--dry-run", "--json"] },
    {
      args: ["serve", "--fields", "none"],
      where: "for a second",
      before: declared,
      alone: { during: stopAfter(1500) },
    },
  ],
  alive: [{ args: ["alive"], where: "where nothing listens", before: declared, code: 4 }],
  "token add": [
    { args: [...TOKEN, "--scope", "departures:read", "record:read"], before: declared },
    { args: [...TOKEN, "--scope", "departures:read", "--json"], before: declared },
    { args: [...TOKEN, "--scope", "everything"], before: declared, code: 2 },
    { args: [...TOKEN, "--scope", "report:read"], where: "for an audience that there is not", code: 3 },
  ],
  "token list": [{ args: ["token", "list"] }, { args: ["token", "list", "--json"] }],
  "token revoke": [
    { args: ["token", "revoke", "export"], before: inStore(A_TOKEN) },
    { args: ["token", "revoke", "nothing"], code: 2 },
  ],
  diff: [
    { args: ["diff", ...DUMPS], shows: TABLE, offTheRecord: true },
    { args: ["diff", ...DUMPS, "--json"], shows: DUMPED_IN_TEAMS, offTheRecord: true },
    { args: ["diff", "people-2026-01-01.csv", "acme", "--all"], shows: TABLE, offTheRecord: true },
    {
      args: ["diff", "people-2026-01-01.csv", "acme", "--absent", "left", "--json"],
      shows: ["domain", "email", "handle", ...WHOLE.slice(2)],
      offTheRecord: true,
    },
  ],
  replay: [
    { args: ["replay", ...DUMPS], shows: TABLE, offTheRecord: true },
    { args: ["replay", "stream.ndjson", "--json"], shows: DUMPED, offTheRecord: true },
    { args: ["replay", "stream.ndjson", "--into", "new.db"], shows: ["name", "office"] },
  ],
  departures: [
    { args: ["departures"], shows: TABLE },
    { args: ["departures", "acme", "--all", "--since", "7d"], shows: TABLE },
    { args: ["departures", "--json"], shows: WHOLE },
    { args: ["departures"], where: "in a narrow terminal", env: { FORCE_COLOR: "1", COLUMNS: "40" }, shows: TABLE },
    { args: ["departures", ...WAVES], shows: ["name", "office"] },
    { args: ["departures", "nobody"], code: 2 },
    { args: ["departures", "--since", "yesterday"], code: 2 },
  ],
  waves: [
    { args: ["waves", ...OF_2026], shows: ["name"] },
    { args: ["waves", ...OF_2026, "--json"], shows: ["name"] },
    { args: ["waves", "$wave", ...WAVES], shows: ["name"] },
    { args: ["waves", "acme"], shows: ["office"] },
    {
      args: ["waves", "--simulate", "stream.ndjson", "--svg", "strip-*.svg"],
      shows: ["name", "office"],
      offTheRecord: true,
    },
    { args: ["waves", "--simulate", ...OF_2026, "--attrition", "90", "--json"], shows: ["name"] },
    { args: ["waves", "i-nothing"], code: 2 },
  ],
  offboarding: [
    { args: ["offboarding"], before: checked, shows: ["handle", "name"] },
    { args: ["offboarding", "--json"], before: checked, shows: ["domain", "email", "handle", "id", "name"] },
    { args: ["offboarding", "p-nothing"], before: checked, code: 2 },
    { args: ["offboarding"], where: "with settings that say nothing of it", code: 3 },
  ],
  "offboarding acknowledge": [
    {
      args: ["offboarding", "acknowledge", "acme:UZQXVKWJ71001", "--reason", "leave"],
      before: checked,
      shows: ["name"],
    },
    { args: ["offboarding", "acknowledge", "d-nothing", "--reason", "leave"], before: checked, code: 2 },
    {
      args: ["offboarding", "acknowledge", "acme:Zyxquillian", "--reason", "leave"],
      where: "of nobody",
      before: checked,
      code: 2,
    },
    { args: ["offboarding", "acknowledge", "d-nothing"], where: "without a reason", code: 2 },
  ],
  "offboarding undo": [
    {
      args: ["offboarding", "undo", "k-0123456789abcdef"],
      before: (folder) => {
        checked(folder);
        inStore(AN_ACKNOWLEDGEMENT)(folder);
      },
      shows: ["name"],
    },
    { args: ["offboarding", "undo", "k-nothing"], before: checked, code: 2 },
  ],
  report: [
    ...["authorised", "anyone"].flatMap((audience) =>
      ["text", "markdown", "html", "csv", "json"].map((format): Case => ({
        args: ["report", "--audience", audience, "--format", format],
        // Units are called after teams and places, once there is something to say of them.
        shows: ["office", "team"],
      })),
    ),
    { args: ["report", ...WAVES], code: 2 },
  ],
  total: [
    { args: ["total", "--low", "20"] },
    { args: ["total", "--low", "16", "--high", "18", "--dry-run"] },
    { args: ["total"], code: 2 },
  ],
  "disclosure check": [
    { args: ["disclosure", "check"] },
    { args: ["disclosure", "check", "--json"] },
    {
      args: ["disclosure", "check"],
      where: "of a store in which a release was changed",
      before: inStore("update releases set state = json_set(state, '$.published[0].value', 3) where release = 1"),
      code: 1,
    },
    { args: ["disclosure", "check", ...WAVES], code: 2 },
  ],
  "persons list": [
    { args: ["persons", "list"], before: inStore(ONE_PERSON), shows: ["domain", "email", "id", "name"] },
    { args: ["persons", "list", "--json"], before: inStore(ONE_PERSON), shows: ["domain", "email", "id", "name"] },
    { args: ["persons", "list", "p-nothing"], code: 2 },
  ],
  "persons suggest": [
    { args: ["persons", "suggest"], before: inStore(ONE_ADDRESS), shows: ["domain", "email", "id", "name"] },
    { args: ["persons", "suggest", "--json"], before: inStore(ONE_ADDRESS), shows: ["domain", "email", "id", "name"] },
  ],
  "persons link": [
    { args: ["persons", "link", "staff:UZQXVKWJ70", "staff:UZQXVKWJ71"] },
    { args: ["persons", "link", "staff:UZQXVKWJ70", "staff:Zyxquillian"], where: "of nobody", code: 2 },
  ],
  "persons unlink": [
    { args: ["persons", "unlink", "staff:UZQXVKWJ70"], before: inStore(ONE_PERSON) },
    { args: ["persons", "unlink", "staff:Zyxquillian"], where: "of nobody", code: 2 },
  ],
  announce: [
    { args: ["announce"] },
    { args: ["announce", "acme", "--count", "30", "--json"] },
    { args: ["announce", "hr", ...WAVES, "--percent", "15"] },
    { args: ["announce", "acme", "--percent", "150"], code: 2 },
  ],
  "plan add": [
    { args: ["plan", "add", "acme", "--from", "2026-12-01", "--until", "2026-12-03"] },
    { args: ["plan", "add", "acme", "--from", "2026-12-03", "--until", "2026-12-01"], code: 2 },
  ],
  "plan list": [{ args: ["plan", "list"] }, { args: ["plan", "list", "--json"] }],
  "plan withdraw": [{ args: ["plan", "withdraw", "$plan"] }, { args: ["plan", "withdraw", "p-nothing"], code: 2 }],
  restore: [
    { args: ["restore"], shows: ["channel", "id", "name"] },
    { args: ["restore", "$departure"], shows: RESTORED },
    { args: ["restore", "$incident", "--json"], shows: RESTORED },
    { args: ["restore", "--format", "csv"], shows: RESTORED },
    { args: ["restore", "--format", "json", "acme"], shows: RESTORED },
    { args: ["restore", "i-nothing"], code: 2 },
  ],
  coverage: [{ args: ["coverage"] }, { args: ["coverage", "--json"] }, { args: ["coverage", "nobody"], code: 2 }],
  explain: [
    { args: ["explain", "$departure"], shows: EXPLAINED },
    { args: ["explain", "$departure", "--json"], shows: WHOLE },
    { args: ["explain", "$change"], shows: EXPLAINED },
    { args: ["explain", "$change", "--json"], shows: WHOLE },
    { args: ["explain", "$incident"], shows: TABLE },
    { args: ["explain", "$incident", "--json"], shows: WHOLE },
    { args: ["explain", "$wave", ...WAVES], shows: ["name"] },
    { args: ["explain", "$reading"] },
    { args: ["explain", "$reading", "--json"] },
    { args: ["explain", "d-nothing"], code: 2 },
  ],
  erase: [
    { args: ["erase", "$departure", "--yes"], shows: ["domain", "email", "id", "name"] },
    { args: ["erase", "$departure", "--yes", "--json"], shows: ["domain", "email", "id", "name"] },
    { args: ["erase", "$departure", "--dry-run"], shows: ["domain", "email", "id", "name"] },
    { args: ["erase", "UZQXVKWJ70", "--yes", ...WAVES], shows: ["domain", "email", "id", "name"] },
    {
      args: ["erase", "$departure"],
      where: "where nobody can answer",
      shows: ["domain", "email", "id", "name"],
      code: 2,
    },
    { args: ["erase", "Zyxquillian", "--yes"], where: "of nobody", code: 2 },
    { args: ["erase", "--new-key"] },
  ],
  "notify test": [
    { args: ["notify", "test"] },
    { args: ["notify", "test", "email", "--dry-run"] },
    { args: ["notify", "test", "nowhere"], code: 2 },
  ],
  "notify retry": [
    { args: ["notify", "retry"] },
    { args: ["notify", "retry", "--dry-run"], shows: TABLE },
    { args: ["notify", "retry", "nowhere"], code: 2 },
  ],
  "notify drop": [
    { args: ["notify", "drop"] },
    { args: ["notify", "drop", "full", "--dry-run"] },
    { args: ["notify", "drop", "nowhere"], code: 2 },
  ],
  "audit export": [
    { args: ["audit", "export", "new.ndjson"] },
    { args: ["audit", "export", "log.ndjson"], where: "over a file that is there", code: 2 },
  ],
  "audit verify": [
    { args: ["audit", "verify", "log.ndjson", "--checkpoint", "checkpoint"] },
    { args: ["audit", "verify", "log.ndjson", "--json"] },
    { args: ["audit", "verify", "people-2026-01-01.csv"], where: "of a file that is none", code: 1 },
    { args: ["audit", "verify", "stream.ndjson", "--json"], where: "of a file that is none", code: 1 },
    {
      args: ["audit", "verify", "log.ndjson", "--checkpoint", "staff.csv"],
      where: "by a checkpoint that is none",
      code: 1,
    },
  ],
  "audit checkpoint": [{ args: ["audit", "checkpoint"] }],
  "audit key": [{ args: ["audit", "key"] }],
  "layoffs extract": [
    { args: ["layoffs", "extract", "article.txt"], before: article },
    { args: ["layoffs", "extract", "article.txt", "--json"], before: article },
    { args: ["layoffs", "extract", "articles.ndjson", "--ndjson"], before: article },
    { args: ["layoffs", "extract", "article.txt", "--model"], before: article, code: 2 },
    {
      args: ["layoffs", "extract", "article.txt", "--model"],
      where: "of a server that is none",
      before: modelled,
      code: 4,
    },
    { args: ["layoffs", "extract", "staff.csv", "--ndjson"], where: "of a file that is none", code: 2 },
    { args: ["layoffs", "extract", "nowhere.txt"], code: 2 },
  ],
  transparency: ["text", "markdown", "html"].map((format) => ({ args: ["transparency", "--format", format] })),
  "layoffs list": [
    { args: ["layoffs", "list"] },
    { args: ["layoffs", "list", "--json", "--company", "Vexley", "--sort", "count"] },
    { args: ["layoffs", "list", "--ask"] },
    { args: ["layoffs", "list", "--shelf", "--json"] },
    { args: ["layoffs", "list", "--suppressed"] },
    { args: ["layoffs", "list", "--as-of", "2026-04-01", "--json"] },
    { args: ["layoffs", "list", "--as-of", "2026-04-01", "--ask"], code: 2 },
    { args: ["layoffs", "list", "--kind", "party"], code: 2 },
  ],
  "layoffs show": [
    { args: ["layoffs", "show", "$layoff"] },
    { args: ["layoffs", "show", "$layoff", "--json"] },
    { args: ["layoffs", "show", "l-nothing"], code: 2 },
  ],
  "layoffs totals": [
    { args: ["layoffs", "totals"] },
    { args: ["layoffs", "totals", "--by", "country", "--json"] },
    { args: ["layoffs", "totals", "--by", "person"], code: 2 },
  ],
  "layoffs corrections": [{ args: ["layoffs", "corrections"] }, { args: ["layoffs", "corrections", "--json"] }],
  "layoffs reread": [
    { args: ["layoffs", "reread", "--dry-run"] },
    { args: ["layoffs", "reread", "warn.csv", "--json"], before: contacts },
    { args: ["layoffs", "reread", "people-2026-01-01.csv"], where: "of a list of people", code: 2 },
  ],
  "layoffs merge": [
    { args: ["layoffs", "merge", "$layoff", "$asked", "--why", "one round"] },
    { args: ["layoffs", "merge", "$layoff", "l-nothing"], code: 2 },
  ],
  "layoffs split": [
    { args: ["layoffs", "split", "$layoff", "$asked", "--json"] },
    { args: ["layoffs", "split", "$layoff", "$layoff"], code: 2 },
  ],
  "layoffs alias": [
    { args: ["layoffs", "alias", "Vex Media", "$layoff", "--why", "its brand"] },
    { args: ["layoffs", "alias", "Vex Media", "l-nothing"], code: 2 },
  ],
  "layoffs suppress": [
    { args: ["layoffs", "suppress", "$layoff"] },
    { args: ["layoffs", "suppress", "$layoff", "--lift"], code: 2 },
  ],
  "layoffs watch": [
    { args: ["layoffs", "watch"] },
    { args: ["layoffs", "watch", "--json"] },
    { args: ["layoffs", "watch", "nothing"], code: 2 },
  ],
  "layoffs compare": [
    { args: ["layoffs", "compare", "$layoff", "acme"] },
    { args: ["layoffs", "compare", "$layoff", "acme", "--json"] },
    { args: ["layoffs", "compare", "$layoff", "--audience", "anyone"] },
    { args: ["layoffs", "compare", "l-nothing"], code: 2 },
  ],
  "layoffs export": [
    ...["csv", "json", "jsonfeed", "atom", "rss"].map((format): Case => ({
      args: ["layoffs", "export", "--format", format],
    })),
    { args: ["layoffs", "export", "--output", "layoffs.csv"] },
    { args: ["layoffs", "export", "--format", "xml"], code: 2 },
  ],
  "layoffs site": [
    { args: ["layoffs", "site", "site"] },
    { args: ["layoffs", "site", "site", "--address", "https://layoffs.example/", "--json"] },
    { args: ["layoffs", "site", "."], where: "of a folder that holds something else", code: 2 },
  ],
  "layoffs same": [
    { args: ["layoffs", "same", "pairs.ndjson"] },
    { args: ["layoffs", "same", "pairs.ndjson", "--json"] },
    { args: ["layoffs", "same", "stream.ndjson"], where: "of a file that holds no pairs", code: 2 },
  ],
  "layoffs import": [
    { args: ["layoffs", "import", "--json", "warn.csv"], before: contacts },
    { args: ["layoffs", "import", "--dry-run", "warn.csv"], before: contacts },
    { args: ["layoffs", "import", "--dry-run", "people-2026-01-01.csv"], where: "of a list of people", code: 2 },
    { args: ["layoffs", "import", "--json", "--source", "csv", "staff.csv"], where: "of a list of people", code: 2 },
    {
      args: ["layoffs", "import", "--json", "--source", "warn:wa", "staff.csv"],
      where: "of a list of people",
      code: 2,
    },
  ],
  "layoffs add": [
    {
      args: "layoffs add --json --company Ample --count 700 --date 2026-01-27 --source https://news.example/a".split(
        " ",
      ),
    },
    { args: ["layoffs", "add", "--dry-run", "--company", "Ample"], code: 2 },
  ],
  completion: ["bash", "zsh", "fish", "tcsh"].map((shell) => ({
    args: ["completion", shell],
    code: shell === "tcsh" ? 2 : 0,
  })),
};

/** The commands that ask the tool. */
export const ASKING: readonly Case[] = [
  { args: ["sweep", "acme", "--quiet", "--json"] },
  { args: ["doctor"] },
  { args: INIT },
  { args: ["notify", "test", "slack"] },
];

/** A model, at a server that answers as a tool does and not as a model. */
function modelled(folder: string): void {
  article(folder);
  const settings = join(folder, "rollcall.yaml");
  const api = /\bapi: (\S+)/.exec(readFileSync(settings, "utf8"))?.[1] ?? "";
  appendFileSync(
    settings,
    `record: { model: { url: "${api.replace(/\/+$/, "")}", name: test-1, key: { env: SLACK_TOKEN } } }\n`,
  );
}

/** A text about nobody, plain and as one of many. */
function article(folder: string): void {
  const text = "Kestrel Robotics said it would lay off about 700 people, or 15% of its workforce.";
  writeFileSync(join(folder, "article.txt"), text);
  writeFileSync(join(folder, "articles.ndjson"), `${JSON.stringify({ id: "a", text })}\n`);
}

/** From its first word on: a process that only just begins knows nothing yet of being asked to stop. */
function stopAfter(ms: number): NonNullable<NonNullable<How["alone"]>["during"]> {
  return async (child) => {
    await Promise.race(
      [child.stdout, child.stderr].map((stream) => new Promise((resolve) => stream?.once("data", resolve))),
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    child.kill("SIGTERM");
  };
}
