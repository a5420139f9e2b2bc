// What a start loads of the program as it is built.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "../support/environment.ts";
import { freePort } from "../support/ports.ts";

const DIST = new URL("../../dist/", import.meta.url);
const MAIN = fileURLToPath(new URL("cli/main.js", DIST));
const HEAVY = ["zod", "kysely", "undici", "yaml"];
/** What `serve` begins to need once it listens. */
const AT_WORK = [
  "src/server/app.tsx",
  "src/server/limits.ts",
  "src/web/",
  "node_modules/hono/",
  "node_modules/@hono/",
  "src/app/watch.ts",
  "src/core/record/said.ts",
];
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "rollcall-start-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** The sources of all that a command has loaded, by what it keeps of it and the maps of the built files; packages as `node_modules/NAME/…`. */
function loadedBy(...args: readonly string[]): readonly string[] {
  const { err, sources } = started(...args);
  expect(err).toBe("");
  return sources;
}

interface Started {
  readonly err: string;
  readonly sources: readonly string[];
  /** Node's own modules that it had loaded at its end. */
  readonly ofNode: ReadonlySet<string>;
}

function started(...args: readonly string[]): Started {
  const cache = mkdtempSync(join(folder, "cache-"));
  const env = { ...environmentOf(folder), NODE_COMPILE_CACHE: cache };
  const noted = join(folder, "loaded-of-node");
  const noting = join(folder, "noting.cjs");
  writeFileSync(
    noting,
    `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(noted)}, process.moduleLoadList.join("\\n")));`,
  );
  const ran = spawnSync(process.execPath, ["--require", noting, MAIN, ...args], { cwd: folder, env, encoding: "utf8" });
  expect([ran.status, ran.stderr]).toEqual([0, expect.any(String)]);
  const ofNode = readFileSync(noted, "utf8")
    .split("\n")
    .map((name) => name.replace("NativeModule ", ""));
  return { err: ran.stderr, sources: keptIn(cache), ofNode: new Set(ofNode) };
}

/** The sources of all that the one command has loaded that has kept something there. */
function keptIn(cache: string): readonly string[] {
  const kept = readdirSync(join(cache, "rollcall"));
  expect(kept).toHaveLength(1);
  const [head = ""] = readFileSync(join(cache, "rollcall", ...kept), "latin1").split("\n", 1);
  return head.split(" ").flatMap((one) => {
    const map = new URL(`chunks/${one.split(":")[0]}.map`, DIST);
    // What is of the bundler's own has none.
    if (!existsSync(map)) return [];
    return z.object({ sources: z.array(z.string()) }).parse(JSON.parse(readFileSync(map, "utf8"))).sources;
  });
}

/** The same of `serve`, which is ended once it has been asked. */
async function servedTo(ask: (address: string) => Promise<void>): Promise<readonly string[]> {
  const cache = mkdtempSync(join(folder, "cache-"));
  const env = { ...environmentOf(folder), NODE_COMPILE_CACHE: cache };
  const ours = spawn(process.execPath, [MAIN, "serve"], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(ours, "exit");
  let said = "";
  const address = await new Promise<string>((resolve, reject) => {
    ours.stderr.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
      const [, found] = /^pages at (http:\S+)$/m.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    ours.on("exit", () => reject(new Error(said)));
  });
  try {
    await ask(address);
  } finally {
    ours.kill("SIGTERM");
  }
  expect((await ended)[0]).toBe(0);
  return keptIn(cache);
}

/** Of Node's own modules those that take long to load. */
const HEAVY_OF_NODE = ["child_process", "crypto", "fs/promises", "https", "net", "stream", "tls", "zlib"];

function heavyAmong(sources: readonly string[]): readonly string[] {
  expect(sources.length).toBeGreaterThan(10);
  return HEAVY.filter((name) => sources.some((source) => source.includes(`node_modules/${name}/`)));
}

describe("neither the schemas nor the database nor the network is loaded", () => {
  it.each(["--help", "--version", "departures --help", "layoffs list --help"])("by %s", (line) => {
    expect(heavyAmong(loadedBy(...line.split(" ")))).toEqual([]);
  });

  it("by diff, which reads whoever differs", () => {
    for (const [name, deleted] of [["before", false] as const, ["after", true] as const]) {
      const user = { id: "U1", team_id: "T1", name: "somebody", deleted, profile: {} };
      writeFileSync(join(folder, `${name}.json`), JSON.stringify([user, { ...user, id: "U2", deleted: false }]));
    }
    expect(heavyAmong(loadedBy("diff", "before.json", "after.json"))).toEqual([]);
    const { ofNode } = started("diff", "before.json", "after.json");
    // For the key of its prints, and what that loads itself.
    expect(HEAVY_OF_NODE.filter((name) => ofNode.has(name))).toEqual(["crypto", "stream"]);
  });

  it("nor what reads, writes, tells or signs by doctor, nor what makes hashes by what only reads a store", () => {
    writeFileSync(join(folder, "rollcall.yaml"), "directories: { acme: { kind: file, path: people.csv } }\n");
    writeFileSync(join(folder, "people.csv"), "id,name\n");
    // The first makes the store.
    started("doctor");
    const { sources, ofNode } = started("doctor");
    const atWork = [
      "app/sweep",
      "app/take-reading",
      "app/announce",
      "app/audit",
      "core/record/extract/",
      "messages/notice",
    ];
    expect(atWork.filter((name) => sources.some((source) => source.includes(`src/${name}`)))).toEqual([]);
    expect([ofNode.has("sqlite"), ofNode.has("crypto")]).toEqual([true, false]);
    expect(started("departures").ofNode).not.toContain("crypto");
  });

  it("nor of Node's own modules any that take long, by a help text", () => {
    const { ofNode } = started("diff", "--help");
    expect(ofNode).toContain("fs");
    expect(HEAVY_OF_NODE.filter((name) => ofNode.has(name))).toEqual([]);
  });

  it("nor by serve what answers, reads and tells, until it does so; and whoever asks is answered", async () => {
    const settings = `directories: { acme: { kind: file, path: people.csv } }\nserve: { port: ${await freePort()} }\n`;
    writeFileSync(join(folder, "rollcall.yaml"), settings);
    writeFileSync(join(folder, "people.csv"), "id,name\n");
    const { sources } = started("serve", "--dry-run");
    expect(heavyAmong(sources)).toEqual(["zod", "kysely", "yaml"]);
    expect(AT_WORK.filter((name) => sources.some((source) => source.includes(name)))).toEqual([]);
    const served = await servedTo(async (address) => {
      const answers = [await fetch(`${address}/healthz`), await fetch(`${address}/transparency`)];
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    });
    expect(AT_WORK.filter((name) => !served.some((source) => source.includes(name)))).toEqual([]);
    const rare = ["node_modules/undici/", "node_modules/openid-client/", "src/sources/"];
    expect(rare.filter((name) => served.some((source) => source.includes(name)))).toEqual([]);
  });

  it("and by a command that needs them they are, as this test would see", () => {
    writeFileSync(join(folder, "rollcall.yaml"), "directories: { acme: { kind: file, path: people.csv } }\n");
    writeFileSync(join(folder, "people.csv"), "id,name\n");
    expect(heavyAmong(loadedBy("departures"))).toEqual(["zod", "kysely", "yaml"]);
  });
});

describe("what was compiled is taken up by the next start of the same command", () => {
  const start = (cache: string, ...args: readonly string[]) => {
    const env = { ...environmentOf(folder), NODE_COMPILE_CACHE: cache };
    return spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, env, encoding: "utf8" });
  };
  const inode = (cache: string, name: string): number => statSync(join(cache, "rollcall", name)).ino;

  it("and not written again, while it is young", () => {
    const cache = mkdtempSync(join(folder, "cache-"));
    for (const words of [["layoffs", "list", "--help"], ["--help"]]) start(cache, ...words);
    expect(readdirSync(join(cache, "rollcall"))).toEqual(["rollcall"]);
    const first = inode(cache, "rollcall");
    start(cache, "--version");
    expect(inode(cache, "rollcall")).toBe(first);
    utimesSync(join(cache, "rollcall", "rollcall"), 0, 0);
    start(cache, "--version");
    expect(inode(cache, "rollcall")).not.toBe(first);
  });

  it("also where other words stand beside it", () => {
    const cache = mkdtempSync(join(folder, "cache-"));
    start(cache, "completion", "bash");
    const first = inode(cache, "completion");
    for (const words of [["bash"], ["zsh"], ["--config", "doctor", "fish"]]) start(cache, "completion", ...words);
    expect(inode(cache, "completion")).toBe(first);
    expect(readdirSync(join(cache, "rollcall")).toSorted()).toEqual(["completion"]);
  });

  it("and made anew, where it is not of this Node, or not whole", () => {
    const cache = mkdtempSync(join(folder, "cache-"));
    const place = join(cache, "rollcall", "rollcall");
    const said = start(cache, "--help").stdout;
    const whole = readFileSync(place);
    // V8 holds its version against the one that stands at the beginning of each part.
    const other = Buffer.from(whole);
    const begin = Math.ceil((whole.indexOf("\n") + 1) / 8) * 8;
    other.fill(0xff, begin, begin + 8);
    for (const bytes of [other, whole.subarray(0, -8), Buffer.from("nothing of ours")]) {
      writeFileSync(place, bytes);
      expect(start(cache, "--help").stdout).toBe(said);
      expect(readFileSync(place).subarray(begin, begin + 8)).toEqual(whole.subarray(begin, begin + 8));
    }
  });
});

it("a fault names its place in the source", () => {
  const settings = new URL("wire/settings.js", DIST).href;
  // What the types do not let through is a fault wherever it comes from. The program would end its process.
  const code = `process.exit = () => {}; process.argv = ["", "", "--version"]; await import(${JSON.stringify(new URL("cli/main.js", DIST).href)});
    const { load } = await import(${JSON.stringify(settings)}); await load(null).catch((error) => console.log(error.stack));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    env: environmentOf(folder),
    encoding: "utf8",
  });
  const source = readFileSync(new URL("../../src/wire/settings.ts", import.meta.url), "utf8").split("\n");
  const [, line = ""] = /at load \(file:\/\/\S+\/src\/wire\/settings\.ts:(\d+):\d+\)/.exec(stdout) ?? [];
  expect(source[Number(line) - 1]).toContain("choice.config");
});
