import { describe, expect, it } from "vitest";
import { changedParts, digestOf, nextVersion, type PurposeRecord } from "./purpose.ts";

const record: PurposeRecord = {
  purpose: { text: "Verify off-boarding", authorisedBy: "CISO, 2026-11-20", contact: "it@example.com" },
  audiences: [{ sees: "counts", alias: "council", who: "Works council", readers: "authorised" }],
  destinations: [{ name: "hr", kind: "slack", audience: "named" }],
  directories: [{ alias: "acme", kind: "slack", reads: ["names"] }],
  counts: null,
  retention: [{ what: "accounts", kept: "as long as the store" }],
};

describe("a version of the purpose record", () => {
  it("follows where anything is said otherwise, and only then", () => {
    const first = nextVersion(undefined, record, 5);
    expect(first).toEqual({ version: 1, at: 5, digest: digestOf(record), record });
    expect(nextVersion(first, structuredClone(record), 6)).toBeUndefined();
    const backwards = Object.fromEntries(Object.entries(record).toReversed()) as unknown as PurposeRecord;
    expect(nextVersion(first, backwards, 6)).toBeUndefined();
    const changed = { ...record, counts: { headcount: "acme", cadence: 1, settle: 1, k: 5, anyone: 10 } };
    expect(nextVersion(first, changed, 6)).toMatchObject({ version: 2, at: 6, record: changed });
  });

  it("names the parts that changed, and not what they say", () => {
    expect(changedParts(undefined, record)).toEqual([
      "purpose",
      "audiences",
      "destinations",
      "directories",
      "counts",
      "retention",
    ]);
    expect(changedParts(record, record)).toEqual([]);
    expect(changedParts(record, { ...record, purpose: null, retention: [] })).toEqual(["purpose", "retention"]);
  });

  it("has a digest of what it says, whichever of it is other", () => {
    const others: PurposeRecord[] = [
      record,
      { ...record, purpose: null },
      { ...record, audiences: [] },
      { ...record, destinations: [{ name: "hr", kind: "slack", audience: "counts" }] },
      { ...record, directories: [{ alias: "acme", kind: "slack", reads: ["names", "channels"] }] },
      { ...record, retention: [{ what: "accounts", kept: "for 90 days" }] },
    ];
    expect(new Set(others.map(digestOf)).size).toBe(others.length);
    expect(digestOf(record)).toMatch(/^[0-9a-f]{64}$/);
  });
});
