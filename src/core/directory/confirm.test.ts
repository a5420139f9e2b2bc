import { describe, expect, it } from "vitest";
import {
  deactivate,
  hour,
  kinds,
  people,
  person,
  reading,
  rosterOf,
  stripped,
  told,
  watch,
  without,
} from "../../../test/support/directory.ts";
import type { Account } from "./account.ts";
import { compare } from "./compare.ts";
import { confirm, type ReadBack, toReadBack } from "./confirm.ts";
import { advance } from "./roster.ts";

const idsOf = (accounts: readonly Account[]): string[] => accounts.map(({ id }) => id);
/** What reading back gives where the list is right, and where those of `back` are active after all. */
const readBack =
  (back: readonly string[] = [], silent: readonly string[] = []) =>
  (ids: readonly string[]): ReadBack => ({
    at: hour(1),
    accounts: ids
      .filter((id) => !silent.includes(id))
      .map((id) => (back.includes(id) ? person(id) : stripped(person(id)))),
  });

/** `flagged` of `of` people are flagged as gone in one reading. */
function flagged(count: number, of: number) {
  const before = people(of);
  const roster = rosterOf("proves nothing", reading(before, hour(0)));
  const gone = idsOf(before.slice(0, count));
  const comparison = compare(roster, reading(deactivate(before, ...gone), hour(1)), "proves nothing");
  const asked = toReadBack(comparison);
  return { roster, gone, comparison, asked, settle: (answer: ReadBack) => confirm(comparison, roster, asked, answer) };
}

describe("whom to read back", () => {
  it("everybody who is newly flagged, up to twenty", () => {
    expect(flagged(0, 30).asked).toEqual([]);
    expect(flagged(3, 30).asked).toEqual(["U0", "U1", "U2"]);
    expect(flagged(20, 30).asked).toHaveLength(20);
  });

  it("above that twenty, spread evenly over the list", () => {
    const { asked } = flagged(700, 4700);
    expect(asked).toHaveLength(20);
    expect(asked.slice(0, 3)).toEqual(["U0", "U35", "U70"]);
    expect(new Set(asked).size).toBe(20);
  });

  it("nobody who had left before we looked, whose absence is the evidence, or who has been confirmed", () => {
    const before = people(30);
    const roster = rosterOf("counts", reading(before, hour(0)));
    const after = [...without(before, "U0"), stripped(person("U99"))];
    expect(toReadBack(compare(roster, reading(after, hour(1)), "counts"))).toEqual([]);
    const seen = watch("proves nothing");
    seen.take(reading(before, hour(0)));
    seen.take(reading(deactivate(before, "U0"), hour(1)), "failed");
    expect(toReadBack(compare(seen.roster(), reading(deactivate(before, "U0"), hour(2)), "proves nothing"))).toEqual(
      [],
    );
  });
});

describe("what came back", () => {
  it("15 % of 4,700 flagged in one reading, and a sample that agrees: all are told at once, confirmed", () => {
    const seen = watch("proves nothing");
    const before = people(4700);
    seen.take(reading(before, hour(0)));
    const gone = idsOf(before.slice(0, 705));
    const { told: news, departures, verdict } = seen.take(reading(deactivate(before, ...gone), hour(1)), readBack());
    expect(verdict).toEqual({ health: "ok", reasons: [], believe: "everything" });
    expect(news.filter(({ change, confirmed }) => change === "deactivated" && confirmed)).toHaveLength(705);
    expect(news.filter(({ evidence }) => evidence.readBack === "agrees")).toHaveLength(20);
    expect(news.filter(({ evidence }) => evidence.readBack === "sample agrees")).toHaveLength(685);
    expect(departures).toHaveLength(705);
  });

  it("a reading that flags nobody is left as it is", () => {
    const { comparison, roster } = flagged(0, 30);
    expect(confirm(comparison, roster, [], "failed")).toBe(comparison);
  });

  it("where the tool cannot be asked, as of a file, the list is enough", () => {
    const { changes, entries } = flagged(3, 30).settle("not possible");
    expect(changes).toMatchObject([1, 2, 3].map(() => ({ confirmed: true, evidence: { readBack: "not possible" } })));
    expect(entries.every(({ account, pending }) => account.status === "deactivated" && pending === undefined)).toBe(
      true,
    );
  });

  it("where asking failed, all are told unconfirmed and stay as they were until the next reading", () => {
    const { changes, entries, verdict } = flagged(3, 30).settle("failed");
    expect(changes).toMatchObject([1, 2, 3].map(() => ({ confirmed: false, evidence: { readBack: "failed" } })));
    expect(entries[0]).toMatchObject({
      account: person("U0"),
      presence: "present",
      pending: { change: "deactivated", told: true },
    });
    expect(verdict.reasons).toEqual(["3 accounts are flagged as gone and could not be read back: told as unconfirmed"]);
  });

  it("who reads back as active is not called gone; with so few asked one may have come back", () => {
    const { settle } = flagged(3, 30);
    const { changes, entries, verdict } = settle(readBack(["U1"])(["U0", "U1", "U2"]));
    expect(changes.map(({ account }) => account.id)).toEqual(["U0", "U2"]);
    expect(idsOf(entries.map(({ account }) => account))).toEqual(["U0", "U2"]);
    expect(verdict).toMatchObject({ health: "ok", believe: "everything" });
    expect(verdict.reasons).toEqual([
      "1 of 3 accounts that the list flags as gone read back as active: they are not called gone",
    ]);
  });

  it("who was modified after the list had flagged them may have been here until then", () => {
    const { settle, comparison } = flagged(2, 30);
    const [before] = comparison.changes;
    const modified = (id: string, updated: number): Account => ({ ...stripped(person(id)), updated });
    const read = { at: hour(1.2), accounts: [modified("U0", hour(1.1)), modified("U1", hour(0.5))] };
    const ends = settle(read).changes.map(({ at }) => at.notAfter);
    expect([before?.at.notAfter, ...ends]).toEqual([hour(1), hour(1.1), hour(1)]);
    // Not by a clock of the tool that is ahead.
    expect(settle({ ...read, at: hour(1.05) }).changes[0]?.at.notAfter).toBe(hour(1.05));
  });

  it("an account that reads back as invited is not gone either", () => {
    const { settle } = flagged(1, 30);
    expect(settle({ at: hour(1), accounts: [{ ...person("U0"), status: "invited" }] }).changes).toEqual([]);
  });

  it("up to a tenth of a sample may have come back: the others are told, those not asked as unconfirmed", () => {
    const { asked, settle } = flagged(700, 4700);
    const { changes, entries, verdict } = settle(readBack(asked.slice(0, 2))(asked));
    expect(verdict.health).toBe("ok");
    expect(changes).toHaveLength(698);
    expect(changes.filter(({ confirmed }) => confirmed)).toHaveLength(18);
    expect(entries.filter(({ pending }) => pending?.change === "deactivated")).toHaveLength(680);
  });

  it("above a tenth the reading is malformed, and only those who were asked and are gone are called gone", () => {
    const { asked, settle } = flagged(700, 4700);
    const { changes, entries, verdict } = settle(readBack(asked.slice(0, 3))(asked));
    expect(verdict).toMatchObject({ health: "malformed", believe: "presence" });
    expect(verdict.reasons).toHaveLength(2);
    expect(changes).toHaveLength(17);
    expect(entries).toHaveLength(17);
  });

  it("all of a few that read back as active make the reading malformed", () => {
    const { changes, verdict } = flagged(2, 30).settle(readBack(["U0", "U1"])(["U0", "U1"]));
    expect({ changes, health: verdict.health }).toEqual({ changes: [], health: "malformed" });
  });

  it("who gave no answer, where the others contradict the list, is not called gone on the list's word", () => {
    const { asked, settle } = flagged(6, 30);
    const { changes, entries, verdict } = settle(readBack(asked.slice(0, 4), [asked[5] ?? ""])(asked));
    expect(verdict.health).toBe("malformed");
    expect(changes.map(({ account, confirmed }) => [account.id, confirmed])).toEqual([[asked[4], true]]);
    expect(entries.map(({ account }) => account.id)).toEqual([asked[4]]);
  });

  it("a malformed reading proves no absence either", () => {
    const seen = watch("counts");
    const before = people(40);
    seen.take(reading(before, hour(0)));
    const list = without(deactivate(before, "U0", "U1"), "U39");
    const { changes } = seen.take(reading(list, hour(1)), readBack(["U0", "U1"]));
    expect(changes).toEqual([]);
    const { told: news } = seen.take(reading(without(before, "U39"), hour(2)));
    expect(news).toMatchObject([
      { change: "removed", confirmed: false, at: { notBefore: hour(0), notAfter: hour(2) } },
    ]);
  });

  it("who was not called gone in a malformed reading left, if they did, since the one before it", () => {
    const seen = watch("proves nothing");
    const before = people(4700);
    const gone = deactivate(before, ...idsOf(before.slice(0, 700)));
    seen.take(reading(before, hour(0)));
    seen.take(reading(gone, hour(1)), (ids) => readBack(ids.slice(0, 5))(ids));
    const { told: news } = seen.take(reading(gone, hour(2)), readBack());
    expect(news).toHaveLength(700 - 15);
    expect(news.every(({ at }) => at.notBefore === hour(0))).toBe(true);
  });

  it("an account that gives no answer has not agreed: it is told unconfirmed", () => {
    const { changes, verdict } = flagged(3, 30).settle(readBack([], ["U1"])(["U0", "U1", "U2"]));
    expect(changes.map(({ confirmed }) => confirmed)).toEqual([true, false, true]);
    expect(verdict.reasons).toEqual(["1 of 3 accounts that were asked again gave no answer"]);
  });

  it("a sample of which half gave no answer speaks for nobody else", () => {
    const { asked, settle } = flagged(700, 4700);
    const { changes } = settle(readBack([], asked.slice(0, 10))(asked));
    expect(changes.filter(({ confirmed }) => confirmed)).toHaveLength(10);
    expect(settle(readBack([], asked.slice(0, 9))(asked)).changes.filter(({ confirmed }) => confirmed)).toHaveLength(
      691,
    );
  });

  it("of somebody who is not confirmed as gone, the erasure waits too", () => {
    const before = people(30);
    const erased = before.map((one) => (one.id === "U0" ? { ...stripped(one), status: "erased" as const } : one));
    const seen = watch("proves nothing");
    seen.take(reading(before, hour(0)));
    expect(kinds(seen.take(reading(erased, hour(1)), "failed").told)).toEqual(["deactivated"]);
    expect(kinds(seen.take(reading(erased, hour(2))).told)).toEqual(["deactivated", "erased"]);
    expect(seen.departures()).toHaveLength(1);
  });
});

describe("after a read-back that failed", () => {
  const before = people(30);

  function afterFailure(absence: "counts" | "proves nothing" = "proves nothing") {
    const seen = watch(absence);
    seen.take(reading(before, hour(0)));
    seen.take(reading(deactivate(before, "U0"), hour(1)), "failed");
    return seen;
  }

  it("the next reading that agrees confirms, with the first interval and under the same id", () => {
    const seen = afterFailure();
    const { told: news } = seen.take(reading(deactivate(before, "U0"), hour(2)), "failed");
    expect(news).toMatchObject([{ change: "deactivated", confirmed: true, evidence: { readings: 2 } }]);
    expect(news[0]?.at).toEqual({ notBefore: hour(0), notAfter: hour(1) });
    expect(seen.departures()).toMatchObject([{ confirmed: true }]);
  });

  it("the interval reaches to the account's last modification, where that came after the flag that nobody confirmed", () => {
    const seen = afterFailure();
    const later = deactivate(before, "U0").map((one) => (one.id === "U0" ? { ...one, updated: hour(1.5) } : one));
    const { told: news } = seen.take(reading(later, hour(2)), "failed");
    expect(news[0]?.at).toEqual({ notBefore: hour(0), notAfter: hour(1.5) });
    expect(seen.departures()).toMatchObject([{ confirmed: true, at: { notBefore: hour(0), notAfter: hour(1.5) } }]);
  });

  it("somebody who is active in the next reading is told as reactivated, and the departure is taken back", () => {
    const seen = afterFailure();
    expect(kinds(seen.take(reading(before, hour(2))).told)).toEqual(["reactivated"]);
    expect(seen.departures()).toMatchObject([{ confirmed: false, reversed: { change: "reactivated" } }]);
    expect(told(seen.take(reading(before, hour(3))))).toEqual([]);
  });

  it("an absence where it counts confirms the same departure", () => {
    const seen = afterFailure("counts");
    expect(seen.take(reading(without(before, "U0"), hour(2))).told).toMatchObject([
      { change: "removed", confirmed: true },
    ]);
    expect(seen.departures()).toMatchObject([{ change: "deactivated", confirmed: true, at: { notAfter: hour(1) } }]);
  });

  it("an absence where it proves nothing leaves it waiting, with the interval of the flag", () => {
    const seen = afterFailure();
    expect(kinds(seen.take(reading(without(before, "U0"), hour(2))).told)).toEqual(["missing"]);
    expect(seen.departures()).toMatchObject([{ confirmed: false }]);
    expect(seen.take(reading(deactivate(before, "U0"), hour(3))).told).toMatchObject([
      { change: "deactivated", confirmed: true, at: { notBefore: hour(0), notAfter: hour(1) } },
    ]);
    expect(seen.departures()).toMatchObject([{ confirmed: true }]);
  });

  it("somebody who was missing in between and is active again is told as reactivated, once", () => {
    const seen = afterFailure();
    seen.take(reading(without(before, "U0"), hour(2)));
    expect(kinds(seen.take(reading(before, hour(3))).told)).toEqual(["reactivated"]);
  });

  it("a list that others contradict confirms nobody who has not answered, for however often it flags them", () => {
    const all = people(30);
    const first = rosterOf("proves nothing", reading(all, hour(0)));
    const once = compare(first, reading(deactivate(all, "U0", "U1"), hour(1)), "proves nothing");
    const roster = advance(first, reading(all, hour(1)), confirm(once, first, ["U0", "U1"], "failed"));
    const again = compare(roster, reading(deactivate(all, "U0", "U1", "U2", "U3"), hour(2)), "proves nothing");
    const asked = toReadBack(again);
    expect(asked).toEqual(["U2", "U3"]);
    const settled = confirm(again, roster, asked, readBack(["U2", "U3"])(asked), ["U1"]);
    expect(settled.verdict).toMatchObject({ health: "malformed", believe: "presence" });
    expect(settled.changes.map(({ account, confirmed }) => [account.id, confirmed])).toEqual([["U1", true]]);
  });
});
