import type { Directory } from "../app/directory.ts";
import type { Clock } from "../app/ports.ts";
import type { Reported } from "../app/record-port.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "../connectors/slack/fake/index.ts";
import { slack } from "../connectors/slack/index.ts";
import { Secret } from "../core/secret.ts";
import { HOUR, type Instant, MINUTE } from "../core/time.ts";
import { type Day, dayOf, LEAVES_AT, membersOf, RETURNS_AT, START, WAVE_SHARE } from "./day.ts";
import { pressReport } from "./press.ts";
import { IDENTITY, openTools, type Tools } from "./tools.ts";

/** A private channel of the workspace, and the token of the app that writes there. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly token: Secret;
}

/** A day at a company of about 4,700 people, in a simulated workspace and two more tools, each of them a real HTTP server. */
export interface Company {
  readonly directory: Directory;
  readonly workspace: FakeSlack;
  readonly tools: Tools;
  /** Where the people team reads who left Slack. */
  readonly channel: Channel;
  /** Where those read who end accounts: which are still there. */
  readonly access: Channel;
  readonly end: Instant;
  /** What really happened, to compare with what was told. */
  readonly truth: () => { readonly left: number; readonly back: number };
  /** What the press says of it. */
  readonly press: Reported;
  readonly close: () => Promise<void>;
}

const ALIAS = "acme";
const ACCOUNTS = 6050;
export async function openCompany(seed: number, clock: Clock, accounts = ACCOUNTS): Promise<Company> {
  const world = createWorld({ seed, accounts, now: START });
  const workspace = await startFakeSlack({
    world,
    now: () => clock.now(),
    scopes: ["users:read", "users:read.email", "users.profile:read", "team:read"],
  });
  const staff = membersOf(world, "active").length;
  const day = dayOf(world);
  script(workspace, day);
  const tools = await openTools({ workspace, clock, day, alias: ALIAS });
  const token = new Secret(workspace.issueToken({ scopes: ["chat:write", "groups:read"] }), "the demo");
  const open = (name: string): Channel => ({
    id: workspace.acts.openChannel({ name, isPrivate: true, hasApp: true }),
    name,
    token,
  });
  return {
    directory: {
      id: ALIAS,
      connector: slack,
      settings: {
        token: new Secret(workspace.token, "the demo"),
        api: workspace.url,
        fields: { location: "Office", team: "Team" },
      },
      rules: { demotion: false },
      waves: { leads: [IDENTITY] },
      every: 10 * MINUTE,
    },
    workspace,
    tools,
    channel: open("people-ops"),
    access: open("access"),
    end: day.end + 45 * MINUTE,
    truth: () => ({
      left: world.truth.filter(({ act }) => act === "deactivate").length,
      back: world.truth.filter(({ act }) => act === "reactivate").length,
    }),
    press: pressReport(START, staff, WAVE_SHARE),
    close: async () => {
      await tools.close();
      await workspace.close();
    },
  };
}

/** What happens in Slack, with two broken readings. */
function script(workspace: FakeSlack, { leaver, returning, leaving }: Day): void {
  workspace.at(LEAVES_AT, (acts) => acts.deactivate(leaver));
  workspace.at(RETURNS_AT, (acts) => acts.reactivate(returning));
  workspace.at(START + 2 * HOUR, () => workspace.fault({ method: "users.list", kind: "half" }));
  workspace.at(START + 2 * HOUR + 20 * MINUTE, () => {
    workspace.clearFaults();
    workspace.fault({ method: "users.list", kind: "html", page: 3, times: 1 });
  });
  for (const { id, at } of leaving) workspace.at(at, (acts) => acts.deactivate(id));
}
