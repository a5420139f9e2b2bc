import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "../canonical.ts";
import { commitmentOf, type Entry, entryHash, nextEntry, NOTHING_BEFORE } from "./entry.ts";
import { parseSpans, spansText } from "./erasure.ts";

const plain = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.boolean(),
);
const payloads = fc.dictionary(fc.string({ unit: "grapheme" }), fc.option(plain), { noNullPrototype: true });

describe("the canonical text of a payload", () => {
  it("is the same in whichever order its keys were set, and is read back", () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const backwards = Object.fromEntries(Object.entries(payload).toReversed());
        expect(canonical(backwards)).toBe(canonical(payload));
        expect(JSON.parse(canonical(payload))).toEqual(JSON.parse(JSON.stringify(payload)));
      }),
    );
  });

  it("orders and writes as RFC 8785 has it", () => {
    // Section 3.2.3: by UTF-16 code units, so that the smiley (a surrogate pair) stands before U+FB33.
    const payload = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 };
    expect(canonical(payload)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}');
    expect(canonical({ 10: 1e21, 2: 0.000001, a: -0, b: '\u001f/"' })).toBe(
      '{"10":1e+21,"2":0.000001,"a":0,"b":"\\u001f/\\""}',
    );
  });
});

describe("an entry", () => {
  const made = { at: 5, action: "sweep", commitment: NOTHING_BEFORE };

  it("follows from the one before", () => {
    const first = nextEntry(undefined, made);
    expect(first).toEqual({ ...made, seq: 1, previous: NOTHING_BEFORE });
    expect(nextEntry(first, made)).toEqual({ ...made, seq: 2, previous: entryHash(first).toString("base64") });
  });

  it("has another hash where anything in it is other", () => {
    const first = nextEntry(undefined, made);
    const others: Entry[] = [
      { ...first, seq: 2 },
      { ...first, at: 6 },
      { ...first, action: "sweeps" },
      { ...first, commitment: first.commitment.replace("A", "B") },
      { ...first, previous: first.previous.replace("A", "B") },
    ];
    const hashes = [first, ...others].map((entry) => entryHash(entry).toString("hex"));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("commits to the payload under its salt alone", () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(commitmentOf(one, "{}")).not.toBe(commitmentOf(other, "{}"));
    expect(commitmentOf(one, "{}")).not.toBe(commitmentOf(one, "{ }"));
  });
});

describe("which entries were erased", () => {
  it("is read as it was written, for any of them", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (seqs) => {
        const spans = parseSpans(spansText(seqs), 61) ?? [];
        const read = spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
        expect(read).toEqual(seqs.toSorted((a, b) => a - b));
      }),
    );
  });

  it.each(["", "0", "3-2", "1,1", "2,1", "1-", "01", "1, 2", "9", "8-9", null, 3, undefined])("is not %j", (text) => {
    expect(parseSpans(text, 9)).toBeUndefined();
  });
});
