import {
  createWorld,
  type FakeSlack,
  type FakeSlackOptions,
  startFakeSlack,
} from "../../connectors/slack/fake/index.ts";
import { Secret } from "../../core/secret.ts";
import { slack } from "../slack.ts";
import type { Fault, Stand } from "../testing.ts";

type SlackSettings = Parameters<typeof slack.describe>[0];
type FakeFault = Parameters<FakeSlack["fault"]>[0];

/** What every failing answer holds, beside the token. */
const CANARY = "canary-of-the-answer";

/** The scopes of an app that does nothing but write messages. */
const SCOPES = ["chat:write", "groups:read"];

interface SlackStand extends Stand<SlackSettings> {
  readonly workspace: FakeSlack;
  /** The id of `#people-ops`, a private channel that the app is in. */
  readonly channel: string;
}

/** The fake workspace, with a private channel for messages. */
export async function openSlackStand(
  more: Partial<SlackSettings> = {},
  options: Partial<FakeSlackOptions> = {},
): Promise<SlackStand> {
  const world = createWorld({ seed: 11, accounts: 30, now: Date.now(), projectChannels: 1 });
  const workspace = await startFakeSlack({ world, rateLimits: false, scopes: SCOPES, ...options });
  const channel = workspace.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
  const { token } = workspace;
  return {
    workspace,
    channel,
    notifier: slack,
    settings: { token: new Secret(token, "env SLACK_BOT_TOKEN"), channel, api: workspace.url, ...more },
    secrets: [token, CANARY, "login.example", "Sign in to the network"],
    faults: Object.keys(FAULTS) as Fault[],
    answer: (fault, once) => {
      workspace.clearFaults();
      if (fault === undefined) return;
      const times = once === undefined ? Infinity : 1;
      workspace.fault({ method: "chat.*", body: `${CANARY} ${token}`, times, ...FAULTS[fault] });
    },
    get received() {
      return workspace.writings.map(({ text, blocks, metadata }) => ({
        id: idIn(metadata),
        text: `${text} ${blocks ?? ""}`,
        beside: metadata ?? "",
      }));
    },
    close: () => workspace.close(),
  };
}

const FAULTS: Readonly<Record<Fault, Pick<FakeFault, "kind" | "status" | "retryAfter">>> = {
  "400": { kind: "http_status", status: 400 },
  "401": { kind: "http_status", status: 401 },
  "403": { kind: "http_status", status: 403 },
  "404": { kind: "http_status", status: 404 },
  "410": { kind: "http_status", status: 410 },
  "429": { kind: "http_429", retryAfter: 120 },
  "500": { kind: "http_500" },
  "503": { kind: "http_503" },
  redirect: { kind: "redirect" },
  timeout: { kind: "hang" },
  reset: { kind: "reset" },
  "web page": { kind: "html" },
  empty: { kind: "empty_body" },
  garbage: { kind: "garbage" },
};

function idIn(metadata: string | undefined): string | undefined {
  return metadata === undefined ? undefined : /"id":"([^"]+)"/.exec(metadata)?.[1];
}
