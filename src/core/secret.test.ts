import { AssertionError, deepStrictEqual } from "node:assert";
import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RollcallError } from "./errors.ts";
import { Secret } from "./secret.ts";

const secret = new Secret("hidden value", "env SLACK_TOKEN");

it("gives its value only where it is asked to reveal it", () => {
  expect(secret.reveal()).toBe("hidden value");
  expect(secret.origin).toBe("env SLACK_TOKEN");
});

/** What a console writes. */
function written(write: (console: Console) => void): string {
  const stream = new PassThrough();
  write(new Console(stream, stream));
  return String(stream.read());
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

const EVERYTHING = { showHidden: true, depth: 9, getters: true, showProxy: true, maxStringLength: null } as const;

/** Every way in which a value comes to be written that somebody did not mean to write. */
const WAYS: Readonly<Record<string, (secret: Secret) => unknown>> = {
  "a template": (one) => `${String(one)} ${one as unknown as string}`,
  "a sum": (one) => "".concat(one as unknown as string),
  "a list that is joined": (one) => [one, [one]].join(),
  "a number": (one) => Number(one),
  "a key": (one) => ({ [one as unknown as string]: 1 }),
  JSON: (one) => JSON.stringify({ one, list: [one] }),
  "JSON with chosen keys": (one) => JSON.stringify(one, ["origin", "#value", "value"]),
  "a format": (one) => format("%s %o %O %j %d", one, { one }, [one], one, one),
  "an inspection": (one) => inspect(one),
  "an inspection of everything": (one) => inspect({ deep: { one, in: new Map([[one, new Set([one])]]) } }, EVERYTHING),
  "an inspection that asks no value": (one) => inspect(one, { ...EVERYTHING, customInspect: false }),
  "an inspection through a proxy": (one) => inspect(new Proxy({ one }, {}), EVERYTHING),
  "the console": (one) => written((console) => console.log(one, { one })),
  "the console, in detail": (one) => written((console) => console.dir({ one }, EVERYTHING)),
  "a table on the console": (one) => written((console) => console.table([one, { one }])),
  "an error on the console": (one) => written((console) => console.error(new Error("failed", { cause: one }))),
  "a copy": (one) => JSON.stringify(Object.assign({}, one)),
  "another copy": (one) => inspect({ ...one }, EVERYTHING),
  "a deep copy": (one) =>
    inspect(
      thrownBy(() => structuredClone({ one })),
      EVERYTHING,
    ),
  "what is sent to another thread": (one) =>
    inspect(
      thrownBy(() => deserialize(serialize({ one }))),
      EVERYTHING,
    ),
  "its keys and entries": (one) => inspect([Object.entries(one), Reflect.ownKeys(one), Object.values(one)], EVERYTHING),
  "its descriptors": (one) => inspect(Object.getOwnPropertyDescriptors(one), EVERYTHING),
  "its methods": (one) => [one.reveal, one.toJSON, one.toString].map(String).join(),
  "an error": (one) => everyTextOf(new Error(String(one))),
  "the cause of an error": (one) => everyTextOf(new RollcallError("bad_secret", "it is wrong", { cause: { one } })),
  "a property of an error": (one) => everyTextOf(Object.assign(new Error("failed"), { one })),
  "an error of many": (one) => everyTextOf(new AggregateError([one, new Error("failed", { cause: one })])),
  "what a schema says of it": (one) => everyTextOf(z.object({ one: z.string() }).safeParse({ one }).error),
  "what a schema says of one of several": (one) =>
    everyTextOf(z.union([z.string(), z.strictObject({ env: z.string() })]).safeParse(one).error),
  "what an assertion says of it": (one) => {
    const error = thrownBy(() => deepStrictEqual({ one }, { one: new Secret("another value", "env OTHER") }));
    return error instanceof AssertionError ? everyTextOf(error) : "";
  },
  "a trace": (one) => {
    const failing = (held: Secret): never => {
      throw new TypeError(`no use for ${String(held)}`);
    };
    return everyTextOf(thrownBy(() => failing(one)));
  },
};

function everyTextOf(error: unknown): string {
  const { message = "", stack = "" } = error instanceof Error ? error : {};
  return [message, stack, String(error), JSON.stringify(error), inspect(error, EVERYTHING)].join("\n");
}

describe("a secret, whatever it is,", () => {
  it.each(Object.entries(WAYS))("stays out of %s", (_, show) => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 3 }), (text) => {
        const value = `hidden ${text}`;
        const shown = inspectable(show(new Secret(value, "env SLACK_TOKEN")));
        for (const form of [value, JSON.stringify(value).slice(1, -1), Buffer.from(value).toString("base64")])
          expect(shown.includes(form)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

/** Text as it is, and of anything else all that an inspection finds. */
function inspectable(shown: unknown): string {
  return typeof shown === "string" ? shown : inspect(shown, EVERYTHING);
}

it("a value that is not kept in one appears in all of them but those that say nothing of a value", () => {
  class Open {
    readonly value = "hidden value";
    reveal(): string {
      return this.value;
    }
    toString(): string {
      return this.value;
    }
    toJSON(): string {
      return this.value;
    }
  }
  const seen = Object.entries(WAYS).filter(([, show]) =>
    inspectable(show(new Open() as unknown as Secret)).includes("hidden value"),
  );
  const silent = new Set([
    "a number",
    "its methods",
    "what a schema says of it",
    "what a schema says of one of several",
  ]);
  expect(seen.map(([way]) => way)).toEqual(Object.keys(WAYS).filter((way) => !silent.has(way)));
});
