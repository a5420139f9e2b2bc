import stringWidth from "string-width";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, type Instant, MINUTE } from "../core/time.ts";
import { type Strip, stripOf } from "../core/wave/strip.ts";
import { stripLines, stripTicks } from "./strip.ts";

type Input = Parameters<typeof stripOf>[0];

/** A Tuesday. */
const MIDNIGHT = Date.UTC(2026, 10, 24);
const TODAY = { from: MIDNIGHT, to: MIDNIGHT + DAY };

/** In each bin one is expected, and up to three. */
function strip(some: Partial<Input>): Strip {
  const between = () => ({ mean: 1, uncertainty: 0 });
  return stripOf({ departed: [], between, dispersion: () => 1, waves: [], span: TODAY, bins: 24, ...some });
}

/** @param counts departures by hour of the day */
function hours(counts: Readonly<Record<number, number>>, late = 0): Input["departed"] {
  return Object.entries(counts).flatMap(([hour, count]) =>
    Array.from({ length: count }, () => ({
      since: MIDNIGHT + Number(hour) * HOUR - late,
      at: MIDNIGHT + Number(hour) * HOUR,
    })),
  );
}

const WAVE = { start: MIDNIGHT + 9 * HOUR, end: MIDNIGHT + 11 * HOUR + MINUTE };

/** What stands above one hour, from the top. */
function columnOf(made: Strip, hour: number): string {
  const [, ...lines] = stripLines(made, 60);
  const rows = lines.slice(
    0,
    lines.findIndex((line) => line.startsWith("╵")),
  );
  return rows.map((row) => row[2 * hour] ?? " ").join("");
}

const counts = fc.dictionary(fc.integer({ min: 0, max: 23 }).map(String), fc.integer({ min: 1, max: 40 }));
const shown = fc.record({
  departed: counts.map((some) => hours(some)),
  waves: fc.constantFrom([], [WAVE], [{ ...WAVE, open: true }], [WAVE, { start: MIDNIGHT, end: MIDNIGHT }]),
});
const width = fc.integer({ min: 60, max: 200 });

describe("a strip on a terminal", () => {
  it("shows what was seen, what was expected, the wave, the time and the words for them", () => {
    const made = strip({ departed: hours({ 3: 1, 9: 6, 10: 4, 11: 2 }), waves: [WAVE] });
    expect(stripLines(made, 60)).toEqual([
      "13 departures, 24 Nov 2026 00:00 – 25 Nov 2026 00:00 UTC",
      "                  ██",
      "                  ██",
      "                  ████",
      "··················████··························",
      "··················██████························",
      "······██··········██████························",
      "                  ▀▀▀▀▀▀",
      "╵24 Nov     ╵06:00      ╵12:00      ╵18:00",
      "Each column is 1 hour, the highest 6, 24 Nov 2026",
      "09:00–10:00 UTC; · is what was expected (0 to 3).",
      "▀ is the wave, 24 Nov 2026 09:00–11:01 UTC.",
    ]);
  });

  it("stays within the width, colours nothing and leaves no line empty", () => {
    fc.assert(
      fc.property(shown, width, (some, columns) => {
        const lines = stripLines(strip(some), columns);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.every((line) => line.trim() !== "" && line === line.trimEnd())).toBe(true);
        expect(lines.join("")).not.toContain("\u001b");
      }),
    );
  });

  it("shows every departure, however high the others stand, and none where there was none", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 3000 }), (some, high) => {
        const made = strip({ departed: hours({ ...some, 23: high }), between: () => undefined });
        const [, ...rest] = stripLines(made, 60);
        const lowest = rest[rest.findIndex((line) => line.startsWith("╵")) - 1] ?? "";
        const seen = made.bins.map((_, i) => (lowest[2 * i] ?? " ") !== " ");
        expect(seen).toEqual(made.bins.map(({ count }) => count > 0));
      }),
    );
  });

  it("writes dates whole, one after the other, below the columns", () => {
    const length = fc.integer({ min: HOUR, max: 400 * DAY });
    fc.assert(
      fc.property(length, fc.integer({ min: 0, max: 3 * DAY }), width, (one, later, columns) => {
        const made = strip({ span: { from: MIDNIGHT + later, to: MIDNIGHT + later + one }, bins: 60 });
        const axis = stripLines(made, columns).find((line) => line.includes("╵")) ?? "";
        const cell = Math.min(4, Math.floor(columns / made.bins.length));
        expect(axis.length).toBeLessThanOrEqual(cell * made.bins.length);
        const labels = new Set(
          Array.from({ length: 25 }, (_, n) => stripTicks(made, n).map(({ label }) => label)).flat(),
        );
        const written = axis.trim().split(/ +(?=╵)/);
        expect(written.filter((text) => !labels.has(text.slice(1)))).toEqual([]);
      }),
    );
  });

  it("leaves out a date that the one before it has no room for", () => {
    const span = { from: MIDNIGHT + MINUTE, to: MIDNIGHT + 51 * MINUTE };
    const axis = stripLines(strip({ span, bins: 60 }), 60).find((line) => line.includes("╵"));
    expect(axis).toBe("         ╵24 Nov 00:10       ╵00:30    ╵00:40");
  });

  it("stands in proportion", () => {
    const made = strip({ departed: hours({ 2: 12, 4: 6, 6: 3 }), between: () => undefined });
    expect([2, 4, 6].map((hour) => columnOf(made, hour))).toEqual(["██████", "   ███", "    ▄█"]);
  });

  it("marks a wave below its own columns and no others", () => {
    const made = strip({ departed: hours({ 9: 5 }), waves: [WAVE] });
    const marks = (columns: number) =>
      stripLines(made, columns)
        .find((line) => line.trim() !== "" && line.replaceAll("▀", "").trim() === "")
        ?.split("")
        .flatMap((character, i) => (character === "▀" ? [i] : []));
    expect(marks(60)).toEqual([18, 19, 20, 21, 22, 23]);
    expect(marks(24)).toEqual([9, 10, 11]);
  });

  it("shows a band that does not begin at nothing where it is", () => {
    const made = strip({ departed: hours({ 4: 120 }), between: () => ({ mean: 80, uncertainty: 0 }) });
    // 66 to 95 of 120, in rows of 20.
    expect([0, 4].map((hour) => columnOf(made, hour))).toEqual([" ··   ", "██████"]);
  });
});

describe("the words of a strip", () => {
  const wordsOf = (some: Partial<Input>) => stripLines(strip(some), 200).join(" ");

  it("say that nobody left, and that next to none was expected to", () => {
    const words = wordsOf({ between: () => ({ mean: 0.01, uncertainty: 0 }) });
    expect(words).toMatch(/^No departures, 24 Nov 2026 00:00 – 25 Nov 2026 00:00 UTC/);
    expect(words).toMatch(/Each column is 1 hour; next to none was expected in each\.$/);
  });

  it("say where it is not known what was usual", () => {
    expect(wordsOf({ between: () => undefined })).toMatch(/Each column is 1 hour; what was usual is not known\.$/);
    const since = (from: Instant, before: Instant) => (at: Instant) =>
      at < from || at >= before ? undefined : { mean: 1, uncertainty: 0 };
    expect(wordsOf({ between: since(MIDNIGHT + 6 * HOUR, Infinity) })).toContain(
      "(0 to 3); what was usual is not known before 24 Nov 2026 06:00 UTC.",
    );
    expect(wordsOf({ between: since(0, MIDNIGHT + HOUR) })).toContain("is not known for 23 of 24 columns.");
  });

  it("say what is not known of the time of departures", () => {
    const sentence = /For (\d+ departures?) the time is known only to more than 1 hour; (it|each) stands in the column/;
    expect(sentence.exec(wordsOf({ departed: hours({ 3: 4 }, 2 * HOUR) }))?.slice(1)).toEqual(["4 departures", "each"]);
    expect(sentence.exec(wordsOf({ departed: hours({ 3: 1 }, 2 * HOUR) }))?.slice(1)).toEqual(["1 departure", "it"]);
    expect(wordsOf({ departed: hours({ 3: 4 }, HOUR) })).not.toMatch(sentence);
  });

  it("name the highest column where there is one, and the waves as they are", () => {
    expect(wordsOf({ departed: hours({ 3: 4, 5: 4 }) })).toContain("the highest 4; ");
    expect(wordsOf({ departed: hours({ 3: 4, 5: 3 }) })).toContain("the highest 4, 24 Nov 2026 03:00–04:00 UTC; ");
    expect(wordsOf({ waves: [{ ...WAVE, open: true }] })).toContain("began 24 Nov 2026 09:00 UTC and goes on.");
    expect(wordsOf({ waves: [WAVE, WAVE] })).toContain("▀ is where one of 2 waves was.");
    expect(wordsOf({})).not.toContain("wave");
  });

  it("call lengths as people do", () => {
    const lengths = [30 * MINUTE, DAY / 2, 14 * DAY, 90 * DAY, 300 * DAY, 3000 * DAY];
    const words = lengths.map((length) => wordsOf({ span: { from: MIDNIGHT, to: MIDNIGHT + length }, bins: 60 }));
    expect(words.map((text) => /column is (\d+ \w+)/.exec(text)?.[1])).toEqual([
      "1 minute",
      "30 minutes",
      "12 hours",
      "2 days",
      "1 week",
      "8 weeks",
    ]);
  });
});

describe("the dates of a strip", () => {
  const labels = (length: number, most: number, from = MIDNIGHT) =>
    stripTicks(strip({ span: { from, to: from + length }, bins: 60 }), most).map(({ label }) => label);

  it("are round, and the first says the day", () => {
    expect(labels(DAY, 4)).toEqual(["24 Nov", "06:00", "12:00", "18:00"]);
    expect(labels(3 * HOUR, 4, MIDNIGHT + 9 * HOUR + MINUTE)).toEqual(["24 Nov 10:00", "11:00", "12:00"]);
    expect(labels(14 * DAY, 8).slice(0, 3)).toEqual(["25 Nov", "27 Nov", "29 Nov"]);
    expect(labels(40 * DAY, 6).slice(0, 3)).toEqual(["30 Nov", "7 Dec", "14 Dec"]);
    expect(labels(200 * DAY, 8).slice(0, 3)).toEqual(["Dec 2026", "Jan 2027", "Feb 2027"]);
    expect(labels(1500 * DAY, 5)).toEqual(["Jan 2027", "Jan 2028", "Jan 2029", "Jan 2030", "Jan 2031"]);
  });

  it("lie within it, in order, and there is room for as many", () => {
    const length = fc.oneof(...[HOUR, DAY, 90 * DAY, 9000 * DAY].map((most) => fc.integer({ min: MINUTE, max: most })));
    fc.assert(
      fc.property(length, fc.integer({ min: 4, max: 20 }), fc.integer({ min: 0, max: DAY }), (one, most, later) => {
        const made = strip({ span: { from: MIDNIGHT + later, to: MIDNIGHT + later + one }, bins: 60 });
        const times = stripTicks(made, most).map(({ at }) => at);
        expect(times.length).toBeLessThanOrEqual(most + 1);
        expect(times.every((at) => at >= made.from && at < made.to)).toBe(true);
        expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
      }),
    );
  });
});
