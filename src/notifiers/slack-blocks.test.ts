import type { KnownBlock } from "@slack/web-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultOf } from "../connectors/slack/fake/blocks.ts";
import type { Departure } from "../core/directory/departure.ts";
import { tally } from "../core/directory/tally.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import type { DirectoryReport } from "../core/disclosure/incident-view.ts";
import { openIncident } from "../core/notification/incident.ts";
import { MINUTE } from "../core/time.ts";
import { noticeOf } from "../messages/notice.ts";
import type { Row } from "../messages/rows.ts";
import { slackMessage } from "./slack-blocks.ts";
import { departuresView, healthView, leaver, LEFT, shown } from "./testing.ts";

/** What the renderer may put into a text to keep a link or an emoji from forming. */
const APART = /\u200b/g;

function textsOf(blocks: readonly KnownBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === "context") return block.elements.map((one) => ("text" in one ? (one.text ?? "") : ""));
    return block.type === "header" || block.type === "section" ? [block.text?.text ?? ""] : [];
  });
}

/** The lines that name people, and how many more the message says there are. */
function peopleIn(blocks: readonly KnownBlock[]) {
  const lines = textsOf(blocks).flatMap((text) => text.split("\n"));
  const more = lines.flatMap((line) => /^… .*?and ([\d,]+) more/.exec(line)?.[1] ?? []);
  return {
    named: lines.filter((line) => line.startsWith("• ")).map((line) => line.replaceAll(APART, "")),
    more: more.reduce((sum, digits) => sum + Number(digits.replaceAll(",", "")), 0),
  };
}

function blocksOf(view: Disclosed<IncidentView>, repeatOf?: string): readonly KnownBlock[] {
  // Typed by Slack's own package: another shape does not compile.
  return slackMessage(view, repeatOf).blocks;
}

/** Slack's documented limits, as the fake checks them, and the size that a message keeps to. */
function judge(blocks: readonly KnownBlock[]): void {
  const json = JSON.stringify(blocks);
  expect(faultOf(json)).toBeUndefined();
  expect(Buffer.byteLength(json)).toBeLessThanOrEqual(9000);
  expect(json).not.toContain('"mrkdwn"');
  expect(json.split('"type":"plain_text"').length).toBe(json.split('"emoji":false').length);
}

const AWKWARD = [
  "<!channel>",
  "<@U0123456789> <https://e.example|x>",
  "*bold* _italic_ ~gone~ `code`",
  ":tada: :wave::skin-tone-2:",
  "https://e.example/?a=1&b=2 & < >",
  "\u202egnp.exe\u2066\u200b\u200d\ufeff\u2060\u00ad",
  "مريم עברית",
  "👩‍👩‍👧‍👦".repeat(50),
  `Z${"\u0301".repeat(999)}`,
  "\ud800 lone \udc00",
  "&".repeat(5000),
  '"\\'.repeat(2000),
  "漢".repeat(5000),
  "",
  " ",
];

const words = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: "binary", minLength: 900, maxLength: 5000 }),
);

interface Person {
  readonly name: string | null;
  readonly location: string | null;
  readonly team: string | null;
  readonly minute: number;
}

interface Crowd {
  readonly size: number;
  readonly people: readonly Person[];
}

const person: fc.Arbitrary<Person> = fc.record({
  name: fc.option(words, { nil: null }),
  location: fc.option(words, { nil: null }),
  team: fc.option(words, { nil: null }),
  minute: fc.integer({ min: 0, max: 3 }),
});

/** So many people, who are these over and over. */
const crowd: fc.Arbitrary<Crowd> = fc.record({
  size: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 80 }) },
    { weight: 1, arbitrary: fc.integer({ min: 80, max: 600 }) },
  ),
  people: fc.array(person, { minLength: 1, maxLength: 5 }),
});

function directoryOf(directory: string, { size, people }: Crowd): DirectoryReport {
  const departures = Array.from({ length: size }, (_, i): Departure => {
    const one = leaver(i);
    const { name = null, location = null, team = null, minute = 0 } = people[i % people.length] ?? {};
    return {
      ...one,
      at: { notBefore: LEFT - MINUTE, notAfter: LEFT + minute * MINUTE },
      accounts: one.accounts.map((account) => ({ ...account, directory, name })),
      lastKnown: { location, locationFrom: "field Office", team },
    };
  });
  return {
    directory,
    departures,
    ...(size === 0 ? {} : { tally: tally(departures, []) }),
    changes: [],
    reading: { takenAt: LEFT, accounts: 40, health: "ok" },
  };
}

describe("a message for Slack", () => {
  it("is within all of Slack's limits, names nobody in part and counts everybody, whatever people are called", () => {
    fc.assert(
      fc.property(crowd, fc.option(fc.constant("n-0123456789abcdef-3"), { nil: undefined }), (many, repeatOf) => {
        const view = shown({
          incident: openIncident("departures", "acme", LEFT),
          directories: [directoryOf("acme", many)],
        });
        const blocks = blocksOf(view, repeatOf);
        judge(blocks);
        const { named, more } = peopleIn(blocks);
        expect(named.length + more).toBe(many.size);
        expect(named.length).toBeGreaterThanOrEqual(Math.min(many.size, 3));
        const rows = noticeOf(view).sections.flatMap((section) => section.rows);
        for (const [i, line] of named.entries()) expect(isWhole(line, rows[i])).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("shares the room between directories, and counts also those whose directory it does not show", () => {
    fc.assert(
      fc.property(fc.array(crowd, { minLength: 2, maxLength: 24 }), (all) => {
        const directories = all.map((many, i) => directoryOf(`acme-${i}`, many));
        const blocks = blocksOf(shown({ incident: openIncident("digest", "people-ops", LEFT), directories }));
        judge(blocks);
        const { named, more } = peopleIn(blocks);
        expect(named.length + more).toBe(all.reduce((sum, { size }) => sum + size, 0));
      }),
      { numRuns: 20 },
    );
  });

  it("of 5,000 people names as many as fit, and says how many more there are and where", () => {
    const blocks = blocksOf(departuresView(5000));
    judge(blocks);
    const { named, more } = peopleIn(blocks);
    expect(named.length).toBeGreaterThan(80);
    expect(named.length + more).toBe(5000);
    expect(textsOf(blocks).join("\n")).toMatch(/… and 4,\d{3} more: rollcall departures --since 2026-11-23/);
  });

  it("shows markup, mentions and links as they are written, and what nobody sees as dots", () => {
    for (const name of AWKWARD.slice(0, 5)) {
      const { text, blocks } = slackMessage(departuresView(1, 0, ` ${name}`));
      const [header = ""] = textsOf(blocks);
      expect(header.replaceAll(APART, "")).toContain(name);
      expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)|:[a-z]+:|:\/\//);
      expect(header).not.toMatch(/:[a-z]+:|:\/\//);
    }
    const [header = ""] = textsOf(blocksOf(departuresView(1, 0, AWKWARD[5])));
    expect(header).toContain("·gnp.exe······");
  });

  it("says in full below a headline what does not fit into it", () => {
    const blocks = blocksOf(departuresView(1, 0, ` ${"漢字".repeat(25)}`));
    judge(blocks);
    const [header = "", headline = ""] = textsOf(blocks);
    expect(header).toMatch(/^Zofia Canarska 0 漢字.*…$/);
    expect(headline).toBe(noticeOf(departuresView(1, 0, ` ${"漢字".repeat(25)}`)).headline);
  });

  it("says when each left only where they did not leave together", () => {
    const [first, second] = [leaver(0), leaver(1)];
    const report = (other: Departure): DirectoryReport => ({
      directory: "acme",
      departures: [first, other],
      tally: tally([first, other], []),
      changes: [],
    });
    const viewOf = (other: Departure) =>
      shown({ incident: openIncident("departures", "acme", LEFT), directories: [report(other)] });
    expect(peopleIn(blocksOf(viewOf(second))).named.join()).not.toContain("UTC");
    const apart = { ...second, at: { notBefore: LEFT, notAfter: LEFT + MINUTE } };
    expect(peopleIn(blocksOf(viewOf(apart))).named).toEqual([
      expect.stringMatching(/10:01–10:03 UTC$/),
      expect.stringMatching(/10:03–10:04 UTC$/),
    ]);
  });

  it("ends with how fresh it is, which incident and version it is, and whether it may be a repeat", () => {
    const footer = (repeatOf?: string): string => textsOf(blocksOf(departuresView(2), repeatOf)).at(-1) ?? "";
    expect(footer()).toMatch(/^acme read completely .* ok\ni-[0-9a-f]{16}, version 1$/);
    expect(footer("n-1-1")).toMatch(/version 1\nmay be a repeat of n-1-1$/);
  });

  it("tells an outage, and to an audience of counts no number", () => {
    expect(textsOf(blocksOf(healthView("named"))).join("\n")).toContain("reason: 4,000 accounts instead of 4,712");
    expect(textsOf(blocksOf(healthView("counts"))).join("\n")).not.toMatch(/4,\d{3}/);
  });
});

/** The line has the name, the way and the place whole; what is very long may be cut with an ellipsis. */
function isWhole(line: string, row: Row | undefined): boolean {
  if (row === undefined) return false;
  const place = [row.where, row.team].filter((text) => text !== "–").join(", ");
  const parts = [row.who, row.how, place].filter((text) => text !== "").map(visible);
  const whole = `• ${parts.join(" · ")}`;
  if (line === whole || line === `${whole} · ${row.when}`) return true;
  const short = parts.filter((text) => Buffer.byteLength(JSON.stringify(text)) < 60);
  return short.length < parts.length && line.includes("…") && short.every((text) => line.includes(text));
}

function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u00ad\u061c\u115f\u1160\u180e\u2060-\u2064\u206a-\u206f\u3164\uffa0\u{e0000}-\u{e007f}]/gu, "·");
}
