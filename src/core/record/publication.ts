/** Under what the record is published, as far as whoever publishes it has said. */
export interface Publication {
  /** The address of a licence. */
  readonly licence?: string;
  /** Who publishes it. */
  readonly publisher?: string;
}
