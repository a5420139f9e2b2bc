import { describe, expect, it } from "vitest";
import { type MapContext, mapSlackUser } from "./map.ts";

const HERE: MapContext = { workspaces: new Set(["T1"]) };

const FLAGS = {
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_bot: false,
};

const MEMBER = {
  id: "U1",
  team_id: "T1",
  name: "zofia.nowak",
  deleted: false,
  real_name: "Zofia Nowak",
  tz: "Europe/Warsaw",
  tz_label: "Central European Time",
  tz_offset: 3600,
  updated: 1_700_000_000,
  is_app_user: false,
  ...FLAGS,
  profile: {
    title: "Engineer",
    real_name: "Zofia Nowak",
    display_name: "zofia",
    email: "Zofia.Nowak@Acme.example",
    start_date: "2020-02-03",
    fields: {},
  },
};

/** What is left of a deactivated account: github.com/brekkylab/backlot issue 258. */
const STRIPPED = {
  id: "U1",
  team_id: "T1",
  name: "zofia.nowak",
  deleted: true,
  updated: 1_700_000_500,
  is_bot: false,
  is_app_user: false,
  profile: MEMBER.profile,
};

const mapped = (more: object = {}, context: MapContext = HERE) => {
  const account = mapSlackUser({ ...MEMBER, ...more }, context);
  if (account === undefined) throw new Error("It is no user object.");
  return account;
};
const attributes = (more: object = {}, context?: MapContext) => mapped(more, context).attributes;

describe("a Slack user", () => {
  it("states what an ordinary member's object states", () => {
    expect(mapped()).toStrictEqual({
      id: "U1",
      status: "active",
      updated: 1_700_000_000_000,
      attributes: {
        name: "Zofia Nowak",
        handle: "zofia.nowak",
        email: "zofia.nowak@acme.example",
        kind: "human",
        role: "member",
        title: "Engineer",
        timezone: "Europe/Warsaw",
        startDate: "2020-02-03",
      },
    });
  });

  it("who is deactivated states only what Slack has left of them", () => {
    expect(mapSlackUser(STRIPPED, HERE)).toStrictEqual({
      id: "U1",
      status: "deactivated",
      stated: "deleted: true",
      updated: 1_700_000_500_000,
      attributes: {
        name: "Zofia Nowak",
        handle: "zofia.nowak",
        email: "zofia.nowak@acme.example",
        title: "Engineer",
        startDate: "2020-02-03",
      },
    });
  });

  it("has an e-mail address that Slack vouches for where its owner has confirmed it, and says so of no leaver", () => {
    expect(attributes({ is_email_confirmed: true })).toMatchObject({ emailVerified: true });
    expect(attributes({ is_email_confirmed: false })).toMatchObject({ emailVerified: false });
    expect(mapSlackUser(STRIPPED, HERE)?.attributes).not.toHaveProperty("emailVerified");
    const unseen = { is_email_confirmed: true, profile: { ...MEMBER.profile, email: undefined } };
    expect(attributes(unseen)).not.toHaveProperty("emailVerified");
  });

  it("states nothing by leaving a key out, and nothing by null", () => {
    expect(mapSlackUser({ id: "U1" })).toStrictEqual({ id: "U1", status: "active", attributes: {} });
    const nulls = Object.fromEntries(Object.keys(MEMBER).map((key) => [key, null]));
    expect(mapSlackUser({ ...nulls, id: "U1" })).toStrictEqual({ id: "U1", status: "active", attributes: {} });
  });

  it("has no title where an active profile's is blank, and an unknown one where a leaver's is", () => {
    const blank = { profile: { ...MEMBER.profile, title: "", start_date: "" } };
    expect(attributes(blank)).toMatchObject({ title: null, startDate: null });
    for (const key of ["title", "startDate"]) {
      expect(mapSlackUser({ ...STRIPPED, ...blank })?.attributes).not.toHaveProperty(key);
      expect(attributes({ ...blank, is_invited_user: true })).not.toHaveProperty(key);
    }
  });

  it("who is erased is erased, and nothing more is said of them", () => {
    expect(mapSlackUser({ ...STRIPPED, is_forgotten: true })).toStrictEqual({
      id: "U1",
      status: "erased",
      stated: "is_forgotten: true",
      updated: 1_700_000_500_000,
      attributes: {},
    });
  });

  it("is invited until they sign in, and deactivated when the invitation is taken back", () => {
    expect(mapped({ is_invited_user: true })).toMatchObject({ status: "invited", stated: "is_invited_user: true" });
    expect(mapped({ is_invited_user: true, deleted: true }).status).toBe("deactivated");
  });

  it("is a bot by its flags or its bot id, and Slackbot a service", () => {
    for (const more of [{ is_bot: true }, { is_workflow_bot: true }, { profile: { bot_id: "B1" } }]) {
      expect(attributes(more)).toMatchObject({ kind: "bot" });
      expect(attributes(more)).not.toHaveProperty("role");
    }
    expect(attributes({ id: "USLACKBOT" }).kind).toBe("service");
  });

  it("stays a person when they have authorised the calling app", () => {
    expect(attributes({ is_app_user: true })).toMatchObject({ kind: "human", role: "member" });
  });

  it("is a guest of one kind or the other", () => {
    expect(attributes({ is_restricted: true })).toMatchObject({ kind: "guest", role: "guest" });
    const single = { is_restricted: true, is_ultra_restricted: true };
    expect(attributes(single)).toMatchObject({ kind: "guest", role: "single_channel_guest" });
  });

  it("has the highest role that is stated", () => {
    const admin = { is_admin: true };
    const owner = { ...admin, is_owner: true };
    expect(attributes(admin).role).toBe("admin");
    expect(attributes(owner).role).toBe("owner");
    expect(attributes({ ...owner, is_primary_owner: true }).role).toBe("primary_owner");
  });

  it("has an unknown role, never a lower one, where a flag is left out", () => {
    for (const flag of ["is_admin", "is_restricted"])
      expect(attributes({ [flag]: undefined })).not.toHaveProperty("role");
    expect(attributes({ is_admin: true, is_owner: undefined })).not.toHaveProperty("role");
    expect(attributes({ is_admin: true, is_owner: true, is_primary_owner: undefined })).not.toHaveProperty("role");
    expect(attributes({ is_restricted: undefined })).not.toHaveProperty("kind");
  });

  it("is external when Slack says stranger, or when another workspace or organisation is theirs", () => {
    expect(attributes({ is_stranger: true }).kind).toBe("external");
    expect(attributes({ team_id: "T9" }).kind).toBe("external");
    expect(attributes({ team_id: "T9" }, {}).kind).toBe("human");
    const grid = { ...HERE, enterprise: "E1" };
    expect(attributes({ team_id: "T9" }, grid).kind).toBe("human");
    expect(attributes({ enterprise_id: "E9" }, grid).kind).toBe("external");
    expect(attributes({ enterprise_user: { enterprise_id: "E9" } }, grid).kind).toBe("external");
    expect(attributes({ enterprise_user: { enterprise_id: "E1" } }, grid).kind).toBe("human");
  });

  it("is called by the profile's real name, else the display name, else the handle", () => {
    expect(attributes({ profile: { real_name: "", display_name: "zofia" } }).name).toBe("zofia");
    expect(attributes({ profile: {} }).name).toBe("zofia.nowak");
  });

  it("who is a guest has an end and an inviter where they are stated, and no end where it is 0", () => {
    const guest = { profile: { guest_expiration_ts: 1_800_000_000, guest_invited_by: "U9" } };
    expect(attributes(guest)).toMatchObject({ guestExpires: 1_800_000_000_000, invitedBy: "U9" });
    expect(attributes({ profile: { guest_expiration_ts: 0 } }).guestExpires).toBeNull();
    expect(attributes()).not.toHaveProperty("guestExpires");
  });

  it("states the custom fields that the list has, and nothing by those it leaves out or empty", () => {
    const context = {
      ...HERE,
      fields: { location: { id: "Xf1", label: "Office" }, team: { id: "Xf2", label: "Team" } },
    };
    const fields = { Xf1: { value: " Warsaw ", alt: "" }, Xf2: { value: "" } };
    const given = attributes({ profile: { fields } }, context);
    expect(given).toMatchObject({ location: "Warsaw", locationFrom: "field Office" });
    expect(given).not.toHaveProperty("team");
    for (const none of [{}, [], null, undefined, "odd"]) {
      expect(attributes({ profile: { fields: none } }, context)).not.toHaveProperty("location");
    }
  });

  it("leaves the title to the custom field where the settings name one", () => {
    expect(attributes({}, { ...HERE, titleIsField: true })).not.toHaveProperty("title");
  });

  it("who is active states channels and groups where they were read, none included; nobody else does", () => {
    const context = { ...HERE, channels: new Map([["U1", ["C1", "C2"]]]), groups: new Map() };
    expect(attributes({}, context)).toMatchObject({ channels: ["C1", "C2"], groups: [] });
    for (const more of [{ deleted: true }, { is_invited_user: true }]) {
      expect(attributes(more, context)).not.toHaveProperty("channels");
    }
  });

  it("is none where the object has no id or holds something else under a known key", () => {
    for (const raw of [
      null,
      undefined,
      7,
      "U1",
      [],
      {},
      { id: "" },
      { ...MEMBER, deleted: "yes" },
      { ...MEMBER, profile: 7 },
    ]) {
      expect(mapSlackUser(raw)).toBeUndefined();
    }
  });
});

describe("a Slack user of an Enterprise organisation", () => {
  const grid = (teams: readonly string[] | null | undefined) => ({
    id: "U1",
    enterprise_user: { id: "W1", enterprise_id: "E1", teams },
  });

  it("is one person by the organisation's id, with the workspaces they can enter", () => {
    expect(mapped(grid(["T3", "T1"]))).toMatchObject({ id: "W1", attributes: { workspaces: ["T1", "T3"] } });
  });

  it("who is gone from this workspace and still in others has moved and not left", () => {
    const moved = mapped({ ...STRIPPED, ...grid(["T3", "T2"]) });
    expect(moved).toMatchObject({ id: "W1", status: "active", attributes: { workspaces: ["T2", "T3"] } });
    expect(moved).not.toHaveProperty("stated");
  });

  it("who is gone and in no other workspace, or still said to be in this one, has left", () => {
    for (const teams of [[], null, undefined, ["T1"], ["T1", "T2"]]) {
      expect(mapped({ ...STRIPPED, ...grid(teams) }).status).toBe("deactivated");
    }
  });

  it("who has moved is read the same from a dump, where the object itself names the workspace", () => {
    expect(mapSlackUser({ ...STRIPPED, ...grid(["T2"]) })?.status).toBe("active");
    expect(mapSlackUser({ ...STRIPPED, ...grid(["T1"]) })?.status).toBe("deactivated");
  });

  it("who has moved states neither channels nor blanks of the workspace that they left", () => {
    const gone = { ...STRIPPED, ...grid(["T2"]), profile: { title: "" } };
    const given = attributes(gone, { ...HERE, channels: new Map() });
    expect(given).not.toHaveProperty("channels");
    expect(attributes({ ...gone, tz: undefined, is_restricted: undefined })).toStrictEqual({
      name: "zofia.nowak",
      handle: "zofia.nowak",
      workspaces: ["T2"],
    });
  });
});
