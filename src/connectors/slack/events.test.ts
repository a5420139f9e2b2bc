import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DirectoryEvent } from "../../core/directory/event.ts";
import { readPayload, readText, SUBSCRIBED } from "./events.ts";

const WORKSPACE = "T061EG9R6";
const EVERYTHING = { workspace: undefined };

/** The outer part of https://docs.slack.dev/apis/events-api, with what else Slack puts there. */
function wrapped(event: unknown, more: object = {}): unknown {
  return {
    token: "Jhj5dZrVaK7ZwHHjRyZWjbDl",
    team_id: WORKSPACE,
    context_team_id: WORKSPACE,
    context_enterprise_id: null,
    api_app_id: "A0FFV41KK",
    type: "event_callback",
    event_id: "Ev9UQ52YNA",
    event_time: 1_234_567_890,
    authorizations: [{ enterprise_id: null, team_id: WORKSPACE, user_id: "U061F7AUR", is_bot: true }],
    is_ext_shared_channel: false,
    event_context: "EC12345",
    event,
    ...more,
  };
}

/** As https://docs.slack.dev/reference/events/user_change has it, deactivated. */
const user = {
  id: "W012A3CDE",
  team_id: WORKSPACE,
  name: "spengler",
  deleted: true,
  profile: { real_name: "Egon Spengler", email: "spengler@ghostbusters.example.com" },
  is_bot: false,
  updated: 1_502_138_686,
};

const about = (payload: unknown): DirectoryEvent["about"] | undefined =>
  readPayload(payload, EVERYTHING).events[0]?.about;

describe("an event about a person", () => {
  it("names the account, the tool's own word, the time and Slack's key, and nothing else of the payload", () => {
    for (const type of ["user_change", "team_join", "user_guest_status_changed"]) {
      const payload = wrapped({ type, user, cache_ts: 1_648_596_711, event_ts: "1648596712.000001" });
      expect(readPayload(payload, EVERYTHING)).toStrictEqual({
        events: [{ key: "Ev9UQ52YNA", type, about: { account: "W012A3CDE" }, at: 1_648_596_712_000 }],
      });
    }
  });

  it("names them on Grid by the id of the organisation, as the list of accounts does", () => {
    const type = "user_change";
    expect(about(wrapped({ type, user: { ...user, enterprise_user: { id: "WORG", teams: ["T1"] } } }))).toEqual({
      account: "WORG",
    });
    expect(about(wrapped({ type, user: { ...user, enterprise_user: { id: "" } } }))).toEqual({ account: "W012A3CDE" });
  });

  it("of a channel that somebody left points at the account, and says nothing of the channel", () => {
    const event = {
      type: "member_left_channel",
      user: "W06GH7XHN",
      channel: "C0698JE0H",
      channel_type: "C",
      team: "T024BE7LD",
    };
    expect(readPayload(wrapped(event), EVERYTHING)).toStrictEqual({
      events: [
        { key: "Ev9UQ52YNA", type: "member_left_channel", about: { account: "W06GH7XHN" }, at: 1_234_567_890_000 },
      ],
    });
  });

  it("is the same whenever Slack delivers it again, whatever the state is that it carries", () => {
    const first = readPayload(wrapped({ type: "user_change", user, event_ts: "1648596712.000001" }), EVERYTHING);
    const later = { ...user, deleted: false, name: "somebody", is_restricted: true };
    expect(
      readPayload(wrapped({ type: "user_change", user: later, event_ts: "1648596712.000001" }), EVERYTHING),
    ).toStrictEqual(first);
  });

  it("has no time where Slack states none that a clock could show", () => {
    for (const at of [undefined, "yesterday", "-1", "1e300", ""]) {
      const payload = wrapped({ type: "user_change", user, event_ts: at }, { event_time: "now" });
      expect(readPayload(payload, EVERYTHING).events[0]).not.toHaveProperty("at");
    }
  });
});

describe("an event about the app itself", () => {
  it("asks for the whole directory to be read, with one sentence as the reason", () => {
    const events = [
      { type: "tokens_revoked", tokens: { oauth: ["UXXXXXXXX"], bot: ["UXXXXXXXX"] } },
      { type: "app_uninstalled" },
      { type: "grid_migration_started", enterprise_id: "EXXXXXXXX" },
      { type: "grid_migration_finished", enterprise_id: "EXXXXXXXX" },
      { type: "team_access_granted", team_ids: ["T1XX3", "TXX34"] },
      // As Slack's sample has it: in an envelope of its own.
      { team_id: null, enterprise_id: "EXXXXX", event: { type: "team_access_revoked", team_ids: ["T1XX3"] } },
    ];
    for (const event of events) {
      const subject = about(wrapped(event));
      expect(subject).toEqual({ directory: expect.stringMatching(/^[A-Z][^.]*\.$/) });
      expect(JSON.stringify(subject)).not.toMatch(/XX/);
    }
  });

  it("says that events were left out, by the minute from which on, once for each delivery of it", () => {
    const limited = {
      token: "Jhj5dZrVaK7ZwHHjRyZWjbDl",
      type: "app_rate_limited",
      team_id: WORKSPACE,
      minute_rate_limited: 1_518_467_820,
      api_app_id: "A123456",
    };
    const [event] = readPayload(limited, EVERYTHING).events;
    expect(event).toMatchObject({ type: "app_rate_limited", at: 1_518_467_820_000 });
    expect(event?.about).toHaveProperty("directory");
    expect(readPayload({ ...limited }, EVERYTHING).events[0]?.key).toBe(event?.key);
    expect(readPayload({ ...limited, minute_rate_limited: 1_518_467_880 }, EVERYTHING).events[0]?.key).not.toBe(
      event?.key,
    );
  });
});

describe("what is not read", () => {
  it("is any other event, as of messages, and any other payload", () => {
    for (const payload of [
      wrapped({ type: "message", text: "Hello", user: "U1" }),
      wrapped({ type: "user_huddle_changed", user }),
      { type: "block_actions" },
      { type: "url_verification" },
      {},
    ]) {
      expect(readPayload(payload, EVERYTHING)).toStrictEqual({ events: [] });
    }
    expect(SUBSCRIBED).not.toContain("message");
  });

  it("is kept as unreadable where it is an event that should be read: by its key, with the place and no value", () => {
    const bad = readPayload(wrapped({ type: "user_change", user: { id: { first: "Egon" } } }), EVERYTHING);
    expect(bad.events).toStrictEqual([
      {
        key: "Ev9UQ52YNA",
        type: "user_change",
        about: {
          unreadable: "Slack, user_change: the event has another shape than Slack documents, at event.user.id.",
        },
      },
    ]);
    const nameless = wrapped({ type: "team_join", user: null }, { event_id: undefined });
    const [first] = readPayload(nameless, EVERYTHING).events;
    expect(first).toMatchObject({ key: expect.stringMatching(/^body [0-9a-f]{32}$/), type: "team_join" });
    expect(readPayload(nameless, EVERYTHING).events[0]?.key).toBe(first?.key);
    for (const payload of [null, 7, "text", [1], wrapped(undefined), wrapped({ user })]) {
      expect(about(payload)).toEqual({ unreadable: expect.stringMatching(/^Slack, \w+: .*\.$/) });
    }
  });

  it("is what comes from another workspace than the settings name", () => {
    const payload = (more: object) => wrapped({ type: "user_change", user }, more);
    const nowhere = { team_id: null, context_team_id: null, authorizations: null };
    const pinned = (more: object, workspace: string) => readPayload(payload(more), { workspace });
    expect(pinned({}, WORKSPACE).events).toHaveLength(1);
    expect(pinned({ ...nowhere, enterprise_id: "E1" }, "E1").events).toHaveLength(1);
    expect(pinned({ ...nowhere, authorizations: [{ team_id: "T9", enterprise_id: "E1" }] }, "E1").events).toHaveLength(
      1,
    );
    expect(pinned(nowhere, WORKSPACE).events).toHaveLength(1);
    for (const refused of [pinned({}, "T9"), pinned({ ...nowhere, team_id: "T8" }, "T9")]) {
      expect(refused).toStrictEqual({ events: [], refused: expect.stringMatching(/another workspace/) });
    }
  });
});

/** JSON of which every text and every number can be told from all else. */
const marked = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    fc.string({ minLength: 1 }).map((text) => `LEAK${text}`),
    fc.integer({ min: 777_000_000, max: 777_999_999 }),
    fc.constantFrom(null, true, false),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 8 }), tie("json"), { maxKeys: 4 }),
  ),
})).json;

describe("whatever is sent", () => {
  it("is read without an error, to one event at most", () => {
    const types = fc.constantFrom(...SUBSCRIBED, "app_rate_limited", "message");
    const payloads = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: types, event: fc.jsonValue() }),
      fc
        .tuple(types, fc.jsonValue(), fc.jsonValue())
        .map(([type, one, more]) => wrapped({ type, user: one, event_ts: more })),
    );
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(readPayload(payload, { workspace: WORKSPACE }).events.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing but the id of its subject behind", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SUBSCRIBED, "message"), marked, marked, (type, inner, outer) => {
        const person = { ...Object(inner), id: "W012A3CDE", enterprise_user: null };
        const member = type === "member_left_channel" ? "W012A3CDE" : person;
        const payload = wrapped(
          { ...Object(inner), type, user: member, event_ts: "1648596712.1" },
          { more: outer, token: outer },
        );
        const result = readPayload(payload, EVERYTHING);
        expect(JSON.stringify(result)).not.toMatch(/LEAK|777\d{6}/);
        for (const event of result.events) {
          expect(Object.keys(event).toSorted()).toEqual(["about", "at", "key", "type"]);
        }
      }),
    );
  });

  it("says the same where it is not parsed whole, of an event with an id", () => {
    const event = fc
      .tuple(fc.constantFrom(...SUBSCRIBED, "message"), marked, marked, marked)
      .map(([type, one, other, ts]) => ({ ...Object(other), type, event_ts: ts, user: one }));
    const known = fc.constantFrom({ user }, { user: { ...user, enterprise_user: { id: "WORG" } } }, { user: "W1" });
    const events = fc.oneof(
      event,
      fc.tuple(event, known).map(([one, more]) => ({ ...one, ...more })),
      event.map((one) => ({ event: one })),
      marked,
    );
    const envelopes = fc
      .tuple(events, marked, fc.constantFrom(WORKSPACE, "T9", undefined))
      .map(([one, more, team]) =>
        wrapped(one, { ...Object(more), more, ...(team === undefined ? {} : { team_id: team }) }),
      );
    fc.assert(
      fc.property(envelopes, fc.constantFrom(undefined, WORKSPACE), (payload, workspace) => {
        const text = JSON.stringify(payload);
        const said = readText(Buffer.from(text), { workspace });
        const whole = readPayload(JSON.parse(text), { workspace });
        expect(said).toStrictEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is parsed whole where it is anything but an event with an id", () => {
    const event = { type: "user_change", user };
    for (const payload of [
      wrapped(event, { event_id: undefined }),
      wrapped(event, { event_id: "no id" }),
      { type: "app_rate_limited", event_id: "Ev1", minute_rate_limited: 1_518_467_820 },
      { type: "url_verification", challenge: "x" },
      [wrapped(event)],
      null,
    ]) {
      expect(readText(Buffer.from(JSON.stringify(payload)), EVERYTHING)).toBeUndefined();
    }
    expect(readText(Buffer.from(JSON.stringify(wrapped(event))), EVERYTHING)?.events).toHaveLength(1);
  });

  it("is read however deeply it is nested", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(readPayload(JSON.parse(deep), EVERYTHING).events).toHaveLength(1);
    expect(
      readPayload({ type: "event_callback", event: { type: "user_change", user: JSON.parse(deep) } }, EVERYTHING)
        .events,
    ).toHaveLength(1);
  });
});
