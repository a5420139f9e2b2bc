import { type Attributes, type Field, ROLES } from "./account.ts";
import type { ChangeKind } from "./change.ts";

/**
 * The word for a difference in each field. `role` and `kind` have a direction; channels and groups are compared as sets
 * (memberships.ts). A change of time zone is not a move: it follows a traveller's laptop.
 */
const WORD: Record<Exclude<Field, "channels" | "role" | "kind">, "renamed" | "moved" | "updated"> = {
  name: "renamed",
  handle: "renamed",
  email: "renamed",
  emailVerified: "updated",
  employeeId: "updated",
  location: "moved",
  locationFrom: "updated",
  team: "moved",
  manager: "moved",
  workspaces: "moved",
  title: "updated",
  timezone: "updated",
  startDate: "updated",
  guestExpires: "updated",
  invitedBy: "updated",
  groups: "updated",
};

export interface Difference {
  readonly change: ChangeKind;
  readonly before: Attributes;
  readonly after: Attributes;
  readonly quiet?: string;
}

const LEARNT = "learnt, not changed";

/** What says nothing about leaving: groups are kept for restoring, whether an address is vouched for to know whose it is. */
const FOR_THE_RECORD: ReadonlySet<Field> = new Set(["groups", "locationFrom", "emailVerified"]);

/**
 * What `after` states differently from `before`, channels aside, one difference a word. A field that `after` does not
 * state differs in nothing. A field that was unknown until now is learnt, which is kept and not told.
 */
export function differences(before: Attributes, after: Attributes): Difference[] {
  const found = new Map<
    string,
    { change: ChangeKind; quiet?: string; before: Record<string, unknown>; after: Record<string, unknown> }
  >();
  for (const field of Object.keys(after) as Field[]) {
    if (field === "channels" || after[field] === undefined || equal(before[field], after[field])) continue;
    const known = before[field] !== undefined;
    const change = known ? wordFor(field, before, after) : "updated";
    const quiet = !known ? LEARNT : FOR_THE_RECORD.has(field) ? "kept for the record" : undefined;
    const key = `${change} ${quiet ?? ""}`;
    const difference = found.get(key) ?? { change, ...(quiet === undefined ? {} : { quiet }), before: {}, after: {} };
    if (known) difference.before[field] = before[field];
    difference.after[field] = after[field];
    found.set(key, difference);
  }
  return [...found.values()];
}

function wordFor(field: Exclude<Field, "channels">, before: Attributes, after: Attributes): ChangeKind {
  if (field !== "role" && field !== "kind") return WORD[field];
  const now = { kind: before.kind, role: before.role, ...stated(after) };
  // The tool's own words for a role may stand on no ladder; these two kinds do.
  if (before.kind === "human" && now.kind === "guest") return "demoted";
  if (before.kind === "guest" && now.kind === "human") return "promoted";
  const [from, to] = [rank(before), rank(now)];
  if (from === undefined || to === undefined || from === to) return "updated";
  return to > from ? "demoted" : "promoted";
}

/** Whether kind and role, as far as they are stated, are a guest's. */
export function isGuest(attributes: Pick<Attributes, "kind" | "role">): boolean {
  return (rank(attributes) ?? 0) >= ROLES.indexOf("guest");
}

/** The position on the ladder of ROLES; a higher number has fewer rights. Undefined off the ladder. */
function rank(attributes: Pick<Attributes, "kind" | "role">): number | undefined {
  const byRole = (ROLES as readonly string[]).indexOf(attributes.role ?? "");
  const guest = ROLES.indexOf("guest");
  if (attributes.kind === "guest") return Math.max(byRole, guest);
  if (attributes.kind !== "human" && attributes.kind !== undefined) return undefined;
  if (byRole >= 0) return byRole;
  return attributes.kind === "human" && attributes.role == null ? ROLES.indexOf("member") : undefined;
}

function stated(attributes: Attributes): Pick<Attributes, "kind" | "role"> {
  return {
    ...(attributes.kind === undefined ? {} : { kind: attributes.kind }),
    ...(attributes.role === undefined ? {} : { role: attributes.role }),
  };
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => value === b[i]);
}
