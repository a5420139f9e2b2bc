import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PathRef, SecretRef } from "../app/secret-ref.ts";
import { connectors } from "../connectors/all.ts";
import { HOUR, MINUTE } from "../core/time.ts";
import { notifiers } from "../notifiers/all.ts";
import { parseSettings } from "./load.ts";
import type { LoadedSettings } from "./load.ts";
import { messageOf } from "./sample.ts";
import { settingsTemplate } from "./template.ts";
import type { TemplateAnswers } from "./template.ts";

const answers: TemplateAnswers = {
  alias: "acme",
  kind: "slack",
  secret: { env: "SLACK_TOKEN" },
  purpose: "Verify off-boarding",
  authorisedBy: "CISO, 2026-11-20",
  contact: "it@example.com",
};

function load(text: string): LoadedSettings {
  return parseSettings(text, { file: "/etc/rollcall.yaml", label: "rollcall.yaml" }, connectors, notifiers);
}

describe("the settings that init writes", () => {
  it("are read without a fault and say what was answered", () => {
    const loaded = load(settingsTemplate(answers));
    expect(loaded.purpose).toEqual({
      text: answers.purpose,
      authorisedBy: answers.authorisedBy,
      contact: answers.contact,
    });
    expect(loaded.destinations).toEqual([]);
    expect([...loaded.directories]).toEqual([
      ["acme", { kind: "slack", attributes: undefined, settings: { token: new SecretRef("env", "SLACK_TOKEN") } }],
    ]);
    expect(loaded.storePath).toBeUndefined();
  });

  it("hold the optional answers too", () => {
    const loaded = load(
      settingsTemplate({
        ...answers,
        secret: { file: "slack.token" },
        fields: { location: "Office", team: "Team" },
        channels: true,
        counts: true,
        api: "http://127.0.0.1:41000/api/",
        storePath: "state/rollcall.db",
      }),
    );
    expect(loaded.directories.get("acme")?.settings).toMatchObject({
      token: new SecretRef("file", "slack.token"),
      fields: { location: "Office", team: "Team" },
      channels: true,
      api: "http://127.0.0.1:41000/api/",
    });
    expect(loaded.storePath).toBe("/etc/state/rollcall.db");
    expect(loaded.counts).toMatchObject({ headcount: "acme", k: 5, anyone: 10 });
    expect(load(settingsTemplate(answers)).counts).toBeUndefined();
  });

  it("are read without a fault with every part that is shown as a comment switched on", () => {
    const loaded = load(
      settingsTemplate(answers).replaceAll(/# (?=[a-zA-Z]+: [^ ]*(?:true|[{["])|notify:$| {2}- \{)/gm, ""),
    );
    expect(Object.keys(loaded.directories.get("acme")?.settings ?? {}).toSorted()).toEqual(
      ["allowScopes", "api", "auditLogs", "channels", "events", "fields", "groups", "pace", "token"].toSorted(),
    );
    expect(loaded.directories.get("acme")?.attributes).toEqual({ from: new PathRef("people.csv"), key: "email" });
    expect(loaded.directories.get("acme")?.every).toBe(HOUR);
    expect(loaded.destinations).toMatchObject([
      {
        name: "slack",
        audience: "named",
        rule: { tell: ["departures", "waves", "offboarding", "layoffs", "health", "deliveries"] },
      },
      {
        name: "email",
        audience: "named",
        rule: { tell: ["departures", "waves", "offboarding", "layoffs", "health", "deliveries"] },
      },
      { name: "auditor", audience: "named", rule: { tell: ["checkpoints"] } },
    ]);
    expect(loaded.watch).toMatchObject({
      every: 5 * MINUTE,
      heartbeat: { url: new SecretRef("env", "HEARTBEAT_URL") },
    });
    expect(loaded.departures).toEqual({ demotion: true });
    expect(loaded.counts?.headcount).toBe("acme");
    expect(loaded.storePath).toBe("/etc/rollcall.db");
  });

  it("give back every text of one line exactly, however awkward", () => {
    const awkward = fc.oneof(
      fc.constantFrom(
        'say "yes"',
        "a: b",
        "# no comment",
        "{ a }",
        "'",
        "\\",
        "- x",
        "*x",
        "&x",
        "!x",
        "null",
        "42",
        "Büro 北京 🏢",
        "\u2028",
      ),
      fc.string({ unit: "binary" }),
    );
    const text = awkward.filter((value) => value.trim() !== "" && !/\p{Cc}/u.test(value));
    fc.assert(
      fc.property(text, text, text, text, (purpose, authorisedBy, contact, location) => {
        const loaded = load(settingsTemplate({ ...answers, purpose, authorisedBy, contact, fields: { location } }));
        expect(loaded.purpose).toEqual({
          text: purpose.trim(),
          authorisedBy: authorisedBy.trim(),
          contact: contact.trim(),
        });
        expect(loaded.directories.get("acme")?.settings).toMatchObject({ fields: { location: location.trim() } });
      }),
    );
  });

  it.each(["a\nb", "a\rb", "a\u0000b", "a\u0085b", "a\tb"])("refuse %j", async (purpose) => {
    expect(await messageOf(() => settingsTemplate({ ...answers, purpose }))).toBe(
      "purpose holds a line break or another control character; write it on one line",
    );
  });
});
