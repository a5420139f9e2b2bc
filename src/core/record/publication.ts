/** Under what the record is published, as far as whoever publishes it has said. */
export interface Publication {
  /** The address of a licence. */
  readonly licence?: string;
  /** Who publishes it. */
  readonly publisher?: string;
}

/** How far the record reaches, or what is selected of it. */
export interface RecordExtent {
  readonly layoffs: number;
  /** The first year of which something is reported, and the last; of a record without dates, undefined. */
  readonly years: readonly [first: string, last: string] | undefined;
  /** ISO 3166-1, those with most layoffs first. */
  readonly countries: readonly string[];
  /** ISO 8601: when something of it changed last; undefined where there is nothing. */
  readonly modified: string | undefined;
  /** `warn:ca` */
  readonly sources: readonly string[];
}
