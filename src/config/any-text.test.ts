import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { resolveDestination, resolveDirectory, resolveHeartbeat } from "./resolve.ts";
import { errorOf, isName, keys, parseSample, places, withText } from "./sample.ts";

describe("any text", () => {
  const PLACED = /^rollcall\.yaml(?::\d+:\d+: .|: (?:is empty|and \d+ more))/;

  async function isReadOrRefused(text: string): Promise<"read" | "refused"> {
    const error = await errorOf(() => parseSample(text));
    if (error === undefined) return "read";
    expect(error).toMatchObject({ name: "RollcallError", code: "bad_setting" });
    for (const line of String(Reflect.get(Object(error), "message")).split("\n")) expect(line).toMatch(PLACED);
    return "refused";
  }

  it("is read, or refused with the places of what is wrong", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => void (await isReadOrRefused(text))),
    );
  });

  it("that is right but for one value of any form is read, or refused with its place", async () => {
    const value = fc.oneof(
      fc.json({ maxDepth: 2 }),
      fc.constantFrom(
        "",
        "~",
        "[]",
        "{}",
        "-1",
        "30s",
        "8d",
        "0x1F",
        "1e99",
        "counts",
        "[health]",
        "[[]]",
        "*x",
        "? x",
      ),
      fc.string(),
    );
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), value, async (place, text) => {
        outcomes.add(await isReadOrRefused(withText(place, text)));
      }),
      { numRuns: 300 },
    );
    expect(outcomes).toEqual(new Set(["read", "refused"]));
  });

  it("that holds any value under a key of ours is read, or refused with its place", async () => {
    const part = fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined });
    const keyed = fc.dictionary(
      fc.constantFrom(...keys.map(({ path }) => String(path.at(-1)))),
      fc.jsonValue({ maxDepth: 1 }),
    );
    const settings = fc.record({
      directories: part,
      notify: fc.oneof(part, fc.array(keyed.map((own) => ({ to: "post", ...own })))),
      watch: fc.oneof(part, keyed),
    });
    await fc.assert(
      fc.asyncProperty(settings, async (value) => void (await isReadOrRefused(stringify(value)))),
      { numRuns: 100 },
    );
  });
});

describe("a secret", () => {
  const run = fc.stringMatching(/^[A-Za-z0-9]{20,40}$/).map((text) => `z9${text}`);
  const token = fc.oneof(
    run,
    fc.tuple(fc.constantFrom("xoxb-", "xoxp-", "xapp-1-", "ghp_", "glpat-"), run).map((parts) => parts.join("")),
    fc.stringMatching(/^\d{8,12}-\d{8,12}$/).map((digits) => `xoxc-${digits}`),
  );
  const password = fc.stringMatching(/^[A-Za-z0-9+/=_.-]{12,40}$/).map((text) => `z9${text}`);
  const TOKEN = "xoxc-00000000-00000000";
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
        secret: isName(place) ? token : fc.oneof(token, password),
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
          for (const { name } of loaded.destinations)
            errors.push(await errorOf(() => resolveDestination(loaded, name, {})));
          errors.push(await errorOf(() => resolveHeartbeat(loaded, {})));
        }
        refused += errors.filter((error) => error !== undefined).length;
        for (const error of errors) expect(inspect(error, { depth: 10 }).includes(secret)).toBe(false);
      }),
      {
        numRuns: 600,
        examples: places.filter(isName).map((place) => [{ place, form: JSON.stringify, secret: TOKEN }]),
      },
    );
    expect(refused).toBeGreaterThan(250);
  });
});
