import type { CoveredSpan } from "../core/directory/coverage.ts";

const WIDTH = 860;
const HEIGHT = 28;

/** How high a span stands, so that it is told without its colour: both, one of them, nothing. */
const LOOKS = {
  both: { name: "both", height: 1 },
  sweeps: { name: "sweeps", height: 0.66 },
  events: { name: "events", height: 0.4 },
} as const;

/** What covered a directory from one time to another, as a band. It has no words: they stand beside it. */
export function coverageSvg(spans: readonly CoveredSpan[]): string {
  const from = spans[0]?.since ?? 0;
  const to = spans.at(-1)?.until ?? from;
  const x = (at: number): number => Math.round((1000 * WIDTH * (at - from)) / Math.max(1, to - from)) / 1000;
  const parts = spans.map(({ since, until, events, sweeps }) => {
    const look = events && sweeps ? LOOKS.both : sweeps ? LOOKS.sweeps : events ? LOOKS.events : undefined;
    const width = Math.max(1, x(until) - x(since));
    if (look === undefined) return `<rect class="none" x="${x(since)}" y="${HEIGHT - 4}" width="${width}" height="4"/>`;
    const height = Math.round(HEIGHT * look.height);
    return `<rect class="${look.name}" x="${x(since)}" y="${HEIGHT - height}" width="${width}" height="${height}"/>`;
  });
  return `<svg class="coverage" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts.join("")}</svg>`;
}
