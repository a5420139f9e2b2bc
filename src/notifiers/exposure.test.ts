// Who else could read names at a destination, as far as its settings tell.
import { describe, expect, it } from "vitest";
import type { Notifier } from "../app/ports.ts";
import { Secret } from "../core/secret.ts";
import { email } from "./email.ts";
import { notifiers } from "./all.ts";
import { ntfy } from "./ntfy.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";

type SettingsOf<N> = N extends Notifier<infer Settings> ? Settings : never;

describe("ntfy", () => {
  const topic = new Secret("rollcall0123456789abcdef0123", "env TOPIC");
  const settings = (url: string, token?: Secret): SettingsOf<typeof ntfy> => ({
    url,
    topic,
    ...(token === undefined ? {} : { token }),
    priority: { news: 3, warning: 4, good: 2 },
  });
  const exposure = (url: string, token?: Secret) => ntfy.exposure?.(settings(url, token), true);

  it("without a token is refused on the public server, and pointed out elsewhere", () => {
    expect(exposure("https://ntfy.sh")).toMatchObject({
      refused: true,
      why: expect.stringContaining("give the token"),
    });
    expect(exposure("https://ntfy.sh/")).toMatchObject({ refused: true });
    expect(exposure("https://NTFY.sh")).toMatchObject({ refused: true });
    expect(exposure("https://ntfy.example.com")).toMatchObject({ refused: false });
  });

  it("with a token is for the server to guard, which is asked when something is sent", () => {
    const token = new Secret("tk_test", "env TOKEN");
    expect([exposure("https://ntfy.sh", token), exposure("https://ntfy.example.com", token)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("e-mail", () => {
  const exposure = (...recipients: string[]) =>
    email.exposure?.(
      {
        recipients,
        from: "Rollcall <rollcall@acme.example>",
        nameInSubject: false,
        server: { host: "mail.acme.example", security: "starttls" },
      },
      false,
    );

  it.each([
    "all@acme.example",
    "Everyone@acme.example",
    "all-hands@acme.example",
    "staff@acme.example",
    "all.staff@x.example",
  ])("to %s is refused, without the address", (address) => {
    const found = exposure("hr@acme.example", address);
    expect(found?.refused).toBe(true);
    expect(found?.why).not.toContain("@");
  });

  it.each([
    "staff-relations@acme.example",
    "alleyne@acme.example",
    "company-secretary@acme.example",
    "HR@ACME.example",
  ])("to %s is nothing to speak of", (address) => expect(exposure(address)).toBeUndefined());

  it("to another domain is pointed out, with how many", () => {
    expect(exposure("hr@acme.example", "a@law.example", "b@law.example")).toEqual({
      refused: false,
      why: "2 of 3 recipients are at another domain than the sender, so that names leave the house",
    });
  });
});

describe("Slack and Teams", () => {
  const allowed = "everybody in the workspace may read who left";
  const settings = { token: new Secret("xoxb-1", "env TOKEN"), channel: "#all" };

  it("a channel of Slack is judged when something is sent, unless the settings let everybody read: not for one audience", () => {
    expect(slack.exposure?.(settings, true)).toBeUndefined();
    const open = { ...settings, namesInPublicChannel: allowed } as const;
    expect([slack.exposure?.(open, false)?.refused, slack.exposure?.(open, true)?.refused]).toEqual([false, true]);
  });

  it("of a workflow of Teams nobody can see who reads", () => {
    expect(teams.exposure?.({ url: new Secret("https://x.example/", "env URL") }, true)).toMatchObject({
      refused: false,
    });
  });
});

it("only what is told on a terminal needs no purpose", () => {
  expect(notifiers.filter(({ stays }) => stays === true).map(({ kind }) => kind)).toEqual(["terminal"]);
});
