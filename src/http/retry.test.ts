import { describe, expect, it } from "vitest";
import type { HttpResponse } from "../app/ports.ts";
import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import { passingFailure, retry } from "./retry.ts";
import { virtualClock } from "./testing.ts";

function answer(status: number, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: new Headers(headers), body: new Uint8Array() };
}

/** Fails so often with `error` and then gives "done". */
function failing(times: number, error: () => unknown): { attempt: () => Promise<string>; tries: () => number } {
  let tries = 0;
  return {
    tries: () => tries,
    attempt: async () => {
      tries++;
      if (tries <= times) throw error();
      return "done";
    },
  };
}

const unreachable = () => new RollcallError("unreachable", "Gone.");

describe("trying again", () => {
  it("survives four failures that pass, with pauses that grow", async () => {
    const clock = virtualClock();
    const { attempt, tries } = failing(4, unreachable);
    await expect(retry(clock, attempt)).resolves.toBe("done");
    expect(tries()).toBe(5);
    for (const [index, pause] of clock.slept.entries()) {
      expect(pause).toBeGreaterThanOrEqual(0.5 * SECOND * 2 ** index);
      expect(pause).toBeLessThanOrEqual(1.5 * SECOND * 2 ** index);
    }
    expect(clock.slept).toHaveLength(4);
  });

  it("gives up after five tries as unreachable, whatever it was", async () => {
    for (const error of [unreachable, () => new RollcallError("rate_limited", "Too many.", { afterMs: SECOND })]) {
      const { attempt, tries } = failing(9, error);
      await expect(retry(virtualClock(), attempt)).rejects.toMatchObject({ code: "unreachable" });
      expect(tries()).toBe(5);
    }
  });

  it("waits exactly as long as it is asked to", async () => {
    const clock = virtualClock();
    await retry(
      clock,
      failing(1, () => new RollcallError("rate_limited", "Too many.", { afterMs: 17 * SECOND })).attempt,
    );
    expect(clock.slept).toEqual([17 * SECOND]);
  });

  it("does not sit out a wait of more than ten minutes", async () => {
    const clock = virtualClock();
    const long = () => new RollcallError("rate_limited", "Too many.", { afterMs: 11 * MINUTE });
    await expect(retry(clock, failing(1, long).attempt)).rejects.toMatchObject({
      code: "unreachable",
      message: "Too many. It asks to wait 11 minutes.",
    });
    expect(clock.slept).toEqual([]);
  });

  it("never tries what does not pass by itself, nor an error that is none of ours", async () => {
    const codes: ErrorCode[] = [
      "unauthorised",
      "scope_missing",
      "malformed",
      "bad_setting",
      "interrupted",
      "not_found",
    ];
    for (const error of [...codes.map((code) => new RollcallError(code, "No.")), new TypeError("bug")]) {
      const { attempt, tries } = failing(1, () => error);
      await expect(retry(virtualClock(), attempt)).rejects.toBe(error);
      expect(tries()).toBe(1);
    }
  });

  it("stops in the pause when it is interrupted", async () => {
    const { attempt, tries } = failing(1, unreachable);
    await expect(retry(virtualClock(), attempt, AbortSignal.abort())).rejects.toMatchObject({ code: "interrupted" });
    expect(tries()).toBe(1);
  });
});

describe("the failures that an HTTP status tells", () => {
  const now = Date.UTC(2026, 10, 20);

  it("are 429 and 5xx, and no 2xx or 4xx", () => {
    for (const status of [200, 201, 400, 401, 403, 404, 418])
      expect(passingFailure(answer(status), "X", now)).toBeUndefined();
    for (const status of [500, 502, 503, 504, 599]) {
      expect(passingFailure(answer(status), "X", now)).toMatchObject({ code: "unreachable", retry: "later" });
    }
  });

  it("take Retry-After in seconds or as a date, and 30 seconds where a limit states none", () => {
    const wait = (status: number, headers: Record<string, string>) =>
      passingFailure(answer(status, headers), "X", now)?.retry;
    expect(wait(429, { "retry-after": "12" })).toEqual({ afterMs: 12_000 });
    expect(wait(503, { "retry-after": "7" })).toEqual({ afterMs: 7000 });
    expect(wait(429, { "retry-after": new Date(now + 90_000).toUTCString() })).toEqual({ afterMs: 90_000 });
    expect(wait(429, { "retry-after": "soon" })).toEqual({ afterMs: 30_000 });
    expect(wait(429, {})).toEqual({ afterMs: 30_000 });
  });
});
