// Parts of the settings that are left out.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseSettings } from "./load.ts";
import { orUsual, whereWritten } from "./parts.ts";

const PLACE = { file: "/srv/rollcall.yaml", label: "rollcall.yaml" };
const KINDS = [
  [{ kind: "list", settings: z.strictObject({}) }],
  [{ kind: "screen", settings: z.strictObject({}) }],
] as const;
const LEAST = "directories: { acme: { kind: list } }\n";

function parsed(text: string): unknown {
  const { place: _, ...said } = parseSettings(text, PLACE, ...KINDS);
  return said;
}

describe("a part that is left out says what it says with nothing in it", () => {
  it.each(["watch", "serve", "departures", "waves", "retention", "audit", "record"])("%s", (part) => {
    expect(parsed(`${LEAST}${part}: {}\n`)).toEqual(parsed(LEAST));
  });

  it("notify", () => {
    expect(parsed(`${LEAST}notify: []\n`)).toEqual(parsed(LEAST));
  });
});

describe("the schema of a part", () => {
  const counted = () => {
    let made = 0;
    const part = () => {
      made += 1;
      return z.strictObject({ a: z.number().default(1) }).prefault({});
    };
    const schema = z.strictObject({ b: whereWritten(part), c: orUsual(part, { a: 1 }) });
    return { schema, made: () => made };
  };

  it("is not made where the part is left out", () => {
    const { schema, made } = counted();
    expect(schema.parse({})).toEqual({ c: { a: 1 } });
    expect(made()).toBe(0);
  });

  it("nor that of destinations, where nobody is told", () => {
    const settings = z.strictObject({});
    const unused = () => {
      throw new Error("made");
    };
    Object.defineProperty(settings, "safeExtend", { value: unused });
    const parse = (text: string) => parseSettings(text, PLACE, KINDS[0], [{ kind: "screen", settings }]);
    expect(parse(LEAST).destinations).toEqual([]);
    expect(() => parse(`${LEAST}notify: [{ to: screen, audience: counts }]\n`)).toThrow("made");
  });

  it("and is what the part is held against where it is written", () => {
    const { schema, made } = counted();
    expect(schema.parse({ b: {}, c: { a: 2 } })).toEqual({ b: { a: 1 }, c: { a: 2 } });
    expect(schema.safeParse({ b: { a: "one" } }).success).toBe(false);
    expect(schema.safeParse({ c: null }).success).toBe(false);
    expect(made()).toBe(2);
  });
});
