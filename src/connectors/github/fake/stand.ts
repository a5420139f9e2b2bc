import { Secret } from "../../../core/secret.ts";
import { startFakeApi } from "../../../http/fake-api.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { github } from "../index.ts";
import type { GithubSettings } from "../settings.ts";
import { startEmulator } from "./emulator.ts";
import { startFakeGithub } from "./index.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const PACE = { perMinute: 60, pageSize: 30 };

/** The fake, which has outside collaborators and a token that may stop being a member's. */
export async function openGithubStand(): Promise<Stand<GithubSettings>> {
  const clock = virtualClock(NOW);
  const fake = await startFakeGithub(100, clock.now);
  const find = (id: string) => {
    const member = fake.members.find((one) => String(one.id) === id);
    if (member === undefined) throw new Error("The fake has no such member.");
    return member;
  };
  return {
    connector: github,
    settings: {
      organisation: "acme",
      outsideCollaborators: true,
      token: new Secret(fake.token, "env GITHUB_TOKEN"),
      api: fake.url,
      pace: PACE,
    },
    clock,
    secrets: [fake.token],
    personal: ["velmora-"],
    // Of the members, of the owners and of outside collaborators.
    pages: 5,
    people: fake.members.slice(2, 5).map(({ id }) => String(id)),
    fault: fake.fault,
    heal: fake.heal,
    leave: (id) => void (find(id).role = "none"),
    comeBack: (id) => void (find(id).role = "member"),
    close: () => fake.close(),
  };
}

/** GitHub's emulator, which is not ours, with something before it that can be told to fail. */
export async function openEmulatorStand(): Promise<Stand<GithubSettings>> {
  const emulator = await startEmulator(75);
  const logins = new Map<string, string>();
  const list = (await emulator.ask("GET", "orgs/acme/members?per_page=100")).body;
  for (const { id, login } of Array.isArray(list) ? list : []) logins.set(String(id), String(login));
  const loginOf = (id: string): string => logins.get(id) ?? "nobody";
  const front = await startFakeApi({
    page: ({ path, query }) =>
      path === "/orgs/acme/members" && query.get("role") !== "admin" ? Number(query.get("page") ?? 1) : undefined,
    answer: async ({ path, query }, url) => {
      const { status, headers, body } = await emulator.ask("GET", `${path.slice(1)}?${query.toString()}`);
      const link = headers.get("link")?.replaceAll(emulator.url, url);
      return { status, body, ...(link === undefined ? {} : { headers: { link } }) };
    },
    refuse: (status, { headers }) => ({ status, body: { message: `No. ${headers["authorization"] ?? ""}` } }),
    spoil: (reply, fault, { path }) => {
      if (fault === "wrong shape") return { ...reply, body: { message: "unexpected" } };
      if (fault === "empty list") return { body: [] };
      return { ...reply, headers: { link: `<${front.url.slice(0, -1)}${path}?per_page=30&page=1>; rel="next"` } };
    },
  });
  return {
    connector: github,
    settings: {
      organisation: "acme",
      outsideCollaborators: false,
      token: new Secret(emulator.token, "env GITHUB_TOKEN"),
      api: front.url,
      pace: PACE,
    },
    clock: virtualClock(NOW),
    secrets: [emulator.token],
    personal: ["quorvath-"],
    pages: 3,
    people: [...logins.keys()].slice(10, 13),
    fault: front.fault,
    heal: front.heal,
    leave: async (id) => void (await emulator.ask("DELETE", `orgs/acme/members/${loginOf(id)}`)),
    comeBack: async (id) =>
      void (await emulator.ask("PUT", `orgs/acme/memberships/${loginOf(id)}`, { role: "member" })),
    close: async () => {
      await front.close();
      await emulator.close();
    },
  };
}
