// 5,000 people are deactivated at once, and then a few more, and some come back: what every kind of destination gets.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Destination } from "../src/app/destination.ts";
import { HOUR } from "../src/core/time.ts";
import { openCommandStand } from "../src/notifiers/fake/command.ts";
import { openEmailStand } from "../src/notifiers/fake/email.ts";
import { openNtfyStand } from "../src/notifiers/fake/ntfy.ts";
import { openTeamsStand } from "../src/notifiers/fake/teams.ts";
import { openWebhookStand } from "../src/notifiers/fake/webhook.ts";
import { slack } from "../src/notifiers/slack.ts";
import type { Stand } from "../src/notifiers/testing.ts";
import { Secret } from "../src/core/secret.ts";
import { type WatchedWorkspace, watchWorkspace } from "./support/workspace.ts";

const LEFT = 5000;

let workspace: WatchedWorkspace;
let stands: Map<string, Stand>;
/** What each destination had received after each of the four sweeps. */
const counts: Record<string, number>[] = [];
const ends: string[] = [];

beforeAll(async () => {
  workspace = await watchWorkspace({
    accounts: 12_000,
    scopes: ["users:read", "users:read.email", "team:read", "chat:write", "groups:read"],
    settings: { allowScopes: ["chat:write", "groups:read"], pace: { perMinute: 20, pageSize: 999 } },
  });
  const { slack: server, context, clock, sweep, deliver, staff } = workspace;
  vi.useFakeTimers({ toFake: ["Date"] });
  const channel = server.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
  stands = new Map<string, Stand>([
    ["webhook", await openWebhookStand({ payload: "full" })],
    ["command", await openCommandStand()],
    ["email", await openEmailStand()],
    ["teams", await openTeamsStand()],
    ["ntfy", await openNtfyStand()],
  ]);
  const common = { audience: "named", rule: { tell: ["departures", "health", "deliveries"] } } as const;
  const destinations: Destination[] = [...stands].map(([name, { notifier, settings }]) => ({
    ...common,
    name,
    notifier,
    settings,
  }));
  destinations.push({
    ...common,
    name: "slack",
    notifier: slack,
    settings: { token: new Secret(server.token, "the test"), channel, api: server.url },
  });
  Object.assign(context, { destinations });

  await sweep();
  const people = staff(LEFT + 50);
  const round = async (happens: () => void): Promise<void> => {
    happens();
    await sweep();
    // The receiver of webhooks goes by the date of the machine, and believes none that is five minutes off.
    vi.setSystemTime(clock.now());
    ends.push(...(await deliver()).map(({ destination, ended, error = "" }) => `${destination} ${ended}${error}`));
    counts.push({
      ...Object.fromEntries([...stands].map(([name, { received }]) => [name, received.length])),
      slack: server.messages.length,
    });
  };
  await round(() => people.slice(0, LEFT).forEach((id) => server.acts.deactivate(id)));
  await round(() => people.slice(LEFT, LEFT + 30).forEach((id) => server.acts.deactivate(id)));
  await round(() => people.slice(0, 10).forEach((id) => server.acts.reactivate(id)));
  await round(() => people.slice(LEFT + 30).forEach((id) => server.acts.deactivate(id)));
}, 180_000);

afterAll(async () => {
  vi.useRealTimers();
  for (const stand of stands.values()) await stand.close();
  await workspace.close();
});

describe("5,000 departures in one sweep, and three sweeps with news after it", () => {
  it("are one message and three updates at every destination, each at the first try", () => {
    const all = [...stands.keys(), "slack"];
    expect(ends.toSorted()).toEqual(
      all.flatMap((name) => Array.from({ length: 4 }, () => `${name} arrived`)).toSorted(),
    );
    expect(counts.map(({ slack: one, ...rest }) => [one, ...Object.values(rest)])).toEqual(
      [1, 2, 3, 4].map((n) => [1, ...[...stands.keys()].map(() => n)]),
    );
  });

  it("in Slack are one message that was edited three times, and no call was refused for its rate", () => {
    const { slack: server } = workspace;
    expect(server.messages.map(({ edits }) => edits)).toEqual([3]);
    expect(server.messages[0]?.text).toContain("5,050 people left acme");
    expect(server.calls.filter(({ status }) => status === 429)).toEqual([]);
    expect(server.calls.filter(({ method }) => method === "chat.update")).toHaveLength(3);
    expect(
      Math.max(0, ...server.calls.filter(({ method }) => method === "chat.postMessage").map(({ at }) => at)),
    ).toBeGreaterThan(0);
  });

  it("at the webhook are four versions of one incident, the last with everybody and who came back", () => {
    const bodies = (stands.get("webhook")?.received ?? []).map(
      ({ text }) => JSON.parse(text) as { data: { incident: string; version: number } },
    );
    expect(new Set(bodies.map(({ data }) => data.incident)).size).toBe(1);
    expect(bodies.map(({ data }) => data.version)).toEqual([1, 2, 3, 4]);
  });

  it("for the program of one's own are whole: every departure, with its evidence", () => {
    const last = JSON.parse(stands.get("command")?.received.at(-1)?.text ?? "{}") as {
      directories: { departures: { reversed?: unknown }[] }[];
    };
    const departures = last.directories.flatMap((one) => one.departures);
    expect(departures).toHaveLength(LEFT + 50);
    expect(departures.filter(({ reversed }) => reversed !== undefined)).toHaveLength(10);
  });

  it("leave nothing that waits, and nothing that failed", async () => {
    await workspace.clock.sleep(HOUR);
    expect(await workspace.deliver()).toEqual([]);
    expect((await workspace.context.store.notifications({})).map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => "sent"),
    );
  });
});
