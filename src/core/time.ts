/** Milliseconds since 1970-01-01T00:00:00Z. Text only at the edges, always UTC. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When something happened, as far as anybody can know: after `notBefore` (null: nobody looked before) and not after `notAfter`. */
export interface Interval {
  readonly notBefore: Instant | null;
  readonly notAfter: Instant;
}

export function iso(at: Instant): string {
  return new Date(at).toISOString();
}

/** For people: to the second. */
export function isoToTheSecond(at: Instant): string {
  return iso(at).replace(/\.\d+Z$/, "Z");
}

/**
 * Reads an ISO 8601 date or date-time; `2010`, `2010-01` and `2010-01-15` mean their first instant in UTC, and so does a
 * date-time without an offset. Undefined where the text is none or the day does not exist.
 */
export function parseInstant(text: string): Instant | undefined {
  const match =
    /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [, year, month = "01", day = "01", clock = "00:00", offset = "Z"] = match;
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // Date.parse moves 2010-02-30 to March instead of refusing it.
  if (Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== Number(day)) return undefined;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const at = Date.parse(`${year}-${month}-${day}T${clock}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}

const UNITS = { s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;

/** Reads `30s`, `5m`, `1h` or `1d` as milliseconds. Undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return unit === undefined ? undefined : Number(count) * UNITS[unit as keyof typeof UNITS];
}
