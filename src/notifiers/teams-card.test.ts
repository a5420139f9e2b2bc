import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tally } from "../core/directory/tally.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { openIncident } from "../core/notification/incident.ts";
import { called } from "../messages/words.ts";
import { teamsMessage } from "./fake/teams.ts";
import { teamsBody } from "./teams-card.ts";
import { departuresView, healthView, leaver, LEFT, shown, testView } from "./testing.ts";

const ID = "n-0123456789abcdef-1";

/** What a reader sees, line by line; throws for what is no card as documented. */
function linesOf(view: Disclosed<IncidentView>, repeat = false): string[] {
  const message = teamsMessage.parse(JSON.parse(teamsBody(view, ID, repeat)));
  return message.attachments[0].content.body.flatMap(({ items }) =>
    items.map(({ inlines }) => inlines.map(({ text }) => text).join("")),
  );
}

/** How many people each section lists, and how many more it counts. */
function peopleIn(view: Disclosed<IncidentView>): { readonly listed: number; readonly more: number }[] {
  const message = teamsMessage.parse(JSON.parse(teamsBody(view, ID, false)));
  const sections = message.attachments[0].content.body.slice(1, -1);
  return sections.map(({ items }) => {
    const heading = message.attachments[0].content.body.length > 3 ? 1 : 0;
    const more = items.flatMap(
      ({ inlines }) => /^and ([\d,]+) more(?!\w| lines)/.exec(inlines[0]?.text ?? "")?.[1] ?? [],
    );
    return {
      listed: items.slice(heading).filter(({ inlines }) => inlines[0]?.weight === "Bolder").length,
      more: Number((more[0] ?? "0").replace(",", "")),
    };
  });
}

/** In each directory, these people left, from these places. */
function leaving(directories: readonly (readonly { readonly name: string; readonly location: string }[])[]) {
  return shown({
    incident: openIncident("digest", "people", LEFT),
    directories: directories.map((people, i) => {
      const departures = people.map(({ name, location }, n) => ({
        ...leaver(n),
        id: `d-${i}-${n}`,
        accounts: [{ directory: `dir${i}`, id: `U${n}`, name, kind: "human" as const }],
        lastKnown: { location, locationFrom: "field Office", team: location },
      }));
      const reading = { takenAt: LEFT, accounts: 100, health: "ok" as const };
      return { directory: `dir${i}`, departures, tally: tally(departures, []), changes: [], reading };
    }),
  });
}

const anything = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }),
  fc.constantFrom(
    "<at>everybody</at>",
    "[a link](https://example.com)",
    "**bold**",
    "{{DATE(2026-11-23T10:00:00Z, SHORT)}}",
    "${title}",
    "{{{{${${",
    "\ud800",
    "漢".repeat(3000),
    "👩‍👩‍👧‍👦".repeat(300),
    '"'.repeat(3000),
  ),
);

const directories = fc.array(
  fc.array(fc.record({ name: anything, location: anything }), { minLength: 1, maxLength: 60 }),
  { minLength: 1, maxLength: 12 },
);

describe("a card for Teams", () => {
  it("says who left, from where and on what ground, and how fresh the reading is", () => {
    expect(linesOf(departuresView(3))).toEqual([
      "3 people left acme, 23 Nov 2026 10:01–10:03 UTC: 7 % of 43 staff",
      "where: Lisbon 2 of 42 · Kraków 1 of 1 (by field Office)",
      "teams: Team 0 1 of 1 · Team 1 1 of 41 · Team 2 1 of 1",
      "evidence: 3 deactivated; 1 not yet confirmed",
      "Zofia Canarska 0 · deactivated · Kraków · Team 0",
      "Zofia Canarska 1 · deactivated? · Lisbon · Team 1",
      "Zofia Canarska 2 · deactivated · Lisbon · Team 2",
      "acme read completely 23 Nov 2026 10:03 UTC: 43 accounts, ok",
      `${departuresView(3).incident}, version 1`,
    ]);
  });

  it("carries the id of the message, and says only of a repeat that it may be one", () => {
    expect(teamsBody(testView(), ID, false)).toContain(`"id":"${ID}"`);
    expect(linesOf(testView(), true).join()).toContain("may have arrived before");
    expect(linesOf(testView()).join()).not.toContain("before");
  });

  it("is told apart by its colour: news, a warning, a good end", () => {
    const style = (view: Disclosed<IncidentView>): string | undefined =>
      teamsMessage.parse(JSON.parse(teamsBody(view, ID, false))).attachments[0].content.body[0]?.style;
    expect(style(departuresView(1))).toBe("emphasis");
    expect(style(healthView("named"))).toBe("warning");
    expect(style(healthView("named", true))).toBe("good");
  });

  it("stays within its size and is a card as documented, whatever people are called and however many they are", () => {
    fc.assert(
      fc.property(directories, fc.boolean(), (all, repeat) => {
        const body = teamsBody(leaving(all), ID, repeat);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
        expect(body).toMatch(/^[ -~]*$/);
        teamsMessage.parse(JSON.parse(body));
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it("lists everybody or says how many more there are, and what else", () => {
    const sizes = fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 2, maxLength: 25 });
    fc.assert(
      fc.property(sizes, anything, (all, location) => {
        const view = leaving(all.map((size) => Array.from({ length: size }, () => ({ name: "A", location }))));
        const last = /^and (\d+) matters? more$/m.exec(linesOf(view).join("\n"))?.[1] ?? "0";
        const told = all.slice(0, all.length - Number(last));
        expect(told.length).toBeGreaterThan(0);
        const sections = peopleIn(view).slice(0, told.length);
        expect(sections.map(({ listed, more }) => listed + more)).toEqual(told);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it("shows names as they are, but for what a card would fill in", () => {
    fc.assert(
      fc.property(anything, (name) => {
        const lines = linesOf(
          leaving([
            [
              { name, location: "Kraków" },
              { name: "other", location: "Lisbon" },
            ],
          ]),
        );
        expect(lines.join("\n")).not.toMatch(/\{\{|\$\{/);
        const expected = called(name, "U0").toWellFormed();
        fc.pre(expected.length <= 100);
        expect(lines.map((line) => line.replaceAll(/[ \u200b]/g, "")).join("\n")).toContain(
          expected.replaceAll(" ", ""),
        );
      }),
    );
  });

  it("shows many people of usual names, and the end of a long list", () => {
    const lines = linesOf(departuresView(1000));
    const people = lines.filter((line) => line.startsWith("Zofia")).length;
    expect(people).toBeGreaterThan(60);
    expect(lines).toContain(`and ${1000 - people} more: rollcall departures --since 2026-11-23`);
  });

  it("says what a long list is about even behind another long list", () => {
    const lines = linesOf(departuresView(500, 300));
    expect(lines.some((line) => line.startsWith("500 people left acme"))).toBe(true);
    expect(lines.some((line) => line.startsWith("300 demoted in acme"))).toBe(true);
    expect(peopleIn(departuresView(500, 300)).map(({ listed, more }) => listed + more)).toEqual([500, 300]);
  });

  it("says how many reasons it leaves out", () => {
    const { health, ...view } = healthView("named");
    if (health === undefined) throw new Error("It is about a reading that failed.");
    const reasons = Array.from({ length: 500 }, (_, i) => `reason ${i} of many`);
    const lines = linesOf({ ...view, health: { ...health, reasons } });
    const told = lines.filter((line) => line.startsWith("reason: ")).length;
    expect(lines).toContain(`and ${503 - told - 2} more lines`);
  });
});
