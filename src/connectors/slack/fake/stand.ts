import { Secret } from "../../../core/secret.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Fault, Stand } from "../../testing.ts";
import { slack } from "../index.ts";
import type { SlackSettings } from "../settings.ts";
import type { Fault as SlackFault } from "./faults.ts";
import { createWorld, startFakeSlack } from "./index.ts";

const HOW: Readonly<Record<Fault, Omit<SlackFault, "method">>> = {
  "401": { kind: "ok_false", error: "invalid_auth" },
  "403": { kind: "ok_false", error: "missing_scope" },
  // What a gateway says of a method that it does not pass on.
  "404": { kind: "http_status", status: 404 },
  "429": { kind: "http_429" },
  "500": { kind: "http_500" },
  reset: { kind: "reset" },
  "web page": { kind: "html" },
  "bad JSON": { kind: "garbage" },
  "cut page": { kind: "truncated_json" },
  "wrong shape": { kind: "wrong_shape", as: "object" },
  "empty list": { kind: "empty_list" },
  "no end": { kind: "no_cursor" },
};

/** The fake workspace for the contract suite. */
export async function openSlackStand(): Promise<Stand<SlackSettings>> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const world = createWorld({ seed: 7, accounts: 130, now: clock.now(), projectChannels: 1 });
  const fake = await startFakeSlack({ world, now: clock.now, scopes: ["users:read", "users:read.email"] });
  const people = [...world.members.values()].filter(({ sort, state }) => sort === "person" && state === "active");
  return {
    connector: slack,
    settings: {
      token: new Secret(fake.token, "env SLACK_TOKEN"),
      api: fake.url,
      pace: { perMinute: 20, pageSize: 50 },
    },
    clock,
    secrets: [fake.token],
    personal: people.slice(0, 20).flatMap(({ last, email = last }) => [last, email]),
    pages: 3,
    people: people.slice(0, 3).map(({ id }) => id),
    fault: (fault, page, times = Infinity) => fake.fault({ method: "users.list", page, times, ...HOW[fault] }),
    heal: () => fake.clearFaults(),
    leave: (id) => fake.acts.deactivate(id),
    comeBack: (id) => fake.acts.reactivate(id),
    close: () => fake.close(),
  };
}
