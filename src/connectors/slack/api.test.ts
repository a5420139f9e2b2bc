import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RollcallError } from "../../core/errors.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { virtualClock } from "../../http/testing.ts";
import { callSlack, type SlackReading } from "./api.ts";
import { type Call, readingAt, type Said, TOKEN, withSlack } from "./testing.ts";

const Schema = z.object({ team: z.object({ id: z.string() }) });
const GOOD = { body: { ok: true, team: { id: "T1" } } };

const call = (reading: SlackReading) => callSlack(reading, "users.list", { limit: "2" }, Schema, 3);

/** The error of one call that is answered with these, one after another; the last one again and again. */
async function failureOf(...answers: readonly Said[]): Promise<{ error: RollcallError; calls: number }> {
  let calls = 0;
  const say = (): Said => answers[Math.min(calls++, answers.length - 1)] ?? GOOD;
  const error = await withSlack(say, (url) =>
    call(readingAt(url)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    ),
  );
  if (!(error instanceof RollcallError)) throw new Error("It did not fail with a RollcallError.");
  return { error, calls };
}

const refused = (error: string, more: object = {}): Said => ({ body: { ok: false, error, ...more } });

const BAD_BODIES: Readonly<Record<string, Said>> = {
  "a web page": { headers: { "content-type": "text/html; charset=utf-8" }, body: "<!DOCTYPE html><html></html>" },
  "a web page that says it is JSON": { body: "\n <html><body>Sign in</body></html>" },
  "an empty body": { body: "" },
  "blanks only": { body: "  \n" },
  "JSON that is cut off": { body: '{"ok":true,"team":{"id":"T' },
  "text that is no JSON": { body: "upstream connect error" },
  "JSON without ok": { body: { team: { id: "T1" } } },
  "a list": { body: [] },
  null: { body: "null" },
  "ok that is no boolean": { body: { ok: "true", team: { id: "T1" } } },
  "null in the place of an object": { body: { ok: true, team: null } },
  "another shape": { body: { ok: true, team: { id: 7 } } },
  "a web page with an error status": { status: 403, headers: { "content-type": "text/html" }, body: "<html></html>" },
  "a JSON error that is not Slack's": { status: 400, body: { message: "no" } },
};

describe("a call of Slack's API", () => {
  it("posts a form with the token in the header and nowhere else, and reads the granted scopes", async () => {
    const seen: Call[] = [];
    const answer = await withSlack(
      (made) => {
        seen.push(made);
        return { ...GOOD, headers: { "x-oauth-scopes": "users:read, team:read" } };
      },
      (url) => call(readingAt(url)),
    );
    expect(answer).toEqual({
      value: { team: { id: "T1" } },
      scopes: ["team:read", "users:read"],
      keep: expect.any(Function),
    });
    expect(seen).toEqual([{ method: "users.list", params: { limit: "2" }, token: `Bearer ${TOKEN}` }]);
  });

  it("leaves the scopes unknown where the header is missing", async () => {
    const answer = await withSlack(
      () => GOOD,
      (url) => call(readingAt(url)),
    );
    expect(answer.scopes).toBeUndefined();
  });

  it("accepts an api address without the slash at its end", async () => {
    const answer = await withSlack(
      () => GOOD,
      (url) => call(readingAt(url.slice(0, -1))),
    );
    expect(answer.value.team.id).toBe("T1");
  });

  it.each(Object.entries(BAD_BODIES))(
    "calls %s malformed, names method and page, and does not ask again",
    async (_, said) => {
      const { error, calls } = await failureOf(said);
      expect(error.code).toBe("malformed");
      expect(error.message).toMatch(/^Slack, users\.list, page 3: /);
      expect(calls).toBe(1);
    },
  );

  it.each([
    ["invalid_auth", "unauthorised"],
    ["not_authed", "unauthorised"],
    ["token_revoked", "unauthorised"],
    ["token_expired", "unauthorised"],
    ["account_inactive", "unauthorised"],
    ["no_permission", "unauthorised"],
    ["access_denied", "unauthorised"],
    ["accesslimited", "unauthorised"],
    ["org_login_required", "unauthorised"],
    ["ekm_access_denied", "unauthorised"],
    ["two_factor_setup_required", "unauthorised"],
    ["enterprise_is_restricted", "unauthorised"],
    ["team_access_not_granted", "unauthorised"],
    ["user_is_restricted", "unauthorised"],
    ["user_is_bot", "unauthorised"],
    ["not_allowed_token_type", "unauthorised"],
    ["missing_scope", "scope_missing"],
    ["team_not_found", "wrong_workspace"],
    ["limit_required", "malformed"],
    ["invalid_arguments", "malformed"],
    ["missing_argument", "malformed"],
    ["method_deprecated", "malformed"],
    ["new_quota_exceeded", "malformed"],
  ])("takes Slack's word %s as %s, at once", async (word, code) => {
    const { error, calls } = await failureOf(refused(word));
    expect(error).toMatchObject({ code, word });
    expect(error.message).toMatch(/^Slack, users\.list, page 3: /);
    expect(calls).toBe(1);
  });

  it("tells a revoked token, an expired one and an installer who was deactivated apart, so that alerts do", async () => {
    const says = async (word: string) => (await failureOf(refused(word))).error.message;
    expect(await says("token_revoked")).toMatch(/the token was revoked; install the app again/);
    expect(await says("token_expired")).toMatch(/has expired; switch token rotation off/);
    expect(await says("account_inactive")).toMatch(/who installed the app was deactivated, or the app was removed/);
  });

  it.each([
    "fatal_error",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "ratelimited",
  ])("tries again after Slack's word %s, and calls it unreachable after five tries", async (word) => {
    const { error, calls } = await failureOf(refused(word));
    expect(error.code).toBe("unreachable");
    expect(calls).toBe(5);
    const again = withSlack(listOf(refused(word), GOOD), (url) => call(readingAt(url)));
    await expect(again).resolves.toMatchObject({ value: { team: { id: "T1" } } });
  });

  it("names the scope that Slack misses", async () => {
    const { error } = await failureOf(refused("missing_scope", { needed: "users:read", provided: "team:read" }));
    expect(error.message).toContain("lacks the scope users:read;");
  });

  it("does not repeat what is none of Slack's words", async () => {
    const { error } = await failureOf(refused("Zofia Nowak <zofia@example.com>"));
    expect(error.message).toContain("(no reason given)");
    const { error: scope } = await failureOf(refused("missing_scope", { needed: "Zofia Nowak" }));
    expect(scope.message).not.toContain("Zofia");
  });

  it("reads a refusal that comes with an error status", async () => {
    expect((await failureOf({ ...refused("token_revoked"), status: 403 })).error).toMatchObject({
      word: "token_revoked",
    });
    expect((await failureOf({ status: 401, body: "no" })).error.code).toBe("unauthorised");
  });

  it("takes HTTP 404 as a method that is not there", async () => {
    expect((await failureOf({ status: 404, body: "<html>" })).error).toMatchObject({ word: "unknown_method" });
  });

  it("tries again after 5xx and broken connections, and gives up after five tries", async () => {
    expect(await failureOf({ status: 503, body: "<html>" })).toMatchObject({
      error: { code: "unreachable" },
      calls: 5,
    });
    const { error } = await failureOf({ status: 500, body: { ok: false, error: "invalid_auth" } });
    expect(error.code).toBe("unreachable");
  });

  it("waits as long as Retry-After says", async () => {
    const clock = virtualClock();
    const start = clock.now();
    const limited = { status: 429, headers: { "retry-after": "42" }, body: { ok: false, error: "ratelimited" } };
    await withSlack(listOf(limited, GOOD), (url) => call(readingAt(url, {}, { clock })));
    expect(clock.now() - start).toBe(42 * SECOND);
  });

  it("holds the next call of the method back too where one gave up on a long Retry-After, for ten minutes and not longer", async () => {
    const clock = virtualClock();
    const start = clock.now();
    const limited = { status: 429, headers: { "retry-after": "3600" }, body: { ok: false, error: "ratelimited" } };
    await withSlack(listOf(limited, GOOD), async (url) => {
      const reading = readingAt(url, {}, { clock });
      await expect(call(reading)).rejects.toMatchObject({ code: "unreachable" });
      expect(clock.now()).toBe(start);
      await callSlack(reading, "users.info", {}, Schema);
      expect(clock.now()).toBe(start);
      await call(reading);
    });
    expect(clock.now() - start).toBe(10 * MINUTE);
  });

  it("says that a web page is one, whatever it calls itself", async () => {
    for (const name of ["a web page", "a web page that says it is JSON", "a web page with an error status"]) {
      const { error } = await failureOf(BAD_BODIES[name] ?? GOOD);
      expect(error.message).toContain("the answer is a web page");
    }
  });

  it("keeps to the pace of the settings for listing methods, and to tier 4 for single accounts", async () => {
    await withSlack(
      () => GOOD,
      async (url) => {
        const listing = readingAt(url, { pace: { perMinute: 2, pageSize: 200 } });
        const start = listing.clock.now();
        for (let calls = 0; calls < 6; calls++) await call(listing);
        expect(listing.clock.now() - start).toBe(2 * MINUTE);
        for (let calls = 0; calls < 101; calls++) await callSlack(listing, "users.info", {}, Schema);
        expect(listing.clock.now() - start).toBe(3 * MINUTE);
      },
    );
  });

  it("asks nothing with a token whose form is refused, or at an address that is", async () => {
    let calls = 0;
    const count = () => {
      calls++;
      return GOOD;
    };
    await withSlack(count, async (url) => {
      await expect(call(readingAt(url, { token: "xoxc-1-2-3" }))).rejects.toMatchObject({ code: "refused_token" });
      const plain = url.replace("127.0.0.1", "slack.example");
      await expect(call(readingAt(plain))).rejects.toMatchObject({ code: "bad_setting" });
    });
    expect(calls).toBe(0);
  });

  it("holds no token in any failure", async () => {
    const echoes = (said: Said): Said => ({ ...said, body: JSON.stringify(said.body).replaceAll("ECHO", TOKEN) });
    const answers: Said[] = [
      ...Object.values(BAD_BODIES),
      ...["token_revoked", "missing_scope", "fatal_error", "ECHO"].map((word) =>
        echoes(refused(word, { needed: "ECHO" })),
      ),
      { status: 500, body: TOKEN },
      { status: 302, headers: { location: `/${TOKEN}` }, body: TOKEN },
      { body: `{"ok":true,"${TOKEN}` },
      { body: { ok: true, team: { id: [TOKEN] } } },
    ];
    for (const answer of answers) {
      const { error } = await failureOf(answer);
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(TOKEN);
    }
    const closed = await withSlack(
      () => GOOD,
      async (url) => url,
    );
    const failed = call(readingAt(closed));
    await expect(failed).rejects.toMatchObject({ code: "unreachable", message: expect.not.stringContaining(TOKEN) });
  });
});

function listOf(...answers: readonly Said[]): () => Said {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)] ?? GOOD;
}
