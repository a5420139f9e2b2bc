import { MINUTE } from "../src/core/time.ts";
import { PRIORS, WEEKDAY_PRIOR } from "../src/core/wave/expectation.ts";
import { count, quantile, table } from "./numbers.ts";
import { thresholds } from "./waves-bound.ts";
import { type Case, CASES } from "./waves-cases.ts";
import {
  alarmsWith,
  ARRIVALS,
  ATTRITION,
  type Delay,
  type Outcome,
  type Quiet,
  quietYears,
  runCase,
  settled,
} from "./waves-runs.ts";
import { GENERATED, SMALL_OFFICE } from "./waves-world.ts";

export const title = "Waves: false alarms, and how soon they are seen, beside a CUSUM that knows the true rates";

/** Ordinary years and runs of each case, for each attrition. */
const SIZES = [
  { people: 200, years: 60, runs: 25 },
  { people: 4_700, years: 60, runs: 25 },
  { people: 60_000, years: 15, runs: 10 },
] as const;

type Measured = ReadonlyMap<Case, readonly Outcome[]>;

/** @param _folder nothing is written */
// oxlint-disable-next-line typescript/require-await -- the benches have one signature
export async function run(_folder: string, print: (text: string) => void): Promise<void> {
  const began = performance.now();
  print(settings());
  const all = SIZES.map(({ people, years, runs }) => {
    const quiet = ATTRITION.map((attrition) => quietYears(people, attrition, years));
    return { people, quiet, measured: measure(people, runs, quiet) };
  });
  print(falseAlarms(all));
  print(otherArrivals());
  for (const { people, measured } of all) print(`${count(people)} people\n\n${delays(measured)}`);
  print(seen(all));
  print(`${((performance.now() - began) / MINUTE).toFixed(1)} minutes.`);
}

function measure(people: number, runs: number, quiet: readonly Quiet[]): Measured {
  const outcomes = new Map<Case, Outcome[]>(CASES.map((one) => [one, []]));
  for (const { attrition } of quiet) {
    const threshold = thresholds(people, attrition);
    for (let i = 0; i < runs; i++) {
      const company = settled(people, attrition, 7_000_000 + 100 * i + Math.round(100 * attrition));
      for (const one of CASES) {
        const outcome = runCase(one, company, (knows) => threshold(one, knows, alarmsAYear(quiet, one.who)));
        if (outcome !== undefined) outcomes.get(one)?.push(outcome);
      }
    }
  }
  return outcomes;
}

/** Of the detector, over all years of this size. The bound has as many with its one CUSUM, which is for one case alone. */
function alarmsAYear(quiet: readonly Quiet[], who: Case["who"]): number {
  return sum(quiet, ({ alarms }) => alarms[who]) / sum(quiet, ({ years }) => years);
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function falseAlarms(all: readonly { readonly people: number; readonly quiet: readonly Quiet[] }[]): string {
  const rate = (n: number, years: number): string => (n / years).toFixed(2);
  const rows = all.map(({ people, quiet }) => {
    const years = sum(quiet, (some) => some.years);
    const total = ({ alarms }: Quiet): number => alarms.staff + alarms.guests;
    return [
      count(people),
      count(years),
      ...quiet.map((some) => rate(total(some), some.years)),
      rate(
        sum(quiet, ({ alarms }) => alarms.staff),
        years,
      ),
      rate(
        sum(quiet, ({ alarms }) => alarms.guests),
        years,
      ),
      rate(sum(quiet, total), years),
      rate(
        sum(quiet, ({ fixed }) => fixed),
        years,
      ),
    ];
  });
  const head = [
    "people",
    "years",
    ...ATTRITION.map((of) => `at ${of * 100} %`),
    "staff",
    "guests",
    "all",
    "more than 5 in 10 min",
  ];
  return `False alarms per organisation and year, from the first day on\n\n${table(head, rows)}`;
}

/** Of staff, at the second of the rates. */
function otherArrivals(): string {
  const [, attrition] = ATTRITION;
  const rows = Object.entries(ARRIVALS).map(([name, arrival]) => [
    name,
    ...SIZES.map(({ people, years }) => (alarmsWith(arrival, people, attrition, years) / years).toFixed(2)),
  ]);
  const head = ["staff, at 10 %", ...SIZES.map(({ people }) => count(people))];
  return `The same, where departures are not seen as they happen\n\n${table(head, rows)}`;
}

function delays(measured: Measured): string {
  const rows = [...measured].map(([{ name }, outcomes]) => {
    const departures = (of: (outcome: Outcome) => Delay | undefined) =>
      outcomes.map((outcome) => of(outcome)?.departures ?? Infinity);
    const minutes = (of: (outcome: Outcome) => Delay | undefined) =>
      outcomes.map((outcome) => of(outcome)?.minutes ?? Infinity);
    const ours = departures(({ detector }) => detector);
    const bound = departures(({ bound: { rate } }) => rate);
    const goal = Math.max(3, 1.5 * quantile(bound, 0.5));
    return [
      name,
      `${outcomes.filter(({ detector }) => detector !== undefined).length} of ${outcomes.length}`,
      spread(ours),
      spread(bound),
      spread(departures(({ bound: { shape } }) => shape)),
      spread(departures(({ fixed }) => fixed)),
      quantile(ours, 0.5) <= goal ? "yes" : `no, ${shown(goal)}`,
      spread(minutes(({ detector }) => detector)),
      spread(minutes(({ bound: { rate } }) => rate)),
      spread(minutes(({ fixed }) => fixed)),
    ];
  });
  const head = ["case", "seen", "departures", "bound", "by 28 days", "rule", "goal", "minutes", "bound", "rule"];
  return table(head, rows);
}

function spread(values: readonly number[]): string {
  return `${shown(quantile(values, 0.5))} (${shown(quantile(values, 0.9))})`;
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return "never";
  return value < 10 ? value.toFixed(Number.isInteger(value) ? 0 : 1) : count(value);
}

function seen(all: readonly { readonly people: number; readonly measured: Measured }[]): string {
  const rows = all.flatMap(({ people, measured }) =>
    [...measured].map(([one, outcomes]) => {
      const closed = outcomes.flatMap((outcome) => outcome.closed ?? []);
      const share = (n: number, of: number): string => (of === 0 ? "-" : `${Math.round((100 * n) / of)} %`);
      const middle = (of: (wave: (typeof closed)[number]) => number): number => quantile(closed.map(of), 0.5);
      return [
        count(people),
        one.name,
        share(closed.length, outcomes.length),
        shown(middle(({ size }) => size)),
        shown(middle(({ headcount }) => headcount)),
        middle(({ expected }) => expected).toFixed(1),
        share(closed.filter(({ where }) => where[0]?.value === SMALL_OFFICE.name).length, closed.length),
        share(closed.filter(({ where }) => where.length === 0).length, closed.length),
        share(closed.filter(({ closed: over }) => over?.why === "returned").length, closed.length),
        share(
          sum(outcomes, ({ opened }) => Number(opened?.signal.how === "bleed")),
          outcomes.length,
        ),
        String(sum(outcomes, ({ others }) => others)),
        String(sum(outcomes, ({ again }) => again)),
      ];
    }),
  );
  const head = [
    "people",
    "case",
    "closed",
    "size",
    "of",
    "expected",
    "the office named",
    "no place",
    "returned",
    "by CUSUM",
    "of the others",
    "opened again",
  ];
  return `What was said of it at its end\n\n${table(head, rows)}`;
}

/** The generator beside what the detector believes at first. */
function settings(): string {
  const { staff, guests } = PRIORS;
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const rows = [
    ["attrition of staff a year", ATTRITION.map(percent).join(", "), percent(staff.attrition)],
    ["attrition of guests a year", percent(GENERATED.guestAttrition), percent(guests.attrition)],
    ["Sunday to Saturday", GENERATED.weekday.join(" "), WEEKDAY_PRIOR.join(" ")],
    [
      "last working day of a month, staff and guests",
      `${GENERATED.monthEnd} ×, ${GENERATED.guestMonthEnd} ×`,
      `${staff.turn.last} ×, ${guests.turn.last} ×`,
    ],
    [
      "first of a month, staff and guests",
      `${GENERATED.monthStart} ×`,
      `${staff.turn.first} ×, ${guests.turn.first} ×`,
    ],
    [
      "hours",
      `${GENERATED.hours.from} to ${GENERATED.hours.to}, ${GENERATED.hours.peak} × from ${GENERATED.hours.peakFrom} to ${GENERATED.hours.peakTo}`,
      "all alike",
    ],
    [
      "leave in pairs",
      `${percent(GENERATED.pairs)}, ${GENERATED.pairGap / MINUTE} minutes apart on average`,
      "1 to 8 % have company, clusters of any size",
    ],
    ["days vary", `by ${percent(GENERATED.dayNoise)} (Gamma)`, "by 20 %"],
    ["seasons", `${percent(GENERATED.season)} (sine)`, "none"],
    ["teams vary", `by ${percent(GENERATED.teamNoise)} (log-normal)`, "by 50 % (Gamma)"],
  ];
  return `What is generated, and what the detector believes at first\n\n${table(["", "generated", "believed"], rows)}`;
}
