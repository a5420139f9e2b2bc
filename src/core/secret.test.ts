import { format, inspect } from "node:util";
import { expect, it } from "vitest";
import { Secret } from "./secret.ts";

const value = "hidden value";
const secret = new Secret(value, "env SLACK_TOKEN");

it("gives its value only where it is asked to reveal it", () => {
  expect(secret.reveal()).toBe(value);
  expect(secret.origin).toBe("env SLACK_TOKEN");
});

it.each([
  ["text", () => String(secret) + [secret].join()],
  ["JSON", () => JSON.stringify({ secret })],
  ["the console", () => format("%s %o %O %j", secret, { secret }, [secret], secret)],
  ["an inspection of everything", () => inspect({ deep: { secret } }, { showHidden: true, depth: 9 })],
  ["a copy", () => JSON.stringify(Object.assign({}, secret))],
  ["an error that holds it", () => inspect(new Error("failed", { cause: secret }))],
])("does not appear in %s", (_, show) => {
  expect(show()).not.toContain(value);
});
