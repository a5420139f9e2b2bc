import type { Saved } from "./detect.ts";
import type { Departed } from "./recent.ts";
import type { Wave } from "./wave.ts";

/** The departures that a wave consists of, those who came back among them. */
export function membersOf({ recent, wave: open }: Saved, { start, last, where, elsewhere }: Wave): Departed[] {
  return [...recent, ...(open?.back ?? [])].filter(({ since, groups }) => {
    if (since < start || since > last) return false;
    return elsewhere || where.some(({ by, value }) => groups.includes(`${by}:${value}`));
  });
}
