import { WebClient, LogLevel } from "@slack/web-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeSlack } from "./index.ts";
import { asList, asObject, someone, startSmall } from "./test-client.ts";

describe("Slack's own client, unchanged, against the fake workspace", () => {
  let slack: FakeSlack;
  let client: WebClient;

  beforeAll(async () => {
    slack = await startSmall();
    client = new WebClient(slack.token, {
      slackApiUrl: slack.url,
      retryConfig: { retries: 2, minTimeout: 1, maxTimeout: 1 },
      logLevel: LogLevel.ERROR,
    });
  });
  afterAll(() => slack.close());

  it("knows who it is", async () => {
    const answer = await client.auth.test();
    expect(answer.team_id).toBe(slack.world.workspaces[0].id);
    expect(answer.response_metadata?.scopes).toContain("users:read");
  });

  it("pages through users.list with its paginate helper and gets every account once", async () => {
    const ids: string[] = [];
    for await (const page of client.paginate("users.list", { limit: 70 })) {
      ids.push(...asList(asObject(page)["members"]).map((member) => String(member["id"])));
    }
    expect(ids).toHaveLength(400);
    expect(new Set(ids).size).toBe(400);
  });

  it("follows a 429 by itself and then gets the page", async () => {
    slack.fault({ method: "users.list", kind: "http_429", retryAfter: 0 });
    const answer = await client.users.list({ limit: 10 });
    expect(answer.members).toHaveLength(10);
    expect(slack.calls.slice(-2).map(({ status }) => status)).toEqual([429, 200]);
  });

  it("reads a user, the profile with its custom fields and their definitions", async () => {
    const user = someone(slack);
    const info = await client.users.info({ user });
    const { profile } = await client.users.profile.get({ user });
    const fields = (await client.team.profile.get({})).profile?.fields ?? [];
    const office = fields.find(({ label }) => label === "Office")?.id ?? "";
    expect(info.user?.deleted).toBe(false);
    expect(profile?.fields?.[office]?.value).toBe(slack.world.members.get(user)?.office);
  });

  it("reads channels, their members, user groups and the channels of one person", async () => {
    const { channels = [] } = await client.conversations.list({ limit: 200 });
    const general = channels.find((channel) => channel.is_general);
    const members: string[] = [];
    for await (const page of client.paginate("conversations.members", { channel: general?.id, limit: 50 })) {
      const found = asObject(page)["members"];
      if (Array.isArray(found)) members.push(...found.map(String));
    }
    const [one = ""] = members;
    const theirs = await client.users.conversations({ user: one });
    const { usergroups = [] } = await client.usergroups.list({ include_users: true });
    const group = usergroups.find(({ users = [] }) => users.length > 0);
    const inGroup = await client.usergroups.users.list({ usergroup: group?.id ?? "" });
    expect(members).toHaveLength(general?.num_members ?? -1);
    expect(theirs.channels?.map(({ id }) => id)).toContain(general?.id);
    expect(inGroup.users).toEqual(group?.users);
  });

  it("posts a message, edits it in place and gets Slack's error for a channel that is not there", async () => {
    const posted = asObject(await client.apiCall("chat.postMessage", { channel: "#general", text: "first" }));
    await client.chat.update({ channel: String(posted["channel"]), ts: String(posted["ts"]), text: "second" });
    expect(slack.messages).toMatchObject([{ text: "second", edits: 1 }]);
    await expect(client.apiCall("chat.postMessage", { channel: "C0NOWHERE", text: "x" })).rejects.toMatchObject({
      data: { error: "channel_not_found" },
    });
  });
});
