import { type Account, type Attributes, merge, ROLES } from "../../core/directory/account.ts";
import type { Accounts } from "../../core/directory/accounts.ts";

/** One person's account in one workspace. */
interface Seat {
  readonly workspace: string;
  readonly account: Account;
}

/**
 * Makes one account a person out of the lists of an organisation's workspaces (Grid). Somebody is active while they are
 * active anywhere; removal from one workspace is no departure. What is said of them comes from the workspaces in which
 * they are active, in the order of the ids, so that the same lists give the same account whatever order they came in.
 */
export function mergeWorkspaces(lists: ReadonlyMap<string, Accounts>): Account[] {
  const people = new Map<string, Seat[]>();
  for (const workspace of [...lists.keys()].toSorted()) {
    const last = new Map(lists.get(workspace)?.map((account) => [account.id, account]));
    for (const [id, account] of last) {
      const seats = people.get(id) ?? [];
      seats.push({ workspace, account });
      people.set(id, seats);
    }
  }
  return [...people.values()].flatMap(mergeSeats);
}

function mergeSeats(seats: readonly Seat[]): Account[] {
  const active = seats.filter(({ account }) => account.status === "active");
  const first = STANDING.flatMap((status) => seats.filter(({ account }) => account.status === status))[0];
  if (first === undefined) return [];
  if (active.length === 0) return [first.account];
  const updated = Math.max(...active.map(({ account }) => account.updated ?? -Infinity));
  return [
    {
      id: first.account.id,
      status: "active",
      ...(updated === -Infinity ? {} : { updated }),
      attributes: mergeAttributes(active),
    },
  ];
}

/** From the one that outweighs the others. */
const STANDING = ["active", "invited", "erased", "deactivated"] as const satisfies readonly Account["status"][];

function mergeAttributes(active: readonly Seat[]): Attributes {
  const all = active.map(({ account }) => account.attributes);
  const merged = all.reduceRight((later, earlier) => merge(later, earlier), {});
  const roles = new Set(all.map(({ role }) => role));
  const role = ROLES.find((candidate) => roles.has(candidate));
  const channels = union(all.map((attributes) => attributes.channels));
  const groups = union(all.map((attributes) => attributes.groups));
  return {
    ...merged,
    ...(role === undefined ? {} : { role }),
    ...(all.some(({ kind }) => kind === "human") ? { kind: "human" as const } : {}),
    workspaces: union(active.map(seatedIn)) ?? [],
    ...(channels === undefined ? {} : { channels }),
    ...(groups === undefined ? {} : { groups }),
  };
}

/** The workspace whose list shows the person; for one who moved out of it, those that the record names instead. */
function seatedIn({ workspace, account }: Seat): readonly string[] {
  const named = account.attributes.workspaces;
  return named === undefined || named.includes(workspace) ? [workspace] : named;
}

function union(lists: readonly (readonly string[] | undefined)[]): string[] | undefined {
  const stated = lists.filter((list) => list !== undefined);
  return stated.length === 0 ? undefined : [...new Set(stated.flat())].toSorted();
}
