// A year of an invented company, as it was reported: a rumour, an announcement, two increments, a denial, 14 notices for its sites, fewer
// people than were feared, and a second round.
import type { Reported } from "../../src/app/record-port.ts";
import { stated } from "./reports.ts";

export function story(day: string, title: string, text: string): Reported {
  return {
    source: "feed:https://news.example/feed",
    key: `${day} ${title}`,
    address: `https://news.example/${day}/vexley-${title.toLowerCase().replaceAll(/\W+/g, "-")}`,
    title,
    published: day,
    publisher: "The Example",
    language: "en",
    text,
    claims: [],
    raw: null,
  };
}

function notice(day: string, location: string, count: number, effectiveFrom: string): Reported {
  const state = location.slice(-2);
  return {
    source: `warn:${state.toLowerCase()}`,
    key: `${day} ${location}`,
    address: `https://warn.example/${state.toLowerCase()}/notices`,
    title: null,
    published: day,
    publisher: null,
    language: null,
    text: null,
    claims: [
      stated({
        company: "Vexley, Inc.",
        scope: "site",
        date: day,
        location,
        count,
        country: "US",
        region: `US-${state}`,
        effectiveFrom,
        quote: `Workers: ${count}`,
      }),
    ],
    raw: null,
  };
}

const RUMOUR = story(
  "2026-01-12",
  "Vexley may cut hundreds of jobs",
  "Vexley may cut hundreds of jobs, according to rumours on Monday.",
);
const ANNOUNCEMENT = story(
  "2026-01-20",
  "Vexley to cut 500 jobs",
  "Vexley will cut 500 jobs, the company said on Tuesday.",
);
const FIRST_INCREMENT = story(
  "2026-02-17",
  "Vexley to cut another 200 jobs",
  "Vexley will cut another 200 jobs, bringing the total to 700, the company said on Tuesday.",
);
const SECOND_INCREMENT = story(
  "2026-03-17",
  "Vexley widens its job cuts",
  "Vexley will cut up to 200 more jobs on top of the 700 it announced in February, the company said.",
);
const DENIAL = story(
  "2026-04-02",
  "Vexley denies plan for 2,000 job cuts",
  "Vexley denied that it would cut 2,000 jobs.",
);
const UPDATE = story(
  "2026-06-12",
  "Vexley cuts fewer jobs than feared",
  "Vexley will make 782 people redundant instead of up to 900, the company said on Friday.",
);
const SECOND_ROUND = story(
  "2026-10-06",
  "Vexley announces second round of layoffs",
  "Vexley will cut 300 jobs in a second round of layoffs, the company said.",
);

/** Of the first round, 427 people by the day before the second increment. */
export const NOTICES: readonly Reported[] = [
  notice("2026-01-16", "Tacoma, WA", 60, "2026-03-17"),
  notice("2026-01-21", "Spokane, WA", 45, "2026-03-22"),
  notice("2026-01-23", "Fresno, CA", 80, "2026-03-24"),
  notice("2026-01-30", "Oakland, CA", 32, "2026-03-31"),
  notice("2026-02-03", "Yuma, AZ", 18, "2026-04-04"),
  notice("2026-02-20", "Laredo, TX", 64, "2026-04-21"),
  notice("2026-02-24", "Plano, TX", 50, "2026-04-25"),
  notice("2026-03-02", "Albany, NY", 41, "2026-05-01"),
  notice("2026-03-10", "Racine, WI", 37, "2026-05-09"),
  notice("2026-03-20", "Tampa, FL", 70, "2026-05-19"),
  notice("2026-03-27", "Ocala, FL", 25, "2026-05-26"),
  notice("2026-04-08", "Newark, NJ", 55, "2026-06-07"),
  notice("2026-04-21", "Camden, NJ", 30, "2026-06-20"),
  notice("2026-05-05", "Sumter, SC", 33, "2026-07-04"),
];

/** Of the second one. */
const LATE_NOTICE = notice("2026-10-12", "Boise, ID", 90, "2026-12-11");

export const YEAR: readonly Reported[] = [
  RUMOUR,
  ANNOUNCEMENT,
  FIRST_INCREMENT,
  SECOND_INCREMENT,
  DENIAL,
  ...NOTICES,
  UPDATE,
  SECOND_ROUND,
  LATE_NOTICE,
].toSorted((a, b) => ((a.published ?? "") < (b.published ?? "") ? -1 : 1));
