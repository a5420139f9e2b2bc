import type { Destination } from "../../app/destination.ts";
import { type OwnAudience, standing } from "../../core/disclosure/grant.ts";
import type { Instant } from "../../core/time.ts";
import { grantText } from "../../messages/audiences.ts";

interface Settings {
  readonly audiences: readonly OwnAudience[];
  readonly destinations: readonly Destination[];
}

/** What is to be said of grants that end or have ended; `missed`: names were to go somewhere by one that has. */
export function grantNotes(
  { audiences, destinations }: Settings,
  now: Instant,
): readonly { readonly text: string; readonly missed: boolean }[] {
  return audiences.flatMap((one) => {
    if (one.sees === "counts") return [];
    const mine = destinations.flatMap(({ name, grant }) => (grant?.alias === one.alias ? [name] : []));
    const text = grantText(one, mine, now);
    return text === undefined ? [] : [{ text, missed: mine.length > 0 && standing(one, now) === "over" }];
  });
}
