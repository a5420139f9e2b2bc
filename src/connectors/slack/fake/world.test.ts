import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { HOUR } from "../../../core/time.ts";
import { createWorld, type FakeSlack, type World } from "./index.ts";
import { makeId } from "./world.ts";
import { NOW, ask, asObject, cursorOf, everyone, someone, staff, startSmall } from "./test-client.ts";

const flat = (world: World) => ({
  list: world.list.map(
    (member) =>
      member && {
        ...member,
        manager: member.manager?.id,
        invitedBy: member.invitedBy?.id,
        channels: member.channels.map(({ id }) => id),
      },
  ),
  channels: [...world.channels.values()].map((channel) => [
    channel.id,
    channel.name,
    [...channel.members].map(({ id }) => id),
  ]),
  groups: world.groups.map((group) => [group.id, [...group.members].map(({ id }) => id)]),
});

describe("the seeded world", () => {
  it("is the same for the same seed and another for another", () => {
    const make = (seed: number) => flat(createWorld({ seed, accounts: 200, now: NOW }));
    expect(make(5)).toEqual(make(5));
    expect(make(5).list).not.toEqual(make(6).list);
  });

  it("has as many accounts as asked for, whatever the seed and size, each with an id and an e-mail of its own", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 30, max: 600 }), (seed, accounts) => {
        const { list } = createWorld({ seed, accounts, now: NOW });
        const emails = list.flatMap((member) => member?.email ?? []);
        expect(list).toHaveLength(accounts);
        expect(new Set(list.map((member) => member?.id)).size).toBe(accounts);
        expect(new Set(emails).size).toBe(emails.length);
      }),
      { numRuns: 30 },
    );
  });

  it("never gives two serials one id", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), fc.nat(), (seed, one, other) => {
        expect(makeId("U", one, seed) === makeId("U", other, seed)).toBe(one === other);
      }),
    );
  });

  it("has one head, and every active employee reports to them through active colleagues without a circle", () => {
    const { list } = createWorld({ seed: 3, accounts: 500, now: NOW });
    const employees = list.filter(
      (one) => one?.sort === "person" && one.state === "active" && one.invitedBy === undefined,
    );
    const heads = employees.filter((one) => one?.manager === undefined);
    expect(heads.map((one) => one?.role)).toEqual(["primary_owner"]);
    for (const employee of employees) {
      let [above, steps] = [employee?.manager, 0];
      for (; above?.manager !== undefined; above = above.manager) expect((steps += 1)).toBeLessThan(20);
    }
  });

  it("has everybody on the staff in #general, and nobody who is gone in any channel", () => {
    const world = createWorld({ seed: 3, accounts: 500, now: NOW });
    const general = [...world.channels.values()].find(({ isGeneral }) => isGeneral);
    const people = world.list.filter((member) => member?.sort === "person");
    const employees = people.filter((member) => member?.state === "active" && member.invitedBy === undefined);
    const gone = people.filter((member) => member?.state !== "active");
    expect(general?.members).toEqual(new Set(employees));
    expect(gone.flatMap((member) => member?.channels)).toEqual([]);
  });
});

describe("acts and their truth", () => {
  let slack: FakeSlack;
  afterEach(() => slack.close());

  it("what the list says differs before and after by exactly what the truth says", async () => {
    slack = await startSmall();
    const before = await everyone(slack);
    const [a, b, c, d, e, f] = staff(slack);
    if (!a || !b || !c || !d || !e || !f) throw new Error("six members expected");
    slack.acts.deactivate(a);
    slack.acts.deactivate(b);
    slack.acts.reactivate(b);
    slack.acts.setRole(c, "guest");
    slack.acts.rename(d, "Ines", "Fictional");
    slack.acts.changeEmail(e, "someone.else@acme.example");
    slack.acts.setTimezone(f, "Asia/Tokyo");
    const invited = slack.acts.invite();
    const after = await everyone(slack);

    const changed = [...after]
      .filter(([id, user]) => JSON.stringify(user) !== JSON.stringify(before.get(id)))
      .map(([id]) => id);
    expect(new Set(changed)).toEqual(new Set(slack.world.truth.map(({ user }) => user)));
    expect(slack.world.truth.map(({ act }) => act)).toEqual([
      "deactivate",
      "deactivate",
      "reactivate",
      "setRole",
      "rename",
      "changeEmail",
      "setTimezone",
      "invite",
    ]);
    const gone = (users: ReadonlyMap<string, unknown>) =>
      [...users].filter(([, user]) => asObject(user)["deleted"]).map(([id]) => id);
    expect(new Set(gone(after))).toEqual(new Set([...gone(before), a]));
    expect(after.get(c)).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
    expect(after.has(invited)).toBe(true);
  });

  it("an id that vanished is in no answer, and the cursor that named it is no longer valid", async () => {
    slack = await startSmall();
    const first = await ask(slack, "users.list", { limit: "100" });
    const cursor = cursorOf(first);
    const id = Buffer.from(cursor, "base64").toString().replace("user:", "");
    slack.acts.vanish(id);
    expect((await everyone(slack)).has(id)).toBe(false);
    expect(await ask(slack, "users.info", { user: id })).toEqual({ ok: false, error: "user_not_found" });
    expect(await ask(slack, "users.list", { cursor })).toEqual({ ok: false, error: "invalid_cursor" });
    expect(slack.world.truth.at(-1)).toEqual({ at: NOW, act: "vanish", user: id });
  });

  it("a guest who expires is deactivated, and replaced ids leave nobody under the old one", async () => {
    slack = await startSmall();
    const guest = [...slack.world.members.values()].find(({ role }) => role === "guest")?.id ?? "";
    slack.acts.expireGuest(guest);
    const before = await everyone(slack);
    expect(before.get(guest)).toMatchObject({ deleted: true });
    slack.acts.replaceAllIds();
    const after = await everyone(slack);
    expect([...after.keys()].filter((id) => before.has(id))).toEqual(["USLACKBOT"]);
  });

  it("an act that cannot happen is refused and leaves no truth", async () => {
    slack = await startSmall();
    const id = someone(slack);
    expect(() => slack.acts.reactivate(id)).toThrow("active");
    expect(() => slack.acts.deactivate("U0NOBODY")).toThrow("no account");
    expect(slack.world.truth).toEqual([]);
  });

  it("the script happens as the clock passes it, in order of time, dated by the script", async () => {
    let now = NOW;
    slack = await startSmall({}, { now: () => now });
    const [a, b] = [someone(slack, 0), someone(slack, 1)];
    slack.at(NOW + 2 * HOUR, (acts) => acts.deactivate(b));
    slack.at(NOW + HOUR, (acts) => acts.deactivate(a));
    now += 30 * 60_000;
    expect((await everyone(slack)).get(a)).toMatchObject({ deleted: false });
    now = NOW + 5 * HOUR;
    const users = await everyone(slack);
    expect(users.get(a)).toMatchObject({ deleted: true, updated: (NOW + HOUR) / 1000 });
    expect(users.get(b)).toMatchObject({ deleted: true });
    expect(slack.world.truth.map(({ at, user }) => [at, user])).toEqual([
      [NOW + HOUR, a],
      [NOW + 2 * HOUR, b],
    ]);
  });
});
