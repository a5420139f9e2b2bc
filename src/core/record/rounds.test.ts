// Increments, updates, parts and second rounds: what a round's figure comes to, and what hangs under it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrange, type Placeable } from "./arrange.ts";
import { NO_ALIASES } from "./company.ts";
import { derive } from "./figure.ts";
import { reportOf } from "./derived.ts";
import { claimOf } from "./testing.ts";
import type { Weighed } from "./weighed.ts";

let made = 0;
const story = (published: string, quote: string, count: number, more: Partial<Weighed> = {}): Weighed => ({
  ...claimOf({ count, quote, ...more }),
  id: `cl-${++made}`,
  source: "feed:x",
  published,
  ...more,
});
const notice = (published: string, location: string, count: number, more: Partial<Weighed> = {}): Weighed => ({
  ...story(published, `Workers: ${count}`, count, { scope: "site", location, date: published }),
  source: "warn:wa",
  ...more,
});
const figure = (claims: readonly Weighed[]) => {
  const { count, low, high, added } = derive(claims);
  return { count, low, high, added };
};
const why = (claims: readonly Weighed[], { id }: Weighed) =>
  derive(claims).setAside.find(({ claim }) => claim === id)?.why;

const first = story("2026-01-20", "Vexley will cut 500 jobs.", 500);
const second = story("2026-02-17", "Vexley will cut another 200 jobs, bringing the total to 700.", 200);
const third = story("2026-03-17", "Vexley cuts up to 200 more jobs on top of the 700.", 200, { qualifier: "up_to" });
const update = story("2026-06-12", "Vexley will make 782 people redundant instead of up to 900.", 782);

describe("a figure that is added to", () => {
  it("is what the addition says that it comes to, or else both together", () => {
    expect(figure([first, second])).toEqual({ count: 700, low: 700, high: 700, added: null });
    expect(figure([first, second, third])).toEqual({ count: 900, low: 700, high: 900, added: "additions" });
  });

  it("is added to once, however many papers tell of it", () => {
    const again = story("2026-02-18", "Vexley is to shed another 200 jobs, which brings the total to 700.", 200);
    const whole = story("2026-02-19", "Vexley, which cuts 700 jobs, has a new head.", 700);
    expect(figure([first, second, again, whole])).toMatchObject({ count: 700, low: 700, high: 700 });
    expect(figure([first, second, third, { ...third, id: "cl-again", published: "2026-03-18" }])).toMatchObject({
      count: 900,
      low: 700,
      high: 900,
    });
  });

  it("is not what it was by somebody who has not heard of it", () => {
    const late = story("2026-02-20", "Vexley is cutting 500 jobs.", 500);
    const claims = [first, second, late];
    expect(figure(claims)).toMatchObject({ count: 700, low: 700, high: 700 });
    expect([why(claims, late), why(claims, first)]).toEqual(["outdated", "added_to"]);
  });

  it("is not added to by what adds to another figure", () => {
    const other = story("2026-02-20", "Vexley cuts another 90 jobs, bringing the total to 4,000.", 90);
    expect(figure([first, other])).toMatchObject({ count: 500 });
    expect(why([first, other], other)).toBe("unmatched");
  });
});

describe("a figure whose place another takes", () => {
  it("is the other one, and the sentence that names both says one of them", () => {
    const cited = { ...update, id: "cl-cited", count: 900, qualifier: "up_to" } as const;
    const claims = [first, second, third, update, cited];
    expect(figure(claims)).toEqual({ count: 782, low: 782, high: 782, added: null });
    expect([why(claims, cited), why(claims, third)]).toEqual(["cited", "changed"]);
    expect(derive(claims).course.map(({ how, count }) => `${how} ${count}`)).toEqual([
      "first 500",
      "added 700",
      "added 900",
      "changed 782",
    ]);
  });
});

describe("figures in another measure", () => {
  it("stand beside the one that decides", () => {
    const net = story("2026-03-01", "Net of hires, 300 jobs go.", 300, { net: true });
    const risk = story("2026-01-21", "Up to 900 jobs are at risk.", 900, { status: "at_risk", qualifier: "up_to" });
    const total = story("2026-03-02", "2,000 jobs have gone in all rounds.", 2000, { measure: "total" });
    expect(figure([first, net, risk, total])).toMatchObject({ count: 500, low: 500, high: 500 });
    expect(derive([first, net, risk, total]).beside.map(({ what, low, high }) => [what, low, high])).toEqual([
      ["at_risk", 0, 900],
      ["net", 300, 300],
      ["running_total", 2000, 2000],
    ]);
  });
});

describe("notices under what was announced", () => {
  it("come to a share of it: of each site the newest, put off or amended", () => {
    const tacoma = notice("2026-01-21", "Tacoma, WA", 60, { effectiveFrom: "2026-03-22" });
    const amended = notice("2026-02-10", "Tacoma", 80, { effectiveFrom: "2026-03-24" });
    const putOff = notice("2026-03-01", "Tacoma, WA", 80, { effectiveFrom: "2026-06-01" });
    const spokane = notice("2026-01-21", "Spokane, WA", 45);
    expect(derive([first, tacoma, spokane]).coverage).toMatchObject({
      notices: 2,
      low: 105,
      share: { low: 0.21, high: 0.21 },
    });
    expect(derive([first, tacoma, amended, putOff, spokane]).coverage).toMatchObject({ notices: 2, low: 125 });
    expect(why([first, tacoma, amended], tacoma)).toBe("superseded");
  });

  it("of one site are of other people where number and effect are others", () => {
    const spring = notice("2026-01-21", "Tacoma, WA", 60, { effectiveFrom: "2026-03-22" });
    const summer = notice("2026-05-01", "Tacoma, WA", 35, { effectiveFrom: "2026-07-01" });
    expect(derive([first, spring, summer]).coverage).toMatchObject({ notices: 2, low: 95 });
    const revised = { ...summer, more: { revision: 1 } };
    expect(derive([first, spring, revised]).coverage).toMatchObject({ notices: 1, low: 35 });
  });

  it("are a range of a figure that is one, and of a bound what it allows", () => {
    const one = notice("2026-01-21", "Tacoma, WA", 60);
    const share = (more: Partial<Weighed>) =>
      derive([story("2026-01-20", "", 0, { count: null, ...more }), one]).coverage?.share;
    expect(share({ low: 100, high: 200, qualifier: "range" })).toEqual({ low: 0.3, high: 0.6 });
    expect(share({ low: 100, qualifier: "at_least" })).toEqual({ low: 0, high: 0.6 });
    expect(share({ high: 200, qualifier: "up_to" })).toEqual({ low: 0.3, high: null });
  });

  it("without a whole are added up, sites and units never together", () => {
    const [tacoma, spokane] = [notice("2026-01-21", "Tacoma, WA", 60), notice("2026-01-21", "Spokane, WA", 45)];
    const unit = story("2026-01-21", "80 in gaming.", 80, { scope: "unit", part: "gaming" });
    expect(figure([tacoma, spokane, unit])).toEqual({ count: null, low: 105, high: null, added: "parts" });
    // What the press says of the same place is of the same people.
    const press = story("2026-01-22", "About 60 in Tacoma.", 60, { scope: "site", part: "Tacoma" });
    expect(figure([tacoma, spokane, press])).toMatchObject({ low: 105 });
  });
});

const placeable = (claim: Weighed, more: Partial<Placeable> = {}): Placeable => ({
  ...claim,
  document: claim.id,
  report: reportOf(
    { country: null, industry: null, effectiveFrom: null, more: {}, ...claim },
    { source: claim.source, address: null, title: null, published: claim.published },
  ),
  companyId: "co-1",
  pinned: null,
  ...more,
});
const rounds = (...claims: readonly Weighed[]) => {
  const arranged = arrange(
    claims.map((claim) => placeable(claim)),
    NO_ALIASES,
  );
  return {
    rounds: arranged.rounds.map(({ claims: some }) => some.map(({ id }) => claims.findIndex((one) => one.id === id))),
    asked: arranged.questions.map((one) => one.against),
  };
};

describe("which round a notice is of", () => {
  it("is the one that was announced when it is due, days or weeks after", () => {
    const near = notice("2026-03-20", "Tacoma, WA", 60);
    expect(rounds(first, near)).toEqual({ rounds: [[0, 1]], asked: [] });
  });

  it("is none, where too long a time lies between, or nothing but a rumour was told", () => {
    const late = notice("2026-12-20", "Tacoma, WA", 60);
    expect(rounds(first, late)).toEqual({ rounds: [[0], [1]], asked: [] });
    const rumour = { ...first, status: "rumoured" } as const;
    expect(rounds(rumour, notice("2026-01-25", "Tacoma, WA", 60))).toEqual({ rounds: [[0], [1]], asked: [] });
  });

  it("is asked, where there would be more people in notices than were announced", () => {
    const [one, two] = [notice("2026-01-25", "Tacoma, WA", 400), notice("2026-01-26", "Spokane, WA", 200)];
    expect(rounds(first, one, two)).toEqual({ rounds: [[0, 1], [2]], asked: [["part_of_whole", "exceeds"]] });
  });

  it("is asked, where it goes as well with either of two", () => {
    const other = story("2026-02-24", "Vexley cuts 300 jobs in a second round of layoffs.", 300);
    const { rounds: found, asked } = rounds(first, other, notice("2026-03-20", "Tacoma, WA", 60));
    expect(found).toEqual([[0], [1], [2]]);
    expect(asked).toEqual([
      ["part_of_whole", "two_rounds"],
      ["part_of_whole", "two_rounds"],
    ]);
  });
});

describe("a further round", () => {
  it("is a layoff of its own, also within weeks, where it says that it is one", () => {
    const other = story(
      "2026-02-17",
      "In a second round, Vexley cuts another 200 jobs, bringing the total to 700.",
      200,
    );
    expect(rounds(first, other)).toEqual({ rounds: [[0], [1]], asked: [] });
    expect(rounds(first, second)).toEqual({ rounds: [[0, 1]], asked: [] });
  });

  it("is no update months later, and an update is no further round", () => {
    const fresh = story("2026-06-12", "Vexley will make 782 people redundant.", 782);
    expect(rounds(first, second, third, fresh).rounds).toEqual([[0, 1, 2], [3]]);
    expect(rounds(first, second, third, update)).toEqual({ rounds: [[0, 1, 2, 3]], asked: [] });
  });
});

describe("laws", () => {
  const quotes = [
    "Vexley cuts jobs.",
    "Vexley cuts another 200 jobs, bringing the total to 700.",
    "Vexley cuts 200 more jobs on top of the 500.",
    "Vexley cuts 400 jobs instead of 500.",
    "Vexley cuts 300 jobs in a second round of layoffs.",
  ];
  const any: fc.Arbitrary<Weighed> = fc
    .record({
      day: fc.constantFrom("2026-01-20", "2026-02-17", "2026-03-17", "2026-06-12", "2026-10-06"),
      count: fc.constantFrom(60, 200, 300, 400, 500, 700),
      quote: fc.constantFrom(...quotes),
      place: fc.constantFrom(null, "Tacoma, WA", "Spokane, WA"),
      register: fc.boolean(),
      status: fc.constantFrom("rumoured", "denied", "proposed", "announced", "done" as const),
      qualifier: fc.constantFrom("exact", "approx", "up_to" as const),
    })
    .map(({ day, count, quote, place, register, status, qualifier }) =>
      register ? notice(day, place ?? "Yuma, AZ", count) : story(day, quote, count, { status, qualifier }),
    );
  const some = fc.array(any, { minLength: 1, maxLength: 8 });

  it("the order of claims changes no figure and no round", () => {
    fc.assert(
      fc.property(some, fc.func(fc.integer()), (claims, key) => {
        const shuffled = claims.toSorted((a, b) => key(a.id) - key(b.id));
        // Of claims that say the same, which one decides is the same for all that is shown.
        const said = (id: string) => JSON.stringify({ ...claims.find((one) => one.id === id), id: null });
        const bare = (all: readonly Weighed[]) => {
          const { decided, setAside, course, beside, ...rest } = derive(all);
          return {
            ...rest,
            decided: decided.map(said),
            setAside: setAside.map((one) => `${said(one.claim)} ${one.why}`).toSorted(),
            course: course.map((step) => ({ ...step, claim: said(step.claim) })),
            beside: beside.map((one) => ({ ...one, claim: said(one.claim) })),
          };
        };
        expect(bare(shuffled)).toEqual(bare(claims));
        const sets = (all: readonly Weighed[]) =>
          arrange(
            all.map((claim) => placeable(claim)),
            NO_ALIASES,
          ).rounds.map((round) => round.claims.map(({ id }) => said(id)));
        expect(sets(shuffled)).toEqual(sets(claims));
      }),
    );
  });

  it("a part never changes the figure of its whole, nor its day, kind or status", () => {
    fc.assert(
      fc.property(some, (claims) => {
        const stories = claims.filter(({ source }) => source === "feed:x");
        if (stories.length === 0) return;
        const own = derive(stories);
        // A notice hangs under nothing that is only talked of; where a person puts it there, it says more than a rumour.
        if (own.low === null || own.status === "rumoured" || own.status === "denied") return;
        const bare = (all: readonly Weighed[]) => {
          const { count, low, high, date, kind } = derive(all);
          return { count, low, high, date, kind };
        };
        expect(bare(claims)).toEqual(bare(stories));
      }),
    );
  });

  it("nobody is counted twice: notices of a whole never come to more than each site's newest, and are in one round", () => {
    fc.assert(
      fc.property(some, (claims) => {
        const arranged = arrange(
          claims.map((claim) => placeable(claim)),
          NO_ALIASES,
        ).rounds;
        expect(arranged.flatMap((round) => round.claims.map(({ id }) => id)).toSorted()).toEqual(
          claims.map(({ id }) => id).toSorted(),
        );
        for (const round of arranged) {
          const { coverage, low, high } = derive(round.claims);
          if (coverage === null) continue;
          const sites = new Map(round.claims.filter(({ scope }) => scope === "site").map((one) => [one.location, one]));
          const most = [...sites.values()].reduce((sum, one) => sum + (one.count ?? 0), 0);
          expect(coverage.low).toBe(most);
          if (coverage.share === null || low === null) continue;
          expect(coverage.share.low).toBe(high === null ? 0 : coverage.low / high);
          expect(coverage.share.high).toBe(low === 0 ? null : coverage.low / low);
        }
      }),
    );
  });

  it("what a person has put apart or together stays so, whatever comes", () => {
    fc.assert(
      fc.property(some, fc.nat(7), (claims, at) => {
        const pins = claims.map((_, i) => (i < at ? `l-${i % 2}` : null));
        const arranged = arrange(
          claims.map((claim, i) => placeable(claim, { pinned: pins[i] ?? null })),
          NO_ALIASES,
        );
        for (const [i, claim] of claims.entries()) {
          const round = arranged.rounds.find((one) => one.claims.some(({ id }) => id === claim.id));
          if (pins[i] !== null) expect(round?.pinned).toBe(pins[i]);
        }
      }),
    );
  });
});
