import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isMap, parseDocument, visit } from "yaml";
import { z } from "zod";
import { connectors } from "../connectors/all.ts";
import { TOPICS } from "../core/notification/rule.ts";
import { notifiers } from "../notifiers/all.ts";
import { parseSettings } from "./load.ts";
import { settingsSchema } from "./settings.ts";

const page = await readFile(new URL("../../docs/settings.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
/** The whole one; others are of one part. */
const [example = ""] = examples;

/** The keys of the schema where kinds have no keys of their own. */
function commonKeys(): Set<string> {
  const none = [{ kind: "any", settings: z.strictObject({}) }];
  const keys = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [name, value] of Object.entries(schema)) {
      if (name === "properties") for (const key of Object.keys(Object(value))) keys.add(key);
      collect(value);
    }
  };
  collect(z.toJSONSchema(settingsSchema(none, none), { io: "input" }));
  return keys;
}

describe("docs/settings.md", () => {
  it("has an example that is read without a fault", () => {
    const loaded = parseSettings(example, { file: "/docs/settings.md", label: "settings.md" }, connectors, notifiers);
    expect(loaded.destinations.length).toBeGreaterThan(2);
  });

  it("has every key that is common to all kinds", () => {
    const written = new Set<string>();
    for (const text of examples) {
      visit(parseDocument(text), {
        Map: (_, node) => {
          for (const { key } of isMap(node) ? node.items : []) written.add(String(key));
        },
      });
    }
    const keys = [...commonKeys()].filter((key) => key !== "file");
    expect(keys).toEqual(expect.arrayContaining(["audience", "heartbeat", "demotion"]));
    expect(keys.filter((key) => !written.has(key))).toEqual([]);
  });

  it("names every topic", () => {
    expect(TOPICS.filter((topic) => !page.includes(`\`${topic}\``))).toEqual([]);
  });
});
