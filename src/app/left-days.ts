import { DAY, type Instant, type Interval } from "../core/time.ts";
import type { Who } from "../core/wave/wave.ts";
import type { StoreReader } from "./ports.ts";

/** A confirmed departure of which the day alone is kept. */
interface OnDay {
  readonly who: Who;
  readonly at: Interval;
}

/** Those of days that lie in the span, so that counts of departures stay what they are when people are let go of. */
export async function leftDaysIn(
  reader: StoreReader,
  directory: string,
  span: { readonly from: Instant; readonly to: Instant },
): Promise<OnDay[]> {
  return (await reader.leftDays(directory)).flatMap(({ day, who, count }) => {
    // Of a day that runs on, no more than what the span holds.
    const at = { notBefore: day * DAY, notAfter: Math.min((day + 1) * DAY - 1, span.to) };
    if (at.notAfter < span.from || at.notBefore > span.to) return [];
    return Array.from({ length: count }, () => ({ who, at }));
  });
}
