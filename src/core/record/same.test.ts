import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysBetween, spanOf } from "./dates.ts";
import { canonicalLink } from "./link.ts";
import { judge, type Report } from "./same.ts";

const report = (more: Partial<Report> = {}): Report => ({
  company: "Vexley",
  location: "Oslo",
  country: "Norway",
  date: "2026-03-10",
  ...more,
});
const of = (a: Partial<Report>, b: Partial<Report>) => {
  const { verdict, for: speaksFor, against } = judge(report(a), report(b));
  return { verdict, for: speaksFor.map(({ why }) => why), against: against.map(({ why }) => why) };
};
const notice = { source: "warn:wa", location: "Bellevue, WA", country: "US" };

describe("one round or two", () => {
  it("equal reports are one", () => {
    expect(of({ count: 80, percent: 12 }, { count: 80, percent: 12 })).toEqual({
      verdict: "same",
      for: ["same_day", "same_count", "same_percent"],
      against: [],
    });
  });

  it("a count that came later makes no second round, and neither do two days", () => {
    expect(of({}, { count: 80, date: "2026-03-12" })).toEqual({ verdict: "same", for: ["within_week"], against: [] });
  });

  it("months later, with other figures, it is another round", () => {
    expect(of({ count: 80, percent: 12 }, { count: 130, percent: 20, date: "2026-05-20" })).toEqual({
      verdict: "different",
      for: [],
      against: ["months_apart", "other_count", "other_percent"],
    });
  });

  it("two whole figures of one day that contradict each other are two rounds, one of them with a wrong date", () => {
    expect(of({ count: 80, percent: 12 }, { count: 30, percent: 5 }).verdict).toBe("different");
  });

  it("of another count alone within days a person is asked", () => {
    expect(of({ count: 289 }, { count: 101, date: "2026-03-12" })).toEqual({
      verdict: "ask",
      for: ["within_week"],
      against: ["other_count"],
    });
  });

  it("one address is one document, whatever tracking hangs on it, and a register's page is none", () => {
    const link = "https://news.example/2026/03/10/vexley-cuts-jobs-in-oslo";
    expect(of({ link }, { link: `${link}/?utm_source=feed#top`, date: "2026-03-30" }).for).toContain("same_link");
    const page = "https://register.example/employers/WARN";
    expect(of({ link: page }, { link: page, date: "2026-03-30" }).for).toEqual([]);
  });

  it("one notice that is listed twice, under its own date and that of its effect, is one", () => {
    expect(
      of({ ...notice, count: 98, effective: "2026-05-09" }, { ...notice, count: 98, date: "2026-05-09" }),
    ).toMatchObject({ verdict: "same", for: ["same_effect", "same_count"] });
    const amended = { ...notice, count: 56, effective: "2026-05-09" };
    expect(of(amended, { ...amended, date: "2026-05-01" }).verdict).toBe("same");
  });

  it("notices of two sites are two, also where they are of one day and nearly of one size", () => {
    const other = { ...notice, location: "Tacoma, WA" };
    expect(of({ ...notice, count: 32 }, { ...other, count: 31 }).verdict).toBe("different");
    expect(of({ ...notice, count: 32 }, { ...other, count: 32 }).verdict).not.toBe("same");
  });

  it("two rows of one register, of one day and with two counts, are two notices; one that revises another is asked about", () => {
    const named = { ...notice, company: "Vexley, Inc. - Elm Street" };
    expect(of({ ...notice, count: 45 }, { ...named, count: 12 })).toMatchObject({
      verdict: "different",
      against: expect.arrayContaining(["listed_apart"]),
    });
    expect(of({ ...notice, count: 45 }, { ...notice, count: 12, revised: true }).verdict).toBe("ask");
    expect(of({ ...notice, count: 45 }, { ...notice, count: 12, source: "warn:or" }).against).not.toContain(
      "listed_apart",
    );
    expect(of({ ...notice, count: 45 }, { ...notice, count: 45 }).verdict).toBe("same");
    expect(
      of({ ...notice, count: 45, date: "2026-03" }, { ...notice, count: 12, date: "2026-03" }).against,
    ).not.toContain("listed_apart");
  });

  it("a denial goes with the figure that it denies, and with no other and no notice of another", () => {
    const denied = { status: "denied", count: 2000 } as const;
    expect(of(denied, { count: 2000 }).verdict).toBe("same");
    for (const other of [{ count: 500 }, { percent: 10 }, { ...notice, count: 98 }])
      expect(of(denied, other)).toMatchObject({
        verdict: "different",
        against: expect.arrayContaining(["denies_other"]),
      });
    expect(of(denied, { status: "rumoured" }).against).toEqual([]);
    expect(of({ ...notice, status: "denied", count: 20 }, { count: 500 }).against).not.toContain("denies_other");
  });

  it("a notice goes with the news of its day, of the same count or a part of it", () => {
    const news = { location: "Seattle", country: "United States" };
    expect(of({ ...news, count: 98 }, { ...notice, count: 98 }).verdict).toBe("same");
    expect(of({ ...news, count: 700 }, { ...notice, count: 98 })).toEqual({
      verdict: "same",
      for: ["same_day"],
      against: ["part_of_whole"],
    });
    expect(of({ ...news, count: 70 }, { ...notice, count: 98 }).against).toEqual(["other_count"]);
  });

  it("a headline that speaks of a further round speaks against, where the other does not", () => {
    const title = "Vexley cuts 12 percent of staff";
    const further = "Vexley lays off staff for the second time in weeks";
    expect(of({ title }, { title: further, date: "2026-03-13" })).toMatchObject({ against: ["further_round"] });
    expect(of({ title: further }, { title: further, date: "2026-03-13" })).toMatchObject({
      for: ["within_week", "near_headline"],
      against: [],
    });
    expect(of({}, { title: further, date: "2026-03-13" }).against).toEqual([]);
    expect(of({ title }, { title: "Vexley cuts more than 12 percent of staff" }).against).toEqual([]);
  });

  it("words that leave a count open do not contradict a count inside of them", () => {
    expect(of({ low: 200, high: 999 }, { count: 400 }).for).toContain("near_count");
    expect(of({ low: 200 }, { count: 40 }).against).toContain("other_count");
    expect(of({ count: 18_000, total: true }, { count: 8000 }).against).toEqual([]);
  });

  it("what is cited as past without a date, or has no date, is not taken for this round by its count alone", () => {
    expect(of({ count: 80 }, { count: 80, date: null, background: true }).verdict).toBe("ask");
    expect(of({ count: 80 }, { count: 80, date: null }).verdict).toBe("ask");
    expect(of({ count: 80 }, { count: 80, date: null, published: "2026-03-11" }).verdict).toBe("same");
  });

  it("a furlough is no layoff, and a closure is one", () => {
    expect(of({ kind: "furlough" }, { kind: "layoff" }).against).toEqual(["other_kind"]);
    expect(of({ kind: "closure" }, { kind: "layoff" }).against).toEqual([]);
  });

  it("another company is another round, whatever else agrees", () => {
    expect(of({ count: 80 }, { company: "Vexleyard", count: 80 })).toEqual({
      verdict: "different",
      for: [],
      against: ["other_company"],
    });
  });

  it("is judged alike from either side, and a report is of its own round", () => {
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    const any: fc.Arbitrary<Report> = fc.record({
      company: fc.constantFrom("Vexley", "Vexley Group", "Vexley Health", "Tarn"),
      source: some(fc.constantFrom("warn:wa", "feed:x")),
      location: some(fc.constantFrom("Oslo", "Bergen, NO", "Remote")),
      country: some(fc.constantFrom("Norway", "US")),
      count: some(fc.integer({ min: 1, max: 500 })),
      percent: some(fc.integer({ min: 1, max: 100 })),
      date: some(fc.constantFrom("2026-03-10", "2026-03", "2026", "2026-03-14", "2026-06-01")),
      effective: some(fc.constantFrom("2026-03-14", "2026-06-01")),
      title: some(fc.constantFrom("Vexley cuts many jobs again", "Vexley cuts many jobs")),
      background: fc.boolean(),
    });
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(judge(a, b)).toEqual(judge(b, a));
        if (a.date !== null) expect(judge(a, a).verdict).toBe("same");
      }),
    );
  });
});

describe("dates", () => {
  it.each([
    ["2026-03-10", "2026-03-11", 1],
    ["2026-03-10", "2026-03", 0],
    ["2026-03", "2026-04", 1],
    ["2026-01-01..2026-02-01", "2026-02-03", 2],
    ["2025", "2026-03-01", 60],
  ])("%s and %s are %i days apart", (a, b, days) => {
    const [one, two] = [spanOf(a), spanOf(b)];
    if (one === undefined || two === undefined) throw new Error("no date");
    expect(daysBetween(one, two)).toBe(days);
    expect(daysBetween(two, one)).toBe(days);
  });

  it.each(["", "soon", "2026-02-30", "2026-03-02..2026-03-01", null])("%s is none", (text) => {
    expect(spanOf(text)).toBeUndefined();
  });
});

it("an address is compared without what only says how somebody came to it", () => {
  expect(canonicalLink("http://www.News.example/a/b/?utm_medium=x&id=3&fbclid=1#c")).toBe("news.example/a/b?id=3");
  expect(canonicalLink("not an address")).toBeNull();
});
