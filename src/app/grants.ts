import { type Grant, standing } from "../core/disclosure/grant.ts";
import { DAY, MINUTE } from "../core/time.ts";
import type { Context } from "./context.ts";
import { repeat } from "./loop.ts";

/** That a right to names ends within days, told each day, or has ended, told once. */
export interface GrantEvent {
  readonly event: "grant";
  readonly grant: Grant;
  readonly standing: "ends soon" | "over";
}

/** Looks each minute how the grants stand; what is so when it begins is for whoever begins it to say. */
export function watchGrants(
  context: Context,
  grants: readonly Grant[],
  tell: (event: GrantEvent) => void,
): Promise<void> {
  const { clock } = context;
  /** What has been said of each: how it stands, and on which day where that is said anew. */
  const said = new Map<string, string>();
  let begun = false;
  return repeat(context, async () => {
    const now = clock.now();
    for (const grant of grants) {
      const stands = standing(grant, now);
      const news = stands === "ends soon" ? `${stands} ${Math.floor(now / DAY)}` : stands;
      if (begun && stands !== "holds" && said.get(grant.alias) !== news)
        tell({ event: "grant", grant, standing: stands });
      said.set(grant.alias, news);
    }
    begun = true;
    return MINUTE;
  });
}
