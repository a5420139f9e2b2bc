import { HOUR, MINUTE } from "../../src/core/time.ts";
import type { FaultName } from "./faults.ts";
import { comeBack, leaveInMass, live, peopleOf } from "./lives.ts";
import { type Deed, EVERY } from "./stage.ts";
import type { Armed, Workspace } from "./workspace.ts";

const LISTS: readonly Omit<Armed, "method">[] = [
  { name: "F1 a list that is cut", kind: "cut" },
  { name: "F1 a list of short pages", kind: "half" },
  { name: "F1 a list of short pages", kind: "empty_list" },
  { name: "F2 a cursor that dies", kind: "cursor_dies" },
  { name: "F3 too many calls", kind: "http_429", retryAfter: 45 },
  { name: "F3 a server that fails", kind: "http_500" },
  { name: "F3 a server that fails", kind: "http_503" },
  { name: "F3 a connection that breaks", kind: "reset" },
  { name: "F3 a connection that breaks", kind: "hang" },
  { name: "F4 a body that is none", kind: "html" },
  { name: "F4 a body that is none", kind: "empty_body" },
  { name: "F4 a body that is none", kind: "garbage" },
  { name: "F4 a body that is none", kind: "truncated_json" },
  { name: "F4 a body that is none", kind: "wrong_shape" },
  { name: "F4 a body that is none", kind: "redirect" },
  { name: "F4 an answer that says no", kind: "ok_false" },
];

/** Ways to lose the workspace; one at a time, since they are taken back together. */
const ACCESS: readonly { readonly name: FaultName; readonly begin: (workspace: Workspace) => void }[] = [
  { name: "F6 a token revoked", begin: ({ fake }) => fake.revokeToken(fake.token) },
  { name: "F6 an app uninstalled", begin: ({ fake }) => fake.uninstallApp() },
  { name: "F6 an installer deactivated", begin: ({ fake }) => fake.revokeToken(fake.token, "account_inactive") },
  { name: "F6 a scope lost", begin: ({ fake }) => fake.fault({ method: "users.list", kind: "scope_lost" }) },
  {
    name: "F7 other ids",
    begin: ({ fake, weather }) => {
      weather.moved = true;
      fake.fault({ method: "users.list", kind: "ids_replaced" });
    },
  },
  {
    name: "F7 another workspace",
    begin: ({ fake, weather }) => {
      weather.moved = true;
      fake.fault({ method: "auth.test", kind: "other_workspace" });
    },
  },
];

/** What happens in the workspace, and on the way from it. */
export const DEEDS_OF_SLACK: readonly Deed[] = [
  {
    weight: 45,
    happen: ({ workspace, random }) => {
      for (let i = 0; i <= random.below(3); i++) workspace.act((acts) => live(workspace.world, acts, random));
    },
  },
  {
    weight: 1.5,
    happen: (stage) => {
      const { workspace, random, scheduler, until } = stage;
      let left: readonly string[] = [];
      workspace.act((acts) => (left = leaveInMass(workspace.world, acts, random)));
      stage.struck("F5 a mass that leaves");
      stage.say(`${left.length} leave at once`);
      if (!random.chance(0.5)) return;
      scheduler.at(Math.min(until, scheduler.now() + random.below(HOUR / 2)), () =>
        workspace.act((acts) => comeBack(workspace.world, acts, left)),
      );
    },
  },
  {
    weight: 12,
    happen: ({ workspace, random, say }) => {
      const fault = random.pick(LISTS);
      const method = random.pick(["users.list", "users.list", "users.info", "auth.test"]);
      const isOfPages = fault.name.startsWith("F1") || fault.name.startsWith("F2");
      if (workspace.weather.armed.length > 3) return;
      const page = 1 + random.below(4);
      workspace.weather.armed.push(isOfPages ? { ...fault, method: "users.list", page } : { ...fault, method });
      say(`${fault.kind} at ${isOfPages ? `page ${page} of users.list` : method}`);
    },
  },
  {
    weight: 1,
    happen: ({ workspace, random, say }, plan) => {
      const people = peopleOf(workspace.world, ({ state }) => state === "active");
      const share = 0.1 + random.next() * 0.5;
      const flagged = new Set(people.filter(() => random.chance(share)).map(({ id }) => id));
      plan.during(
        "a list that falsely calls people gone",
        random.below(2 * EVERY),
        () => {
          workspace.weather.flagged = flagged;
          say(`the list calls ${flagged.size} gone who are not`);
        },
        () => (workspace.weather.flagged = new Set()),
      );
    },
  },
  {
    weight: 3,
    happen: (stage, plan) => {
      const { workspace, random, routes } = stage;
      const { name, begin } = random.pick(ACCESS);
      plan.during(
        "a lasting fault",
        random.pick([3 * MINUTE, 12 * MINUTE, HOUR / 2, HOUR]),
        () => {
          stage.struck(name);
          stage.say(name);
          // Whose token is refused cannot be written to through Slack either.
          routes.cutOff = name.startsWith("F6") && !name.includes("scope");
          begin(workspace);
        },
        () => {
          routes.cutOff = false;
          workspace.weather.moved = false;
          workspace.fake.installAgain();
          workspace.fake.clearFaults();
        },
      );
    },
  },
  {
    weight: 1,
    happen: ({ workspace, random, say }, plan) => {
      plan.during(
        "no way to the workspace",
        random.pick([MINUTE, 15 * MINUTE, 40 * MINUTE]),
        () => {
          say("the workspace cannot be reached");
          workspace.weather.cut = true;
        },
        () => (workspace.weather.cut = false),
      );
    },
  },
  {
    weight: 6,
    happen: ({ deliveries, random, say }, plan) => {
      const { fortune } = deliveries;
      const better = { lost: 0, twice: 0, late: 0, shuffled: 0 };
      const worse = { lost: 0.5 * random.next(), twice: 0.3, late: 0.2, shuffled: 0.4 };
      plan.during(
        "events fare badly",
        random.below(HOUR / 2),
        () => {
          say("events are lost, doubled, late and out of order");
          Object.assign(fortune, worse);
        },
        () => Object.assign(fortune, better),
      );
    },
  },
  {
    weight: 1,
    happen: ({ deliveries, random, say }, plan) => {
      plan.during(
        "silence",
        random.pick([10 * MINUTE, 40 * MINUTE, 2 * HOUR]),
        () => {
          say("no events are sent");
          deliveries.fortune.silent = true;
        },
        () => (deliveries.fortune.silent = false),
      );
    },
  },
  {
    weight: 2,
    happen: ({ workspace, random, say }, plan) => {
      const people = peopleOf(workspace.world, ({ state, role }) => state === "active" && role !== "primary_owner");
      if (people.length === 0) return;
      const { id } = random.pick(people);
      plan.during(
        "an account that cannot be read",
        random.pick([5 * MINUTE, 20 * MINUTE]),
        () => {
          say("the record of an account is nonsense");
          workspace.weather.poisoned = id;
          workspace.act((acts) => (random.chance(0.5) ? acts.deactivate(id) : acts.editStatus(id, "busy")));
        },
        () => (workspace.weather.poisoned = undefined),
      );
    },
  },
  { weight: 1, happen: ({ deliveries }) => deliveries.sendNonsense() },
];
