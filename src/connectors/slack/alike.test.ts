import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whereabouts } from "../../core/directory/account.ts";
import { ALIKE_BY, LIKE_NOBODY, READ, statesTheSame } from "./alike.ts";
import { mapSlackUser } from "./map.ts";
import { parseSlackUser } from "./user.ts";

const flag = fc.constantFrom(true, false, null);
const text = fc.constantFrom("", "a", "b", null);
/** Everything that is read of a user object, as Slack may have it. */
const user = fc.record(
  {
    name: text,
    updated: fc.constantFrom(1, 2),
    team_id: text,
    enterprise_id: text,
    tz: fc.constantFrom("Europe/Warsaw", "Asia/Tokyo", null),
    deleted: flag,
    is_forgotten: flag,
    is_invited_user: flag,
    is_email_confirmed: flag,
    is_bot: flag,
    is_workflow_bot: flag,
    is_stranger: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_admin: flag,
    is_owner: flag,
    is_primary_owner: flag,
    profile: fc.record(
      { real_name: text, email: text, title: text, start_date: text, bot_id: text, guest_expiration_ts: fc.nat(3) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    enterprise_user: fc.record({ enterprise_id: text, teams: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }) }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const BY: ReadonlySet<string> = new Set(ALIKE_BY);

function kept(of: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of).filter(([name]) => BY.has(name)));
}

describe("what tells users apart who are counted", () => {
  it("is all that their status, kind, team and place are read from", () => {
    fc.assert(
      fc.property(user, user, fc.constantFrom("U1", "U2"), (one, other, id) => {
        // The other, with what tells as the first has it.
        const { profile, ...rest } = other;
        const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !BY.has(name)));
        const told = { ...others, ...kept(one), profile: { ...profile, bot_id: one.profile?.bot_id } };
        const seen = [
          { id: "U3", ...one },
          { id, ...told },
        ].map((raw) => {
          const account = mapSlackUser(raw);
          if (account === undefined) throw new Error("It is no user.");
          const { kind, team } = account.attributes;
          return { status: account.status, kind, team, place: whereabouts(account.attributes) };
        });
        expect(seen[0]).toEqual(seen[1]);
      }),
      { numRuns: 2000 },
    );
  });

  it("is not all for Slackbot", () => {
    expect(mapSlackUser({ id: LIKE_NOBODY[0], is_restricted: false })?.attributes.kind).toBe("service");
  });
});

describe("user objects that state the same", () => {
  it("are told by everything that is read but the time of the last change", () => {
    const [ofUser, ofProfile] = [new Set<string>(), new Set<string>()];
    const watched = (names: Set<string>, of: object): object =>
      new Proxy(of, {
        get(target, name) {
          if (typeof name === "string") names.add(name);
          return Reflect.get(target, name) as unknown;
        },
      });
    const context = { fields: { location: { id: "Xf1", label: "Office" } } };
    for (const one of fc.sample(user, 300)) {
      mapSlackUser(watched(ofUser, { id: "U1", ...one, profile: watched(ofProfile, one.profile ?? {}) }), context);
    }
    expect([...ofUser].toSorted()).toEqual([...READ.user, "profile", "updated"].toSorted());
    expect([...ofProfile].toSorted()).toEqual(READ.profile.toSorted());
  });

  it("give the same account where nothing else of them is parsed", () => {
    const more = fc.dictionary(
      fc.constantFrom("color", "image_24", "members", "team_id", "deleted", "fields"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(user, more, more, (one, others, ofProfile) => {
        const json = Buffer.from(
          JSON.stringify({ ...others, id: "U1", ...one, profile: { ...ofProfile, ...one.profile } }),
        );
        const [part, all] = [parseSlackUser(json), JSON.parse(json.toString()) as unknown];
        expect(mapSlackUser(part)).toEqual(mapSlackUser(all));
        expect(statesTheSame(part, all)).toBe(true);
      }),
    );
  });

  it("give the same account, whatever else stands in them", () => {
    fc.assert(
      fc.property(user, user, fc.boolean(), (one, other, alike) => {
        const [a, b] = [
          { id: "U1", ...one, status: "lunch" },
          { id: "U1", ...(alike ? one : other), updated: 2, extra: [1] },
        ];
        const accountOf = (raw: object) => ({ ...mapSlackUser(raw), updated: 0 });
        if (alike) expect(statesTheSame(a, b)).toBe(true);
        if (statesTheSame(a, b)) expect(accountOf(a)).toEqual(accountOf(b));
      }),
    );
  });

  it("differ by any one member that is read", () => {
    for (const name of READ.user) expect(statesTheSame({ id: "U1" }, { id: "U1", [name]: "other" })).toBe(false);
    for (const name of READ.profile)
      expect(statesTheSame({ id: "U1", profile: {} }, { id: "U1", profile: { [name]: "other" } })).toBe(false);
  });
});
