import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HttpResponse } from "../app/ports.ts";
import { SecretRef } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { address, addressOf, hostOf, requireSuccess } from "./http-answer.ts";

const NOW = Date.UTC(2026, 10, 23);

function answer(status: number, headers: Record<string, string> = {}, body = "Zofia Canarska"): HttpResponse {
  return { status, headers: new Headers(headers), body: new TextEncoder().encode(body) };
}

function failure(response: HttpResponse): RollcallError | undefined {
  try {
    requireSuccess(response, "The webhook at hooks.example.com", NOW);
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
  return undefined;
}

describe("an answer over HTTP", () => {
  it("is an arrival from 200 to 299, whatever its body", () => {
    for (const status of [200, 201, 202, 204, 299]) expect(failure(answer(status))).toBeUndefined();
  });

  it.each([
    [400, "refused"],
    [401, "unauthorised"],
    [403, "unauthorised"],
    [404, "refused"],
    [409, "refused"],
    [410, "gone"],
    [413, "refused"],
    [429, "rate_limited"],
    [500, "unreachable"],
    [502, "unreachable"],
    [503, "unreachable"],
  ])("of status %d is %s", (status, code) => {
    expect(failure(answer(status))?.code).toBe(code);
  });

  it("of any other status is an error of one sentence with the place and the status, and nothing of the body", () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), (status) => {
        const { message = "" } = failure(answer(status)) ?? {};
        expect(message).toMatch(/^The webhook at hooks\.example\.com: [^.]+\.$/);
        expect(message).toContain(`HTTP ${status}`);
        expect(message).not.toContain("Canarska");
      }),
    );
  });

  it("is waited for as long as it asks, in seconds or until a date", () => {
    expect(failure(answer(429, { "retry-after": "90" }))?.retry).toEqual({ afterMs: 90_000 });
    const date = new Date(NOW + 60_000).toUTCString();
    expect(failure(answer(503, { "retry-after": date }))?.retry).toEqual({ afterMs: 60_000 });
  });
});

describe("an address in the settings", () => {
  it.each([
    "https://hooks.example.com/rollcall?team=people",
    "https://10.0.0.7:8443/",
    "http://127.0.0.1:41000/hook",
    "http://[::1]:8080/",
    "http://localhost/",
    "https://abcdefghij0123456789klmno.lambda-url.example/",
  ])("may be %s", (text) => {
    expect(address.parse(text)).toBe(text);
  });

  it.each([
    ["http://hooks.example.com/", "loopback"],
    ["http://127.0.0.1.example.com/", "loopback"],
    ["https://user:password@hooks.example.com/", "password"],
    ["https://user@hooks.example.com/", "password"],
    ["ftp://hooks.example.com/", "https"],
    ["hooks.example.com/rollcall", "https"],
    ["", "https"],
    ["https://hooks.example.com/services/T012AB3CD/B045EF6GH/abcdefghij0123456789klmn", "{ env: NAME }"],
    ["https://hooks.example.com/hook?sig=abcdefghij0123456789klmn", "{ env: NAME }"],
  ])("must not be %s", (text, says) => {
    const { error } = address.safeParse(text);
    expect(JSON.stringify(error?.issues)).toContain(says);
  });

  it("may be kept as a secret, which is checked when it is used", () => {
    expect(address.parse({ env: "HOOK_URL" })).toEqual(new SecretRef("env", "HOOK_URL"));
    const kept = new Secret("https://hooks.example.com/services/T012AB3CD/secret", "env HOOK_URL");
    expect(addressOf(kept)).toBe("https://hooks.example.com/services/T012AB3CD/secret");
    expect(hostOf(kept)).toBe("hooks.example.com");
  });

  it("that turns out to be none is refused by the name of its place alone", () => {
    for (const text of ["http://hooks.example.com/geheim", "geheim", "https://geheim:x@hooks.example.com/"]) {
      const kept = new Secret(text, "env HOOK_URL");
      expect(() => addressOf(kept)).toThrow(
        new RollcallError(
          "bad_secret",
          "The address from env HOOK_URL must be an https address without a user or password; plain http only on loopback; correct it there.",
        ),
      );
      expect(hostOf(kept)).toBe("the address from env HOOK_URL");
    }
  });
});
