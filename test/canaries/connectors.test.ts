// Every connector and every way in which a tool fails with personal data or a token in what it says: nobody is named in what is
// said of it, nor in what is kept of it.
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnose } from "../../src/app/doctor.ts";
import { createInbox } from "../../src/app/inbox.ts";
import type { Connector, Reading } from "../../src/app/ports.ts";
import { sweep } from "../../src/app/sweep.ts";
import { readPeople } from "../../src/connectors/file/people.ts";
import { openers } from "../../src/connectors/fake/index.ts";
import { connectors } from "../../src/connectors/all.ts";
import type { FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import type { SlackSettings } from "../../src/connectors/slack/settings.ts";
import type { Snapshot } from "../../src/core/directory/snapshot.ts";
import { Secret } from "../../src/core/secret.ts";
import { HOUR, SECOND } from "../../src/core/time.ts";
import { createHttp } from "../../src/http/client.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { everyTextOf } from "../../src/notifiers/testing.ts";
import { contextOf } from "../../src/wire/context.ts";
import { staffOf, startCanaryCompany } from "./company.ts";
import { FAILING, FAILING_FOR_NOW, type Gateway, openGateway } from "./gateway.ts";
import { WRONG_FILES } from "./files.ts";
import { findings, found } from "./scan.ts";
import { KEPT } from "./kept.ts";
import { inBytes, lookedThrough } from "./tables.ts";
import { NEVER_READ, SECRETS, SOMEBODY } from "./words.ts";

/** What a connector's answers say beside the accounts. */
function said(snapshot: Snapshot): unknown {
  const { notes } = snapshot;
  return snapshot.complete ? { notes } : { notes, health: snapshot.health, reason: snapshot.reason };
}

let folder = "";
let slack: FakeSlack;
let gateway: Gateway;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-canaries-read-"));
  slack = await startCanaryCompany(40);
  gateway = await openGateway(slack, { [SECRETS.token]: slack.token, [SECRETS["audit token"]]: slack.auditToken });
});
afterAll(async () => {
  await Promise.all([slack.close(), gateway.close()]);
  rmSync(folder, { recursive: true });
});

function connectorOf(kind: string): Connector {
  const connector = connectors.find((one) => one.kind === kind);
  if (connector === undefined) throw new Error(`there is no connector of the kind ${kind}`);
  return connector;
}

const secret = (value: string, name: string): Secret => new Secret(value, `env ${name}`);

/** @param method what is to be called, and as little as possible besides; all that can be without it */
function slackSettings(method?: string): SlackSettings {
  return {
    token: secret(SECRETS.token, "SLACK_TOKEN"),
    api: gateway.url,
    fields: { location: "Office", team: "Team", manager: "Manager" },
    channels: method?.startsWith("conversations") ?? true,
    groups: method?.startsWith("usergroups") ?? true,
    // What this token may do beyond that.
    allowScopes: ["channels:read", "groups:read", "usergroups:read"],
    pace: { perMinute: 100, pageSize: 20 },
    events: { socket: { token: secret(SECRETS["app-level token"], "APP_TOKEN") } },
    auditLogs: { token: secret(SECRETS["audit token"], "AUDIT_TOKEN"), every: 60 * SECOND, api: gateway.auditUrl },
  };
}

/** @param progress what is told of it while it goes on */
function readingOf(settings: unknown, progress: unknown[] = []): Reading<unknown> {
  return {
    directory: "acme",
    settings,
    clock: virtualClock(),
    http: createHttp({ timeoutMs: 2000, maxBytes: 1_000_000, userAgent: "Rollcall" }),
    progress: (step) => void progress.push(step),
  };
}

/** Everything that is asked of Slack, each by the method that fails. */
const ASKED: Readonly<Record<string, (connector: Connector, reading: Reading<unknown>) => Promise<unknown>>> = {
  "auth.test": (connector, reading) => connector.check(reading),
  "team.info": (connector, reading) => connector.check(reading),
  "users.list": async (connector, reading) => said(await connector.snapshot(reading)),
  "conversations.list": async (connector, reading) => said(await connector.snapshot(reading)),
  "conversations.members": async (connector, reading) => said(await connector.snapshot(reading)),
  "usergroups.list": async (connector, reading) => said(await connector.snapshot(reading)),
  "users.info": async (connector, reading) => (await connector.readBack?.(reading, staffOf(slack).slice(0, 2)))?.unread,
  "team.profile.get": (connector, reading) => details(connector, reading),
  "users.profile.get": (connector, reading) => details(connector, reading),
  logs: (connector, reading) => events(connector, reading).log?.read(reading, 0) ?? Promise.resolve(),
  "apps.connections.open": async (connector, reading) => {
    const stop = new AbortController();
    const told: unknown[] = [];
    await events(connector, reading).listen?.({
      ...reading,
      signal: stop.signal,
      keep: () => Promise.resolve(),
      connected: () => {},
      disconnected: (why) => {
        told.push(why);
        stop.abort();
      },
    });
    return told;
  },
};

const events = (connector: Connector, { settings }: Reading<unknown>) => connector.events?.(settings) ?? {};

async function details(connector: Connector, reading: Reading<unknown>): Promise<number> {
  let read = 0;
  for await (const _ of connector.details?.(reading, staffOf(slack).slice(0, 2)) ?? []) read++;
  return read;
}

/** What was said of it, in every form in which it may be written, and whether it failed. */
async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    return everyTextOf(await work());
  } catch (error) {
    return everyTextOf(error);
  }
}

const EVERY_FAILURE = Object.entries({ ...FAILING, ...FAILING_FOR_NOW });

describe("slack", () => {
  describe.each(Object.entries(ASKED))("%s", (method, ask) => {
    it.each(EVERY_FAILURE)("answered with %s", async (_, failing) => {
      gateway.fail(failing, method);
      const progress: unknown[] = [];
      const text = await outcome(() => ask(connectorOf("slack"), readingOf(slackSettings(method), progress)));
      expect(findings(text)).toEqual([]);
      expect(findings(JSON.stringify(progress))).toEqual([]);
    });
  });

  it("is asked all of this, and fails in each", async () => {
    for (const [method, ask] of Object.entries(ASKED)) {
      gateway.fail(FAILING["401 that repeats"], method);
      const text = await outcome(() => ask(connectorOf("slack"), readingOf(slackSettings(method))));
      expect(text, method).toMatch(/HTTP 401|could not be made/);
    }
  });

  it.each(KEPT)(
    "that posts events which are not signed, not readable or about somebody: of each the id is kept at the most, in $kind",
    async ({ make }) => {
      const signing = SECRETS["signing secret"];
      const settings = {
        ...slackSettings(),
        events: { http: { signingSecret: secret(signing, "SIGNING"), path: "/slack/events" } },
      };
      const receiver = connectorOf("slack").events?.(settings).receive;
      if (receiver === undefined) throw new Error("nothing is received");
      const now = Date.UTC(2026, 10, 23);
      const at = String(now / SECOND);
      const profile = {
        real_name: "Zyxquillian Vorblattow",
        email: "zqmailwortig.1@canaryhouse.example",
        status_text: "Snorvlingday",
      };
      const user = { id: "UZQXVKWJ71001", name: "zqhandlewort.1001", team_id: "T1", profile };
      const event = (inner: object): string =>
        JSON.stringify({ type: "event_callback", team_id: "T1", event: inner, token: signing });
      const bodies = [
        event({ type: "user_change", user }),
        event({ type: "user_change", user: { ...user, id: [SOMEBODY] } }),
        event({ type: "Zyxquillian Vorblattow", user }),
        event({ type: "member_left_channel", user: SOMEBODY, channel: SOMEBODY }),
        event({ user }),
        SOMEBODY,
        JSON.stringify(SOMEBODY),
      ];
      const kept = await make(join(folder, "inbox.db"));
      const store = await kept.open();
      const context = contextOf({ store, progress: () => {} });
      const keep = createInbox(context, "acme", "http", () => {});
      const answers: unknown[] = [];
      for (const text of bodies) {
        const body = Buffer.from(text);
        const signature = `v0=${createHmac("sha256", signing).update(`v0:${at}:`).update(body).digest("hex")}`;
        for (const signed of [signature, `v0=${"0".repeat(64)}`, SOMEBODY]) {
          const headers = {
            "x-slack-signature": signed,
            "x-slack-request-timestamp": signed === SOMEBODY ? SOMEBODY : at,
          };
          const { events: told, ...answer } = receiver.read({ headers, body }, now);
          answers.push(answer);
          if (told.length > 0) await keep(told);
        }
      }
      await store.close();
      expect(found(JSON.stringify(answers))).toEqual([]);
      const { leaks, held } = await lookedThrough(kept);
      expect([leaks, held.get("inbox")]).toEqual([[], ["id"]]);
      await kept.close();
    },
  );
});

describe("file", () => {
  const file = (content: string | Uint8Array): string => {
    const path = join(folder, "people");
    writeFileSync(path, content);
    return path;
  };

  it.each(Object.entries(WRONG_FILES))("that is %s", async (what, content) => {
    const connector = connectorOf("file");
    const path = file(content);
    const settings = [{ path }, { path, key: "name" }, { path, absent: "left" }].map((one) => ({
      absent: "unknown",
      ...one,
    }));
    const texts = await Promise.all(
      settings.flatMap((one) => [
        outcome(async () => said(await connector.snapshot(readingOf(one)))),
        outcome(() => connector.check(readingOf(one))),
      ]),
    );
    texts.push(await outcome(async () => (await readPeople(path, "id")).withoutKey));
    expect(texts.flatMap(findings)).toEqual([]);
    expect(
      texts.some((text) => text.includes("people")),
      what,
    ).toBe(true);
  });
});

it("every connector is tried, here or at every page by the contract suite", () => {
  const kinds = connectors.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== "file" && openers[kind] === undefined)).toEqual([]);
});

describe("what is kept of readings that fail", () => {
  it.each(KEPT)(
    "names nobody in reasons, outages and the log, and holds no token in any byte, in $kind",
    async ({ make }) => {
      const kept = await make(join(folder, "kept.db"));
      const store = await kept.open();
      const clock = virtualClock(Date.now());
      const context = contextOf({
        store,
        clock,
        http: createHttp({ timeoutMs: 2000, maxBytes: 1_000_000, userAgent: "Rollcall" }),
        progress: () => {},
      });
      const directory = (id: string, kind: string, settings: unknown) => ({
        id,
        connector: connectorOf(kind),
        settings,
        rules: { demotion: false },
        every: HOUR,
      });
      const acme = directory("acme", "slack", slackSettings("users.list"));
      const staff = directory("staff", "file", { path: join(folder, "staff"), absent: "left" });
      const told: unknown[] = [];
      const read = async (which: typeof acme): Promise<void> => {
        await clock.sleep(HOUR);
        told.push(await outcome(async () => void (await sweep(context, which, { details: { limit: 2 } }))));
      };
      gateway.fail(undefined);
      await read(acme);
      for (const [, failing] of EVERY_FAILURE) {
        gateway.fail(failing, "users.list");
        await read(acme);
        gateway.fail(failing);
        told.push(await outcome(() => diagnose(context, acme)));
      }
      for (const content of Object.values(WRONG_FILES)) {
        writeFileSync(join(folder, "staff"), content);
        await read(staff);
        told.push(await outcome(() => diagnose(context, staff)));
      }
      const sweeps = await store.sweeps({});
      await store.close();
      expect(told.flatMap((one) => findings(String(one)))).toEqual([]);
      const { leaks, held } = await lookedThrough(kept);
      expect(leaks).toEqual([]);
      expect(await inBytes(kept)).toEqual([]);
      expect(held.get("roster")).toEqual(expect.arrayContaining(["name", "title"]));
      expect([...held.values()].flat().filter((what) => NEVER_READ.some((never) => never === what))).toEqual([]);
      expect(new Set(sweeps.map(({ health }) => health)).size).toBeGreaterThan(4);
      await kept.close();
    },
    120_000,
  );
});
