import { z } from "zod";
import { DEPARTURE_ORDERS, DEPARTURE_STATES, type DeparturesAsked } from "../app/departures-port.ts";
import { defined } from "../core/defined.ts";
import { DAY, parseInstant } from "../core/time.ts";
import type { Asked } from "./site.ts";
import { directoryAsked } from "./viewing.ts";

export const LEAVING_CHANGES = ["deactivated", "removed", "demoted"] as const;
export const EVIDENCES = ["flag", "absence", "value", "event"] as const;

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, "give a day, as 2026-11-23")
  .refine((text) => parseInstant(text) !== undefined, "there is no such day");
const text = z.string().max(200);

/** What a list of departures can be asked for, behind the question mark. */
export const departuresQuery = z.object({
  directory: text.optional(),
  since: day.optional(),
  until: day.optional(),
  place: text.optional(),
  team: text.optional(),
  change: z.enum(LEAVING_CHANGES).optional(),
  state: z.enum(DEPARTURE_STATES).optional(),
  evidence: z.enum(EVIDENCES).optional(),
  wave: z.string().max(40).optional(),
  q: text.optional(),
  sort: z.enum(DEPARTURE_ORDERS).default("newest"),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});
export type DeparturesQuery = z.infer<typeof departuresQuery>;

/** The same as the store is asked; `until` is the last day. @throws RollcallError `not_found` for a directory that is not theirs */
export function departuresAsked(asked: Asked, query: DeparturesQuery): DeparturesAsked {
  const { since, until, place, team, change, state, evidence, wave, q } = query;
  const directory = directoryAsked(asked, query.directory);
  const last = until === undefined ? undefined : parseInstant(until);
  return defined({
    directories: directory === undefined ? undefined : [directory],
    since: since === undefined ? undefined : parseInstant(since),
    until: last === undefined ? undefined : last + DAY,
    place,
    team,
    incident: wave,
    change,
    state,
    evidence,
    words: q,
  });
}
