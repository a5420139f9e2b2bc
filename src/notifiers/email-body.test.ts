import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Departure } from "../core/directory/departure.ts";
import { tally } from "../core/directory/tally.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { openIncident } from "../core/notification/incident.ts";
import { called } from "../messages/words.ts";
import { mailBody, subjectOf, textOf } from "./email-body.ts";
import { htmlOf } from "./email-html.ts";
import { departuresView, healthView, leaver, LEFT, shown, testView, waveReport } from "./testing.ts";

type Attributes = { readonly name?: string; readonly location?: string; readonly team?: string };

/** These people left, some of them told with a place or a team. */
function leaving(people: readonly Attributes[]): Disclosed<IncidentView> {
  const departures = people.map(({ name, location = null, team }, n): Departure => {
    const { accounts, lastKnown: _, ...rest } = leaver(n);
    const lastKnown = { location, locationFrom: location === null ? null : "timezone", ...(team && { team }) };
    return { ...rest, accounts: accounts.map((account) => ({ ...account, ...(name && { name }) })), lastKnown };
  });
  const incident = openIncident("departures", "acme", LEFT);
  return shown({
    incident,
    directories: [{ directory: "acme", departures, tally: tally(departures, []), changes: [] }],
  });
}

function html(view: Disclosed<IncidentView>, repeat = false): string {
  return htmlOf(mailBody(view, repeat));
}

function text(view: Disclosed<IncidentView>, repeat = false): string {
  return textOf(mailBody(view, repeat));
}

/** What a reader sees of a page: without elements and with every character reference in its place. */
function visible(page: string): string {
  return page
    .replace(/<head>[\s\S]*<\/head>/, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

function elements(page: string): string[] {
  return page.match(/<[^>]*>/g) ?? [];
}

const anything = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 80 }),
  fc.string({ minLength: 1, maxLength: 80 }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    "</td><img src=x onerror=alert(1)>",
    `" onmouseover="x`,
    "&lt;b&gt;",
    "a\r\nBcc: everybody@example.com",
    "\u202eevil",
    "\ud800",
    "<!--",
  ),
);

describe("the text of a mail", () => {
  it("says who left, from where and on what ground, and how fresh the reading is", () => {
    const told = text(departuresView(3));
    expect(told).toContain("3 people left acme, 23 Nov 2026 10:01–10:03 UTC");
    expect(told).toMatch(/where +Lisbon 2 of 42/);
    expect(told).toContain("* Zofia Canarska 1\n  deactivated? · Lisbon · Team 1");
    expect(told).toContain("-- \nacme read completely 23 Nov 2026 10:03 UTC: 43 accounts, ok\n");
  });

  it("says of a single person how to see why, and does not list them again", () => {
    const told = text(departuresView(1));
    expect(told).toContain("rollcall explain d-canary0");
    expect(told.match(/Zofia/g)).toHaveLength(1);
  });

  it("leaves out what everybody has in common or nobody has", () => {
    const told = text(leaving([{ name: "A" }, { name: "B", team: "Platform" }]));
    expect(told).toContain("* A\n  deactivated\n* B\n  deactivated? · Platform\n");
  });

  it("says which places are known from a time zone alone", () => {
    expect(text(leaving([{ location: "Lisbon" }, { location: "Berlin" }]))).toContain("Lisbon (time zone)");
  });

  it("shows 200 people and says how many more there are, and which command lists them", () => {
    const told = text(departuresView(512));
    expect(told.match(/^\* /gm)).toHaveLength(200);
    expect(told).toContain("  and 312 more: rollcall departures --since 2026-11-23\n");
    const both = text(departuresView(150, 120));
    expect(both.match(/^\* /gm)).toHaveLength(200);
    expect(both).toContain("  and 70 more\n");
  });

  it("says that it may be a repeat only where it may be one", () => {
    expect(text(testView(), true)).toContain("may have arrived before");
    expect(text(testView())).not.toContain("before");
  });

  it("has no line of more than 78 columns that could be broken, whatever people are called", () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 4 }), (names) => {
        const told = text(leaving(names.map((name) => ({ name, location: name, team: name }))));
        for (const line of told.split("\n").filter((one) => !one.startsWith("* "))) {
          const words = line.trim().split(" ");
          expect(stringWidth(line) <= 78 || words.some((word) => stringWidth(word) > 60)).toBe(true);
        }
      }),
    );
  });
});

describe("the HTML of a mail", () => {
  it("is made of the same elements whatever people, places and teams are called", () => {
    const expected = elements(
      html(leaving(Array.from({ length: 3 }, () => ({ name: "A", location: "B", team: "C" })))),
    );
    fc.assert(
      fc.property(anything, anything, anything, (name, location, team) => {
        fc.pre(location !== "unknown" && team !== "unknown");
        expect(elements(html(leaving(Array.from({ length: 3 }, () => ({ name, location, team })))))).toEqual(expected);
      }),
    );
  });

  it("shows every name as it is, but for control characters", () => {
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        const page = visible(html(leaving([{ name: one }, { name: other }])));
        for (const [n, name] of [one, other].entries())
          expect(page.replaceAll("\u200b", "")).toContain(called(name, `canary-${n}@people.example`).toWellFormed());
      }),
    );
  });

  it("has nothing that a mail program would make a link of, whatever people are called", () => {
    const name = "https://evil.example/login www.evil.example";
    for (const part of [html, text])
      expect(part(leaving([{ name, location: name, team: name }, { name }]))).not.toMatch(/:\/\/|evil\.example/);
  });

  it("breaks long words, so that no place or team pushes the others out of sight", () => {
    const long = "x".repeat(5000);
    expect(html(leaving([{ name: long, location: long, team: long }, { name: "B" }]))).toMatch(
      /<table class="people"[^>]* style="[^"]*overflow-wrap:anywhere/,
    );
  });

  it("has no script, no link, no picture and no address", () => {
    for (const view of [departuresView(30, 5), healthView("named"), testView()]) {
      expect(html(view)).not.toMatch(/<(script|a|img|link|iframe|form|object)\b|https?:|url\(|@import/i);
    }
  });

  it("stays below the 102 kB that Gmail shows for people of usual names, and within bounds for any others", () => {
    expect(Buffer.byteLength(html(departuresView(5000)))).toBeLessThan(102_000);
    const long = "&".repeat(5000);
    const worst = leaving(Array.from({ length: 300 }, () => ({ name: long, location: long, team: long })));
    expect(Buffer.byteLength(html(worst))).toBeLessThan(500_000);
    expect(Buffer.byteLength(text(worst))).toBeLessThan(500_000);
  });

  it("says the same as the text", () => {
    for (const view of [departuresView(300, 5), healthView("named", true), healthView("counts"), testView()]) {
      const words = (told: string): string[] =>
        told
          .split(/[\s·*()]+|^-- $/)
          .filter(
            (word) => word !== "" && word !== "--" && !["Who", "How", "Where", "Team", "What", "When"].includes(word),
          )
          .toSorted();
      expect(words(visible(html(view).replaceAll(/<\/?(td|th|b|span|div|h1|h2|p)[^>]*>/g, " ")))).toEqual(
        words(text(view)),
      );
    }
  });
});

describe("the subject of a mail", () => {
  it("names nobody and counts nobody, since the answers keep it while more people leave", () => {
    expect(subjectOf(departuresView(1), false)).toBe("Departures at acme, 23 Nov 2026 10:03 UTC");
    expect(subjectOf(departuresView(40), false)).toBe("Departures at acme, 23 Nov 2026 10:03 UTC");
  });

  it("names a single person where the settings say so", () => {
    expect(subjectOf(departuresView(1), true)).toContain("Zofia Canarska 0 left acme");
    expect(subjectOf(departuresView(2), true)).toBe("Departures at acme, 23 Nov 2026 10:03 UTC");
  });

  it("of a wave says neither how many nor where, which may be the name of a manager", () => {
    const where = [{ by: "manager" as const, value: "UCANARY0", left: 20, of: 24 }];
    const view = shown(waveReport(where, new Map([["UCANARY0", "Zofia Canarska 0"]])));
    expect(textOf(mailBody(view, false))).toContain("in the teams under Zofia Canarska 0");
    for (const nameInSubject of [false, true])
      expect(subjectOf(view, nameInSubject)).toBe("Wave at acme, 23 Nov 2026 10:03 UTC");
  });

  it("says what else a mail is about", () => {
    expect(subjectOf(healthView("named"), false)).toBe("acme: a reading is not believed (short)");
    expect(subjectOf(departuresView(2, 3), false)).toBe("Digest: 2 matters");
    expect(subjectOf(departuresView(0, 3), false)).toContain("3 demoted in acme");
  });

  it("is one short line, whatever people are called", () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (name, nameInSubject) => {
        const subject = subjectOf(leaving([{ name }]), nameInSubject);
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(subject.length).toBeLessThanOrEqual(120);
      }),
    );
  });
});
