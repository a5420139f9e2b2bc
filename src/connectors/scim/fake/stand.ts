import { Secret } from "../../../core/secret.ts";
import { type FakeApi, startFakeApi } from "../../../http/fake-api.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { scim } from "../index.ts";
import type { ScimSettings } from "../settings.ts";
import { startFakeScim } from "./index.ts";
import { startScimmy } from "./scimmy.ts";

const PAGE = 25;

/** The fake with cursors (RFC 9865), which the server that is not ours does not have. */
export async function openScimStand(): Promise<Stand<ScimSettings>> {
  const fake = await startFakeScim(90, { paging: "cursor", prefers: "cursor" });
  const settings = { url: fake.base, token: new Secret(fake.secret, "env SCIM_TOKEN") };
  const find = (id: string) => {
    const user = fake.users.find((one) => one.id === id);
    if (user === undefined) throw new Error("The fake has no such user.");
    return user;
  };
  return {
    ...standing(fake, settings),
    secrets: [fake.secret],
    personal: fake.users.slice(0, 20).flatMap(({ family, email }) => [family, email]),
    pages: 4,
    people: fake.users.slice(0, 3).map(({ id }) => id),
    leave: (id) => void (find(id).active = false),
    comeBack: (id) => void (find(id).active = true),
    close: () => fake.close(),
  };
}

/** scimmy-routers, a SCIM server that is not ours, with something before it that can be told to fail. */
export async function openScimmyStand(): Promise<Stand<ScimSettings>> {
  const scimmy = await startScimmy(70, { fixed: true });
  const users = scimmy.users;
  const front = await startFakeApi({
    page: ({ path, query }) =>
      path === "/scim/v2/Users" ? Math.floor((Number(query.get("startIndex") ?? 1) - 1) / PAGE) + 1 : undefined,
    answer: async ({ path, query, headers }) => {
      const answer = await fetch(`${new URL(scimmy.base).origin}${path}?${query.toString()}`, {
        headers: { authorization: headers["authorization"] ?? "" },
      });
      return { status: answer.status, body: await answer.json() };
    },
    refuse: (status, { headers }) => ({ status, body: { detail: `No. ${headers["authorization"] ?? ""}` } }),
    spoil: (reply, fault) => {
      const { totalResults, ...body } = Object(reply.body);
      if (fault === "wrong shape") return { ...reply, body: { ...body, totalResults, Resources: "unexpected" } };
      if (fault === "empty list") return { ...reply, body: { ...body, totalResults, Resources: [] } };
      return { ...reply, body };
    },
  });
  const settings = { url: `${front.url}scim/v2`, token: new Secret(scimmy.token, "env SCIM_TOKEN") };
  const set = (id: string, active: boolean): void => {
    const user = users.get(id);
    if (user === undefined) throw new Error("The server has no such user.");
    user.active = active;
  };
  return {
    ...standing(front, settings),
    secrets: [scimmy.token],
    personal: ["Tormunder", "@scimmy.example"],
    pages: 3,
    people: ["4", "5", "6"],
    leave: (id) => set(id, false),
    comeBack: (id) => set(id, true),
    close: async () => {
      await front.close();
      await scimmy.close();
    },
  };
}

function standing(api: FakeApi, settings: Pick<ScimSettings, "url" | "token">) {
  return {
    connector: scim,
    settings: { ...settings, select: true, absent: "unknown" as const, pace: { perMinute: 60, pageSize: PAGE } },
    clock: virtualClock(Date.UTC(2026, 10, 20, 12)),
    fault: api.fault,
    heal: api.heal,
  };
}
