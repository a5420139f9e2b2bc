import { describe, expect, it } from "vitest";
import { deactivate, hour, kinds, person, reading, rosterOf, told, watch } from "../../../test/support/directory.ts";
import type { Account } from "./account.ts";
import { compare, type Comparison, review } from "./compare.ts";
import type { Channel } from "./snapshot.ts";

const SEVEN = ["C1", "C2", "C3", "C4", "C5", "C6", "C7"];

function open(...ids: readonly string[]): Channel[] {
  return ids.map((id) => ({ id, archived: false }));
}

function members(count: number, channels: readonly string[]): Account[] {
  return Array.from({ length: count }, (_, i) => person(`U${i}`, { channels: [...channels] }));
}

/** The accounts, with those of which `change` gives channels in these. */
function moved(accounts: readonly Account[], change: (i: number) => readonly string[] | undefined): Account[] {
  return accounts.map((one, i) => ({
    ...one,
    attributes: { ...one.attributes, channels: change(i) ?? one.attributes.channels ?? [] },
  }));
}

function between(
  before: readonly Account[],
  after: readonly Account[],
  channels: readonly Channel[] | undefined,
): Comparison {
  const listed = channels === undefined ? {} : { channels };
  return compare(
    rosterOf("proves nothing", reading(before, hour(0), listed)),
    reading(after, hour(1), listed),
    "proves nothing",
  );
}

describe("one person and their channels", () => {
  it("somebody dropped from six of seven channels is told once, with all six", () => {
    const before = members(30, SEVEN);
    const { changes } = between(
      before,
      moved(before, (i) => (i === 4 ? ["C7"] : undefined)),
      open(...SEVEN),
    );
    expect(changes).toMatchObject([
      { change: "left_channel", account: { id: "U4" }, before: { channels: SEVEN }, after: { channels: ["C7"] } },
    ]);
    expect(changes[0]).not.toHaveProperty("quiet");
  });

  it("the only member of a channel who leaves it is told", () => {
    const before = [person("U1", { channels: ["C1", "C2"] }), person("U2", { channels: ["C2"] })];
    const { changes } = between(
      before,
      [person("U1", { channels: ["C2"] }), person("U2", { channels: ["C2"] })],
      open("C1", "C2"),
    );
    expect(changes).toMatchObject([{ change: "left_channel", account: { id: "U1" }, after: { channels: ["C2"] } }]);
  });

  it("being put into channels is kept and not told (FA-10)", () => {
    const before = members(30, ["C1"]);
    const { changes } = between(
      before,
      moved(before, () => ["C1", "C2"]),
      open("C1", "C2"),
    );
    expect(kinds(changes)).toEqual(before.map(() => "joined_channel"));
    expect(told({ changes })).toEqual([]);
  });

  it("one who is dropped from one channel and put into another is told of the first alone", () => {
    const before = members(30, ["C1", "C2"]);
    const { changes, entries } = between(
      before,
      moved(before, (i) => (i === 0 ? ["C2", "C3"] : undefined)),
      open("C1", "C2", "C3"),
    );
    expect(told({ changes })).toMatchObject([
      { change: "left_channel", before: { channels: ["C1", "C2"] }, after: { channels: ["C2"] } },
    ]);
    expect(changes).toMatchObject([{ change: "left_channel" }, { change: "joined_channel", quiet: "joined" }]);
    expect(entries[0]?.account.attributes.channels).toEqual(["C2", "C3"]);
  });

  it("channels that are read for the first time are learnt, not joined", () => {
    const { changes } = between([person("U1")], [person("U1", { channels: ["C1"] })], open("C1"));
    expect(changes).toMatchObject([{ quiet: "learnt, not changed", after: { channels: ["C1"] } }]);
  });
});

describe("a channel that ends takes its members along without a word (FA-9)", () => {
  const before = members(300, ["C1", "C2"]);
  const gone = moved(before, () => ["C2"]);

  it.each([
    ["archived", [{ id: "C1", archived: true }, ...open("C2")]],
    ["deleted, made private or unshared", open("C2")],
    ["emptied", open("C1", "C2")],
    ["emptied, where the channels themselves are not listed", undefined],
  ])("%s", (_, channels) => {
    const { changes, entries } = between(before, gone, channels);
    expect(changes).toHaveLength(300);
    expect(told({ changes })).toEqual([]);
    expect(entries[0]?.account.attributes.channels).toEqual(["C2"]);
  });

  it("and so do the three members of a small one, archived or gone", () => {
    const three = members(3, ["C1", "C2"]);
    for (const channels of [[{ id: "C1", archived: true }, ...open("C2")], open("C2")]) {
      expect(
        told(
          between(
            three,
            moved(three, () => ["C2"]),
            channels,
          ),
        ),
      ).toEqual([]);
    }
  });

  it("where the channels themselves are not listed, one who is dropped is told all the same", () => {
    const after = moved(before, (i) => (i === 7 ? ["C2"] : undefined));
    expect(told(between(before, after, undefined))).toMatchObject([{ change: "left_channel", account: { id: "U7" } }]);
  });

  it("but who is dropped from another channel at the same time is told", () => {
    const after = moved(before, (i) => (i === 7 ? [] : ["C2"]));
    const { changes } = between(before, after, [{ id: "C1", archived: true }, ...open("C2")]);
    expect(told({ changes })).toMatchObject([
      {
        change: "left_channel",
        account: { id: "U7" },
        before: { channels: ["C1", "C2"] },
        after: { channels: ["C1"] },
      },
    ]);
  });

  it("a channel that loses half of its members, or fewer than five, was not emptied", () => {
    for (const [size, lost] of [
      [10, 5],
      [5, 4],
    ] as const) {
      const some = members(size, ["C1"]);
      expect(
        told(
          between(
            some,
            moved(some, (i) => (i < lost ? [] : undefined)),
            open("C1"),
          ),
        ),
      ).toHaveLength(lost);
    }
    const six = members(6, ["C1"]);
    expect(
      told(
        between(
          six,
          moved(six, (i) => (i < 5 ? [] : undefined)),
          open("C1"),
        ),
      ),
    ).toEqual([]);
  });

  it("a wave empties no channel: of those who stay, one who is dropped is told", () => {
    const twenty = members(20, ["C1"]);
    const wave = deactivate(twenty, ...twenty.slice(0, 15).map(({ id }) => id));
    const after = wave.map((one) => (one.id === "U19" ? person("U19", { channels: [] }) : one));
    const stating = after.map((one) => (one.status === "active" ? one : { ...one, attributes: { channels: [] } }));
    for (const list of [after, stating]) {
      const news = told(between(twenty, list, open("C1")));
      expect(news.at(-1)).toMatchObject({ change: "left_channel", account: { id: "U19" } });
    }
  });
});

describe("leaving and coming back", () => {
  const ann = person("U1", { channels: SEVEN });
  const bob = person("U2", { channels: SEVEN });

  it("the channels of somebody who is deactivated stay known and are not told one by one", () => {
    const seen = watch("proves nothing");
    seen.take(reading([ann, bob], hour(0), { channels: open(...SEVEN) }));
    const { changes } = seen.take(reading(deactivate([ann, bob], "U1"), hour(1), { channels: open(...SEVEN) }));
    expect(changes).toMatchObject([{ change: "deactivated", lastKnown: { channels: SEVEN } }]);
    expect(seen.roster().entries.get("U1")?.account.attributes.channels).toEqual(SEVEN);
  });

  it("being reactivated puts nobody back into a channel, which is told of nobody", () => {
    const seen = watch("proves nothing");
    const back = person("U1", { channels: [] });
    const lists = [[ann, bob], deactivate([ann, bob], "U1"), [back, bob], [back, bob]];
    const steps = lists.map((list, n) => seen.take(reading(list, hour(n), { channels: open(...SEVEN) })));
    expect(steps.map((step) => kinds(step.told))).toEqual([[], ["deactivated"], ["reactivated"], []]);
    expect(steps[3]?.changes).toEqual([]);
    expect(seen.departures()[0]?.lastKnown.channels).toEqual(SEVEN);
  });

  it("where somebody who came back is cannot be known from the account alone; nor is it news, once the channels are read", () => {
    const groups = ["S1", "S2"];
    const here = person("U1", { channels: SEVEN, groups });
    const gone = rosterOf("proves nothing", reading([here], hour(0)), reading(deactivate([here], "U1"), hour(1)));
    const { changes, entries } = review(gone, gone.entries, [person("U1")], hour(2));
    expect(kinds(changes)).toEqual(["reactivated"]);
    expect(entries[0]?.account).toEqual(person("U1"));
    const roster = { ...gone, entries: new Map(entries.map((one) => [one.account.id, one])) };
    const bare = person("U1", { channels: [], groups: [] });
    const next = compare(roster, reading([bare], hour(3), { channels: open(...SEVEN) }), "proves nothing");
    expect(told(next)).toEqual([]);
    expect(next.entries[0]?.account).toEqual(bare);
  });
});
