import type { Reported } from "../app/record-port.ts";
import { createRandom, type Random } from "../connectors/slack/fake/random.ts";
import { DAY, type Instant, iso } from "../core/time.ts";
import { number } from "../messages/words.ts";

/** What other companies of the simulated world have announced: a tracker's table, and what its papers wrote of some of them. */
export interface OthersReported {
  /** CSV, as trackers export it. */
  readonly table: string;
  readonly articles: readonly Reported[];
}

interface Branch {
  readonly industry: string;
  readonly kind: string;
  readonly words: readonly string[];
}

/** Nobody is meant: each name is a stem and a word of its branch. */
const STEMS =
  "Alderfen Brackwell Corvane Dunmorrow Elvesta Fennhollow Gantrill Harrowmere Istrava Juneldt Kestrivo Lormand Merrowick Nordhaven Ostrell Pellinor Quillbury Rothwen Sundermark Tolvane Umbrecht Varnholt Wexmoor Yarrowin Zellenhof".split(
    " ",
  );
const BRANCHES: readonly Branch[] = [
  { industry: "Retail", kind: "retailer", words: ["Stores", "Outfitters"] },
  { industry: "Finance", kind: "bank", words: ["Bank", "Payments"] },
  { industry: "Media", kind: "publisher", words: ["Press", "Studios"] },
  { industry: "Hardware", kind: "maker of chips", words: ["Semiconductor", "Devices"] },
  { industry: "Healthcare", kind: "maker of drugs", words: ["Therapeutics", "Health"] },
  { industry: "Transportation", kind: "carrier", words: ["Logistics", "Mobility"] },
  { industry: "Food", kind: "food company", words: ["Foods", "Kitchens"] },
  { industry: "Energy", kind: "supplier of energy", words: ["Energy", "Solar"] },
];
const PLACES = [
  ["United States", "Denver"],
  ["United States", "Atlanta"],
  ["United States", "Seattle"],
  ["United Kingdom", "Leeds"],
  ["Germany", "Stuttgart"],
  ["India", "Pune"],
  ["Sweden", "Gothenburg"],
  ["Brazil", "Recife"],
  ["Canada", "Montreal"],
] as const;
const STAGES = ["Seed", "Series B", "Series D", "Post-IPO", "Post-IPO", "Acquired"];
const COMPANIES = 46;
/** Reports begin so long before the story. */
const SPAN = 760 * DAY;

interface Round {
  readonly company: string;
  readonly branch: Branch;
  readonly country: string;
  readonly city: string;
  readonly stage: string;
  readonly day: string;
  /** Null where nobody named a figure. */
  readonly jobs: number | null;
  readonly percent: number | null;
}

/** @param until when the story begins: nothing is reported of later */
export function othersReported(seed: number, until: Instant): OthersReported {
  const random = createRandom(seed + 1000);
  const rounds = Array.from({ length: COMPANIES }, (_, n) => roundsOf(n, random, until)).flat();
  const header = "Company,Location HQ,# Laid Off,Date,%,Industry,Stage,Country";
  const rows = rounds.map(({ company, city, jobs, day, percent, branch, stage, country }) =>
    [company, city, jobs ?? "", day, percent ?? "", branch.industry, stage, country].join(","),
  );
  return {
    table: `${[header, ...rows].join("\n")}\n`,
    articles: rounds.flatMap((round, i) => (i % 4 === 0 ? (articleOf(round, i) ?? []) : [])),
  };
}

function roundsOf(n: number, random: Random, until: Instant): Round[] {
  const branch = BRANCHES[n % BRANCHES.length];
  if (branch === undefined) throw new Error("There are no branches.");
  const company = `${STEMS[n % STEMS.length]} ${branch.words[Math.floor(n / STEMS.length) % branch.words.length]}`;
  const [country, city] = random.pick(PLACES);
  const stage = random.pick(STAGES);
  const count = 1 + random.below(4);
  return Array.from({ length: count }, (_, i) => {
    // Rounds of one company lie far apart, so that none is taken for another.
    const at = until - DAY - SPAN * ((i + 0.15 + 0.7 * random.next()) / count);
    // Most are small; a few are of thousands.
    const jobs = random.chance(0.15) ? null : rounded(25 * 10 ** (2.1 * random.next() ** 1.4));
    const percent = random.chance(0.5) ? 3 + random.below(28) : null;
    return { company, branch, country, city, stage, day: iso(at).slice(0, 10), jobs, percent };
  });
}

/** Figures are as round as they are large. */
function rounded(jobs: number): number {
  const step = jobs < 100 ? 5 : jobs < 1000 ? 10 : 100;
  return Math.round(jobs / step) * step;
}

const PUBLISHERS = ["The Simulated Paper", "Made-up Business Wire", "The Invented Courier"];

function articleOf({ company, branch, city, day, jobs, percent }: Round, n: number): Reported | undefined {
  if (jobs === null) return undefined;
  const figure = number(jobs);
  const openings = [
    `${company} will cut about ${figure} jobs, the ${branch.kind} said on ${weekday(day)}.`,
    `${company}, a ${branch.kind} based in ${city}, is laying off ${figure} employees${percent === null ? "" : `, or ${percent}% of its workforce`}.`,
    `${company} said it would eliminate at least ${figure} positions over the coming months.`,
  ];
  const text = [
    openings[n % openings.length],
    "Those concerned were told by their managers the same day, and leave with severance and three months of insurance.",
    "The company has not closed a site this year, and said that it keeps hiring where it sees growth.",
  ].join("\n\n");
  const slug = company.toLowerCase().replaceAll(" ", "-");
  return {
    source: "article",
    key: `${slug} ${day}`,
    address: `https://paper.example/${slug}-${day}`,
    title: `${company} cuts ${figure} jobs`,
    published: day,
    publisher: PUBLISHERS[n % PUBLISHERS.length] ?? null,
    language: "en",
    text,
    claims: [],
  };
}

function weekday(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" }).format(new Date(day));
}
