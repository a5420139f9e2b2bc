import type { FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import type { Member } from "../../src/connectors/slack/fake/world.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import { Secret } from "../../src/core/secret.ts";
import { type Instant, MINUTE, SECOND } from "../../src/core/time.ts";
import { foundIn, openStage, staffOf, type Stage } from "./stage.ts";

export const EVERY = 15 * MINUTE;
const SCOPES = ["users:read", "users:read.email", "team:read", "channels:read", "groups:read", "usergroups:read"];

/** The app that the audit log names for what the sync does. */
export const SYNC = { kind: "app", id: "A0SYNC", name: "Okta Provisioning" } as const;

/** A time of 8 April 2024. */
export function t(hours: number, minutes = 0, seconds = 0): Instant {
  return Date.UTC(2024, 3, 8, hours, minutes, seconds);
}

/** What somebody has, as far as the app may see it; ids in their order. */
interface Rights {
  readonly channels: readonly string[];
  readonly groups: readonly string[];
  readonly role: string;
}

/** The day of a company whose sync is broken, and all that is true of it. */
export interface April {
  readonly stage: Stage;
  /** How many worked there in the morning, guests aside. */
  readonly staff: number;
  /** Whom the sync takes out: first the admins; and of them those whom it does not put back. */
  readonly taken: readonly string[];
  readonly away: readonly string[];
  readonly back: readonly string[];
  readonly admins: readonly string[];
  /** Those whose account somebody ends by hand, on the same day: they have left. */
  readonly leavers: readonly string[];
  readonly hand: { readonly kind: "person"; readonly id: string; readonly name: string };
  /** An admin who comes back as a member, and somebody who is let into their channels again by hand. */
  readonly lessened: string;
  readonly helped: string;
  /** What everybody has in the morning, and in the end. */
  readonly before: ReadonlyMap<string, Rights>;
  readonly after: ReadonlyMap<string, Rights>;
  readonly found: ReadonlyMap<string, Departure>;
}

/**
 * One leaves at 8:20. From 9:02 on the sync takes a quarter of the company out, one a second. Two more leave at 10:40. From
 * 13:05 on the sync, repaired, puts all but five back: into no channel and no group. It is 14:05 in the end.
 * @param kept whether the command line is to read the store
 */
export async function liveThroughApril(kept = false): Promise<April> {
  const stage = await openStage({
    kept,
    start: t(8),
    every: EVERY,
    // Only organisations on an Enterprise plan have the log that says who did it.
    world: { seed: 7, accounts: 320, workspaces: 1 },
    scopes: SCOPES,
    settings: ({ auditToken, auditUrl }) => ({
      channels: true,
      groups: true,
      auditLogs: { token: new Secret(auditToken, "env AUDIT_TOKEN"), every: MINUTE, api: auditUrl },
    }),
  });
  const people = [...stage.slack.world.members.values()].filter(
    ({ sort, state }) => sort === "person" && state === "active",
  );
  const idsOf = (role: string): string[] => people.flatMap((one) => (one.role === role ? [one.id] : []));
  const members = staffOf(stage.slack).map(({ id }) => id);
  const admins = idsOf("admin");
  const owner = people.find(({ role }) => role === "owner");
  const hand = { kind: "person", id: owner?.id ?? "", name: `${owner?.first} ${owner?.last}` } as const;
  const [early = "", ...late] = members.slice(0, 3);
  const taken = [...admins, ...members.slice(3).filter((_, i) => i % 4 === 0)];
  const [away, back] = [taken.slice(-5), taken.slice(0, -5)];
  const [lessened = "", helped = ""] = taken;

  const before = rightsIn(stage.slack);
  stage.at(t(8, 20), (slack) => slack.by(hand, (acts) => acts.deactivate(early)));
  for (const [i, id] of taken.entries()) {
    stage.at(t(9, 2) + i * SECOND, (slack) => slack.by(SYNC, (acts) => acts.deactivate(id)));
  }
  stage.at(t(10, 40), (slack) => slack.by(hand, (acts) => late.forEach((id) => acts.deactivate(id))));
  for (const [i, id] of back.entries()) {
    stage.at(t(13, 5) + i * SECOND, (slack) => slack.by(SYNC, (acts) => acts.reactivate(id)));
  }
  stage.at(t(13, 20), (slack) => slack.by(SYNC, (acts) => acts.setRole(lessened, "member")));
  stage.at(t(13, 25), ({ acts }) => before.get(helped)?.channels.forEach((id) => acts.joinChannel(helped, id)));
  await stage.until(t(14, 5));
  return {
    stage,
    staff: people.length - idsOf("guest").length - idsOf("single_channel_guest").length,
    taken,
    away,
    back,
    admins,
    leavers: [early, ...late],
    hand,
    lessened,
    helped,
    before,
    after: rightsIn(stage.slack),
    found: await foundIn(stage),
  };
}

type Place = { readonly id: string; readonly members: ReadonlySet<Member> };

function rightsIn({ world }: FakeSlack): ReadonlyMap<string, Rights> {
  const seen = [...world.channels.values()].filter(({ isPrivate, hasApp }) => !isPrivate || hasApp);
  const open = seen.filter(({ isArchived }) => !isArchived);
  const idsOf = (places: readonly Place[], member: Member): string[] =>
    places.flatMap(({ id, members }) => (members.has(member) ? [id] : [])).toSorted();
  return new Map(
    [...world.members.values()].map((member) => {
      const { id, role } = member;
      return [id, { channels: idsOf(open, member), groups: idsOf(world.groups, member), role }];
    }),
  );
}
