import { z } from "zod";
import { entriesOf, matterView } from "../../app/offboarding.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Check } from "../../core/offboarding/check.ts";
import { accountsIn, type Matter, mattersOf, placeOf } from "../../core/offboarding/matters.ts";
import { noteView } from "../../web/viewing.ts";
import { offboardingFor } from "../../web/offboarding.ts";
import { keyOf, pageOf, PAGING, partOf } from "./cursor.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { offboardingMatter } from "./schemas-offboarding.ts";
import { directoriesAsked } from "./viewing.ts";

const list = defineEndpoint({
  tag: "Off-boarding",
  policy: "named",
  scope: "departures:read",
  id: "listOffboarding",
  path: "/offboarding",
  summary: "Who left and still has accounts, who lost one and has not left, and which accounts nobody owns",
  more: "The same as `rollcall offboarding --json`, in an order of its own. That names were looked at is put on the record of the organisation before they are sent.",
  query: z.object({
    found: z.enum(["departure", "accident", "orphan"]).optional().describe("Of this kind alone."),
    directory: z
      .string()
      .max(200)
      .optional()
      .describe("Only departures with an account in this directory, and accidents and accounts there."),
    acknowledged: z
      .enum(["true", "false"])
      .optional()
      .describe("Only what somebody said is meant to be so, or only what nobody did."),
    ...PAGING,
  }),
  answer: pageOf(offboardingMatter),
  load: async (asked, { query: { found, directory, acknowledged, limit, cursor } }) => {
    directoriesAsked(asked, directory);
    const rules = asked.site.offboarding;
    if (rules === undefined) {
      throw new RollcallError("not_found", "The settings say nothing of off-boarding, so that nothing is looked for.");
    }
    const after = keyOf(cursor, z.tuple([z.string()]))?.[0];
    const all = everythingIn(await offboardingFor(asked, rules)).filter((matter) => {
      if (after !== undefined && placeOf(matter) <= after) return false;
      if (found !== undefined && matter.found !== found) return false;
      if (acknowledged !== undefined && isAcknowledged(matter) !== (acknowledged === "true")) return false;
      return directory === undefined || directoriesIn(matter).includes(directory);
    });
    const { data, next } = partOf(all.slice(0, limit + 1), limit, (last) => [placeOf(last)]);
    const entryOf = await entriesOf(asked.site.store, data.flatMap(accountsIn));
    const views = data.flatMap((matter) => matterView(matter, entryOf) ?? []);
    await noteView(asked, "offboarding", views.length, { directory: directory ?? null });
    return { data: views, next };
  },
});

/** By the check, which stays as long as nothing happens: a list is asked for part by part. */
const known = new WeakMap<Check, readonly Matter[]>();

function everythingIn(check: Check): readonly Matter[] {
  const matters = known.get(check) ?? mattersOf(check);
  known.set(check, matters);
  return matters;
}

function isAcknowledged(matter: Matter): boolean {
  return matter.found !== "departure" && matter.of.acknowledged !== undefined;
}

/** Of a departure where its accounts are, of the rest where the account is that it is about. */
function directoriesIn(matter: Matter): readonly string[] {
  const accounts = matter.found === "departure" ? accountsIn(matter) : accountsIn(matter).slice(0, 1);
  return accounts.map((one) => one.directory);
}

export const offboarding: readonly Endpoint[] = [list];
