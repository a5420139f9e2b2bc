import { afterEach, describe, expect, it } from "vitest";
import { DAY, SECOND } from "../../../core/time.ts";
import type { FakeSlack } from "./index.ts";
import { NOW, ask, asList, asObject, cursorOf, everyone, pages, someone, staff, startSmall } from "./test-client.ts";

let slack: FakeSlack;
afterEach(() => slack.close());

const start = async (...options: Parameters<typeof startSmall>) => (slack = await startSmall(...options));
const generalOf = (fake: FakeSlack) => [...fake.world.channels.values()].find(({ isGeneral }) => isGeneral)?.id ?? "";
const membersOf = async (channel: string) =>
  (await pages(slack, "conversations.members", { channel })).flatMap(({ members }) =>
    Array.isArray(members) ? members.map(String) : [],
  );

// The keys that a real deactivated account lacks: github.com/brekkylab/backlot issue 258.
const STRIPPED = (
  "real_name color tz tz_label tz_offset is_admin is_owner is_primary_owner is_restricted is_ultra_restricted has_2fa " +
  "is_email_confirmed who_can_share_contact_card"
).split(" ");

describe("habits of Slack that the fake keeps: the life of an account", () => {
  it("a deactivated account stays in the list and loses exactly thirteen keys; its profile loses one", async () => {
    await start();
    const id = someone(slack);
    const before = asObject((await everyone(slack)).get(id));
    slack.acts.deactivate(id);
    const after = asObject((await everyone(slack)).get(id));
    expect(Object.keys(before).filter((key) => !(key in after))).toEqual(expect.arrayContaining(STRIPPED));
    expect(Object.keys(before).length - Object.keys(after).length).toBe(STRIPPED.length);
    expect(after["deleted"]).toBe(true);
    const { huddle_state_expiration_ts: dropped, ...profile } = asObject(before["profile"]);
    expect(dropped).toBe(0);
    expect(after["profile"]).toEqual(profile);
    expect(asObject((await ask(slack, "users.info", { user: id }))["user"])).toEqual(after);
  });

  it("is_forgotten is present of an erased account only, with placeholders for the person", async () => {
    await start();
    const id = someone(slack);
    expect(() => slack.acts.erase(id)).toThrow("active");
    slack.acts.deactivate(id);
    const email = slack.world.members.get(id)?.email ?? "?";
    expect(asObject((await everyone(slack)).get(id))).not.toHaveProperty("is_forgotten");
    slack.acts.erase(id);
    const erased = asObject((await everyone(slack)).get(id));
    expect(erased).toMatchObject({ deleted: true, is_forgotten: true, profile: { real_name: "Deactivated User" } });
    expect(String(erased["name"])).toMatch(/^deactivateduser\d*$/);
    expect(JSON.stringify(erased)).not.toContain(email);
  });

  it("deactivation takes a person out of every channel, and coming back restores none", async () => {
    await start();
    const id = someone(slack);
    expect(await membersOf(generalOf(slack))).toContain(id);
    slack.acts.deactivate(id);
    expect(await membersOf(generalOf(slack))).not.toContain(id);
    slack.acts.reactivate(id);
    expect((await ask(slack, "users.conversations", { user: id }))["channels"]).toEqual([]);
    expect(asObject((await everyone(slack)).get(id))).toMatchObject({ id, deleted: false });
  });

  it("an edit of a custom field moves nothing but users.profile.get; a status edit moves `updated` and the status", async () => {
    let now = NOW;
    await start({}, { now: () => now });
    const [id, other] = [someone(slack), someone(slack, 1)];
    const before = await everyone(slack);
    now += DAY;
    slack.acts.moveOffice(id, "Osaka");
    slack.acts.editStatus(other, "at lunch");
    const after = await everyone(slack);
    const { fields } = asObject((await ask(slack, "users.profile.get", { user: id }))["profile"]);
    expect(after.get(id)).toEqual(before.get(id));
    expect(asObject(asObject(fields)[slack.world.fields.office.id])).toMatchObject({ value: "Osaka" });
    expect(asObject(after.get(other))["updated"]).toBe(now / SECOND);
    expect(asObject(after.get(id))["profile"]).not.toHaveProperty("fields");
  });

  it("daylight saving moves tz_offset and not `updated`", async () => {
    let now = Date.UTC(2026, 9, 24);
    await start({ now }, { now: () => now });
    const berlin = staff(slack).find((id) => slack.world.members.get(id)?.zone === "Europe/Berlin") ?? "";
    const summer = asObject((await everyone(slack)).get(berlin));
    now += 2 * DAY;
    const winter = asObject((await everyone(slack)).get(berlin));
    expect([summer["tz_offset"], winter["tz_offset"]]).toEqual([7200, 3600]);
    expect(winter["updated"]).toBe(summer["updated"]);
  });

  it("an invited person is in the list before signing in; the record says so until they join", async () => {
    await start();
    const id = slack.acts.invite();
    expect(asObject((await everyone(slack)).get(id))).toMatchObject({ deleted: false, is_invited_user: true });
    slack.acts.join(id);
    expect(asObject((await everyone(slack)).get(id))).not.toHaveProperty("is_invited_user");
    const revoked = slack.acts.invite();
    slack.acts.revokeInvite(revoked);
    expect(asObject((await everyone(slack)).get(revoked))).toMatchObject({ deleted: true });
  });

  it("guests carry who invited them and when they end; a single-channel guest is flagged as both kinds", async () => {
    await start();
    const guests = [...slack.world.members.values()].filter(({ role }) => role === "single_channel_guest");
    const guest = guests.find(({ guestExpires }) => guestExpires !== undefined);
    const record = asObject((await everyone(slack)).get(guest?.id ?? ""));
    expect(record).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
    expect(asObject(record["profile"])).toMatchObject({
      guest_invited_by: guest?.invitedBy?.id,
      guest_expiration_ts: Math.floor((guest?.guestExpires ?? 0) / SECOND),
    });
    expect(guests.every(({ channels }) => channels.length <= 1)).toBe(true);
  });

  it("Slackbot is no bot; bots, the workflow bot and app users each have a flag of their own", async () => {
    await start();
    const all = await everyone(slack);
    const of = (sort: string) =>
      asObject(all.get([...slack.world.members.values()].find((one) => one.sort === sort)?.id ?? ""));
    expect(all.get("USLACKBOT")).toMatchObject({ is_bot: false });
    expect(of("bot")).toMatchObject({ is_bot: true, is_app_user: false });
    expect(of("workflow")).toMatchObject({ is_bot: true, is_workflow_bot: true });
    expect(of("app")).toMatchObject({ is_bot: false, is_app_user: true });
  });
});

describe("habits of Slack that the fake keeps: lists", () => {
  it("only an empty next_cursor is the end: pages are short while more remain", async () => {
    await start();
    const all = await pages(slack, "users.list", { limit: "50" });
    const sizes = all.map((page) => asList(page["members"]).length);
    expect(sizes.slice(0, -1).some((size) => size < 50)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(400);
    expect(Buffer.from(cursorOf(all[0] ?? {}), "base64").toString()).toMatch(/^user:[UW]/);
  });

  it("the list is in no particular order and the same in every sequence", async () => {
    await start();
    const first = [...(await everyone(slack)).keys()];
    expect(first).not.toEqual(first.toSorted());
    expect([...(await everyone(slack, { limit: "33" })).keys()]).toEqual(first);
  });

  it("a large list without a limit is refused", async () => {
    await start({ accounts: 1200 });
    expect(await ask(slack, "users.list")).toEqual({ ok: false, error: "limit_required" });
    expect(await ask(slack, "users.list", { limit: "-1" })).toEqual({ ok: false, error: "invalid_limit" });
  });

  it("strangers of Slack Connect are in channels and users.info, never in users.list, and only some are flagged", async () => {
    await start();
    const strangers = [...slack.world.members.values()].filter(({ sort }) => sort === "stranger");
    const shared = [...slack.world.channels.values()].find(({ isShared }) => isShared)?.id ?? "";
    const listed = await everyone(slack);
    const seen = await membersOf(shared);
    const records = await Promise.all(strangers.map(({ id }) => ask(slack, "users.info", { user: id })));
    expect(strangers.some(({ id }) => listed.has(id))).toBe(false);
    expect(seen).toEqual(expect.arrayContaining(strangers.map(({ id }) => id)));
    expect(new Set(records.map(({ user }) => "is_stranger" in asObject(user))).size).toBe(2);
    for (const { user } of records) expect(asObject(user)["team_id"]).not.toBe(slack.world.workspaces[0].id);
  });

  it("an archived channel has nobody in it; a private one is seen only where the app is a member", async () => {
    await start({ projectChannels: 90 });
    const hidden = [...slack.world.channels.values()].find(({ isPrivate, hasApp }) => isPrivate && !hasApp);
    const general = generalOf(slack);
    slack.acts.archiveChannel(general);
    const types = "public_channel,private_channel";
    const all = (await pages(slack, "conversations.list", { types })).flatMap(({ channels }) => asList(channels));
    const open = (await pages(slack, "conversations.list", { types, exclude_archived: "true" })).flatMap((page) =>
      asList(page["channels"]),
    );
    expect(all.find(({ id }) => id === general)).toMatchObject({ is_archived: true, num_members: 0 });
    expect(open.map(({ id }) => id)).not.toContain(general);
    expect(all.map(({ id }) => id)).not.toContain(hidden?.id);
    expect(await ask(slack, "conversations.members", { channel: hidden?.id ?? "" })).toMatchObject({
      error: "channel_not_found",
    });
  });
});
