import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeSlack } from "./index.ts";
import { ask, asObject, pages, someone, startSmall } from "./test-client.ts";

// Slack's samples are evaluation data: `slack_samples/README.md` there names the two repositories of Slack's they are from.
const evaluation = process.env["ROLLCALL_EVAL"];
const folder = evaluation === undefined ? undefined : join(evaluation, "data", "slack_samples");

/** Keys that the fake emits and that these samples lack, each with the place where it is documented or measured. */
const ELSEWHERE: readonly { methods: readonly string[]; citation: string; sample: unknown }[] = [
  {
    methods: ["users.list"],
    citation:
      "is_forgotten, only of an erased account: measured, github.com/brekkylab/backlot issue 258 and pull request 259",
    sample: { members: [{ is_forgotten: true }] },
  },
  {
    methods: ["users.info"],
    citation: "the same",
    sample: { user: { is_forgotten: true } },
  },
  {
    methods: ["users.list", "usergroups.list", "users.conversations", "conversations.list"],
    citation:
      "arg, the argument that is missing: github.com/slack-go/slack issue 1157 and the sample of conversations.list",
    sample: { arg: "team_id" },
  },
];

interface Shape {
  type: string[];
  properties?: Record<string, Shape>;
  items?: Shape;
  additionalProperties?: boolean | Shape;
}

/** The JSON schema of all samples together: the union of types of each key, and no key that none of them has. */
function shapeOf(samples: readonly unknown[]): Shape {
  const types = new Set(samples.map(typeName));
  const shape: Shape = { type: [...types] };
  const items = samples.filter((sample) => Array.isArray(sample)).flat();
  // An empty list in every sample says nothing of its entries.
  if (items.length > 0) shape.items = shapeOf(items);
  if (!types.has("object")) return shape;
  const entries = samples
    .filter((sample) => typeName(sample) === "object")
    .flatMap((sample) => Object.entries(asObject(sample)));
  const groups = Object.entries(Object.groupBy(entries, ([key]) => key));
  // Custom profile fields are keyed by their ids.
  const keyedById = groups.length > 0 && groups.every(([key]) => /^X[f0-9]/.test(key));
  const values = (group: readonly [string, unknown][] = []) => group.map(([, value]) => value);
  if (keyedById) return { ...shape, additionalProperties: shapeOf(values(entries)) };
  return {
    ...shape,
    properties: Object.fromEntries(groups.map(([key, group]) => [key, shapeOf(values(group))])),
    additionalProperties: false,
  };
}

function typeName(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function readSamples(root: string, method: string): unknown[] {
  const paths = [
    join(root, "java-slack-sdk", "api", `${method}.json`),
    join(root, "slack-api-specs", "examples", `${method}.200.json`),
    join(root, "slack-api-specs", "examples", `${method}.error.json`),
  ];
  return paths.filter((path) => existsSync(path)).map((path) => JSON.parse(readFileSync(path, "utf8")));
}

/** Slack's user object as its own event samples give it, with the keys of guests and of the invited. */
function userOfEvents(root: string): unknown {
  const path = join(root, "java-slack-sdk", "events", "UserChangePayload.json");
  return asObject(asObject(JSON.parse(readFileSync(path, "utf8")))["event"])["user"];
}

function validatorFor(root: string, method: string): ValidateFunction {
  // Neither repository has a sample of chat.update; its answer is that of chat.postMessage.
  const published = readSamples(root, method === "chat.update" ? "chat.postMessage" : method);
  const user = asObject(userOfEvents(root));
  if (method === "users.list") published.push({ members: [user] });
  if (method === "users.info") published.push({ user });
  if (method === "users.profile.get") published.push({ profile: user["profile"] });
  const extra = ELSEWHERE.filter(({ methods }) => methods.includes(method)).map(({ sample }) => sample);
  if (published.length + extra.length === 0) throw new Error(`no sample of ${method}`);
  return new Ajv({ allErrors: true, allowUnionTypes: true }).compile(shapeOf([...published, ...extra]));
}

describe.skipIf(folder === undefined)(
  "every answer of the fake has the shape of Slack's published samples (needs ROLLCALL_EVAL)",
  () => {
    const root = folder ?? "";
    let slack: FakeSlack;
    let grid: FakeSlack;
    const mismatches = (method: string, answers: readonly unknown[]): string[] => {
      const validate = validatorFor(root, method);
      const found = answers.flatMap((answer) => (validate(answer) ? [] : (validate.errors ?? [])));
      const words = found.map(({ instancePath, message, params }) =>
        [method, instancePath.replaceAll(/\d+/g, "N"), message, JSON.stringify(params)].join(" "),
      );
      return [...new Set(words)];
    };

    beforeAll(async () => {
      slack = await startSmall();
      grid = await startSmall({ workspaces: 3 });
      for (const world of [slack, grid]) {
        world.acts.deactivate(someone(world));
        const erased = someone(world, 5);
        world.acts.deactivate(erased);
        world.acts.erase(erased);
        world.acts.invite();
      }
    });
    afterAll(() => Promise.all([slack.close(), grid.close()]));

    it("users.list, of a workspace and of an organisation", async () => {
      const team_id = grid.world.workspaces[0].id;
      expect(mismatches("users.list", await pages(slack, "users.list", { limit: "90" }))).toEqual([]);
      expect(mismatches("users.list", await pages(grid, "users.list", { limit: "90", team_id }))).toEqual([]);
    });

    it("users.info and users.profile.get, of accounts of every kind, strangers included", async () => {
      const answers = async (method: string) => {
        const all: unknown[] = [];
        for (const world of [slack, grid]) {
          for (const user of world.world.members.keys())
            all.push(await ask(world, method, { user, include_labels: "true" }));
        }
        return all;
      };
      expect(mismatches("users.info", await answers("users.info"))).toEqual([]);
      expect(mismatches("users.profile.get", await answers("users.profile.get"))).toEqual([]);
    });

    it("conversations.list, conversations.info, conversations.members and users.conversations", async () => {
      expect(
        mismatches(
          "conversations.list",
          await pages(slack, "conversations.list", { types: "public_channel,private_channel" }),
        ),
      ).toEqual([]);
      const seen = [...slack.world.channels.values()].filter(({ hasApp }) => hasApp);
      const members: unknown[] = [];
      for (const { id } of seen) members.push(...(await pages(slack, "conversations.members", { channel: id })));
      expect(mismatches("conversations.members", members)).toEqual([]);
      const each = seen.map(({ id }) => ask(slack, "conversations.info", { channel: id, include_num_members: "true" }));
      expect(mismatches("conversations.info", await Promise.all(each))).toEqual([]);
      expect(
        mismatches("users.conversations", await pages(slack, "users.conversations", { user: someone(slack, 1) })),
      ).toEqual([]);
    });

    it("auth, team, user groups and chat", async () => {
      const channel = [...slack.world.channels.keys()][0] ?? "";
      const posted = await ask(slack, "chat.postMessage", { channel, text: "x" });
      expect(mismatches("auth.test", [await ask(slack, "auth.test"), await ask(grid, "auth.test")])).toEqual([]);
      expect(
        mismatches("auth.teams.list", [await ask(grid, "auth.teams.list"), await ask(slack, "auth.teams.list")]),
      ).toEqual([]);
      expect(mismatches("team.info", [await ask(slack, "team.info"), await ask(grid, "team.info")])).toEqual([]);
      expect(mismatches("team.profile.get", [await ask(slack, "team.profile.get")])).toEqual([]);
      expect(
        mismatches("usergroups.list", [
          await ask(slack, "usergroups.list", { include_users: "true", include_count: "true" }),
        ]),
      ).toEqual([]);
      expect(
        mismatches("usergroups.users.list", [
          await ask(slack, "usergroups.users.list", { usergroup: slack.world.groups[0]?.id ?? "" }),
        ]),
      ).toEqual([]);
      expect(mismatches("chat.postMessage", [posted])).toEqual([]);
      expect(
        mismatches("chat.update", [await ask(slack, "chat.update", { channel, ts: String(posted["ts"]), text: "y" })]),
      ).toEqual([]);
    });

    it("errors", async () => {
      expect(
        mismatches("users.list", [
          await ask(slack, "users.list", { cursor: "bm9uc2Vuc2U=" }),
          await ask(slack, "users.list", {}, "xoxb-unknown"),
          await ask(slack, "users.list", {}, slack.issueToken({ scopes: [] })),
          await ask(grid, "users.list"),
        ]),
      ).toEqual([]);
      expect(mismatches("conversations.list", [await ask(grid, "conversations.list")])).toEqual([]);
      expect(mismatches("users.info", [await ask(slack, "users.info", { user: "U0NOBODY" })])).toEqual([]);
    });

    it("and a key that Slack does not have, or a value of another type, would be noticed", () => {
      const validate = validatorFor(root, "users.list");
      expect(validate({ ok: true, members: [{ id: "U1", left_the_company: true }] })).toBe(false);
      expect(validate({ ok: true, members: [{ id: 1 }] })).toBe(false);
      expect(validate({ ok: true, members: [{ id: "U1" }] })).toBe(true);
    });
  },
);
