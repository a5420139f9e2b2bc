import { defined } from "../defined.ts";
import type { Instant } from "../time.ts";
import type { CompleteSnapshot } from "./snapshot.ts";

export const PLACE_KINDS = ["channel", "group"] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** A channel or user group that a directory has or had, as it was last seen: accounts name it by its id alone. */
export interface Place {
  readonly kind: PlaceKind;
  readonly id: string;
  readonly name?: string;
  readonly archived?: boolean;
  readonly private?: boolean;
  /** When the last reading that listed it began. One that lists none of its kind moves nothing. */
  readonly seenAt: Instant;
}

/** What a reading saw of each; nothing of a kind that it did not read. */
export function placesOf({ channels = [], groups = [], startedAt: seenAt }: CompleteSnapshot): Place[] {
  return [
    ...channels.map(({ id, name, archived, private: hidden }): Place => ({
      kind: "channel",
      id,
      ...defined({ name, archived, private: hidden }),
      seenAt,
    })),
    ...groups.map(({ id, name }): Place => ({ kind: "group", id, ...defined({ name }), seenAt })),
  ];
}
