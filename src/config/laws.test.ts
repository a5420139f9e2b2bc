import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isScalar, LineCounter, parseDocument, type Scalar, visit } from "yaml";
import { z } from "zod";
import { connectors } from "../connectors/index.ts";
import { nearest } from "../core/suggest.ts";
import { resolveDirectory } from "./resolve.ts";
import { errorOf, EVERY_KEY, messageOf, parseSample, tools } from "./sample.ts";
import { settingsSchema } from "./settings.ts";
import type { ConnectorSettings } from "./settings.ts";

interface Place {
  readonly path: readonly string[];
  readonly isKey: boolean;
  readonly start: number;
  readonly end: number;
}

/** Every scalar of the sample, keys and values, in the order of the text. */
const places: readonly Place[] = (() => {
  const found: Place[] = [];
  visit(parseDocument(EVERY_KEY), {
    Scalar(role, node: Scalar, ancestors) {
      const [start, end] = node.range ?? [0, 0];
      const pairs = ancestors.flatMap((ancestor) =>
        "key" in ancestor && isScalar(ancestor.key) ? [String(ancestor.key.value)] : [],
      );
      found.push({ path: pairs, isKey: role === "key", start, end });
    },
  });
  return found;
})();

const isAlias = ({ path, isKey }: Place): boolean => isKey && path.length === 2 && path[0] === "directories";
const keys = places.filter((place) => place.isKey && !isAlias(place));

function withText({ start, end }: Place, text: string): string {
  return EVERY_KEY.slice(0, start) + text + EVERY_KEY.slice(end);
}

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

function mappingsOf(known: readonly ConnectorSettings[]): readonly Mapping[] {
  return mappings(z.toJSONSchema(settingsSchema(known), { io: "input" }));
}

describe("a key with one wrong letter", () => {
  it("is tried for every key of the schema", () => {
    const written = new Set(keys.map(({ path }) => path.at(-1)));
    expect(
      mappingsOf(tools)
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
        const path = [...place.path.slice(0, -1), wrong].join(".");
        expect(await messageOf(() => parseSample(withText(place, wrong)))).toBe(
          `rollcall.yaml:${line}:${col}: ${path}: unknown key, did you mean "${key}"?`,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("the keys of the real tools", () => {
  it("are so different that each is suggested for its own slips", () => {
    const slips = mappingsOf(connectors).flatMap(({ keys: known, required }) =>
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

describe("a secret", () => {
  const run = fc.stringMatching(/^[A-Za-z0-9]{20,40}$/).map((text) => `z9${text}`);
  const token = fc.oneof(
    run,
    fc.tuple(fc.constantFrom("xoxb-", "xoxp-", "xapp-1-", "ghp_", "glpat-"), run).map((parts) => parts.join("")),
    fc.stringMatching(/^\d{8,12}-\d{8,12}$/).map((digits) => `xoxc-${digits}`),
  );
  const password = fc.stringMatching(/^[A-Za-z0-9+/=_.-]{12,40}$/).map((text) => `z9${text}`);
  const forms = fc.constantFrom<(secret: string) => string>(
    (secret) => JSON.stringify(secret),
    (secret) => secret,
    (secret) => `'${secret}' x`,
    (secret) => `"${secret}`,
    (secret) => `@${secret}`,
    (secret) => `*${secret}`,
    (secret) => `!${secret} x`,
    (secret) => `{${secret}}`,
    (secret) => `[${secret}: ${secret}`,
    (secret) => `a: ${secret}\n\t${secret}`,
  );

  it("never appears in an error, at whatever place of the file and in whatever form it was written", async () => {
    const written = fc.constantFrom(...places).chain((place) =>
      fc.record({
        place: fc.constant(place),
        form: forms,
        secret: isAlias(place) ? token : fc.oneof(token, password),
      }),
    );
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(written, async ({ place, form, secret }) => {
        const text = withText(place, form(secret));
        const errors = [await errorOf(() => parseSample(text))];
        if (errors[0] === undefined) {
          const loaded = parseSample(text);
          for (const alias of loaded.directories.keys())
            errors.push(await errorOf(() => resolveDirectory(loaded, alias, {})));
        }
        refused += errors.filter((error) => error !== undefined).length;
        for (const error of errors) expect(inspect(error, { depth: 10 }).includes(secret)).toBe(false);
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});
