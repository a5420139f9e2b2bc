import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { createFakeSlack, createWorld, type FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import type { Disturbance } from "../../src/connectors/slack/fake/disturbance.ts";
import { startPush } from "../../src/connectors/slack/fake/push.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import { startFakeSocket } from "../../src/connectors/slack/fake/socket.ts";
import { SECOND } from "../../src/core/time.ts";
import { closed, freePort, listen } from "../support/ports.ts";
import { SIGNING_KEY } from "./receiver.ts";

/** Minutes of Slack's are seconds here: between its deliveries of one event, and until what is late arrives. */
const QUICKER = 60;

const SIGNING_SECRET = "8f742231b10e8888abcd99aaabbb85a5";

/** How events reach Rollcall. */
export interface Way {
  readonly trouble: Disturbance;
  /** How many deliveries have come to an end. */
  readonly tries: () => number;
  /** The ids of the events that Rollcall has acknowledged, each as often as it did; without the first so many deliveries. */
  readonly acknowledged: (after?: number) => readonly string[];
  /** How many deliveries were not the first of their event. */
  readonly again: () => number;
  /** Resolves when nothing is under way, deliveries to come included. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A way, as the settings know it and as it is opened: before the program begins to listen, or once it does. */
export interface Form {
  readonly settings: (port: number) => { readonly events: string; readonly watch: string };
  readonly opens: "before" | "after";
  readonly open: (slack: FakeSlack, { port, stirred }: Pick<Stand, "port" | "stirred">) => Promise<Way>;
}

const sleep = (ms: number): Promise<void> => pause(ms / QUICKER, undefined, { ref: false });

const keysOf = (tries: readonly { readonly eventId: string | undefined }[]): string[] =>
  tries.flatMap(({ eventId }) => eventId ?? []);

export const overHttp: Form = {
  settings: (port) => ({
    events: "{ http: { signingSecret: { env: SIGNING_SECRET } } }",
    watch: `, receive: { host: 127.0.0.1, port: ${port} }`,
  }),
  opens: "after",
  open: async (slack, { port, stirred }) => {
    const url = `http://127.0.0.1:${port}/slack/events`;
    // A slow machine is down for most of this time: that Slack then disables what nobody answers is another test's.
    const push = await startPush(slack, {
      url,
      signingSecret: SIGNING_SECRET,
      now: Date.now,
      sleep,
      disabledAbove: Infinity,
      tried: stirred,
    });
    return {
      trouble: push.trouble,
      tries: () => push.tries.length,
      acknowledged: (after) => keysOf(push.tries.slice(after).filter(({ status }) => status === 200)),
      again: () => push.tries.filter(({ retry }) => retry > 0).length,
      idle: () => push.idle(),
      close: async () => push.stop(),
    };
  },
};

export const overSocket: Form = {
  settings: () => ({ events: "{ socket: { token: { env: APP_TOKEN } } }", watch: "" }),
  opens: "before",
  open: async (slack, { stirred }) => {
    const socket = await startFakeSocket(slack, { ackMs: SECOND, sleep, tried: stirred });
    return {
      trouble: socket.trouble,
      tries: () => socket.tries.length,
      acknowledged: (after) => keysOf(socket.tries.slice(after).filter(({ acknowledged }) => acknowledged)),
      again: () => socket.tries.filter(({ retry }) => retry > 0).length,
      idle: () => socket.idle(),
      close: () => socket.close(),
    };
  },
};

const Message = z.object({
  incident: z.string(),
  kind: z.string(),
  version: z.int(),
  directories: z.array(
    z.object({
      departures: z.array(
        z.object({
          id: z.string(),
          accounts: z.tuple([z.object({ id: z.string() })]),
          reversed: z.unknown().optional(),
        }),
      ),
    }),
  ),
});

/** A message as it came to a destination. */
export interface Told extends Omit<z.output<typeof Message>, "directories"> {
  /** The same each time that the message is sent. */
  readonly message: string;
  readonly departures: readonly { readonly id: string; readonly account: string; readonly reversed: boolean }[];
}

function toldIn(message: string, body: unknown): Told {
  const { directories, ...rest } = Message.parse({ directories: [], ...(body as object) });
  const departures = directories.flatMap((one) =>
    one.departures.map(({ id, accounts: [{ id: account }], reversed }) => ({
      id,
      account,
      reversed: reversed !== undefined,
    })),
  );
  return { message, ...rest, departures };
}

/** Slack with what it answers and whom Rollcall tells, all on loopback, in a folder. */
export interface Stand {
  readonly slack: FakeSlack;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** How many calls of the method Slack is answering just now. */
  readonly answering: (method: string) => number;
  /** How many messages are on their way to the webhook just now. */
  readonly onTheirWay: () => number;
  /** Called whenever Rollcall was heard: it asked, told, or acknowledged something. */
  readonly stirred: () => void;
  /** Resolves when it is so, asked whenever Rollcall was heard; or once the time has passed. @returns whether it is so */
  readonly comesToBe: (isSo: () => boolean, patience: number) => Promise<boolean>;
  readonly webhook: readonly Told[];
  /** What the command was given, as far as it was given all of it. */
  readonly command: () => readonly Told[];
  readonly close: () => Promise<void>;
}

export async function openStand(folder: string, form: Form, random: Random): Promise<Stand> {
  const world = createWorld({ seed: random.below(1e6), accounts: 1500, now: Date.now() - SECOND });
  const scopes = ["users:read", "users:read.email", "team:read", "channels:read"];
  const slack = createFakeSlack({ world, rateLimits: false, scopes });
  const webhook: Told[] = [];
  const onTheirWay = new Set<IncomingMessage>();
  const answering: string[] = [];
  let stirred = (): void => {};

  // Slack answers after a while, so that there is something to be killed in the midst of.
  const api = createServer((request, response) => {
    const path = request.url ?? "/";
    const method = path.slice(path.lastIndexOf("/") + 1);
    answering.push(method);
    stirred();
    response.once("close", () => answering.splice(answering.indexOf(method), 1));
    void (async () => {
      const body = await textOf(request);
      await pause(5 + random.below(25));
      const headers = {
        authorization: request.headers.authorization ?? "",
        "content-type": request.headers["content-type"] ?? "",
      };
      const url = new URL(path, slack.url).href;
      const answer = await slack.http.send({ url, method: "POST", headers, body });
      stirred();
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.body);
    })().catch(() => response.destroy());
  });
  const hook = createServer((request, response) => {
    onTheirWay.add(request);
    stirred();
    response.once("close", () => onTheirWay.delete(request));
    void (async () => {
      const { data } = JSON.parse(await textOf(request)) as { readonly data: unknown };
      webhook.push(toldIn(String(request.headers["webhook-id"]), data));
      await pause(2 + random.below(20));
      response.writeHead(204).end();
    })().catch(() => response.destroy());
  });
  const servers = [api, hook];
  const [apiPort = 0, hookPort = 0] = await Promise.all(servers.map(listen));
  const port = await freePort();

  const inbox = join(folder, "told");
  mkdirSync(inbox);
  const { events, watch } = form.settings(port);
  writeFileSync(
    join(folder, "rollcall.yaml"),
    `purpose: { text: a test, authorisedBy: nobody, contact: nobody }
directories:
  acme:
    kind: slack
    token: { env: SLACK_TOKEN }
    api: "http://127.0.0.1:${apiPort}/api/"
    allowScopes: [channels:read]
    pace: { perMinute: 100, pageSize: 200 }
    events: ${events}
watch: { every: 5s${watch} }
store: { path: store.db }
notify:
  - { to: webhook, url: "http://127.0.0.1:${hookPort}/", secret: { env: KEY }, payload: full, audience: named }
  - to: command
    run: [sh, -c, 'one=$(mktemp "$0/XXXXXXXX") && cat > "$one" && mv "$one" "$one.json"', "${inbox}"]
    audience: named
    tell: [departures, health, deliveries]
`,
  );
  return {
    slack,
    port,
    env: { SLACK_TOKEN: slack.token, APP_TOKEN: slack.appToken, SIGNING_SECRET, KEY: SIGNING_KEY },
    answering: (method) => answering.filter((one) => one === method).length,
    onTheirWay: () => onTheirWay.size,
    stirred: () => stirred(),
    comesToBe: (isSo, patience) =>
      new Promise((resolve) => {
        const end = (isNow: boolean): void => {
          clearTimeout(timer);
          stirred = () => {};
          resolve(isNow);
        };
        const timer = setTimeout(() => end(isSo()), patience);
        stirred = () => {
          if (isSo()) end(true);
        };
        stirred();
      }),
    webhook,
    command: () => commandRuns(inbox),
    close: async () => {
      for (const server of servers) await closed(server);
    },
  };
}

/** A program whose caller was killed while it wrote to it has half a message, with which nobody can do anything. */
function commandRuns(folder: string): Told[] {
  if (!existsSync(folder)) return [];
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return texts
    .filter((text) => text.endsWith("}\n"))
    .map((text) => {
      const body = JSON.parse(text) as { readonly id: string };
      return toldIn(body.id, body);
    });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}
