import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import type { Report } from "../core/ledger/report.ts";
import { checkpointHeadline, checkpointLines } from "./checkpoint.ts";
import { departuresMessage } from "./departures.ts";
import { newsHeadline, newsLines, newsRow } from "./layoff-news.ts";
import { findingRow, offboardingHeadline, offboardingLines } from "./offboarding.ts";
import { atLeastText, type Figures, MEANING, policyText, reportTables, totalText } from "./report.ts";
import { changeRow, departureRow, figureRow, type Row } from "./rows.ts";
import { between, moment, spanOf } from "./time.ts";
import { waveHeadline, waveLines } from "./waves.ts";
import { counted, listed, number, plain } from "./words.ts";

/**
 * A message about an incident, for every notifier: text on single lines, free of control characters, of any length and
 * with anything that a markup language may read as its own. What a destination can bear, its notifier cuts and escapes.
 */
export interface Notice {
  readonly headline: string;
  readonly tone: "news" | "warning" | "good";
  readonly sections: readonly Section[];
  /** To be copied and kept as it is, to the byte: lines of ASCII and dashes, each with its end. */
  readonly verbatim?: string;
  /** How fresh and how complete the reading is, and which incident this is. */
  readonly footer: readonly string[];
}

interface Section {
  /** Where there are several: what this one is about. */
  readonly heading?: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  /** Everybody it tells, in the order found; a notifier shows as many as fit, and says how many more there are. */
  readonly rows: readonly Row[];
  /** Where the rows are no people, but figures of a report. */
  readonly figures?: Figures;
}

export function noticeOf(view: Disclosed<IncidentView>): Notice {
  const sections = sectionsOf(view);
  const headline = headlineOf(view, sections);
  return {
    headline,
    tone: toneOf(view),
    // One section says in the headline what it is about.
    sections: sections.map(({ heading, ...section }) => ({
      ...(heading === undefined || (sections.length === 1 && heading === headline) ? {} : { heading }),
      ...section,
    })),
    ...(view.checkpoint?.note == null ? {} : { verbatim: view.checkpoint.note }),
    footer: footerOf(view),
  };
}

/** What was read to its end, and cannot be what the directory holds. */
const DOUBTFUL: ReadonlySet<string> = new Set(["short", "empty", "wrong_workspace", "ids_replaced"]);

/** Of events, where readings go on. */
const DEAF: Readonly<Record<string, string>> = {
  disconnected: "there is no connection for events",
  silent: "events have ceased to come",
};

function headlineOf(view: Disclosed<IncidentView>, sections: readonly Section[]): string {
  const { health, failure, wave, report, checkpoint, offboarding, layoffs, directory = "a directory" } = view;
  if (report !== undefined) return `${directory}: ${totalText(report)}`;
  if (checkpoint !== undefined) return checkpointHeadline(checkpoint);
  if (wave !== undefined) return waveHeadline(wave, directory);
  if (offboarding !== undefined) return offboardingHeadline(offboarding, directory);
  if (layoffs !== undefined) return newsHeadline(layoffs);
  if (view.erased === true) return "What was told here has been erased";
  if (view.kind === "test") return "Rollcall can reach this destination: this is a test, nobody has left";
  if (health !== undefined) {
    const deaf = DEAF[health.health ?? ""];
    if (deaf !== undefined) return `${directory}: ${health.over ? "events come again" : deaf}`;
    if (health.over) return `${directory} can be read again`;
    if (health.blind) return `${directory}: Rollcall sees nothing`;
    const what = DOUBTFUL.has(health.health ?? "") ? "a reading is not believed" : "cannot be read as it should";
    return `${directory}: ${what}${health.health === undefined ? "" : ` (${health.health})`}`;
  }
  if (failure !== undefined) {
    return failure.over
      ? `messages arrive at ${failure.destination} again`
      : `${counted(failure.failed, "message")} did not arrive at ${failure.destination}`;
  }
  const headings = sections.flatMap(({ heading }) => heading ?? []);
  return headings.length === 1 ? (headings[0] ?? "") : `Digest: ${counted(headings.length, "matter")}`;
}

/** What a failure that goes on means for those who wait to hear of people. */
const MEANS = {
  deaf: "sweeps go on: whoever leaves is found by the next one at the latest, and not at once",
  short: "nobody is called gone for not being listed; whoever the tool calls deactivated is told as ever",
  whole: "the list was read to its end: whoever leaves is told as ever",
  unread: "nobody is called gone for this; whoever leaves now is told once it can be read, if not before",
} as const;

function meaningOf({ health, whole }: NonNullable<IncidentView["health"]>): string {
  if (DEAF[health ?? ""] !== undefined) return MEANS.deaf;
  if (health === "short") return MEANS.short;
  return whole === true ? MEANS.whole : MEANS.unread;
}

function toneOf({ health, failure, wave, checkpoint, offboarding }: Disclosed<IncidentView>): Notice["tone"] {
  if (offboarding !== undefined) return offboarding.over ? "good" : "warning";
  if (checkpoint !== undefined) return checkpoint.note === null ? "warning" : "news";
  if (wave !== undefined) return wave.closed === undefined ? "warning" : "news";
  if (health?.over === true || failure?.over === true) return "good";
  return health === undefined && failure === undefined ? "news" : "warning";
}

function sectionsOf(view: Disclosed<IncidentView>): Section[] {
  const { health, failure, wave, report, checkpoint, offboarding, layoffs } = view;
  if (report !== undefined) return reportSections(report);
  if (checkpoint !== undefined) return [{ lines: checkpointLines(checkpoint, view.openedAt), rows: [] }];
  if (wave !== undefined) return [{ lines: waveLines(wave), rows: [] }];
  if (offboarding !== undefined) {
    return [{ lines: offboardingLines(offboarding), rows: offboarding.findings.map(findingRow) }];
  }
  if (layoffs !== undefined) return [{ lines: newsLines(layoffs), rows: layoffs.news.map(newsRow) }];
  if (health !== undefined) {
    const deaf = DEAF[health.health ?? ""] !== undefined;
    const lines = [
      health.over
        ? { label: "lasted", text: `from ${moment(health.since)} to ${moment(view.updatedAt)}` }
        : { label: "since", text: moment(health.since) },
      deaf
        ? { label: "last event", text: health.lastGood === null ? "none so far" : moment(health.lastGood) }
        : {
            label: "last good",
            text: health.lastGood === null ? "never so far" : `read completely ${moment(health.lastGood)}`,
          },
      ...(health.over
        ? []
        : [
            ...health.reasons.map((reason) => ({ label: "reason", text: plain(reason) })),
            { label: "meaning", text: meaningOf(health) },
          ]),
    ];
    return [{ lines, rows: [] }];
  }
  if (failure !== undefined) {
    const lines = [
      { label: "since", text: moment(failure.since) },
      { label: "error", text: plain(failure.error) },
      {
        label: "to do",
        text: failure.over
          ? "rollcall notify retry sends what was given up"
          : "repair it, then run rollcall notify retry",
      },
    ];
    return [{ lines, rows: [] }];
  }
  return view.directories.flatMap((part): Section[] => {
    const left = part.tally === undefined ? undefined : departuresMessage(part.directory, part.tally, part.departures);
    return [
      ...(left === undefined
        ? []
        : [
            {
              heading: left.headline,
              // The rows name everybody, so the line that names the first few is not needed.
              lines: left.lines.filter(({ label }) => label !== "people"),
              rows: part.departures.map(departureRow),
            },
          ]),
      ...(part.changes.length === 0
        ? []
        : [{ heading: changesHeading(part), lines: [], rows: part.changes.map(changeRow) }]),
    ];
  });
}

/** By name only those of which there is anything to tell, the most first; of the others it is said how many they are. */
function reportSections(report: Report): Section[] {
  const lines = [
    { label: "as of", text: `${moment(report.at)}, of a complete reading` },
    { label: "meaning", text: MEANING },
  ];
  const names = new Set(report.units.map(({ unit }) => unit));
  // Where each team is a unit of its own, its units have said all.
  const all = reportTables(report).filter(({ of, rows }) => of === "unit" || rows.some(({ name }) => !names.has(name)));
  const tables = all.map(({ of, title, rows }) => {
    const risen = rows.filter(({ atLeast }) => atLeast > 0).toSorted((a, b) => b.atLeast - a.atLeast);
    return {
      heading: title,
      lines: [],
      rows: risen.map(({ name, atLeast }) => figureRow(name, atLeastText(atLeast))),
      figures: { of, risen: risen.length, others: rows.length - risen.length },
    };
  });
  return [{ lines, rows: [] }, ...tables];
}

function changesHeading({ directory, changes }: Disclosed<IncidentView>["directories"][number]): string {
  const kinds = new Map<string, number>();
  for (const { change } of changes) kinds.set(change, (kinds.get(change) ?? 0) + 1);
  const told = listed([...kinds].map(([change, n]) => `${number(n)} ${change.replace("_", " ")}`));
  return `${told} in ${directory}, ${between(spanOf(changes.map(({ at }) => at)))}`;
}

function footerOf(view: Disclosed<IncidentView>): string[] {
  const readings = view.directories.flatMap(({ directory, reading }) =>
    reading === undefined
      ? []
      : [
          `${directory} read completely ${moment(reading.takenAt)}: ${counted(reading.accounts, "account")}, ${reading.health}`,
        ],
  );
  const policy = view.report === undefined ? [] : [policyText(view.report, moment(view.report.at))];
  return [...readings, ...policy, `${view.incident}, version ${view.version}`];
}
