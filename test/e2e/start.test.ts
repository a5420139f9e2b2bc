// What a start loads of the program as it is built.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "../support/environment.ts";

const DIST = new URL("../../dist/", import.meta.url);
const MAIN = fileURLToPath(new URL("cli/main.js", DIST));
const HEAVY = ["zod", "kysely", "undici"];
/** Writes the address of every module that is loaded to the file that LOADED names. */
const HOOK = `import { appendFileSync } from "node:fs"; import { registerHooks } from "node:module";
registerHooks({ load(url, context, next) { appendFileSync(process.env.LOADED, url + "\\n"); return next(url, context); } });`;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "rollcall-start-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** The sources of all that a command has loaded, by the maps of the built files; packages as `node_modules/NAME/…`. */
function loadedBy(...args: readonly string[]): readonly string[] {
  const list = join(folder, "loaded");
  rmSync(list, { force: true });
  const hook = `data:text/javascript,${encodeURIComponent(HOOK)}`;
  const env = { ...environmentOf(folder), LOADED: list };
  const ran = spawnSync(process.execPath, ["--import", hook, MAIN, ...args], { cwd: folder, env, encoding: "utf8" });
  expect([ran.status, ran.stderr]).toEqual([0, ""]);
  const files = readFileSync(list, "utf8")
    .split("\n")
    .filter((url) => url.startsWith("file:"));
  return files.flatMap((url) => {
    const map = `${fileURLToPath(url)}.map`;
    return existsSync(map)
      ? z.object({ sources: z.array(z.string()) }).parse(JSON.parse(readFileSync(map, "utf8"))).sources
      : [url];
  });
}

function heavyAmong(sources: readonly string[]): readonly string[] {
  expect(sources.length).toBeGreaterThan(10);
  return HEAVY.filter((name) => sources.some((source) => source.includes(`node_modules/${name}/`)));
}

describe("neither the schemas nor the database nor the network is loaded", () => {
  it.each(["--help", "--version", "departures --help", "layoffs list --help"])("by %s", (line) => {
    expect(heavyAmong(loadedBy(...line.split(" ")))).toEqual([]);
  });

  it("by diff only the schemas, by which it reads whoever differs", () => {
    for (const [name, deleted] of [["before", false] as const, ["after", true] as const]) {
      const user = { id: "U1", team_id: "T1", name: "somebody", deleted, profile: {} };
      writeFileSync(join(folder, `${name}.json`), JSON.stringify([user, { ...user, id: "U2", deleted: false }]));
    }
    expect(heavyAmong(loadedBy("diff", "before.json", "after.json"))).toEqual(["zod"]);
  });

  it("and by a command that needs them they are, as this test would see", () => {
    writeFileSync(join(folder, "rollcall.yaml"), "directories: { acme: { kind: file, path: people.csv } }\n");
    writeFileSync(join(folder, "people.csv"), "id,name\n");
    expect(heavyAmong(loadedBy("departures"))).toEqual(["zod", "kysely"]);
  });
});

it("a fault names its place in the source", () => {
  const settings = new URL("wire/settings.js", DIST).href;
  // What the types do not let through is a fault wherever it comes from.
  const code = `process.argv = ["", "", "--version"]; await import(${JSON.stringify(new URL("cli/main.js", DIST).href)});
    const { load } = await import(${JSON.stringify(settings)}); await load(null).catch((error) => console.log(error.stack));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    env: environmentOf(folder),
    encoding: "utf8",
  });
  const source = readFileSync(new URL("../../src/wire/settings.ts", import.meta.url), "utf8").split("\n");
  const [, line = ""] = /at load \(file:\/\/\S+\/src\/wire\/settings\.ts:(\d+):\d+\)/.exec(stdout) ?? [];
  expect(source[Number(line) - 1]).toContain("choice.config");
});
