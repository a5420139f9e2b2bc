import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { causeOf, CAUSES, type Ended, type Evidence } from "../core/wave/cause.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../core/time.ts";
import { causeText, reasonText } from "./cause.ts";

const NINE = Date.UTC(2026, 10, 23, 9);

function wave(n: number, each: (i: number) => Partial<Ended> = () => ({}), more: Partial<Evidence> = {}): Evidence {
  const departures = Array.from({ length: n }, (_, i): Ended => {
    return { since: NINE - MINUTE, at: NINE, change: "deactivated", confirmed: true, kind: "human", ...each(i) };
  });
  return { departures, where: [], plans: [], readings: ["ok"], now: NINE + HOUR, ...more };
}

/** What is said of one reason. */
function said(which: string, evidence: Evidence): string | undefined {
  const found = causeOf(evidence).reasons.find(({ reason }) => reason === which);
  return found === undefined ? undefined : reasonText(found);
}

describe("what a cause is called", () => {
  it("fits behind the words `looks like`, and each has words of its own", () => {
    expect(new Set(CAUSES.map(causeText)).size).toBe(CAUSES.length);
    expect(causeText("broken_sync")).toBe("a sync that went wrong");
  });
});

describe("the reasons of a sync that went wrong", () => {
  const at = (i: number) => NINE + Math.floor(i / 10) * SECOND;
  const evidence = wave(50, (i) => ({
    at: at(i),
    updated: at(i),
    actor: { kind: "app", id: "A0" },
    ...(i < 48 ? { reversed: NINE + 2 * HOUR + i * SECOND } : {}),
  }));

  it("are the return, the pace and the actor, each with what else would look the same", () => {
    expect(causeOf(evidence).reasons.map(reasonText).slice(0, 3)).toEqual([
      "48 of 50 came back, half of them within 2 h, the first and the last 47 s apart, as when a sync is put right",
      "50 of 50 records were last changed within 4 s of each other, in 5 different seconds, as a sync, a script or a bulk action does, an off-boarding among them",
      "50 of 50 were ended by one app, as a sync does, and an off-boarding through an identity provider too",
    ]);
  });

  it("a few who come back are counted and not explained, and one is as usual", () => {
    const back = (n: number, after: number) => wave(50, (i) => (i < n ? { reversed: NINE + after } : {}));
    expect(said("returned", back(1, HOUR))).toBe("1 of 50 came back, within 1 h, which is as usual");
    expect(said("returned", back(4, HOUR))).toBe("4 of 50 came back, half of them within 1 h, all in the same second");
    expect(said("returned", back(4, 9 * DAY))).toBe("4 came back more than a week after they had left");
  });
});

describe("the reasons of people leaving", () => {
  const evidence = wave(
    30,
    (i) => ({
      since: NINE + i * 12 * MINUTE - MINUTE,
      at: NINE + i * 12 * MINUTE,
      updated: NINE + i * 12 * MINUTE,
      ...(i < 27 ? { actor: { kind: "person" as const, id: `U${i % 2}` } } : {}),
    }),
    { where: [{ left: 14 }, { left: 10 }], now: NINE + 2 * DAY },
  );

  it("are who did it, over which time, from where, and that they stay away", () => {
    const { cause, reasons } = causeOf(evidence);
    expect(cause).toBe("departures");
    expect(reasons.map(reasonText)).toEqual([
      "none of them has come back, and half of them have been gone for 24 h or longer",
      "27 of 30 were ended by 2 people, 14 by the person who ended the most; of 3 the log does not say who",
      "no more than 5 of 30 left within any one hour, which is no single stroke",
      "24 of 30 were in 2 places that each lost far more than the rest",
      "30 of 30 are confirmed",
      "at most 1 of 30 records were changed within any minute, by the time of their last change",
    ]);
  });

  it("are weakened by what is not known, or not as it should be", () => {
    const vague = wave(30, (i) => ({ since: null, confirmed: i > 20 }), {
      readings: ["short", "ok", "short", "unreachable"],
    });
    expect(said("spread", vague)).toBe("up to 30 of 30 may have left within one hour");
    expect(said("confirmed", vague)).toBe("9 of 30 are confirmed; of the others it is not sure that they left");
    expect(said("pace", vague)).toBe(
      "when the tool changed each record is not known, so neither is whether it was done at one stroke",
    );
    expect(said("readings", vague)).toBe(
      "3 of 4 readings in that time were not as they should be (2 short and 1 unreachable), which makes departures less sure",
    );
    expect(
      said(
        "readings",
        wave(3, () => ({}), { readings: ["ok", "wrong_workspace"] }),
      ),
    ).toBe(
      "1 of 2 readings in that time was not as it should be (1 wrong workspace), which makes departures less sure",
    );
    expect(
      said(
        "standing",
        wave(3, () => ({}), { now: NINE + MINUTE }),
      ),
    ).toBe("it is too early to tell whether they come back: half of them left within the last hour");
    expect(
      said(
        "standing",
        wave(3, () => ({}), { now: NINE + 2 * HOUR }),
      ),
    ).toContain("half of them left only hours ago");
  });
});

describe("the other reasons", () => {
  it("guests who expired, and those of whom it is not known", () => {
    const guests = wave(40, (i) => ({ kind: "guest", guestExpires: i < 38 ? NINE : null }));
    expect(said("expired", guests)).toBe(
      "38 of 40 are guests who were to expire then, or within a day of it; of 2 other guests no expiry is known",
    );
  });

  it("erasures, and accounts elsewhere", () => {
    expect(
      said(
        "erased",
        wave(4, () => ({ change: "erased" })),
      ),
    ).toBe("4 of 4 had their data erased, not only their account ended");
    const moved = wave(9, (i) => (i < 5 ? { moved: true } : i < 7 ? { change: "demoted" } : {}));
    expect(said("elsewhere", moved)).toBe(
      "5 of 9 have had an active account in another directory or workspace since; 2 of 9 were made guests, which some organisations do with people who leave as well; of 2 it is not known whether they have one elsewhere",
    );
  });

  it("who is still where it is said who belongs, and who is not", () => {
    const still = wave(9, (i) => (i < 7 ? { belongs: true } : i < 8 ? { belongs: false } : {}));
    expect(said("leading", still)).toBe(
      "7 of 9 are still active in the directory that says who belongs, as when a sync breaks and nobody has left; 1 of 9 have left the directory that says who belongs as well; of 1 it is not known",
    );
    expect(
      said(
        "leading",
        wave(4, () => ({ belongs: false })),
      ),
    ).toBe("4 of 4 have left the directory that says who belongs as well");
  });

  it("a plan says what the wave looks like without it, and what it does not explain", () => {
    const plan = { id: "p-1", from: NINE - 30 * SECOND, until: NINE + HOUR };
    const back = { reversed: NINE + HOUR };
    expect(
      said(
        "plan",
        wave(5, () => ({}), { plans: [plan] }),
      ),
    ).toBe(
      "5 of 5 may have left during a planned change (p-1), none of them surely; without it, this would look like nothing clear so far",
    );
    expect(
      said(
        "plan",
        wave(5, () => ({ updated: NINE, ...back }), { plans: [plan] }),
      ),
    ).toBe(
      "5 of 5 left during a planned change (p-1); without it, this would look like a sync that went wrong, and a plan that people leave does not explain that so many came back",
    );
    expect(
      said(
        "plan",
        wave(5, (i) => ({ updated: i < 4 ? NINE - MINUTE : NINE }), { plans: [plan] }),
      ),
    ).toBe("only 1 of 5 left during a planned change (p-1): most of them left outside of it");
  });

  it("the pace of a script that takes half an hour, and of one second", () => {
    const times = (i: number) => ({ since: NINE, at: NINE + i * SECOND, updated: NINE + i * SECOND });
    expect(said("pace", wave(1800, times))).toBe(
      "1,800 of 1,800 records were last changed faster than by hand, up to 60 in a minute, as a sync, a script or a bulk action does, an off-boarding among them",
    );
    expect(
      said(
        "pace",
        wave(6, (i) => (i < 4 ? { updated: NINE } : {})),
      ),
    ).toBe(
      "4 of 6 records were last changed in the same second, as a sync, a script or a bulk action does, an off-boarding among them; of 2 the time is not known",
    );
  });

  it("people and apps side by side", () => {
    const mixed = wave(9, (i) => ({ actor: { kind: i < 5 ? "person" : "app", id: `U${i % 4}` } }));
    expect(said("actors", mixed)).toBe(
      "5 of 9 were ended by 4 people and 4 of 9 were ended by 4 apps, 2 by the person who ended the most",
    );
    expect(
      said(
        "actors",
        wave(3, () => ({ actor: { kind: "person", id: "U1" } })),
      ),
    ).toBe("3 of 3 were ended by one person");
  });
});

describe("any reason", () => {
  it("is one line with numbers that are numbers, whatever is known", () => {
    const each = fc.record(
      {
        since: fc.option(fc.integer({ min: -DAY, max: 0 }).map((n) => NINE + n)),
        at: fc.integer({ min: 0, max: 9 * DAY }).map((n) => NINE + n),
        change: fc.constantFrom("deactivated" as const, "removed" as const, "erased" as const, "demoted" as const),
        confirmed: fc.boolean(),
        kind: fc.constantFrom("human" as const, "guest" as const),
        guestExpires: fc.option(fc.integer({ min: 0, max: DAY }).map((n) => NINE + n)),
        updated: fc.integer({ min: 0, max: DAY }).map((n) => NINE + n),
        actor: fc.record({ kind: fc.constantFrom("person" as const, "app" as const), id: fc.constantFrom("a", "b") }),
        reversed: fc.integer({ min: 0, max: 20 * DAY }).map((n) => NINE + n),
        moved: fc.boolean(),
        belongs: fc.boolean(),
      },
      { requiredKeys: ["since", "at", "change", "confirmed"] },
    );
    fc.assert(
      fc.property(fc.array(each, { minLength: 1, maxLength: 20 }), fc.nat(30 * DAY), (departures, later) => {
        const plans = [{ id: "p-1", from: NINE, until: NINE + DAY }];
        const evidence = { departures, where: [{ left: 1 }], plans, readings: ["short" as const], now: NINE + later };
        for (const reason of causeOf(evidence).reasons) {
          const text = reasonText(reason);
          expect(text).not.toMatch(/NaN|Infinity|undefined|null|[\n.]$|^\s|\s$| {2}|[;,:]$|^$/);
        }
      }),
    );
  });
});
