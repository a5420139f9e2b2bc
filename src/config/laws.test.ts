import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { connectors } from "../connectors/all.ts";
import { nearest } from "../core/suggest.ts";
import { notifiers } from "../notifiers/all.ts";
import { pathText } from "./problems.ts";
import { destinations, EVERY_KEY, keys, messageOf, parseSample, tools, withText } from "./sample.ts";
import { settingsSchema } from "./settings.ts";

interface Mapping {
  readonly keys: readonly string[];
  readonly required: readonly string[];
}

const jsonMapping = z.looseObject({
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()).default([]),
});

/** Every mapping in a JSON Schema. */
function mappings(schema: unknown): readonly Mapping[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { data } = jsonMapping.safeParse(schema);
  const own = data === undefined ? [] : [{ keys: Object.keys(data.properties), required: data.required }];
  return [...own, ...Object.values(schema).flatMap(mappings)];
}

function mappingsOf(...kinds: Parameters<typeof settingsSchema>): readonly Mapping[] {
  return mappings(z.toJSONSchema(settingsSchema(...kinds), { io: "input" }));
}

describe("a key with one wrong letter", () => {
  it("is tried for every key of the schema", () => {
    const written = new Set(keys.map(({ path }) => path.at(-1)));
    expect(
      mappingsOf(tools, destinations)
        .flatMap((mapping) => mapping.keys)
        .filter((key) => !written.has(key)),
    ).toEqual([]);
  });

  it("is the one fault, told at its exact place with the key that was meant", async () => {
    const lines = new LineCounter();
    parseDocument(EVERY_KEY, { lineCounter: lines });
    const slip = fc.record({
      place: fc.constantFrom(...keys),
      how: fc.constantFrom("replaced", "left out", "added", "swapped"),
      seed: fc.nat(),
      letter: fc.constantFrom("q", "x", "z", "v", "w", "j"),
    });
    await fc.assert(
      fc.asyncProperty(slip, async ({ place, how, seed, letter }) => {
        const key = String(place.path.at(-1));
        const wrong = misspelt(key, how, seed % (key.length - 1), letter);
        fc.pre(wrong !== key);
        const { line, col } = lines.linePos(place.start);
        const path = pathText([...place.path.slice(0, -1), wrong]);
        expect(await messageOf(() => parseSample(withText(place, wrong)))).toBe(
          `rollcall.yaml:${line}:${col}: ${path}: unknown key, did you mean "${key}"?`,
        );
      }),
      { numRuns: 400 },
    );
  });
});

describe("the keys of the real tools", () => {
  it("are so different that each is suggested for its own slips", () => {
    const slips = mappingsOf(connectors, notifiers).flatMap(({ keys: known, required }) =>
      known.flatMap((key) => {
        // As the settings are read: a required key that is missing comes first, and one that is written is not suggested.
        const candidates = required.includes(key) ? [key] : known.filter((other) => !required.includes(other));
        return slipsOf(key).flatMap((wrong) =>
          known.includes(wrong) ? [] : [{ key, near: nearest(wrong, candidates) }],
        );
      }),
    );
    expect(slips.length).toBeGreaterThan(300);
    expect(slips.filter(({ key, near }) => near !== key)).toEqual([]);
  });
});

function slipsOf(key: string): readonly string[] {
  return Array.from({ length: key.length - 1 }, (_, i) =>
    ["replaced", "left out", "added", "swapped"].map((how) => misspelt(key, how, i, "q")),
  ).flat();
}

function misspelt(key: string, how: string, i: number, letter: string): string {
  const [head, here, next, tail] = [key.slice(0, i), key.slice(i, i + 1), key.slice(i + 1, i + 2), key.slice(i + 2)];
  if (how === "replaced") return head + letter + next + tail;
  if (how === "left out") return head + next + tail;
  if (how === "added") return head + here + letter + next + tail;
  return head + next + here + tail;
}
