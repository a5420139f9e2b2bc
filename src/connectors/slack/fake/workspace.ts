import type { Http } from "../../../app/ports.ts";
import { defined } from "../../../core/defined.ts";
import type { Instant } from "../../../core/time.ts";
import { createActs, type Acts } from "./acts.ts";
import { createAuditLog, type AuditActor } from "./audit.ts";
import type { Token } from "./call.ts";
import type { Pushed } from "./events.ts";
import { createFaults, jsonReply, type Fault } from "./faults.ts";
import { createFeed, type EventOptions } from "./feed.ts";
import { createLocalHttp, type Patience } from "./http.ts";
import { createInstallation, type Installation } from "./installation.ts";
import { createLimits } from "./limits.ts";
import type { Content, Message } from "./methods/chat.ts";
import { readRequest, type Incoming } from "./request.ts";
import { ALL_SCOPES, pageOf, serve, type Outcome, type Service } from "./server.ts";
import { makeId, type World } from "./world.ts";

export interface FakeSlackOptions {
  readonly world: World;
  /** The fake's clock: rate limits, `updated`, `cache_ts` and the script go by it. The real time without it. */
  readonly now?: () => Instant;
  /** False switches the rate limits off. */
  readonly rateLimits?: boolean;
  /** The scopes of `token`; all that the fake knows without it. */
  readonly scopes?: readonly string[];
  /** The one workspace of the organisation in which the app is installed; the whole organisation without it. */
  readonly workspace?: string;
  readonly events?: EventOptions;
  /** When `http` gives up a call that hangs; without it such a call waits for its signal. */
  readonly patience?: Patience;
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

/** A running fake workspace and the world behind it. */
export interface FakeSlack extends Installation {
  /** `http://127.0.0.1:PORT/api/` */
  readonly url: string;
  /** `http://127.0.0.1:PORT/audit/v1/` */
  readonly auditUrl: string;
  /** The same calls in this process: no connection, the same answers and faults. */
  readonly http: Http;
  /** The app's bot token; events come as far as it reaches, and while it is good. */
  readonly token: string;
  /** The app's app-level token (`xapp-…`), for Socket Mode. */
  readonly appToken: string;
  /** A user token (`xoxp-…`) of an owner with `auditlogs:read`. */
  readonly auditToken: string;
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
  /** Has the audit log name `actor` for what happens in `act`; else an admin does it. */
  by(actor: AuditActor, act: (acts: Acts) => void): void;
  /** Each event as it happens, within the act. Gives what ends it. */
  onEvent(listener: (pushed: Pushed) => void): () => void;
  /** How many events an hour the app gets; what is above it is left out and `app_rate_limited` sent. */
  limitEvents(perHour: number): void;
  /** Where apps.connections.open sends the app; nowhere, as with Socket Mode switched off, where it is undefined. */
  linkTo(address: (() => string) | undefined): void;
  fault(fault: Fault): void;
  /** Takes all faults back, those that last (a lost scope, replaced ids) included. */
  clearFaults(): void;
  /** A token of another app. */
  issueToken(options?: TokenOptions): string;
  close(): Promise<void>;
}

/** @param origin where the fake is to be found, without a slash at the end. */
export function createWorkspace(
  options: FakeSlackOptions,
  origin: string,
): { readonly fake: FakeSlack; readonly answer: (incoming: Incoming) => Outcome } {
  const { world, now = Date.now, scopes, workspace } = options;
  const service = createService(options);
  const calls: LoggedCall[] = [];
  const token = issue(service, "bot", defined({ scopes, workspace }));
  const appToken = issue(service, "app", { scopes: ["connections:write"] });
  const auditToken = issue(service, "user", { scopes: ["auditlogs:read"] });
  const feed = createFeed(world, token, options.events ?? {});
  const script = createScript(now);
  const acts = createActs(world, script.now, (happening) => {
    service.audit.happened(happening);
    feed.happened(happening);
  });

  const answer = (incoming: Incoming): Outcome => {
    const request = readRequest(incoming);
    script.run(acts, now());
    if ("ok" in request) return jsonReply(request);
    const page = pageOf(service, request);
    const outcome = serve(service, request, now());
    const status = typeof outcome === "string" ? 0 : outcome.status;
    calls.push({ at: now(), method: request.method, params: request.params, page, status });
    return outcome;
  };
  const installation = createInstallation({ service, token, appToken, auditToken, feed, acts, now: script.now });
  const fake: FakeSlack = {
    url: `${origin}/api/`,
    auditUrl: `${origin}/audit/v1/`,
    http: createLocalHttp(origin, answer, options.patience),
    token: token.value,
    appToken: appToken.value,
    auditToken: auditToken.value,
    world,
    acts,
    calls,
    messages: service.messages,
    writings: service.writings,
    at: script.add,
    settle: (until = now()) => script.run(acts, until),
    by: (actor, act) => {
      service.audit.actor = actor;
      try {
        act(acts);
      } finally {
        service.audit.actor = undefined;
      }
    },
    onEvent: feed.onEvent,
    limitEvents: feed.limit,
    ...installation,
    linkTo: (address) => {
      service.link = address ?? (() => undefined);
    },
    fault: (fault) => service.faults.add(fault),
    clearFaults: () => {
      service.faults.clear();
      service.deadCursors.clear();
      for (const undo of service.undo.splice(0).toReversed()) undo();
    },
    issueToken: (wanted = {}) => issue(service, "bot", wanted).value,
    close: async () => {},
  };
  return { fake, answer };
}

/** What is going to happen, and the time by which it does. */
function createScript(now: () => Instant) {
  let script: { readonly time: Instant; readonly act: (acts: Acts) => void }[] = [];
  let scripted: Instant | undefined;
  return {
    now: () => scripted ?? now(),
    add: (time: Instant, act: (acts: Acts) => void) => void script.push({ time, act }),
    run: (acts: Acts, until: Instant) => {
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
    },
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
    audit: createAuditLog(world),
    withheld: new Set(),
    link: () => undefined,
    pages: new Map(),
    deadCursors: new Set(),
    disguised: false,
    undo: [],
  };
}

const PREFIXES = { bot: "xoxb", user: "xoxp", app: "xapp-1" };

function issue(service: Service, kind: Token["kind"], { scopes = ALL_SCOPES, workspace }: TokenOptions): Token {
  const { world, tokens } = service;
  const count = [...tokens.values()].filter((one) => one.kind === kind).length;
  const value = `${PREFIXES[kind]}-${world.seed}-${count + 1}-${makeId("fake", count, world.seed)}`;
  const home = workspace ?? (world.enterprise === undefined ? world.workspaces[0].id : undefined);
  const token: Token = { value, kind, workspace: home, scopes, refusedWith: undefined };
  tokens.set(value, token);
  return token;
}
