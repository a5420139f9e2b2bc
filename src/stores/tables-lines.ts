/** A departure by the account that it was found by, for lists and counts. */
export interface DepartureLineRow {
  departure: string;
  directory: string;
  since: number | null;
  at: number;
  change: string;
  confirmed: number;
  observed: number;
  back: number;
  kind: string | null;
  place: string | null;
  place_stated: number;
  team: string | null;
  timezone: string | null;
  /** Of the change that it was found by, where that is kept. */
  evidence: string | null;
  event: number;
  /** The two are folded: without case and accents. */
  name: string;
  words: string;
}
