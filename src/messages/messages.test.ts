import { describe, expect, it } from "vitest";
import type { Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { tally } from "../core/directory/tally.ts";
import { disclose } from "../core/disclosure/disclose.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../core/time.ts";
import { departuresMessage } from "./departures.ts";
import { departureRow } from "./rows.ts";
import { between, duration } from "./time.ts";
import { brief, called, counted, listed, percent, plain, unlinked } from "./words.ts";

const NOON = Date.UTC(2026, 10, 23, 12);

function leaver(
  name: string,
  more: { location?: string; team?: string; kind?: "human" | "guest"; confirmed?: boolean } = {},
): Departure {
  const { location = null, team, kind = "human", confirmed = true } = more;
  return {
    id: `d-${name}`,
    at: { notBefore: NOON, notAfter: NOON + 5 * MINUTE },
    accounts: [{ directory: "acme", id: name, name, kind }],
    change: "deactivated",
    confirmed,
    observed: true,
    lastKnown: {
      location,
      locationFrom: location === null ? null : "field Office",
      ...(team === undefined ? {} : { team }),
    },
  };
}

function textOf(departures: readonly Departure[], colleagues: readonly RosterEntry[] = []): string {
  const views = departures.flatMap((departure) => disclose("departure", departure, "named") ?? []);
  const { headline, lines } = departuresMessage("acme", tally(departures, colleagues), views);
  return [headline, ...lines.map(({ label, text }) => `${label}: ${text}`)].join("\n");
}

describe("a message about departures", () => {
  it("names one person, and says when and on what ground", () => {
    expect(textOf([leaver("Zofia", { location: "Kraków", team: "Platform" })])).toBe(
      "Zofia left acme, 23 Nov 2026 12:00–12:05 UTC\n" +
        "where: Kraków 1 of 1 (by field Office)\nteams: Platform 1 of 1\nevidence: deactivated; confirmed",
    );
  });

  it("counts several, with the places that lost most first, and guests apart from staff", () => {
    const people = [..."abcde"].map((name) => leaver(name, { location: name < "d" ? "Kraków" : "Berlin" }));
    const colleagues = [..."abcdefghij"].map((id): RosterEntry => ({
      account: { id, status: "active", attributes: { kind: "human", location: "Lisbon" } },
      presence: "present",
    }));
    const text = textOf([...people, leaver("g", { kind: "guest" })], colleagues);
    expect(text).toContain("5 people and 1 guest left acme, 23 Nov 2026 12:00–12:05 UTC: 50 % of 10 staff");
    expect(text).toContain("where: Kraków 3 of 3 · Berlin 2 of 2 (by field Office)");
    expect(text).toContain("people: a, b, c and 3 more");
  });

  it("says how many are not confirmed yet", () => {
    expect(textOf([leaver("a"), leaver("b", { confirmed: false })])).toContain(
      "evidence: 2 deactivated; 1 not yet confirmed",
    );
  });

  it("says that places are not known rather than leaving the people out", () => {
    expect(textOf([leaver("a", { location: "Kraków" }), leaver("b")])).toContain("where: Kraków 1 of 1 · not known 1");
  });
});

describe("words", () => {
  it("writes intervals exactly to the minute, in UTC, and says so where nobody looked before", () => {
    expect(between({ notBefore: NOON, notAfter: NOON + 20 * SECOND })).toBe("23 Nov 2026 12:00 UTC");
    expect(between({ notBefore: NOON - 3 * DAY, notAfter: NOON })).toBe("20 Nov 2026 12:00 – 23 Nov 2026 12:00 UTC");
    expect(between({ notBefore: null, notAfter: NOON })).toBe("by 23 Nov 2026 12:00 UTC");
  });

  it.each([
    [400, "400 ms"],
    [59.6 * SECOND, "60 s"],
    [72 * SECOND, "1 min 12 s"],
    [119.7 * SECOND, "2 min"],
    [2 * HOUR + 5 * MINUTE, "2 h 5 min"],
    [9 * DAY, "9 days"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [700, 4667, "15 %"],
    [1, 700, "0.1 %"],
    [1, 100_000, "under 0.1 %"],
    [0, 10, "0 %"],
    [0, 0, "0 %"],
    [7, 100, "7 %"],
  ])("writes %d of %d as %s", (part, whole, text) => {
    expect(percent(part, whole)).toBe(text);
  });

  it("counts and lists", () => {
    expect([counted(1, "person", "people"), counted(4712, "account")]).toEqual(["1 person", "4,712 accounts"]);
    expect([listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])]).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });

  it("shortens a name of kilobytes and leaves any usual one alone", () => {
    expect(brief("Ana María José de la Santísima Trinidad")).toBe("Ana María José de la Santísima Trinidad");
    expect(brief("x".repeat(10_000))).toBe(`${"x".repeat(59)}…`);
  });

  it("makes control characters and reversed reading order visible, and leaves every script alone", () => {
    expect(plain("a\u001b[2Jb\r\nc\u202Ed")).toBe("a·[2Jb··c·d");
    expect(plain("Kraków 山田 Нина ي")).toBe("Kraków 山田 Нина ي");
  });

  it("makes every other character visible that takes no room, and unpiles marks", () => {
    for (const unseen of [
      "\u034f",
      "\u115f",
      "\u2065",
      "\u206a",
      "\u3164",
      "\uffa0",
      "\ufff9",
      "\u{e0041}",
      "\u{1d173}",
    ])
      expect(plain(`a${unseen}b`)).toBe("a·b");
    expect(plain(`Z${"\u0300".repeat(500)}ofia`)).toBe(`Z${"\u0300".repeat(8)}ofia`);
    // Vietnamese, pointed Hebrew and Thai pile up no more than three.
    for (const name of ["Nguye\u0302\u0303n", "שָׁלוֹם", "น้ำผึ้ง"]) expect(plain(name)).toBe(name);
  });

  it("sets asunder what programs make links of, and leaves names, numbers and e-mail addresses whole", () => {
    expect(unlinked("https://evil.example/login www.evil.example")).toBe(
      "https:\u200b//evil.\u200bexample/login www.\u200bevil.\u200bexample",
    );
    expect(unlinked("https://a@evil.example")).toContain(":\u200b//a@evil.\u200bexample");
    for (const text of ["Zofia A. Nowak", "1.5 of 2.75", "zofia@acme.example", "J.R.", "…"])
      expect(unlinked(text)).toBe(text);
  });

  it("calls people by the first of their names, addresses and ids that can be read", () => {
    expect(called("Zofia", "z@acme.example", "U1")).toBe("Zofia");
    for (const blank of ["", "   ", "–", "...", "\u200b", "\u3164\u3164"]) {
      expect(called(blank, "z@acme.example", "U1")).toBe("z@acme.example");
      expect(called(blank, undefined, "U1")).toBe("U1");
    }
    expect(called("🦊", null, "U1")).toBe("🦊");
    expect(called(undefined, undefined, "–")).toBe("–");
  });

  it("shortens places and teams as it does names", () => {
    const long = "x".repeat(5000);
    const [view] = [leaver("Zofia", { location: long, team: long })].flatMap(
      (departure) => disclose("departure", departure, "named") ?? [],
    );
    expect(textOf([leaver("Zofia", { location: long, team: long })]).length).toBeLessThan(400);
    expect(view === undefined ? "" : departureRow(view)).toMatchObject({
      where: `${"x".repeat(59)}…`,
      team: `${"x".repeat(59)}…`,
    });
  });
});
