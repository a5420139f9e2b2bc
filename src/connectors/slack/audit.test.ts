import { describe, expect, it } from "vitest";
import type { DirectoryEvent } from "../../core/directory/event.ts";
import { Secret } from "../../core/secret.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { virtualClock } from "../../http/testing.ts";
import { readAuditLog } from "./audit.ts";
import { readingAt, type Said, withSlack } from "./testing.ts";

const SINCE = Date.UTC(2026, 10, 20, 12);
const AT = SINCE / SECOND + 60;
const TOKEN = "xoxp-1-2-abcdef";

/** As https://docs.slack.dev/admins/audit-logs-api shows an entry; names and addresses are those of its samples. */
function entry(more: object = {}): object {
  return {
    id: "0123a45b-6c7d-8900-e12f-3456789gh0i1",
    date_create: AT,
    action: "user_deactivated",
    actor: { type: "user", user: { id: "W123AB456", name: "Charlie Parker", email: "bird@slack.com" } },
    entity: { type: "user", user: { id: "W777", name: "Somebody Else", email: "somebody@slack.com", team: "T1" } },
    context: {
      location: { type: "enterprise", id: "E1701NCCA", name: "Birdland", domain: "birdland" },
      ua: "Mozilla/5.0 (Macintosh)",
      session_id: "847288190092",
      ip_address: "1.23.45.678",
    },
    ...more,
  };
}

interface Asked {
  readonly path: string;
  readonly params: URLSearchParams;
  readonly token: string;
}

/** Reads a log that answers as `say` says. */
function readFrom(
  say: (asked: Asked, call: number) => Said,
  more: { workspace?: string; clock?: ReturnType<typeof virtualClock> } = {},
) {
  const asked: Asked[] = [];
  const { clock = virtualClock(SINCE), ...settings } = more;
  return withSlack(
    ({ method, token }) => {
      const url = new URL(method, "http://127.0.0.1/");
      asked.push({ path: url.pathname, params: url.searchParams, token });
      const last = asked.at(-1);
      if (last === undefined) throw new Error("Nothing was asked.");
      return say(last, asked.length);
    },
    async (url) => {
      const audit = { token: new Secret(TOKEN, "env SLACK_AUDIT_TOKEN"), every: MINUTE, api: `${url}audit/v1/` };
      const events = await readAuditLog(readingAt(url, settings, { clock }), audit, SINCE);
      return { events, asked };
    },
  );
}

const pageOf = (entries: readonly unknown[], cursor?: string): Said => ({
  body: { entries, ...(cursor === undefined ? {} : { response_metadata: { next_cursor: cursor } }) },
});

describe("an entry of the audit log", () => {
  it("gives whose account it is about, what was done, when and by whom, and nothing else of it", async () => {
    const { events } = await readFrom(() => pageOf([entry()]));
    expect(events).toStrictEqual([
      {
        key: "audit 0123a45b-6c7d-8900-e12f-3456789gh0i1",
        type: "user_deactivated",
        about: { account: "W777" },
        at: AT * SECOND,
        actor: { kind: "person", id: "W123AB456", name: "Charlie Parker" },
      },
    ] satisfies DirectoryEvent[]);
  });

  it("names nobody as who ended an account where it was begun anew", async () => {
    const { events } = await readFrom(() => pageOf([entry({ action: "user_reactivated" })]));
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([["user_reactivated", undefined]]);
  });

  it("names the app where one did it, and nobody where Slack names nobody", async () => {
    const { context } = entry() as { context: object };
    const { events } = await readFrom(() =>
      pageOf([
        entry({ id: "1", context: { ...context, app: { id: "A1", name: "Provisioning", scopes: [] } } }),
        entry({ id: "2", context: { ...context, app: null } }),
        entry({ id: "3", actor: { type: "user", user: { id: "USLACKUSER", name: "" } } }),
        entry({ id: "4", actor: null, context: null }),
      ]),
    );
    expect(events.toReversed().map(({ actor }) => actor)).toEqual([
      { kind: "app", id: "A1", name: "Provisioning" },
      { kind: "person", id: "W123AB456", name: "Charlie Parker" },
      undefined,
      undefined,
    ]);
  });

  it("is left out where it is about something else, or about another workspace than the settings name", async () => {
    const elsewhere = entry({ id: "2", context: { location: { type: "workspace", id: "T9" } } });
    const here = entry({ id: "3", context: { location: { type: "workspace", id: "T1" } } });
    const page = pageOf([
      entry({ id: "1", action: "user_login" }),
      entry({ id: "0", action: "file_shared", entity: 5 }),
      elsewhere,
      here,
    ]);
    const keys = async (workspace?: string) =>
      (await readFrom(() => page, workspace === undefined ? {} : { workspace })).events.map(({ key }) => key);
    expect(await keys("T1")).toEqual(["audit 3"]);
    expect(await keys("E1")).toEqual(["audit 3", "audit 2"]);
    expect(await keys()).toEqual(["audit 3", "audit 2"]);
  });

  it("that cannot be read is kept to be shown, with the place and no value, and hides no other", async () => {
    const { events } = await readFrom(() =>
      pageOf([entry({ id: "1", entity: { type: "user", user: { id: ["Egon"] } } }), entry({ id: "2" }), "Egon", null]),
    );
    expect(events.filter(({ about }) => "account" in about).map(({ key }) => key)).toEqual(["audit 2"]);
    const bad = events.filter(({ about }) => "unreadable" in about);
    expect(bad).toContainEqual({
      key: "audit 1",
      type: "user_deactivated",
      about: {
        unreadable:
          "Slack, audit logs, user_deactivated: the entry has another shape than Slack documents, at entity.user.id.",
      },
    });
    expect(bad).toHaveLength(3);
    expect(JSON.stringify(bad)).not.toContain("Egon");
  });
});

describe("the audit log", () => {
  it("is asked with its own token for what ends accounts, from the time on", async () => {
    const { asked } = await readFrom(() => pageOf([]));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.path).toBe("/audit/v1/logs");
    expect(asked[0]?.token).toBe(`Bearer ${TOKEN}`);
    expect(asked[0]?.params.get("oldest")).toBe(String(SINCE / SECOND));
    const actions = asked[0]?.params.get("action")?.split(",") ?? [];
    expect(actions).toEqual(
      expect.arrayContaining([
        "user_deactivated",
        "user_reactivated",
        "guest_expired",
        "user_profile_deleted",
        "role_change_to_guest",
      ]),
    );
    expect(actions.length).toBeLessThanOrEqual(30);
  });

  it("is read to its end, page after page, and given oldest first, each entry once", async () => {
    const { events, asked } = await readFrom(({ params }) => {
      if (params.get("cursor") === "next")
        return pageOf([entry({ id: "b", date_create: AT - 9 }), entry({ id: "c" })], "");
      return pageOf([entry({ id: "c" }), entry({ id: "a", date_create: AT - 5 })], "next");
    });
    expect(asked).toHaveLength(2);
    expect(events.map(({ key }) => key)).toEqual(["audit b", "audit a", "audit c"]);
  });

  it("that runs in circles is an error, and no end", async () => {
    await expect(readFrom(() => pageOf([entry()], "round"))).rejects.toMatchObject({ code: "malformed" });
  });

  it("is asked no more than ten times a minute, since the organisation's other tools ask it too", async () => {
    const clock = virtualClock(SINCE);
    await readFrom((_, call) => pageOf([], call === 21 ? "" : `c${call}`), { clock });
    expect(clock.now() - SINCE).toBeGreaterThanOrEqual(2 * MINUTE);
  });

  it("waits as long as Slack asks it to, and no longer than helps", async () => {
    const clock = virtualClock(SINCE);
    const { events } = await readFrom(
      (_, call) =>
        call === 1 ? { status: 429, headers: { "retry-after": "17" }, body: { ok: false } } : pageOf([entry()]),
      { clock },
    );
    expect(events).toHaveLength(1);
    expect(clock.now() - SINCE).toBe(17 * SECOND);
    await expect(readFrom(() => ({ status: 503, body: "" }))).rejects.toMatchObject({ code: "unreachable" });
  });

  it.each([
    ["401", { status: 401, body: "" }, "unauthorised"],
    ["403", { status: 403, body: "Forbidden" }, "unauthorised"],
    ["404", { status: 404, body: "" }, "malformed"],
    ["429", { status: 429, headers: { "retry-after": "1" }, body: { ok: false } }, "unreachable"],
    ["500", { status: 500, body: "" }, "unreachable"],
    ["bad JSON", { body: '{"entries": [nobody' }, "malformed"],
    ["wrong shape", { body: { entries: "nobody" } }, "malformed"],
  ] as const)("(%s) at its second page gives nothing of the first", async (_, said, code) => {
    await expect(
      readFrom(({ params }) => (params.has("cursor") ? said : pageOf([entry()], "c1"))),
    ).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining(TOKEN),
    });
  });

  it("says what to do where it may not be read", async () => {
    const refused = (status: number, body: unknown): Promise<unknown> =>
      readFrom(() => ({ status, body })).catch((error: unknown) => error);
    const no = (error: string) => ({ ok: false, error });
    expect(await refused(200, no("missing_scope"))).toMatchObject({
      code: "scope_missing",
      message: expect.stringMatching(/auditlogs:read.*install the app again/),
    });
    expect(await refused(200, no("feature_not_enabled"))).toMatchObject({
      code: "unauthorised",
      message: expect.stringMatching(/Enterprise plan.*take auditLogs out/),
    });
    for (const [status, body] of [
      [403, "Forbidden"],
      [200, no("not_allowed_token_type")],
      [403, no("no_permission")],
    ] as const) {
      expect(await refused(status, body)).toMatchObject({
        code: "unauthorised",
        message: expect.stringMatching(/xoxp-….*owner of the organisation/),
      });
    }
    expect(await refused(401, "")).toMatchObject({ code: "unauthorised" });
    expect(await refused(200, no("token_revoked"))).toMatchObject({ code: "unauthorised" });
  });

  it("is malformed where something else answers, without a piece of what it said", async () => {
    for (const body of ["<html>Egon</html>", "{", { ok: true }, { entries: "Egon" }, []]) {
      await expect(readFrom(() => ({ body }))).rejects.toMatchObject({
        code: "malformed",
        message: expect.not.stringContaining("Egon"),
      });
    }
  });
});
