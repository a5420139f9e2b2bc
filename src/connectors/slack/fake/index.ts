import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Instant } from "../../../core/time.ts";
import { createActs, type Acts } from "./acts.ts";
import type { Token } from "./call.ts";
import { createFaults, jsonReply, type Fault } from "./faults.ts";
import { createLimits } from "./limits.ts";
import type { Content, Message } from "./methods/chat.ts";
import { readRequest } from "./request.ts";
import { ALL_SCOPES, pageOf, serve, type Service, type Outcome } from "./server.ts";
import { makeId, type World } from "./world.ts";

export type { FaultKind } from "./faults.ts";
export { createWorld, type WorldOptions } from "./generate.ts";
export type { World } from "./world.ts";

export interface FakeSlackOptions {
  readonly world: World;
  /** The fake's clock: rate limits, `updated`, `cache_ts` and the script go by it. The real time without it. */
  readonly now?: () => Instant;
  /** False switches the rate limits off. */
  readonly rateLimits?: boolean;
  /** The scopes of `token`; all that the fake knows without it. */
  readonly scopes?: readonly string[];
}

/** One call that reached the fake. */
interface LoggedCall {
  readonly at: Instant;
  readonly method: string;
  /** Without the token. */
  readonly params: Readonly<Record<string, string>>;
  readonly page: number;
  /** 0 where the connection was broken or left hanging. */
  readonly status: number;
}

interface TokenOptions {
  readonly scopes?: readonly string[];
  /** A workspace's id. Without it: the one workspace there is, or the whole Enterprise organisation. */
  readonly workspace?: string;
}

/** A running fake workspace: a real HTTP server on 127.0.0.1 and the world behind it. */
export interface FakeSlack {
  /** `http://127.0.0.1:PORT/api/` */
  readonly url: string;
  readonly token: string;
  readonly world: World;
  /** What can happen in the workspace, at once. */
  readonly acts: Acts;
  readonly calls: readonly LoggedCall[];
  readonly messages: readonly Message[];
  /** What was posted and to what it was edited, in the order in which that happened. */
  readonly writings: readonly Content[];
  /** Has `act` happen when the clock passes `time`; done at the next call or `settle`, dated `time`. */
  at(time: Instant, act: (acts: Acts) => void): void;
  /** Does what the script has due by `now` (the clock's time without it). */
  settle(now?: Instant): void;
  fault(fault: Fault): void;
  /** Takes all faults back, those that last (a lost scope, replaced ids) included. */
  clearFaults(): void;
  issueToken(options?: TokenOptions): string;
  /** @param error what every call with it gets from now on: `token_revoked` or `account_inactive`. */
  revokeToken(token: string, error?: string): void;
  close(): Promise<void>;
}

const compress = promisify(gzip);

export async function startFakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const { world, now = Date.now } = options;
  const service = createService(options);
  const calls: LoggedCall[] = [];
  let script: { readonly time: Instant; readonly act: (acts: Acts) => void }[] = [];
  let scripted: Instant | undefined;
  const acts = createActs(world, () => scripted ?? now());

  const settle = (until: Instant = now()) => {
    if (script.length === 0) return;
    const due = script.filter(({ time }) => time <= until).toSorted((a, b) => a.time - b.time);
    script = script.filter(({ time }) => time > until);
    try {
      for (const { time, act } of due) {
        scripted = time;
        act(acts);
      }
    } finally {
      scripted = undefined;
    }
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(incoming);
    settle();
    if ("ok" in request) return send(incoming, response, jsonReply(request));
    const page = pageOf(service, request);
    const outcome = serve(service, request, now());
    const status = typeof outcome === "string" ? 0 : outcome.status;
    calls.push({ at: now(), method: request.method, params: request.params, page, status });
    return send(incoming, response, outcome);
  };
  const server = createServer((incoming, response) => {
    // What fails here is the fake itself or a script; a broken connection would look like one of the faults.
    handle(incoming, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The fake workspace got no port from the system.");

  const issueToken = (wanted: TokenOptions = {}) => issue(service, wanted);
  return {
    url: `http://127.0.0.1:${address.port}/api/`,
    token: issueToken(options.scopes === undefined ? {} : { scopes: options.scopes }),
    world,
    acts,
    calls,
    messages: service.messages,
    writings: service.writings,
    at: (time, act) => void script.push({ time, act }),
    settle,
    fault: (fault) => service.faults.add(fault),
    clearFaults: () => {
      service.faults.clear();
      service.deadCursors.clear();
      for (const undo of service.undo.splice(0).toReversed()) undo();
    },
    issueToken,
    revokeToken: (token, error = "token_revoked") => {
      const known = service.tokens.get(token);
      if (known !== undefined) known.refusedWith = error;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createService({ world, rateLimits = true }: FakeSlackOptions): Service {
  return {
    world,
    tokens: new Map(),
    faults: createFaults(),
    limits: rateLimits ? createLimits() : undefined,
    messages: [],
    writings: [],
    pages: new Map(),
    deadCursors: new Set(),
    disguised: false,
    undo: [],
  };
}

function issue(service: Service, { scopes = ALL_SCOPES, workspace }: TokenOptions): string {
  const { world, tokens } = service;
  const value = `xoxb-${world.seed}-${tokens.size + 1}-${makeId("fake", tokens.size, world.seed)}`;
  const home = workspace ?? (world.enterprise === undefined ? world.workspaces[0].id : undefined);
  const token: Token = { value, workspace: home, scopes, refusedWith: undefined };
  tokens.set(value, token);
  return value;
}

async function send(incoming: IncomingMessage, response: ServerResponse, outcome: Outcome): Promise<void> {
  if (outcome === "hang") return;
  if (outcome === "reset") return void incoming.socket.destroy();
  const accepted = /\bgzip\b/.test(incoming.headers["accept-encoding"] ?? "");
  if (!accepted || outcome.body.length < 1024) {
    response.writeHead(outcome.status, { ...outcome.headers }).end(outcome.body);
    return;
  }
  const body = await compress(outcome.body, { level: constants.Z_BEST_SPEED });
  response.writeHead(outcome.status, { ...outcome.headers, "content-encoding": "gzip" }).end(body);
}
