import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLAIM_KINDS, CLAIM_STATUSES, SCOPES } from "../claim.ts";
import { extract } from "./extract.ts";
import { type ReadClaim, REASONS, type Reading } from "./reading.ts";

/** What is claimed here is claimed without any list of names. */
const NOBODY = new Set<string>();
const reading = (text: string, title: string | null = null): Reading =>
  extract({ title, published: "2026-03-12", text }, NOBODY);
const only = (text: string, title: string | null = null): ReadClaim => {
  const { claims } = reading(text, title);
  expect(claims).toHaveLength(1);
  return claims[0] ?? expect.fail("no claim");
};
const reasons = (text: string): string[] => {
  const { claims, refused } = reading(text);
  expect(claims).toEqual([]);
  return refused.map(({ quote, reason }) => `${quote}: ${reason}`);
};

describe("a claim", () => {
  it("holds count and percentage of one sentence, and the headcount that they imply", () => {
    const text =
      "Kestrel Robotics said the move would affect about 15% of its workforce, or roughly 700 roles, after a round of job cuts.";
    expect(only(text)).toMatchObject({
      company: "Kestrel Robotics",
      count: 700,
      percent: 15,
      percentOf: "company",
      qualifier: "approx",
      impliedBase: 4667,
      quote: text,
      in: "text",
      start: 0,
    });
  });

  it("flags a headcount that its figures cannot be of, and changes none of them", () => {
    const text = "Kestrel laid off 300 people, or 10% of its workforce. Kestrel employs 9,000 people.";
    expect(only(text)).toMatchObject({
      count: 300,
      percent: 10,
      base: 9000,
      impliedBase: 3000,
      flags: ["base_differs"],
    });
    expect(only(text.replace("9,000", "3,050"))).toMatchObject({ base: 3050, flags: [] });
  });

  it.each([
    ["of whom the sentence speaks", "Last week Oakhaven let go of 40 people, while Bolt hired nobody.", "Oakhaven"],
    ["across a relative clause", "Oakhaven, which owns Harrow and the Dell Press, is cutting 25 roles.", "Oakhaven"],
    ["behind a noun that says what it is", "Swiss machine builder Altmatt wants to cut 430 positions.", "Altmatt"],
    ["at which jobs are lost", "Some 90 jobs will be lost at Brandforth.", "Brandforth"],
    ["that the company means", "Brandforth is in trouble. The company will lay off 90 people.", "Brandforth"],
    ["that its trade means", "Brandforth is in trouble. The steel maker will lay off 90 people.", "Brandforth"],
    ["of a possessive", "Brandforth's decision to let 90 people go shocked the town.", "Brandforth"],
    ["with an owner that is not it", "Brandforth-owned Tinsley is to make 90 workers redundant.", "Tinsley"],
    ["and no person", "Chief executive Dana Whitlow told staff that Tinsley would shed 90 posts.", "Tinsley"],
    ["and no reporter", "Tinsley is cutting 90 posts, Reuters reported.", "Tinsley"],
    ["and no union", "Unite said 90 workers at Tinsley would lose their jobs.", "Tinsley"],
    ["that is written in lower case", "tinsley plans to cut 90 posts.", "tinsley"],
  ])("names the employer %s", (_, text, company) => {
    expect(only(text).company).toBe(company);
  });

  it.each([
    ["proposed", "Tinsley could cut up to 90 jobs."],
    ["at_risk", "Up to 90 jobs are at risk at Tinsley."],
    ["announced", "Tinsley will lay off 90 people."],
    ["done", "Tinsley has laid off 90 people."],
    ["rumoured", "Rumours that Tinsley is to lay off 90 people spread on Friday."],
  ])("is %s by its words", (status, text) => {
    expect(only(text).status).toBe(status);
  });

  it("tells an earlier round, a unit, a place, a date and a closure", () => {
    expect(only("Tinsley had already cut 90 jobs last year.")).toMatchObject({ background: true, date: "2025" });
    expect(only("Tinsley is laying off 90 people in its gaming unit.")).toMatchObject({
      scope: "unit",
      part: "gaming unit",
    });
    expect(only("On Tuesday Tinsley laid off 90 people in Dayton, Ohio.")).toMatchObject({
      date: "2026-03-10",
      location: "Dayton, Ohio",
    });
    expect(only("Tinsley is closing its mill, with the loss of 90 jobs.").kind).toBe("closure");
  });

  it("comes of a title too, unless the text says the same, and its offsets count in the title", () => {
    expect(only("The firm gave no reason.", "Tinsley to cut 90 jobs")).toMatchObject({
      in: "title",
      start: 0,
      count: 90,
    });
    expect(only("Tinsley said it would cut 90 jobs.", "Tinsley to cut 90 jobs").in).toBe("text");
  });

  it("may have no figure, where the words say that somebody cuts", () => {
    expect(only("Tinsley told staff that it would be making job cuts.")).toMatchObject({
      company: "Tinsley",
      count: null,
      qualifier: null,
    });
  });

  it("is made for each employer of a list", () => {
    const { claims } = reading("Tinsley cut 90 jobs, and Oakhaven 40. At Brandforth, 12 people were let go.");
    expect(claims.map(({ company, count }) => `${company} ${count}`).toSorted()).toEqual([
      "Brandforth 12",
      "Oakhaven 40",
      "Tinsley 90",
    ]);
  });
});

describe("what is no cut is refused with a reason", () => {
  it.each([
    ["Tinsley will hire 90 people.", "90 people: hiring"],
    ["Tinsley employs 90 people.", "90 people: headcount"],
    ["Tinsley will furlough 90 workers for two weeks.", "90 workers: furlough"],
    ["Tinsley offered voluntary redundancy to 90 workers.", "90 workers: voluntary"],
    ["All 90 workers will transfer to Oakhaven.", "90 workers: transfer"],
    ["Tinsley sacked two clerks for gross misconduct.", "two clerks: dismissal"],
    ["Tinsley denied that it would cut 90 jobs.", "90 jobs: denial"],
    ["Tinsley said it may have to lay off 90 people if no buyer was found.", "90 people: threat"],
    [
      "Across the tech industry, 90,000 people have been laid off, according to Layoffs.fyi.",
      "90,000 people: aggregate",
    ],
    ["Tinsley is to close 90 shops.", "90 shops: not_people"],
    ["Tinsley will cut costs by 9%.", "9%: share_of_other"],
    ["The cuts take the number of jobs lost at Tinsley in two years to 900.", "900: cumulative"],
    ["Tinsley had previously said 90 people could be laid off.", "90 people: superseded"],
  ])("%s", (text, refusal) => {
    expect(reasons(text)).toContain(refusal);
  });

  it.each([
    ["Tinsley is cutting another 200 jobs, bringing the total to 900.", "cumulative", null],
    ["Tinsley will eliminate 200 more positions. That brings the total to 900.", "cumulative", null],
    ["Tinsley cuts 200 jobs on top of the 700 of May, for a total of 900.", "cumulative", null],
    ["Tinsley cuts 200 jobs, bringing the total down to 900.", "headcount", 900],
    ["Tinsley cuts 200 jobs, bringing its workforce to 900.", "headcount", 900],
  ])("what comes to so many beside a cut is no headcount, and what is left is: %s", (text, reason, base) => {
    const { claims, refused } = reading(text);
    expect(claims).toMatchObject([{ count: 200, base }]);
    expect(refused).toContainEqual(expect.objectContaining({ count: 900, reason }));
  });

  it("a part stands beside its whole, with the employer and the figure", () => {
    const { claims, refused } = reading("Tinsley will cut 900 jobs, 600 of them in Britain.");
    expect(claims.map(({ count }) => count)).toEqual([900]);
    expect(refused).toMatchObject([{ reason: "part", company: "Tinsley", count: 600 }]);
  });

  it("satire is of nobody", () => {
    const { claims, refused } = reading("Tinsley laid off 90 people, The Onion reports.");
    expect(claims).toEqual([]);
    expect(refused.map(({ reason }) => reason)).toEqual(["satire"]);
  });
});

describe("every text", () => {
  const piece = fc.constantFrom(
    "Tinsley ",
    "laid off ",
    "16,000 ",
    "half of its ",
    "staff ",
    "about ",
    "15% ",
    "one in ",
    "10 ",
    "jobs ",
    "(",
    ")",
    ", ",
    ". ",
    "\n\n",
    "“",
    "’s ",
    "the company ",
    "it ",
    "which ",
    "let ",
    "go ",
    "$",
    "bn ",
    "in ",
    "March ",
    "2025 ",
    "of ",
    "and ",
    "to ",
    "-",
    "said ",
    "At ",
    "\u0000",
    "🙂",
    "İ",
  );
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 200 }),
  );

  it("is read without an error, and each quote stands letter by letter at its offsets, and each word is of its list", () => {
    fc.assert(
      fc.property(fc.option(texts), texts, fc.option(fc.string()), (title, text, published) => {
        const { claims, refused } = extract({ title, published, text }, NOBODY);
        for (const { in: part, start, end, quote } of [...claims, ...refused]) {
          expect((part === "title" ? (title ?? "") : text).slice(start, end)).toBe(quote);
          expect(quote).not.toBe("");
        }
        for (const { kind, status, scope, company } of claims) {
          expect([CLAIM_KINDS.includes(kind), CLAIM_STATUSES.includes(status), SCOPES.includes(scope)]).toEqual([
            true,
            true,
            true,
          ]);
          expect(company).not.toBe("");
        }
        for (const { reason } of refused) expect(REASONS).toContain(reason);
      }),
      { numRuns: 500 },
    );
  });

  it("is read in a time that grows with its length, and not with its square", () => {
    const pieces = [
      "Tinsley cut 10 jobs, ",
      "half of its 20 staff ",
      "one in ",
      "two hundred and ",
      "Tinsley Oakhaven ",
      "let ",
      "A.",
      "(",
      "a-",
      ",1",
      "'s ",
      "x\n\n",
      "the company ",
    ];
    const seconds = (text: string): number => {
      const begun = process.cpuUsage();
      extract({ title: text.slice(0, 200), published: null, text }, NOBODY);
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1e6;
    };
    for (const one of pieces) {
      seconds(one.repeat(500));
      const [short, long] = [8000, 64_000].map((length) => seconds(one.repeat(Math.ceil(length / one.length))));
      // Eight times the length would take 64 times as long by its square.
      expect(long, one).toBeLessThan(24 * Math.max(short ?? 0, 0.02));
    }
  });
});

describe("a figure over many employers", () => {
  const periodOf = (text: string, published: string | null = "2026-11-20"): string | null | undefined =>
    extract({ title: null, published, text }, NOBODY).refused.find(({ reason }) => reason === "aggregate")?.period;

  it.each([
    ["The tech industry has shed 700,000 jobs over the last four years.", "2022..2026"],
    ["More than 30,000 technology workers have lost their jobs so far this year.", "2026"],
    ["US employers cut 48,000 jobs last month, a report found.", "2026-10"],
    ["Tech companies laid off 264,000 workers in 2023, compared with 165,000 in 2022.", "2023"],
    ["In the first half of 2025, employers announced 744,308 job cuts.", "2025-01..2025-06"],
    ["Since March, companies have cut 150,000 jobs.", "2026-03..2026-11"],
    ["Across the industry, 5,000 jobs went in the past 12 months.", "2025-11..2026-11"],
    ["Tech companies have laid off 12,000 workers.", null],
  ])("says which time it is of: %s", (text, period) => {
    expect(periodOf(text)).toBe(period);
  });

  it("says none that hangs on a day of publication that is not known", () => {
    expect(periodOf("Tech companies have laid off 12,000 workers this year.", null)).toBeNull();
    expect(periodOf("Tech companies laid off 12,000 workers in 2023.", null)).toBe("2023");
  });
});
