import { describe, expect, it } from "vitest";
import {
  account,
  deactivate,
  hour,
  kinds,
  noRoster,
  person,
  reading,
  rosterOf,
  stripped,
  told,
  watch,
} from "../../../test/support/directory.ts";
import type { Account } from "./account.ts";
import { compare, observe, unsettled } from "./compare.ts";
import { mayLeave } from "./step.ts";
import { idOf } from "./departure.ts";
import { advance } from "./roster.ts";

const ann = person("U1", { name: "Ann", timezone: "Europe/Warsaw", team: "Data", channels: ["C1", "C2"] });
const bob = person("U2", { name: "Bob" });
const erased: Account = { ...account("U1", { name: "Deactivated User" }, "erased"), stated: "is_forgotten: true" };

/** What one reading after the baseline of `before` says. */
function after(
  before: readonly Account[],
  now: readonly Account[],
  mode: "counts" | "proves nothing" = "proves nothing",
) {
  return compare(rosterOf(mode, reading(before, hour(0))), reading(now, hour(1)), mode);
}

describe("the first reading", () => {
  it("announces nobody, and states who was already deactivated as not observed (FA-11)", () => {
    const { changes } = compare(
      noRoster(),
      reading([ann, stripped(bob), account("U3", {}, "invited")], hour(0)),
      "counts",
    );
    expect(changes).toMatchObject([
      { change: "deactivated", observed: false, at: { notBefore: null, notAfter: hour(0) } },
    ]);
    expect(changes[0]?.account.id).toBe("U2");
  });

  it("bounds a departure that it did not see by the record's last modification", () => {
    const long = { ...stripped(bob), updated: hour(-900) };
    expect(compare(noRoster(), reading([ann, long], hour(0)), "counts").changes[0]?.at.notAfter).toBe(hour(-900));
  });

  it("says nothing of the erased, and keeps none of their placeholders", () => {
    const { changes, entries } = compare(noRoster(), reading([erased], hour(0)), "counts");
    expect(changes).toEqual([]);
    expect(entries[0]?.account.attributes).toEqual({});
  });

  it("an account that a later reading finds deactivated at first sight was seen leaving by nobody", () => {
    const { changes } = after([ann], [ann, stripped(bob)]);
    expect(changes).toMatchObject([{ change: "deactivated", observed: false, at: { notBefore: null } }]);
  });
});

describe("somebody leaves", () => {
  it("a record stripped like Slack's yields deactivated and nothing else (FA-2)", () => {
    const { changes } = after([ann, bob], deactivate([ann, bob], "U1"));
    expect(changes).toEqual([
      {
        change: "deactivated",
        directory: "slack:acme",
        at: { notBefore: hour(0), notAfter: hour(1) },
        account: { id: "U1", name: "Ann", kind: "human" },
        evidence: { by: "flag", readings: 1, stated: "deleted: true" },
        confirmed: true,
        lastKnown: { ...ann.attributes, location: "Warsaw", locationFrom: "timezone" },
      },
    ]);
  });

  it("the record's last modification narrows the interval, unless it is older than the last look", () => {
    const at = (updated: number) => after([ann], [{ ...stripped(ann), updated }]).changes[0]?.at;
    expect(at(hour(0.5))).toEqual({ notBefore: hour(0), notAfter: hour(0.5) });
    expect(at(hour(-3))).toEqual({ notBefore: hour(0), notAfter: hour(1) });
    expect(at(hour(7))).toEqual({ notBefore: hour(0), notAfter: hour(1) });
  });

  it("the interval begins with the first page of the last reading and ends with the last page of this one", () => {
    const before = rosterOf("proves nothing", reading([ann], hour(1), { startedAt: hour(0) }));
    const now = reading([stripped(ann)], hour(3), { startedAt: hour(2) });
    expect(compare(before, now, "proves nothing").changes[0]?.at).toEqual({ notBefore: hour(0), notAfter: hour(3) });
  });

  it("erasing after the departure yields erased: no second departure, no rename (FA-3)", () => {
    const left = [reading([ann], hour(0)), reading([stripped(ann)], hour(1))];
    const { changes, entries } = compare(
      rosterOf("proves nothing", ...left),
      reading([erased], hour(2)),
      "proves nothing",
    );
    expect(kinds(changes)).toEqual(["erased"]);
    expect(entries[0]?.account).toEqual({ ...erased, attributes: {} });
  });

  it("leaving and being erased within one reading yields both, the departure with what was last known", () => {
    const { changes, entries } = after([ann], [{ ...erased, updated: hour(0.5) }]);
    expect(kinds(changes)).toEqual(["deactivated", "erased"]);
    expect(changes[0]).toMatchObject({ lastKnown: { name: "Ann", team: "Data" } });
    // Erasing modified the record later, so that its time says nothing of the departure (FA-17).
    expect(changes[0]?.at.notAfter).toBe(hour(1));
    expect(entries[0]?.account.attributes).toEqual({});
  });

  it("an erased account that a later list shows as deactivated stays erased", () => {
    const before = rosterOf("proves nothing", reading([ann], hour(0)), reading([erased], hour(1)));
    expect(compare(before, reading([stripped(ann)], hour(2)), "proves nothing").changes).toEqual([]);
  });

  it("bots, service accounts and other organisations' people go without a departure (FA-5, FA-7)", () => {
    for (const kind of ["bot", "service", "external"] as const) {
      const one = account("U1", { kind });
      expect(mayLeave(one)).toBe(false);
      expect(after([one, bob], [stripped(one), bob]).changes).toMatchObject([{ change: "deactivated" }]);
      expect(after([one, bob], [stripped(one), bob]).changes[0]).not.toHaveProperty("lastKnown");
      expect(after([one, bob], [bob], "counts").changes[0]).not.toHaveProperty("lastKnown");
    }
    for (const kind of ["human", "guest", undefined] as const) {
      expect(mayLeave(account("U1", kind === undefined ? {} : { kind }))).toBe(true);
    }
  });
});

describe("invitations", () => {
  const invited = account("U1", { email: "a@example.com" }, "invited");

  it("one that is revoked is no departure (FA-6)", () => {
    for (const now of [[{ ...invited, status: "deactivated" as const }, bob], [bob]]) {
      const { changes } = after([invited, bob], now, "counts");
      expect(kinds(changes)).toEqual(["invite_revoked"]);
      expect(changes[0]).not.toHaveProperty("lastKnown");
    }
  });

  it("one that is taken up is a joining", () => {
    expect(kinds(told(after([invited], [person("U1", { email: "a@example.com" })])))).toEqual(["joined"]);
  });

  it("one that left the list and is there again is told as invited, not as a return", () => {
    const seen = watch("counts");
    for (const [n, list] of [[invited, bob], [bob]].entries()) seen.take(reading(list, hour(n)));
    expect(kinds(seen.take(reading([invited, bob], hour(2))).told)).toEqual(["invited"]);
  });
});

describe("coming back", () => {
  it("deactivated and back and gone again is one departure each time (FA-14)", () => {
    const seen = watch("proves nothing");
    const steps = [[ann], [stripped(ann)], [ann], [stripped(ann)], [ann]].map((list, n) =>
      seen.take(reading(list, hour(n))),
    );
    expect(steps.map((step) => kinds(step.told))).toEqual([
      [],
      ["deactivated"],
      ["reactivated"],
      ["deactivated"],
      ["reactivated"],
    ]);
    expect(seen.departures()).toMatchObject([
      { at: { notAfter: hour(1) }, reversed: { change: "reactivated", at: { notAfter: hour(2) } } },
      { at: { notAfter: hour(3) }, reversed: { change: "reactivated", at: { notAfter: hour(4) } } },
    ]);
  });

  it("the record of somebody who is reactivated is taken over again", () => {
    const back = { ...ann, attributes: { ...ann.attributes, team: "Sales" } };
    const before = rosterOf("proves nothing", reading([ann], hour(0)), reading([stripped(ann)], hour(1)));
    const comparison = compare(before, reading([back], hour(2)), "proves nothing");
    const { entries } = comparison;
    expect(kinds(told(comparison))).toEqual(["reactivated", "moved"]);
    expect(entries[0]?.account).toEqual(back);
  });

  it("somebody whose absence was told and who is listed again has returned", () => {
    const before = rosterOf("counts", reading([ann, bob], hour(0)), reading([bob], hour(1)));
    const { changes, entries } = compare(before, reading([ann, bob], hour(2)), "counts");
    expect(changes).toMatchObject([{ change: "returned", at: { notBefore: hour(1), notAfter: hour(2) } }]);
    expect(entries[0]).toEqual({ account: ann, presence: "present" });
  });

  it("what differs after an absence may have changed during it", () => {
    const renamed = person("U1", { ...ann.attributes, name: "Ann B" });
    const before = rosterOf("counts", reading([ann, bob], hour(0)), reading([bob], hour(1)));
    const { changes } = compare(before, reading([renamed, bob], hour(2)), "counts");
    expect(changes).toMatchObject([
      { change: "returned", at: { notBefore: hour(1) } },
      { change: "renamed", at: { notBefore: hour(0) } },
    ]);
  });

  it("somebody removed for good who is listed again as deactivated has not left twice", () => {
    const seen = watch("counts");
    for (const [n, list] of [[ann, bob], [bob], [bob]].entries()) seen.take(reading(list, hour(n)));
    expect(seen.take(reading([stripped(ann), bob], hour(3))).told).toEqual([]);
    expect(seen.departures()).toHaveLength(1);
    expect(kinds(seen.take(reading([ann, bob], hour(4))).told)).toEqual(["reactivated"]);
    expect(seen.departures()).toMatchObject([{ change: "removed", reversed: { change: "reactivated" } }]);
  });

  it("the deactivated who leave the list, or are listed again, are no news", () => {
    const seen = watch("counts");
    const steps = [[ann, bob], [stripped(ann), bob], [bob], [stripped(ann), bob]].map((list, n) =>
      seen.take(reading(list, hour(n))),
    );
    expect(steps.map((step) => kinds(step.told))).toEqual([[], ["deactivated"], [], []]);
    expect(kinds(seen.take(reading([ann, bob], hour(4))).told)).toEqual(["reactivated"]);
  });
});

describe("absence where it counts", () => {
  it("is told on the first reading, confirmed by the second under the same id, and never again", () => {
    const seen = watch("counts");
    seen.take(reading([ann, bob], hour(0)));
    const [first, second, third] = [1, 2, 3].map((n) => seen.take(reading([bob], hour(n))));
    expect(first?.changes).toMatchObject([
      { change: "removed", confirmed: false, evidence: { by: "absence", readings: 1 }, lastKnown: { name: "Ann" } },
    ]);
    expect(second?.changes).toMatchObject([{ change: "removed", confirmed: true, evidence: { readings: 2 } }]);
    expect(second?.changes[0]?.at).toEqual({ notBefore: hour(0), notAfter: hour(1) });
    expect(third?.changes).toEqual([]);
    expect(seen.departures()).toMatchObject([{ change: "removed", confirmed: true, at: { notAfter: hour(1) } }]);
  });

  it("somebody who is listed as deactivated after an absence was last seen before it", () => {
    const seen = watch("counts");
    for (const [n, list] of [[ann, bob], [bob]].entries()) seen.take(reading(list, hour(n)));
    const { told: news } = seen.take(reading([stripped(ann), bob], hour(2)));
    expect(news).toMatchObject([{ change: "deactivated", at: { notBefore: hour(0), notAfter: hour(2) } }]);
    expect(seen.departures()).toMatchObject([{ change: "removed", confirmed: true }]);
  });

  it("what still waits at the end is told as unconfirmed, with the id that its confirmation would have", () => {
    const roster = rosterOf("counts", reading([ann, bob, stripped(person("U3"))], hour(0)), reading([bob], hour(1)));
    const [waiting, ...others] = unsettled(roster);
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({
      change: "removed",
      confirmed: false,
      account: { id: "U1" },
      lastKnown: { name: "Ann" },
    });
    const confirmation = compare(roster, reading([bob], hour(2)), "counts").changes.find(
      (change) => change.account.id === "U1",
    );
    expect(waiting && idOf("c", waiting)).toBe(confirmation && idOf("c", confirmation));
  });

  it("who was flagged and could not be read back waits, be they missing since", () => {
    const seen = watch("proves nothing");
    seen.take(reading([ann, bob], hour(0)));
    seen.take(reading(deactivate([ann, bob], "U1"), hour(1)), "failed");
    seen.take(reading([bob], hour(2)));
    expect(unsettled(seen.roster())).toMatchObject([{ change: "deactivated", at: { notAfter: hour(1) } }]);
  });

  it("nobody who had left before is told to wait, though the reading that leaves them out is in doubt", () => {
    const had = Array.from({ length: 30 }, (_, i) => account(`X${i}`, {}, "deactivated"));
    const roster = rosterOf("counts", reading([ann, bob, ...had], hour(0)), reading([bob], hour(1)));
    expect(unsettled(roster)).toMatchObject([{ change: "removed", account: { id: "U1" } }]);
  });

  it("what is settled does not wait", () => {
    expect(
      unsettled(rosterOf("counts", reading([ann, bob], hour(0)), reading([bob], hour(1)), reading([bob], hour(2)))),
    ).toEqual([]);
    expect(unsettled(rosterOf("proves nothing", reading([ann, bob], hour(0)), reading([bob], hour(1))))).toEqual([]);
  });
});

describe("absence where it proves nothing", () => {
  it("is asked once, as missing, and is never a departure", () => {
    const seen = watch("proves nothing");
    const steps = [[ann, bob], [bob], [bob]].map((list, n) => seen.take(reading(list, hour(n))));
    expect(steps.map((step) => kinds(step.changes))).toEqual([[], ["missing"], []]);
    expect(steps[1]?.changes[0]?.confirmed).toBe(false);
    expect(seen.departures()).toEqual([]);
    expect(kinds(seen.take(reading([ann, bob], hour(3))).changes)).toEqual(["returned"]);
  });

  it("somebody missing who turns up deactivated left at some time since they were last seen", () => {
    const seen = watch("proves nothing");
    for (const [n, list] of [[ann, bob], [bob], [bob]].entries()) seen.take(reading(list, hour(n)));
    const { told: news } = seen.take(reading([stripped(ann), bob], hour(3)));
    expect(news).toMatchObject([
      { change: "deactivated", confirmed: true, at: { notBefore: hour(0), notAfter: hour(3) } },
    ]);
  });

  it("the deactivated who are not listed any more raise no question", () => {
    const gone = rosterOf("proves nothing", reading([ann, bob], hour(0)), reading([stripped(ann), bob], hour(1)));
    expect(told(compare(gone, reading([bob], hour(2)), "proves nothing"))).toEqual([]);
  });
});

describe("what else may change", () => {
  it("a move between the workspaces of an organisation is a move, not a departure (FA-8)", () => {
    const before = person("U1", { workspaces: ["T1", "T2"] });
    const { changes } = after([before], [person("U1", { workspaces: ["T2"] })]);
    expect(changes).toMatchObject([
      { change: "moved", before: { workspaces: ["T1", "T2"] }, after: { workspaces: ["T2"] } },
    ]);
  });

  it("a demotion carries what was last known, since it may be a departure (MA-6)", () => {
    const { changes } = after([ann], [person("U1", { ...ann.attributes, kind: "guest", role: "guest" })]);
    expect(changes).toMatchObject([{ change: "demoted", lastKnown: { role: "member", team: "Data" } }]);
  });

  it("a value that was unknown until now is kept and not told", () => {
    const { changes, entries } = after([bob], [person("U2", { name: "Bob", team: "Data", location: "Oslo" })]);
    expect(changes).toMatchObject([
      { change: "updated", quiet: "learnt, not changed", after: { team: "Data", location: "Oslo" } },
    ]);
    expect(entries[0]?.account.attributes).toMatchObject({ team: "Data", location: "Oslo" });
  });

  it("an attribute that is no longer stated is neither gone nor changed (FA-12)", () => {
    const { email: _, ...less } = { ...ann.attributes, email: "a@example.com" };
    expect(after([person("U1", { ...less, email: "a@example.com" })], [account("U1", less)]).changes).toEqual([]);
  });
});

describe("reading one account's fields", () => {
  const at = hour(5);
  const entry = { account: ann, presence: "present" as const, detailsAt: hour(2) };

  it("keeps what is learnt, tells what differs, and notes when it was read", () => {
    const { changes, entry: next } = observe("slack:acme", entry, { team: "Sales", location: "Oslo" }, at);
    expect(changes).toMatchObject([
      { change: "moved", at: { notBefore: hour(2), notAfter: at }, before: { team: "Data" }, after: { team: "Sales" } },
      { change: "updated", quiet: "learnt, not changed", after: { location: "Oslo" } },
    ]);
    expect(next).toEqual({
      ...entry,
      account: person("U1", { ...ann.attributes, team: "Sales", location: "Oslo" }),
      detailsAt: at,
    });
  });

  it("leaves those who are not active as they were", () => {
    const left = { account: stripped(ann), presence: "present" as const };
    expect(observe("slack:acme", left, { team: null }, at)).toEqual({ changes: [], entry: { ...left, detailsAt: at } });
  });

  it("what was read so is said of a leaver, though no list ever gave it (MA-8)", () => {
    const roster = rosterOf("proves nothing", reading([ann], hour(0)));
    const { entry: next } = observe("slack:acme", { account: ann, presence: "present" }, { location: "Oslo" }, hour(1));
    const known = { ...roster, entries: new Map([["U1", next]]) };
    const { changes } = compare(known, reading([stripped(ann)], hour(2)), "proves nothing");
    expect(changes[0]?.lastKnown).toMatchObject({ location: "Oslo" });
    const later = advance(
      known,
      reading([stripped(ann)], hour(2)),
      compare(known, reading([stripped(ann)], hour(2)), "counts"),
    );
    expect(later.entries.get("U1")?.detailsAt).toBe(hour(1));
  });
});

it("a list in another order changed nothing", () => {
  expect(after([ann, bob], [bob, ann], "counts").changes).toEqual([]);
});
