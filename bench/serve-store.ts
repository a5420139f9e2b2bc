// The store that `npm run bench -- serve` shows: as large as Rollcall is made for, and with a wave of thousands.
import { detectWaves } from "../src/app/detect-waves.ts";
import { countedIn } from "../src/app/populations.ts";
import { release } from "../src/app/release.ts";
import type { Departure } from "../src/core/directory/departure.ts";
import type { Place } from "../src/core/directory/place.ts";
import type { RosterEntry } from "../src/core/directory/roster.ts";
import { DAY, HOUR, type Instant } from "../src/core/time.ts";
import { createDetector, newborn } from "../src/core/wave/detect.ts";
import { departedOf } from "../src/core/wave/population.ts";
import { openStore } from "../src/wire/context.ts";
import { fill } from "./record.ts";

const ACCOUNTS = 100_000;
const DEPARTURES = 50_000;
export const WAVE = 5000;
const LAYOFFS = 30_000;
export const RELEASES = 6;
/** People are kept for a year after they left at the longest. */
const SPAN = 360;
const CHANNELS = 400;
const OFFICES = ["Kraków", "Berlin", "Toronto", "Bengaluru", "São Paulo", "Lisbon", "Nairobi", "Osaka"];
const TEAMS = ["Platform", "Sales", "Support", "Product", "Mobile", "Data", "Finance", "People", "Design", "Legal"];

/** Half of the accounts have left within a year, many of them in one wave; the counts of it have been released. */
export async function buildStore(path: string): Promise<void> {
  const store = await openStore(path);
  const now = Date.now();
  const entries = Array.from({ length: ACCOUNTS }, (_, n): RosterEntry => ({
    account: { id: `U${n}`, status: n < DEPARTURES ? "deactivated" : "active", attributes: attributesOf(n) },
    presence: "present",
  }));
  const departures = Array.from({ length: DEPARTURES }, (_, n) => departureOf(n, leftAt(n, now)));
  await store.transaction(async (writer) => {
    const last = { startedAt: now - 60_000, takenAt: now - 30_000, accounts: ACCOUNTS };
    await writer.putDirectory({ directory: "acme", kind: "slack", last });
    for (let day = SPAN; day >= 0; day--) {
      const takenAt = now - 30_000 - day * DAY;
      const reading = { directory: "acme", startedAt: takenAt - 30_000, takenAt, accounts: ACCOUNTS };
      await writer.putSweep({ id: `s-${day}`, ...reading, complete: true, health: "ok", reasons: [] });
    }
    await writer.putEntries("acme", entries);
    const places = Array.from({ length: CHANNELS }, (_, n): Place => ({
      kind: "channel",
      id: `C${n}`,
      name: `room-${n}`,
      seenAt: now - 60_000,
    }));
    await writer.putPlaces("acme", places);
    await writer.putDepartures(departures);
  });
  const counted = countedIn(entries);
  const inOrder = departures.toSorted((a, b) => a.at.notAfter - b.at.notAfter);
  // What is usual is learnt from what was before the wave; the wave is then found as a reading finds it.
  const [usual, wave] = [inOrder.slice(0, -WAVE), inOrder.slice(-WAVE)];
  const detector = createDetector(newborn("staff", now - SPAN * DAY), {});
  detector.take(
    usual.flatMap((one) => departedOf(one, counted.population) ?? []),
    counted.population.here.staff,
  );
  await store.transaction(async (writer) => {
    await writer.putDetector("acme", detector.saved());
    const found = { directory: "acme", departures: wave, whole: true, rules: {} };
    await detectWaves(writer, { ...found, at: now - 30_000, counted: async () => counted });
  });
  const counts = { headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 10 };
  for (let day = RELEASES - 1; day >= 0; day--) {
    const clock = { now: () => now - day * DAY, sleep: async () => {}, every: () => () => {} };
    await release({ store, clock, destinations: [] }, counts);
  }
  await store.close();
  fill(path, LAYOFFS);
}

/** The last ones of them in two hours of today; the others over the year before it. */
function leftAt(n: number, now: Instant): Instant {
  const mixed = (n * 7919) % DEPARTURES;
  const wave = mixed < WAVE;
  return wave
    ? now - HOUR - Math.floor((mixed * 2 * HOUR) / WAVE)
    : now - 2 * DAY - Math.floor((mixed * (SPAN - 2) * DAY) / DEPARTURES);
}

function attributesOf(n: number) {
  return {
    name: `Person ${n.toString(36)} of ${TEAMS[n % 10]}`,
    email: `p${n}@acme.example`,
    location: OFFICES[(n * 7) % 8] ?? "",
    team: TEAMS[n % 10] ?? "",
    kind: "human" as const,
    role: "member",
  };
}

function departureOf(n: number, at: Instant): Departure {
  const { name, email, location, team, kind, role } = attributesOf(n);
  const channels = Array.from({ length: 12 }, (_, i) => `C${(n + i * 31) % CHANNELS}`);
  return {
    id: `d-${n.toString(16).padStart(16, "0")}`,
    at: { notBefore: at - 300_000, notAfter: at },
    accounts: [{ directory: "acme", id: `U${n}`, name, email, kind }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { location, locationFrom: "Office", team, kind, role, channels },
  };
}
