import { describe, expect, it } from "vitest";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import { DAY } from "../core/time.ts";
import { PAGE_FORMATS } from "./page.ts";
import { type Transparency, transparencyText } from "./transparency.ts";

const record: PurposeRecord = {
  purpose: {
    text: "Verify off-boarding",
    authorisedBy: "CISO, 2026-11-20",
    contact: "it@example.com",
    impactAssessment: "DPIA-12",
    agreement: "Works agreement of 2026-11-20",
  },
  audiences: [
    { sees: "counts", alias: "council", who: "Works council", readers: "authorised" },
    { sees: "counts", alias: "everyone", who: "All staff", readers: "anyone" },
    { sees: "named", alias: "identity", who: "Identity team", reason: "close accounts in time", until: "2027-02-24" },
  ],
  destinations: [
    { name: "desk", kind: "slack", audience: "identity" },
    { name: "hr", kind: "email", audience: "named" },
    { name: "wall", kind: "teams", audience: "everyone" },
  ],
  directories: [{ alias: "acme", kind: "slack", reads: ["name and e-mail address", "custom profile fields: Office"] }],
  counts: { headcount: "acme", cadence: DAY, settle: 2 * DAY, k: 5, anyone: 12 },
  retention: [{ what: "accounts of those who left", kept: "for 90 days" }],
};
const versions: Transparency["versions"] = [
  { version: 1, at: Date.UTC(2026, 10, 20, 9), changed: ["purpose", "audiences"] },
  { version: 2, at: Date.UTC(2026, 10, 23, 10, 3), changed: ["audiences", "retention"] },
];

describe.each(PAGE_FORMATS)("the page for the people concerned as %s", (format) => {
  const page = (of: Partial<Transparency> = {}): string => transparencyText({ record, versions, ...of }, format);
  /** As it reads: without markup. */
  const words = (text: string): string =>
    format === "html"
      ? text
          .replace(/<style>[^]*<\/style>/, "")
          .replace(/<[^>]+>/g, " ")
          .replaceAll("&#34;", '"')
          .replaceAll("&#39;", "'")
      : text.replaceAll("\\", "");

  it("says why, what is read and what never, who may know what until when, how long it is kept, and whom to ask", () => {
    const said = words(page()).replace(/\s+/g, " ");
    for (const part of [
      "Verify off-boarding",
      "CISO, 2026-11-20",
      "it@example.com",
      "DPIA-12",
      "Works agreement of 2026-11-20",
      "acme (slack)",
      "custom profile fields: Office",
      "Messages, files, presence, status texts, log-ins and activity",
      "Identity team",
      "who left, by name",
      "close accounts in time",
      "24 Feb 2027",
      "desk (slack)",
      "Readers of hr",
      "Works council",
      "counts for authorised readers",
      "All staff",
      "counts for anyone",
      "wall (teams)",
      "Whoever runs Rollcall",
      "every 24 h",
      "5 people or more",
      "12 people or more",
      "accounts of those who left",
      "for 90 days",
      "to have it erased",
      "Version 2, in force since 23 Nov 2026 10:03 UTC",
      "audiences and retention",
    ]) {
      expect(said).toContain(part);
    }
  });

  it("names the audit log's last signed state, and not how many entries it has", () => {
    const root = "qLdz+Y5bZmQHdf+Vq+Cb3w2gdTN9wQ3ZoDWG2m+ms3U=";
    const said = words(page({ checkpoint: { at: Date.UTC(2026, 10, 24), root } }));
    expect(said).toContain(root);
    expect(said).toContain("24 Nov 2026 00:00 UTC");
    expect(words(page())).not.toContain("signed");
  });

  it("of what is not on the record yet says that it is not in force", () => {
    const said = words(page({ versions: [], record: { ...record, purpose: null, counts: null } })).replace(/\s+/g, " ");
    expect(said).toContain("not in force yet");
    expect(said).toContain("No purpose is stated");
    expect(said).not.toContain("people or more");
  });

  it("takes what the settings say for text, and nothing of it for markup", () => {
    const awkward = '<b>&"x" | `y` *z* [q](http://x.example) # \u202e';
    const hostile: PurposeRecord = {
      ...record,
      purpose: { text: awkward, authorisedBy: awkward, contact: awkward },
      audiences: [{ sees: "named", alias: "identity", who: awkward, reason: awkward, until: "2027-02-24" }],
      directories: [{ alias: "acme", kind: "slack", reads: [awkward] }],
    };
    const text = page({ record: hostile });
    expect(text).not.toContain("\u202e");
    if (format === "html") expect(text).not.toMatch(/<b>|"x"/);
    if (format === "markdown") {
      const unescaped = text.replaceAll(/\\[!-/:-@[-`{-~]/g, "");
      expect(unescaped).not.toMatch(/[<>`[\]]|\*z/);
      const rows = unescaped.split("\n").filter((line) => line.startsWith("| "));
      expect(new Set(rows.map((line) => line.match(/\|/g)?.length))).toEqual(new Set([6, 3, 4]));
    }
  });

  it("has lines, and ends with one", () => {
    expect(page().endsWith("\n")).toBe(true);
    expect(page()).toBe(page());
    if (format === "text") for (const line of page().split("\n")) expect(line.length).toBeLessThanOrEqual(78);
  });
});

it("the HTML page needs nothing from elsewhere: no script, no address, no picture", () => {
  const html = transparencyText({ record, versions }, "html");
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import|https?:/i);
  expect(html).toContain("prefers-color-scheme: dark");
  expect(html).toContain("@media print");
  expect(html.match(/<th scope="row"/g)?.length).toBeGreaterThan(5);
});
