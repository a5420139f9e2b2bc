import type { Directory } from "../app/directory.ts";
import type { Clock } from "../app/ports.ts";
import type { Reported } from "../app/record-port.ts";
import { createWorld, type FakeSlack, startFakeSlack, type World } from "../connectors/slack/fake/index.ts";
import { slack } from "../connectors/slack/index.ts";
import { Secret } from "../core/secret.ts";
import { HOUR, type Instant, MINUTE } from "../core/time.ts";
import { pressReport } from "./press.ts";

/** A day at a company of about 4,700 people, in a simulated workspace that is a real HTTP server. */
export interface Company {
  readonly directory: Directory;
  readonly workspace: FakeSlack;
  /** Where the people team reads: a private channel of the same workspace, and the token of the app that writes there. */
  readonly channel: { readonly id: string; readonly name: string; readonly token: Secret };
  readonly end: Instant;
  /** What really happened, to compare with what was told. */
  readonly truth: () => { readonly left: number; readonly back: number };
  /** What the press says of it. */
  readonly press: Reported;
}

/** Tuesday, 27 January 2026, 08:00 UTC. */
export const START: Instant = Date.UTC(2026, 0, 27, 8);

const ACCOUNTS = 6050;
const WAVE_SHARE = 0.15;
/** Offices differ: one is nearly closed, others lose a few. */
const OFFICE_WEIGHTS = [6, 1, 2, 0.5, 1, 1];

export async function openCompany(seed: number, clock: Clock, accounts = ACCOUNTS): Promise<Company> {
  const world = createWorld({ seed, accounts, now: START });
  const workspace = await startFakeSlack({
    world,
    now: () => clock.now(),
    scopes: ["users:read", "users:read.email", "users.profile:read", "team:read"],
  });
  const wave = script(workspace);
  const staff = membersOf(world, "active").length;
  const name = "people-ops";
  return {
    directory: {
      id: "acme",
      connector: slack,
      settings: {
        token: new Secret(workspace.token, "the demo"),
        api: workspace.url,
        fields: { location: "Office", team: "Team" },
      },
      rules: { demotion: false },
      every: 5 * MINUTE,
    },
    workspace,
    channel: {
      id: workspace.acts.openChannel({ name, isPrivate: true, hasApp: true }),
      name,
      token: new Secret(workspace.issueToken({ scopes: ["chat:write", "groups:read"] }), "the demo"),
    },
    end: wave.end + 45 * MINUTE,
    truth: () => ({
      left: world.truth.filter(({ act }) => act === "deactivate").length,
      back: world.truth.filter(({ act }) => act === "reactivate").length,
    }),
    press: pressReport(START, staff, WAVE_SHARE),
  };
}

/** One leaver, one return, two broken readings, and from eleven on the wave. */
function script(workspace: FakeSlack): { readonly end: Instant } {
  const { world } = workspace;
  const staff = membersOf(world, "active");
  const [leaver, ...others] = staff;
  const [returning] = membersOf(world, "deactivated");
  workspace.at(START + 40 * MINUTE, (acts) => acts.deactivate(leaver ?? ""));
  workspace.at(START + 80 * MINUTE, (acts) => acts.reactivate(returning ?? ""));
  workspace.at(START + 2 * HOUR, () => workspace.fault({ method: "users.list", kind: "half" }));
  workspace.at(START + 2 * HOUR + 20 * MINUTE, () => {
    workspace.clearFaults();
    workspace.fault({ method: "users.list", kind: "html", page: 3, times: 1 });
  });

  const leaving = weighted(world, others, Math.round(staff.length * WAVE_SHARE));
  const begin = START + 3 * HOUR;
  const span = 5.5 * HOUR;
  leaving.forEach((id, i) => {
    // Batch after batch, as a list is worked through.
    const at = begin + Math.floor((Math.floor(i / 12) * 12 * span) / leaving.length);
    workspace.at(at, (acts) => acts.deactivate(id));
  });
  return { end: begin + span };
}

function membersOf(world: World, state: "active" | "deactivated"): string[] {
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
