import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { connectors } from "../connectors/index.ts";
import { settingsJsonSchema } from "./json-schema.ts";
import { EVERY_KEY, tools } from "./sample.ts";

/** The paths of all keys that have no description. */
function undescribed(schema: unknown, path = ""): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) => {
    const inner = undescribed(value, `${path}/${name}`);
    if (name !== "properties" || typeof value !== "object" || value === null) return inner;
    const bare = Object.entries(value).filter(([, property]) => typeof property?.description !== "string");
    return [...bare.map(([key]) => `${path}/${key}`), ...inner];
  });
}

describe("the JSON Schema of the settings", () => {
  it("has a description for every key of every tool", () => {
    expect(undescribed(JSON.parse(settingsJsonSchema(connectors)))).toEqual([]);
    expect(undescribed({ properties: { a: {} } })).toEqual(["/a"]);
  });

  it("accepts what is right and refuses an unknown key and a secret written out", () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(settingsJsonSchema(tools)),
    );
    expect(validate(parse(EVERY_KEY))).toBe(true);
    expect(validate(parse(EVERY_KEY.replace("pace:", "pase:")))).toBe(false);
    expect(validate(parse(EVERY_KEY.replace("{ env: CHAT_TOKEN }", "xoxb-1")))).toBe(false);
    expect(validate(parse(EVERY_KEY.replace("{ env: CHAT_TOKEN }", "{ env: A, file: b }")))).toBe(false);
  });

  it("is the one in schema/ (npm run schema writes it anew)", async () => {
    const committed = await readFile(new URL("../../schema/rollcall.schema.json", import.meta.url), "utf8");
    expect(committed).toBe(settingsJsonSchema(connectors));
  });
});
