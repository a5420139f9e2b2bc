import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { connectors } from "../connectors/all.ts";
import { notifiers } from "../notifiers/all.ts";
import { settingsJsonSchema } from "./json-schema.ts";
import { destinations, EVERY_KEY, tools } from "./sample.ts";

/** The paths of all keys that have no description. A rule over keys (if, then) describes none. */
function undescribed(schema: unknown, path = ""): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) => {
    if (name === "if" || name === "then") return [];
    const inner = undescribed(value, `${path}/${name}`);
    if (name !== "properties" || typeof value !== "object" || value === null) return inner;
    const bare = Object.entries(value).filter(([, property]) => typeof property?.description !== "string");
    return [...bare.map(([key]) => `${path}/${key}`), ...inner];
  });
}

/** The keys that are called after a secret, and those of them that take anything but where it is kept. */
function secrets(schema: unknown, path = ""): { readonly found: readonly string[]; readonly open: readonly string[] } {
  if (typeof schema !== "object" || schema === null) return { found: [], open: [] };
  const parts = Object.entries(schema).map(([name, value]: [string, unknown]) => {
    const here = `${path}/${name}`;
    const inner = secrets(value, here);
    const named = path.endsWith("/properties") && /token|secret|password|signing/i.test(name);
    if (!named) return inner;
    return { found: [here, ...inner.found], open: [...(isReference(value) ? [] : [here]), ...inner.open] };
  });
  return { found: parts.flatMap(({ found }) => found), open: parts.flatMap(({ open }) => open) };
}

function isReference(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { anyOf, items, properties }: { anyOf?: unknown[]; items?: unknown; properties?: object } = value;
  if (anyOf !== undefined) return anyOf.every(isReference);
  if (items !== undefined) return isReference(items);
  return properties !== undefined && Object.keys(properties).toSorted().join() === "env,file";
}

describe("the JSON Schema of the settings", () => {
  it("takes for every secret of every tool and destination where it is kept, and never the secret itself", () => {
    const { found, open } = secrets(JSON.parse(settingsJsonSchema(connectors, notifiers)));
    expect(found.length).toBeGreaterThan(6);
    expect(open).toEqual([]);
    const wrong = { properties: { token: { anyOf: [{ type: "string" }, { properties: { env: {}, file: {} } }] } } };
    expect(secrets(wrong).open).toEqual(["/properties/token"]);
  });

  it("has a description for every key of every tool and destination", () => {
    expect(undescribed(JSON.parse(settingsJsonSchema(connectors, notifiers)))).toEqual([]);
    expect(undescribed({ properties: { a: {} } })).toEqual(["/a"]);
  });

  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(settingsJsonSchema(tools, destinations)),
  );
  const accepts = (from: string, to: string): boolean => {
    expect(EVERY_KEY).toContain(from);
    return validate(parse(EVERY_KEY.replace(from, to)));
  };

  it("accepts what is right", () => {
    expect(accepts("", "")).toBe(true);
    expect(accepts("    tell: [health]\n", "")).toBe(true);
    expect(accepts("tell: [health]", "tell: [reports, checkpoints]")).toBe(true);
    expect(validate({ directories: { acme: { kind: "chat", token: { env: "A" } } } })).toBe(true);
    expect(accepts("{ url: { env: HEARTBEAT_URL } }", "{ url: https://hc.example.com/ }")).toBe(true);
  });

  it.each([
    ["an unknown key", "pace:", "pase:"],
    ["a secret written out", "{ env: CHAT_TOKEN }", "xoxb-1"],
    ["a secret of two places", "{ env: CHAT_TOKEN }", "{ env: A, file: b }"],
    ["an unknown destination", "to: post", "to: pager"],
    ["another destination's key", "secret: { env: HOOK_SECRET }", "footer: a.txt"],
    ["destinations without a purpose", /^purpose:\n(?: .*\n)+/.exec(EVERY_KEY)?.[0] ?? "no purpose", ""],
    ["no audience", "    audience: identity\n", ""],
    ["an audience of counts that hears of people", "tell: [health]", "tell: [health, departures]"],
    ["checkpoints without a unit", "checkpoint: 24h", 'checkpoint: "24"'],
    ["a time that is none", 'at: "09:00"', "at: 9"],
    ["a duration without a unit", "every: 10m", 'every: "10"'],
  ])("refuses %s", (_, from, to) => {
    expect(accepts(from, to)).toBe(false);
  });

  it("is the one in schema/ (npm run schema writes it anew)", async () => {
    const committed = await readFile(new URL("../../schema/rollcall.schema.json", import.meta.url), "utf8");
    expect(committed).toBe(settingsJsonSchema(connectors, notifiers));
  });
});
