// That nothing is forgotten of a connector: CONTRIBUTING.md, "Adding a connector".
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseSettings } from "../config/load.ts";
import { settingsJsonSchema } from "../config/json-schema.ts";
import { notifiers } from "../notifiers/all.ts";
import { openers } from "./fake/index.ts";
import { connectors } from "./all.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, ROOT), "utf8");

/** A file is no tool: there is nothing that could fail at a page. Its tests are beside it. */
const WITHOUT_STAND = new Set(["file"]);

/** The sources of what is built, as its maps have them. */
async function built(): Promise<readonly string[]> {
  const files = readdirSync(new URL("dist", ROOT), { recursive: true, encoding: "utf8" });
  const maps = await Promise.all(
    files.filter((name) => name.endsWith(".js.map")).map(async (name) => JSON.parse(await read(`dist/${name}`))),
  );
  const sources = maps.flatMap((map) => z.object({ sources: z.array(z.string()) }).parse(map).sources);
  expect(sources.length).toBeGreaterThan(100);
  return sources.map((source) => source.replace(/^(?:\.\.\/)+/, ""));
}

/** Those of whose fakes the simulated company is made. */
const IN_THE_DEMO = new Set(["slack", "okta", "github"]);

it("each folder is a connector in the index, of the folder's name, and each connector a folder", () => {
  const folders = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
    .filter((one) => one.isDirectory() && one.name !== "fake")
    .map(({ name }) => name);
  expect(connectors.map(({ kind }) => kind).toSorted()).toEqual(folders.toSorted());
  expect(new Set(connectors.map(({ title }) => title)).size).toBe(connectors.length);
});

it("each has a stand in the contract suite, and each stand a connector", () => {
  const kinds = connectors.map(({ kind }) => kind).filter((kind) => !WITHOUT_STAND.has(kind));
  expect(Object.keys(openers).toSorted()).toEqual(kinds.toSorted());
});

describe.each(connectors.map((connector) => [connector.kind, connector] as const))("%s", (kind, connector) => {
  it("has a fake, or a real server, that stands in its own folder", () => {
    if (WITHOUT_STAND.has(kind)) return;
    expect(existsSync(new URL(`src/connectors/${kind}/fake/stand.ts`, ROOT))).toBe(true);
    expect(openers[kind]?.length).toBeGreaterThan(0);
  });

  it("ships without its fake, but for the tools that the demo plays in", async () => {
    if (WITHOUT_STAND.has(kind)) return;
    const fake = `src/connectors/${kind}/fake/`;
    const shipped = (await built()).filter((source) => source.startsWith(fake));
    expect(shipped.length > 0).toBe(IN_THE_DEMO.has(kind));
    expect(shipped).not.toContain(`${fake}stand.ts`);
  });

  it("has a page that says how to set it up, what it cannot show, how long a sweep takes and what it was checked against", async () => {
    expect(connector.docs).toBe(`docs/connectors/${kind}.md`);
    const page = await read(connector.docs);
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading.toLowerCase());
    const wanted = WITHOUT_STAND.has(kind) ? [] : ["setting up", "cannot", "how long a sweep takes", "checked against"];
    expect(wanted.filter((words) => !headings.some((heading) => heading.includes(words)))).toEqual([]);
  });

  it("has every setting on its page, and an example there that is read without a fault", async () => {
    const page = await read(connector.docs);
    const schema = z.toJSONSchema(connector.settings, { io: "input" });
    const keys = Object.keys(Object(schema.properties));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
    const example = [...page.matchAll(/^```yaml\n(directories:\n.*?)^```/gms)].map(([, text = ""]) => text);
    expect(example.length).toBeGreaterThan(0);
    const source = { file: `/${connector.docs}`, label: connector.docs };
    const [first = ""] = example;
    expect(parseSettings(first, source, connectors, notifiers).directories).toHaveLength(1);
  });

  it("is in docs/settings.md, in the README, and in the JSON schema of the settings", async () => {
    const named = {
      "docs/settings.md": (await read("docs/settings.md")).includes(`kind: ${kind} #`),
      "README.md": (await read("README.md")).includes(`(${connector.docs})`),
      "the JSON schema": settingsJsonSchema(connectors, notifiers).includes(`"const": "${kind}"`),
    };
    expect(Object.entries(named).filter(([, is]) => !is)).toEqual([]);
  });
});
