import { shortDigest } from "../core/digest.ts";
import {
  type Announced,
  type Attrition,
  compare,
  type Comparison,
  type Expectation,
  expectationOf,
  type Observed,
  observe,
  type Window,
  windowOf,
} from "../core/record/announced.ts";
import { DAY, type Instant } from "../core/time.ts";
import { dayOf } from "../core/wave/calendar.ts";
import { expectation, type Prior } from "../core/wave/expectation.ts";
import { whoIs } from "../core/wave/population.ts";
import { priorOf, type WaveRules } from "../core/wave/rules.ts";
import type { Leaving } from "./departures-port.ts";
import { leftDaysIn } from "./left-days.ts";
import type { Announcement, Store, StoreReader } from "./ports.ts";
import { headcountOf, peopleIn } from "./usual.ts";

/** What was announced beside what has been observed of it. */
export interface Compared {
  readonly announcement: Announcement;
  readonly expectation: Expectation;
  readonly observed: Observed;
  readonly comparison: Comparison;
}

/** Keeps an announcement, in its own words. */
export async function addAnnouncement(
  store: Store,
  directory: string,
  announced: Announced,
  addedAt: Instant,
): Promise<Announcement> {
  const about = JSON.stringify([directory, announced, addedAt]);
  const id = `a-${shortDigest(about)}`;
  const announcement = { id, directory, addedAt, announced };
  await store.transaction(async (writer) => {
    await writer.putAnnouncement(announcement);
    await writer.record({ at: addedAt, action: "announcement", detail: { announcement: id, directory } });
  });
  return announcement;
}

/** A wave that began so long before its announcement may be of it. */
const BEFORE = 14 * DAY;

/** What is announced is done within so long: consultation, notice, and some time; who leaves later left for another reason. */
const AFTER = 180 * DAY;

/** Compares by directory and time, and never by person. */
export async function compareAnnounced(
  store: StoreReader,
  announcement: Announcement,
  now: Instant,
  rules: WaveRules = {},
): Promise<Compared> {
  const { directory, announced } = announcement;
  const waves = (await store.incidents({ kind: "waves", directory })).flatMap(({ wave }) =>
    wave?.who === "staff" && wave.start >= announced.on - BEFORE ? [wave.start] : [],
  );
  const window = windowOf(announced, Math.min(now, announced.on + AFTER), Math.min(announced.on, ...waves));
  const left = await store.leavings(directory, window);
  const staff = headcountOf(await peopleIn(store, directory), "staff");
  const forgotten = await leftDaysIn(store, directory, { from: window.from, to: window.to });
  const gone = left.filter(isGoneStaff).length + forgotten.filter(({ who }) => who === "staff").length;
  const headcount = staff + gone;
  const observed = observe(
    [
      ...left.map(({ at, confirmed, kind, back }) => ({ at, confirmed, kind, back })),
      ...forgotten.map(({ at, who }) => ({
        at: at.notAfter,
        confirmed: true,
        kind: who === "guests" ? ("guest" as const) : undefined,
        back: false,
      })),
    ],
    window,
    await attritionIn(store, directory, window, { headcount, prior: priorOf("staff", rules) }),
  );
  const meant = expectationOf(announced, headcount);
  return { announcement, expectation: meant, observed, comparison: compare(announced, meant, observed) };
}

function isGoneStaff({ confirmed, back, ...left }: Leaving): boolean {
  return confirmed && !back && whoIs(left) === "staff";
}

/** What was usual before, or, of a time of which nothing is known, what is usual elsewhere. */
async function attritionIn(
  reader: StoreReader,
  directory: string,
  { from, to }: Window,
  { headcount, prior }: { readonly headcount: number; readonly prior: Prior },
): Promise<Attrition> {
  const saved = await reader.detector(directory, "staff");
  const days = saved?.baseline.days ?? [];
  if (saved !== undefined && dayOf(from) >= (days[0]?.day ?? Infinity)) {
    const expected = expectation(saved.baseline, prior, headcount);
    const { mean, uncertainty } = expected.between(from, to);
    const variance = mean * expected.dispersion("organisation", to - from, mean) + uncertainty * mean ** 2;
    return { mean, sd: Math.sqrt(variance) };
  }
  const mean = (prior.attrition * headcount * (to - from)) / (365 * DAY);
  return { mean, sd: Math.sqrt(mean + (PRIOR_SPREAD * mean) ** 2) };
}

/** Attrition of 5 to 25 % a year lies within about one standard deviation of the prior, as the detector has it. */
const PRIOR_SPREAD = 0.5;
