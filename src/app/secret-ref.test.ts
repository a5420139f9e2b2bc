import { describe, expect, it } from "vitest";
import { looksLikeToken, withoutTokens } from "../core/token-text.ts";
import { PathRef, pathRef, SecretRef, secretRef } from "./secret-ref.ts";

describe("a secret in the settings", () => {
  it("is a reference, never a value", () => {
    expect(secretRef.parse({ env: "SLACK_TOKEN" })).toEqual(new SecretRef("env", "SLACK_TOKEN"));
    expect(secretRef.parse({ file: "slack.token" })).toEqual(new SecretRef("file", "slack.token"));
    for (const value of ["xoxb-1", 1, [], {}, { env: "A", file: "b" }, { env: "" }, { file: "" }, { env: "a b" }]) {
      expect(secretRef.safeParse(value).success).toBe(false);
    }
  });
});

describe("a path in the settings", () => {
  it("stays as it is written until the folder of the settings file is known", () => {
    expect(pathRef.parse("a/b.csv")).toEqual(new PathRef("a/b.csv"));
    expect(pathRef.safeParse("~/b.csv").success).toBe(false);
    expect(pathRef.safeParse("").success).toBe(false);
  });
});

describe("what looks like a token", () => {
  it.each([
    "xoxb-1-2-abc",
    "xoxe.xoxp-1",
    "XAPP-1",
    "ghp_abc",
    "my:glpat-abc",
    "AKIAIOSFODNN7EXAMPLE",
    "0123456789abcdef0123",
  ])("%s does", (text) => {
    expect(looksLikeToken(text)).toBe(true);
  });

  it.each([
    "SLACK_TOKEN",
    "acme",
    "asia-pacific",
    "desk-1",
    "people-2026-11.csv",
    "acme-production-eu-west-1",
    "conversations",
  ])("%s does not", (text) => {
    expect(looksLikeToken(text)).toBe(false);
  });
});

describe("a text without tokens", () => {
  it.each([
    "xoxb-1234-5678-AbCdEf",
    "xoxe.xoxb-1-MS0yLTEyMzQ1Ng",
    "xapp-1-A012-345-abcdef",
    "ghp_0123456789abcdefghij",
    "glpat-0123456789abcdefghij",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "AKIAIOSFODNN7EXAMPLE",
  ])("has … in the place of %s, wherever it stands", (token) => {
    expect(withoutTokens(`sweep: ${token}, "${token}" and /${token}?x: there is no such directory.`)).toBe(
      'sweep: …, "…" and /…?x: there is no such directory.',
    );
  });

  it.each([
    "use the bot token (xoxb-…) of an internal app",
    "asia-pacific-branch: the store has no such directory",
    "ghi_people_2026-11-23.csv cannot be read",
    "--key rollcall/66731c0fd2ebfbd7+8e362188+AaIBIwMvLHKae1CcogTziQ2VNDqerbBe7Z7iKzA0AHKn",
    "i-9d3467b70968b212: the store has no wave of this id",
  ])("is otherwise as it was: %s", (text) => {
    expect(withoutTokens(text)).toBe(text);
  });
});
