// Every command as its reader meets it: what stands on standard output of whom, and that nothing stands anywhere else.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildProgram } from "../../src/cli/program.ts";
import { processOutput } from "../../src/cli/output.ts";
import { ASKING, type Case, COMMANDS } from "./commands.ts";
import { WRONG_FILES } from "./files.ts";
import { FAILING } from "./gateway.ts";
import { keptHolds } from "./kept-holds.ts";
import { found, foundPlainly, hashesOf } from "./scan.ts";
import { type Done, folderAt, type How, inStore, openScene, type Scene } from "./scene.ts";
import { NEVER_READ, SECRETS, SOMEBODY } from "./words.ts";

let scene: Scene;
let isHash: (content: string) => boolean;
beforeAll(async () => {
  scene = await openScene();
  const people = [...scene.slack.world.members.values()].filter(({ id }) => id.startsWith("UZQXV"));
  isHash = hashesOf(
    people.flatMap(({ id, email, handle, first, last }) => [id, email ?? id, handle, `${first} ${last}`]),
  );
}, 300_000);
afterEach(() => {
  scene.gateway.fail(undefined);
  scene.server.fail(undefined);
});
afterAll(() => scene.close());

const commands = leaves(buildProgram(processOutput(), () => {}));

function leaves(command: ReturnType<typeof buildProgram>, path: readonly string[] = []): string[] {
  return command.commands.flatMap((one) => {
    const within = leaves(one, [...path, one.name()]);
    // A command that takes an argument is one by itself, whatever is below it.
    const isOne = one.commands.length === 0 || one.registeredArguments.length > 0;
    return isOne ? [[...path, one.name()].join(" "), ...within] : within;
  });
}

async function run({ args, env, before, alone }: Case): Promise<Done> {
  const words = args.map((word) => (word.startsWith("$") ? (scene.ids[word.slice(1)] ?? word) : word));
  return scene.run(words, { ...(env && { env }), ...(before && { before }), ...(alone && { alone }) });
}

/** The store's files: what is known of people is there, and the key of the log beside it. */
const OF_THE_STORE = /\.db(?:-wal|-shm|-journal)?$/;

/** What stands where it must not. */
function leaks({ out, err, files }: Done, mayBeShown: readonly string[], typed: readonly string[] = []): string[] {
  const others = [...files].filter(([name]) => !OF_THE_STORE.test(name));
  const stores = [...files].filter(([name]) => OF_THE_STORE.test(name));
  const never: readonly string[] = NEVER_READ;
  return [
    ...found(out).flatMap((what) => (mayBeShown.includes(what) ? [] : [`standard output: ${what}`])),
    ...found(err).map((what) => `standard error: ${what}`),
    ...others.flatMap(([name, bytes]) =>
      [...(typed.some((word) => name === word || name.startsWith(`${word}/`)) ? [] : found(name)), ...found(bytes)].map(
        (what) => `${name}: ${what}`,
      ),
    ),
    ...stores.flatMap(([name, bytes]) =>
      foundPlainly(bytes).flatMap((what) =>
        what.startsWith("the ") || never.includes(what) ? [`${name}: ${what}`] : [],
      ),
    ),
    ...[out, err].flatMap((text) => (isHash(text) ? ["a hash by which a guess can be checked"] : [])),
  ];
}

function called({ args, where }: Case): string {
  return [`rollcall ${args.join(" ")}`, ...(where === undefined ? [] : [where])].join(", ");
}

it("every command has its cases, and no case is of a command that is not there", () => {
  expect(Object.keys(COMMANDS).toSorted()).toEqual(commands.toSorted());
});

describe.each(commands)("%s", (command) => {
  it.each((COMMANDS[command] ?? []).map((one) => [called(one), one] as const))("%s", async (_, one) => {
    const done = await run(one);
    expect(leaks(done, one.shows ?? [])).toEqual([]);
    // What is declared is there as well: a case in which nothing happens shows nothing.
    expect([done.code, found(done.out)]).toEqual([one.code ?? 0, one.shows ?? []]);
    // Who is shown names is on the record, of the store that knows them.
    if (found(done.out).includes("name")) expect(recorded(done)).toBe(one.offTheRecord !== true);
  });
});

/** Whether the command left an entry in a log. */
function recorded({ files }: Done): boolean {
  return [...files].some(([name, bytes]) => name.endsWith(".db") && entries(bytes) > entriesBefore(name));
}

function entriesBefore(name: string): number {
  const path = join(scene.base, name);
  return existsSync(path) ? entries(readFileSync(path)) : 0;
}

function entries(store: Uint8Array): number {
  const path = join(scene.base, "looked-at");
  writeFileSync(path, store);
  const database = new DatabaseSync(path);
  const row = database.prepare("select count(*) as entries from record").get();
  database.close();
  rmSync(path);
  return Number(row?.["entries"]);
}

/** Something wrong that any command may meet. */
interface Circumstance {
  readonly before?: (folder: string) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** In place of what the command is asked, or behind it. */
  readonly asked?: (command: string, args: readonly string[]) => readonly string[];
  /** The commands that go on all the same, as far as they have anything to do with it. */
  readonly well: readonly string[];
}

/** Commands that read neither settings nor the store. */
const ALONE = ["init", "diff", "replay", "waves", "audit verify", "layoffs extract", "layoffs same", "completion"];
/** Commands of the public record, which need no settings where the store is in its usual place. */
const OF_THE_RECORD = "import,add,list,show,totals,merge,split,alias,suppress,export,corrections,reread,site,watch"
  .split(",")
  .map((name) => `layoffs ${name}`);
/** Commands that read the store, and no more of the settings than where it is. */
const OF_THE_PAST = [
  ...OF_THE_RECORD,
  "layoffs compare",
  ...(
    "departures,explain,restore,coverage,report,total,disclosure check,announce,plan add,plan list,plan withdraw,audit export," +
    "audit checkpoint,audit key,transparency,token add,token list,token revoke,offboarding,offboarding acknowledge,offboarding undo,persons list,persons suggest," +
    "persons link,persons unlink"
  ).split(","),
];
const file = (name: string, content: string | Uint8Array) => (folder: string) => {
  for (const beside of ["", "-wal", "-shm"]) rmSync(join(folder, `${name}${beside}`), { force: true });
  writeFileSync(join(folder, name), content, { mode: 0o600 });
};
const settings = (change: (yaml: string) => string) => (folder: string) => {
  const path = join(folder, "rollcall.yaml");
  writeFileSync(path, change(readFileSync(path, "utf8")));
};
const CIRCUMSTANCES: Readonly<Record<string, Circumstance>> = {
  "asked for help": { asked: (command) => [...command.split(" "), "--help"], well: commands },
  "a token as an option": { asked: (_, args) => [...args, "--token", SECRETS.token], well: [] },
  "a token for an argument too many": {
    asked: (_, args) => [...args, SECRETS.token, SECRETS.token],
    // What is to be read again may be many places, and a dry run opens none.
    well: ["layoffs reread"],
  },
  "a token for an argument": {
    asked: (command) => [...command.split(" "), SECRETS.token],
    // Which is a name for a file or a folder like any other.
    well: ["audit export", "layoffs site"],
  },
  "no settings": { before: (folder) => rmSync(join(folder, "rollcall.yaml")), well: [...ALONE, ...OF_THE_RECORD] },
  "a token in the settings": {
    before: settings((yaml) => yaml.replace("{ env: SLACK_TOKEN }", SECRETS.token)),
    well: ALONE,
  },
  "a token for the name of a variable": {
    before: settings((yaml) => yaml.replace("SLACK_TOKEN", SECRETS.token)),
    well: ALONE,
  },
  "people in the settings": {
    before: settings((yaml) =>
      yaml.replace("directories:", `directories:\n  ${SOMEBODY}:\n    Zyxquillian: [Vorblattow`),
    ),
    well: ALONE,
  },
  "people for keys in the settings": {
    before: settings((yaml) =>
      yaml.replace("kind: slack", `kind: slack\n    Vorblattow: "${SOMEBODY}"\n    zyxquillian: 1`),
    ),
    well: ALONE,
  },
  "no secret set": { env: { SLACK_TOKEN: "", HOOK: "", PASSWORD: "" }, well: [...ALONE.slice(1), ...OF_THE_PAST] },
  "a secret file that others can read": {
    before: (folder) => chmodSync(join(folder, "heartbeat"), 0o644),
    well: [...ALONE, ...OF_THE_PAST],
  },
  "a list of people in the place of the store": {
    before: file("rollcall.db", `${SOMEBODY}\n`.repeat(900)),
    well: [...ALONE, "config check"],
  },
  "a folder in the place of the store": { before: folderAt("rollcall.db"), well: [...ALONE, "config check"] },
  "a store with a page of people where a page of SQLite should be": {
    before: (folder) => {
      const path = join(folder, "rollcall.db");
      const bytes = readFileSync(path);
      for (let at = 4096; at < bytes.length; at += 4096) bytes.write(SOMEBODY.repeat(8), at, "latin1");
      writeFileSync(path, bytes);
    },
    well: [...ALONE, "config check"],
  },
  "a store that a later version wrote": {
    before: inStore("insert into rollcall_schema values (999, 'Vorblattow')"),
    well: [...ALONE, "config check"],
  },
};

describe.each(Object.entries(CIRCUMSTANCES))("where there is %s", (_, { asked, before, env, well }) => {
  it("no command says more, and those that cannot go on say so", async () => {
    const wrong: string[] = [];
    const succeeded: string[] = [];
    for (const command of commands) {
      const sound = COMMANDS[command]?.find(({ alone }) => alone === undefined);
      if (sound === undefined) throw new Error(`${command} has no case without a process of its own`);
      const args = asked?.(command, sound.args) ?? sound.args;
      const spoil = (folder: string): void => {
        sound.before?.(folder);
        before?.(folder);
      };
      const done = await run({ ...sound, args, before: spoil, env: { ...sound.env, ...env } });
      wrong.push(...leaks(done, sound.shows ?? [], args).map((leak) => `${command}: ${leak}`));
      if (done.code === 0) succeeded.push(command);
    }
    expect(wrong).toEqual([]);
    expect(succeeded.toSorted()).toEqual(well.toSorted());
  });
});

describe.each(Object.entries(FAILING))("where the tool answers with %s", (_, failing) => {
  it("no command that asks it tells of anybody, and the store keeps no secret", async () => {
    scene.gateway.fail(failing);
    const wrong: string[] = [];
    for (const one of ASKING) {
      const done = await run(one);
      wrong.push(...leaks(done, one.shows ?? []).map((leak) => `${called(one)}: ${leak}`));
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(WRONG_FILES))("where a file is %s", (_, content) => {
  it.each([
    { args: ["replay", "wrong-2026-01-01"] },
    { args: ["replay", "wrong-2026-01-01", "--key", "Zyxquilian Vorblatow", "--json"] },
    { args: ["diff", "wrong-2026-01-01", "people-2026-02-01.csv"] },
    { args: ["layoffs", "import", "--dry-run", "wrong-2026-01-01"] },
    { args: ["layoffs", "import", "--dry-run", "--source", "csv:x", "wrong-2026-01-01"] },
  ])("rollcall $args says what is wrong, and nothing of the line", async ({ args }) => {
    const done = await run({ args, before: file("wrong-2026-01-01", content) });
    expect(leaks(done, [])).toEqual([]);
    expect(done.out + done.err).not.toBe("");
  });
});

it("where every destination refuses what it is sent, and repeats it, nothing of it is said or kept", async () => {
  scene.server.fail(500);
  scene.mail.trouble({ at: "mail", code: 554, text: `5.6.0 ${SOMEBODY} ${SECRETS.password}` });
  scene.gateway.fail(FAILING["404 that repeats"]);
  const sent = scene.server.requests.length;
  const wrong: string[] = [];
  for (const args of [
    ["notify", "test"],
    ["notify", "retry"],
    ["sweep", "staff", "--dry-run"],
  ])
    wrong.push(...leaks(await run({ args }), []).map((leak) => `${args.join(" ")}: ${leak}`));
  scene.mail.trouble(undefined);
  expect(wrong).toEqual([]);
  expect(scene.server.requests.length).toBeGreaterThan(sent + 4);
});

describe("a process that ends before it is done", () => {
  const MIDWAY: readonly Case[] = [
    { where: "on a full disk", args: ["sweep", "--json"], alone: { within: 'ulimit -f 128; exec "$@"' }, code: 1 },
    {
      where: "on a full disk",
      args: ["audit", "export", "new.ndjson"],
      alone: { within: 'ulimit -f 16; exec "$@"' },
      code: 1,
    },
    { where: "into a full disk", args: ["departures"], alone: { within: 'exec "$@" > /dev/full' }, code: 1 },
    { where: "to a reader that has gone", args: ["departures", "--json"], alone: { within: '"$@" | true' } },
  ];

  it.each(MIDWAY.map((one) => [called(one), one] as const))(
    "%s: leaves nothing of anybody beside the store",
    async (_, one) => {
      const done = await run(one);
      expect(leaks(done, [])).toEqual([]);
      expect(done.code).toBe(one.code ?? 0);
    },
  );

  it("rollcall sweep, killed while it reads: leaves nothing of anybody beside the store", async () => {
    let reading: ChildProcess | undefined;
    scene.gateway.fail(() => () => void reading?.kill("SIGKILL"), "users.list");
    const during = async (child: ChildProcess): Promise<void> => void (reading = child);
    const done = await run({ args: ["sweep"], alone: { during } });
    expect(leaks(done, [])).toEqual([]);
    expect(done.code).toBe(137);
  });
});

describe("a leak is found", () => {
  const good: Case = { args: ["plan", "list"] };
  const leaking = async (how: How): Promise<string[]> => leaks(await scene.run(good.args, how), good.shows ?? []);
  const base64 = (text: string): string => Buffer.from(text).toString("base64");

  it("and nothing where there is none", async () => {
    expect(await leaking({})).toEqual([]);
  });

  it.each<readonly [string, How, readonly string[]]>([
    ["a name on standard output", { leak: { to: "stdout", text: "Zyxquillian left" } }, ["standard output: name"]],
    [
      "an id in base 64 on standard error",
      { leak: { to: "stderr", text: base64("<UZQXVKWJ71001>") } },
      ["standard error: id"],
    ],
    [
      "a part of the token on standard error",
      { leak: { to: "stderr", text: SECRETS.token.slice(-16, -1) } },
      ["standard error: the token"],
    ],
    [
      "a phone on standard output",
      { leak: { to: "stdout", text: "tel:+99%205550177331" } },
      ["standard output: phone"],
    ],
    [
      "the hash of an address",
      { leak: { to: "stderr", text: createHash("md5").update("zqmailwortig.1004@canaryhouse.example").digest("hex") } },
      ["a hash by which a guess can be checked"],
    ],
    ["a name in a file", { alone: { within: `echo "Bossquibbly" > debug.log; exec "$@"` } }, ["debug.log: name"]],
    ["a name for a file", { alone: { within: `echo > zqhandlewort.txt; exec "$@"` } }, ["zqhandlewort.txt: handle"]],
    [
      "a secret in the store",
      { alone: { within: `printf '${SECRETS.password}' >> rollcall.db-wal; cp rollcall.db-wal other.db; exec "$@"` } },
      ["other.db: the password"],
    ],
  ])("%s", async (_, how, expected) => {
    expect(await leaking(how)).toEqual(expected);
  });

  it("and so is a command that shows people without a word on the record", async () => {
    const shown = await scene.run(["departures"], {});
    expect(recorded(shown)).toBe(true);
    expect(recorded({ ...shown, files: new Map() })).toBe(false);
  });
});

describe("what is kept", () => {
  keptHolds(() => scene);
});
