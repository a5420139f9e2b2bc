import { checkFor } from "../app/offboarding.ts";
import { mayKnow } from "../core/disclosure/viewer.ts";
import type { Check } from "../core/offboarding/check.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { Asked } from "./site.ts";

/** What the check says, as far as whoever asks may know: all of it is looked at, since it is elsewhere that people belong. */
export async function offboardingFor({ site, viewer }: Asked, rules: OffboardingRules): Promise<Check> {
  return checkFor(site.store, rules, site.clock.now(), (directory) => mayKnow(viewer, directory));
}
