import { describe, expect, it } from "vitest";
import { exitCode, RollcallError } from "./errors.ts";

describe("an error", () => {
  it.each([
    ["usage", "caller", "never", 2],
    ["bad_file", "caller", "never", 2],
    ["not_found", "caller", "never", 2],
    ["interrupted", "caller", "later", 1],
    ["bad_setting", "settings", "never", 3],
    ["refused_token", "settings", "never", 3],
    ["unauthorised", "settings", "never", 3],
    ["rate_limited", "remote", "later", 4],
    ["unreachable", "remote", "later", 4],
    ["malformed", "remote", "later", 4],
    ["store_busy", "us", "later", 1],
    ["leased", "us", "later", 1],
    ["store_damaged", "us", "never", 1],
  ] as const)("%s is for the %s to mend, is tried again %s, and ends with %i", (code, blame, retry, exit) => {
    const error = new RollcallError(code, "One sentence.");
    expect(error).toMatchObject({ name: "RollcallError", code, blame, retry, message: "One sentence." });
    expect(exitCode(error)).toBe(exit);
  });

  it("carries how long the other side asked to wait, and what caused it", () => {
    const cause = new Error("socket closed");
    expect(new RollcallError("rate_limited", "Wait.", { afterMs: 0, cause })).toMatchObject({
      retry: { afterMs: 0 },
      cause,
    });
    expect(new RollcallError("rate_limited", "Wait.")).not.toHaveProperty("cause");
  });

  it("that is none of ours ends with 1", () => {
    expect(exitCode(new Error("bug"))).toBe(1);
    expect(exitCode(undefined)).toBe(1);
  });
});
