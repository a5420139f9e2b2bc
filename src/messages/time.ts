import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../core/time.ts";

/** `23 Nov 2026 10:03 UTC`; the day of an ISO text or instant is enough for most readers, the zone is always said. */
export function moment(at: Instant | string): string {
  const date = new Date(at);
  return `${day(date)} ${clock(date)} UTC`;
}

/** An interval in the fewest words that keep it exact to the minute: `23 Nov 2026 10:01–10:03 UTC`, `by 23 Nov 2026 10:03 UTC`. */
export function between(at: {
  readonly notBefore: Instant | string | null;
  readonly notAfter: Instant | string;
}): string {
  if (at.notBefore === null) return `by ${moment(at.notAfter)}`;
  const [from, to] = [new Date(at.notBefore), new Date(at.notAfter)];
  if (day(from) !== day(to)) return `${day(from)} ${clock(from)} – ${moment(at.notAfter)}`;
  return clock(from) === clock(to) ? moment(at.notAfter) : `${day(to)} ${clock(from)}–${clock(to)} UTC`;
}

/** From the earliest beginning to the latest end; ISO texts of one form are in the order of their times. */
export function spanOf(all: readonly { readonly notBefore: string | null; readonly notAfter: string }[]): {
  readonly notBefore: string | null;
  readonly notAfter: string;
} {
  return all.reduce((span, { notBefore, notAfter }) => ({
    notBefore:
      span.notBefore === null || notBefore === null ? null : notBefore < span.notBefore ? notBefore : span.notBefore,
    notAfter: notAfter > span.notAfter ? notAfter : span.notAfter,
  }));
}

/** `3 s`, `1 min 12 s`, `2 h 5 min`, `3 days`. */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return two(ms, MINUTE, "min", SECOND, "s");
  if (ms < 2 * DAY) return two(ms, HOUR, "h", MINUTE, "min");
  return `${Math.round(ms / DAY)} days`;
}

function two(ms: number, unit: number, name: string, part: number, partName: string): string {
  const parts = Math.round(ms / part);
  const whole = Math.floor(parts / (unit / part));
  const rest = parts - whole * (unit / part);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${partName}`;
}

/** `23 Nov 2026`, in UTC. */
export function day(at: Date | Instant | string): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function clock(date: Date): string {
  return date.toISOString().slice(11, 16);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
