import { DAY, HOUR, type Instant } from "../time.ts";

/** A day in UTC, as the number of days since 1970-01-01. Organisations elsewhere are met by the hours that are learnt. */
export type DayNumber = number;

/** The days on which contracts end: the last working day and the last day of a month, and the first, when a sync is late. */
export type Turn = "first" | "last";

export function dayOf(at: Instant): DayNumber {
  return Math.floor(at / DAY);
}

/** 0 to 23. */
export function hourOf(at: Instant): number {
  return Math.floor((at - dayOf(at) * DAY) / HOUR);
}

/** 0 is Sunday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWeekend(day: DayNumber): boolean {
  return weekdayOf(day) % 6 === 0;
}

export function turnOf(day: DayNumber): Turn | undefined {
  if (dateOf(day) === 1) return "first";
  if (dateOf(day + 1) === 1) return "last";
  // A Friday with nothing but the weekend between it and the next month.
  return weekdayOf(day) === 5 && (dateOf(day + 2) === 1 || dateOf(day + 3) === 1) ? "last" : undefined;
}

/** The day of the month, by the count of days from March on (Hinnant, "chrono-compatible date algorithms"). */
function dateOf(day: DayNumber): number {
  const since = day + 719_468;
  const ofEra = since - Math.floor(since / 146_097) * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return ofYear - Math.floor((153 * Math.floor((5 * ofYear + 2) / 153) + 2) / 5) + 1;
}
