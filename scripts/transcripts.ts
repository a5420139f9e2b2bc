// npm run transcripts: writes docs/transcripts from what the built command line prints, against the fake workspace.
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorld, startFakeSlack } from "../src/connectors/slack/fake/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rollcall-transcripts-"));
const docs = join(root, "docs", "transcripts");
mkdirSync(docs, { recursive: true });

const workspace = await startFakeSlack({
  world: createWorld({ seed: 3, accounts: 900, now: Date.now() }),
  scopes: ["users:read", "users:read.email", "users.profile:read", "team:read"],
});
const { acts, world, url, token } = workspace;
// An app of its own writes messages: the token that reads the directory has no scope for it.
const writing = workspace.issueToken({ scopes: ["chat:write", "groups:read"] });
const channel = acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });

const STORY = `Norwick Systems is cutting about 900 jobs, or 12% of its workforce, the software company said on Tuesday. It employs some 7,500 people in eleven countries.

Its rival Tallow let go several hundred people in January, while Solveig said it would hire 250 engineers.

Across the industry, more than 40,000 people have been laid off this year, according to a tracker.
`;

const CUTS = `company,count,date,country,source
Norwick Systems,about 900,2026-02-10,US,https://news.example/norwick
Tallow,"200-400",2026-01-21,GB,https://news.example/tallow
Tallow,320,2026-01-29,GB,https://news.example/tallow-again
Quarry Foods,,2026-01-30,DE,https://news.example/quarry
,40,2026-01-30,DE,https://news.example/nobody
`;

/** Runs commands as a person would and writes what the terminal shows, without the folder and port of this run. */
async function transcript(name: string, commands: readonly (readonly string[])[]): Promise<string> {
  let text = "";
  for (const args of commands) {
    const shown = args.map((arg) => (/[\s;:,']/.test(arg) ? `"${arg}"` : arg)).join(" ");
    const { output, code } = await run(args);
    text += `$ rollcall ${shown}\n${output}${code === 0 ? "" : `(exit code ${code})\n`}\n`;
  }
  const clean = text
    .replaceAll(folder, "~/rollcall")
    .replaceAll(url, "http://127.0.0.1:41000/api/")
    .replaceAll(/^\(node:\d+\).*\n/gm, "");
  writeFileSync(join(docs, `${name}.txt`), `${clean.trimEnd()}\n`);
  process.stdout.write(`${name}\n`);
  return text;
}

function run(args: readonly string[]): Promise<{ output: string; code: number }> {
  const child = spawn(process.execPath, [join(root, "bin", "rollcall.mjs"), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      SLACK_TOKEN: token,
      SLACK_WRITING_TOKEN: writing,
      PAGER_KEY: `whsec_${Buffer.alloc(32, "k").toString("base64")}`,
      ROLLCALL_STATE: folder,
      NO_COLOR: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // What watches for ever is stopped as a service is, after a while.
  if (args[0] === "watch" && !args.includes("--dry-run")) setTimeout(() => child.kill("SIGTERM"), 8000);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ output, code: code ?? 1 })));
}

try {
  await transcript("init", [
    [
      "init",
      "--yes",
      "--directory",
      "acme",
      "--workspace-token-env",
      "SLACK_TOKEN",
      "--api",
      url,
      "--location-field",
      "Office",
      "--team-field",
      "Team",
      "--purpose",
      "Verify off-boarding",
      "--authorised-by",
      "CISO, 2026-11-20",
      "--contact",
      "it@acme.example",
    ],
    ["config", "check"],
  ]);
  await transcript("sweep-first", [["sweep"]]);
  await transcript("doctor", [["doctor"]]);

  const staff = [...world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  const returning = [...world.members.values()].find(({ sort, state }) => sort === "person" && state === "deactivated");
  for (const { id } of staff.slice(0, 8)) acts.deactivate(id);
  acts.setRole(staff[9]?.id ?? "", "guest");
  acts.reactivate(returning?.id ?? "");
  await transcript("sweep", [["sweep"]]);
  await transcript("departures", [["departures", "--since", "1h"]]);
  const { output } = await run(["departures", "--since", "1h", "--json"]);
  const id = /"id":"(d-[0-9a-f]+)"/.exec(output)?.[1] ?? "";
  await transcript("explain", [["explain", id]]);

  appendFileSync(
    join(folder, "rollcall.yaml"),
    `
notify:
  - { to: slack, name: people-ops, token: { env: SLACK_WRITING_TOKEN }, channel: ${channel}, api: "${url}", audience: named }
  - { to: webhook, name: pager, url: "http://127.0.0.1:9/hook", secret: { env: PAGER_KEY }, audience: named, tell: [health, departures] }
`,
  );
  await transcript("notify-test", [
    ["config", "check"],
    ["notify", "test"],
  ]);
  for (const one of staff.slice(20, 25)) acts.deactivate(one.id);
  await transcript("sweep-dry-run", [["sweep", "--dry-run", "--fields", "none"]]);
  await transcript("sweep-telling", [["sweep", "--fields", "none"]]);
  acts.deactivate(staff[26]?.id ?? "");
  await transcript("watch", [["watch"]]);
  await transcript("doctor-telling", [["doctor"]]);

  // A right to names that ends in ten days, and then one that has ended.
  const settings = join(folder, "rollcall.yaml");
  const telling = readFileSync(settings, "utf8");
  const granted = (days: number): void => {
    const until = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const audiences = `audiences:
  identity: { sees: named, who: "Identity team", reason: "verify off-boarding", until: ${until} }
  council: { sees: counts, readers: authorised, who: "Works council" }
`;
    writeFileSync(settings, `${telling.replaceAll("audience: named", "audience: identity")}${audiences}`);
  };
  granted(10);
  await transcript("audiences", [
    ["config", "check"],
    ["departures", "--since", "1h"],
    ["departures", "--as", "council"],
  ]);
  await transcript("transparency", [["transparency"]]);
  appendFileSync(settings, "counts: { headcount: acme }\n");
  await run(["sweep", "--fields", "none"]);
  await transcript("report", [["report"], ["report", "--audience", "anyone"], ["disclosure", "check"]]);
  granted(-1);
  await transcript("audiences-ended", [["departures"], ["sweep", "--fields", "none"]]);
  writeFileSync(settings, telling);

  const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const later = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const waves = await run(["waves", "--json"]);
  const wave = /"id":"(i-[0-9a-f]+)"/.exec(waves.output)?.[1] ?? "";
  await transcript("waves", [
    ["waves"],
    ["waves", wave],
    ["plan", "add", "--from", soon, "--until", later, "--about", "Office move"],
    ["announce", "--percent", "2", "--qualifier", "about", "--on", new Date().toISOString().slice(0, 10)],
    ["waves", "--simulate", "--attrition", "30"],
  ]);

  await transcript("erase", [
    ["erase", id, "--dry-run"],
    ["erase", id, "--yes"],
  ]);

  writeFileSync(join(folder, "story.txt"), STORY);
  writeFileSync(join(folder, "cuts.csv"), CUTS);
  await transcript("layoffs-extract", [
    ["layoffs", "extract", "--title", "Norwick cuts 900 jobs", "--published", "2026-02-10", "story.txt"],
  ]);
  await transcript("layoffs", [
    ["layoffs", "import", "--dry-run", "cuts.csv"],
    ["layoffs", "import", "cuts.csv"],
    ["layoffs", "list"],
    ["layoffs", "totals", "--by", "month"],
    ["layoffs", "list", "--ask"],
  ]);

  workspace.fault({ method: "users.list", kind: "half" });
  await transcript("sweep-short", [["sweep"]]);
  workspace.clearFaults();
  workspace.fault({ method: "users.list", kind: "html", page: 3, times: 1 });
  await transcript("sweep-malformed", [["sweep"], ["sweep"]]);
  await transcript("demo", [["demo"]]);
} finally {
  await workspace.close();
  rmSync(folder, { recursive: true });
}
