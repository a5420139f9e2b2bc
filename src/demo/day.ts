import type { World } from "../connectors/slack/fake/index.ts";
import { HOUR, type Instant, MINUTE } from "../core/time.ts";

/** Tuesday, 27 January 2026, 08:00 UTC. */
export const START: Instant = Date.UTC(2026, 0, 27, 8);

/** Of the staff. */
export const WAVE_SHARE = 0.15;
/** Offices differ: one is nearly closed, others lose a few. */
const OFFICE_WEIGHTS = [6, 1, 2, 0.5, 1, 1];

/** What happens to whom, by the ids of Slack. */
export interface Day {
  /** Who leaves before the others do. */
  readonly leaver: string;
  readonly returning: string;
  /** In the order in which they leave. */
  readonly leaving: readonly { readonly id: string; readonly at: Instant }[];
  readonly end: Instant;
}

/** When somebody leaves, and when somebody is back. */
export const LEAVES_AT: Instant = START + 40 * MINUTE;
export const RETURNS_AT: Instant = START + 80 * MINUTE;

/** One leaver, one return, and from eleven on the wave. */
export function dayOf(world: World): Day {
  const staff = membersOf(world, "active");
  const [leaver = "", ...others] = staff;
  const [returning = ""] = membersOf(world, "deactivated");
  const leaving = weighted(world, others, Math.round(staff.length * WAVE_SHARE));
  const begin = START + 3 * HOUR;
  const span = 5.5 * HOUR;
  return {
    leaver,
    returning,
    leaving: leaving.map((id, i) => ({
      id,
      // Batch after batch, as a list is worked through.
      at: begin + Math.floor((Math.floor(i / 12) * 12 * span) / leaving.length),
    })),
    end: begin + span,
  };
}

export function membersOf(world: World, state: "active" | "deactivated"): string[] {
  const found = [...world.members.values()].filter(
    (member) => member.sort === "person" && member.state === state && !member.role.endsWith("guest"),
  );
  return found.filter(({ id }) => id !== world.app.id).map(({ id }) => id);
}

/** `count` of these ids, drawn without repetition, with the weight of each one's office. */
function weighted(world: World, ids: readonly string[], count: number): string[] {
  const offices = [...new Set(ids.map((id) => world.members.get(id)?.office ?? ""))].toSorted();
  const weight = (id: string): number =>
    OFFICE_WEIGHTS[offices.indexOf(world.members.get(id)?.office ?? "") % OFFICE_WEIGHTS.length] ?? 1;
  // The k largest of u^(1/w) are such a sample (Efraimidis and Spirakis 2006).
  return ids
    .map((id) => ({ id, key: world.random.next() ** (1 / weight(id)) }))
    .toSorted((a, b) => b.key - a.key)
    .slice(0, count)
    .map(({ id }) => id);
}
