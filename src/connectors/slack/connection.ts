import { type Logger, LogLevel, SocketModeClient } from "@slack/socket-mode";
import { z } from "zod";
import type { Http } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { SECOND } from "../../core/time.ts";
import { each, type Meaning, refusal } from "./refusals.ts";

/** No answer within this is none. By the machine's time: it is a connection of this machine. */
const TIME_LIMIT = 30 * SECOND;
/** Until a connection that is not closed by the other side is torn down. */
const PATIENCE = 2 * SECOND;

/** A message of Slack's that wants to be acknowledged. */
export interface Delivered {
  /** `events_api`, or what the app did not ask for (`interactive`, `slash_commands`). */
  readonly type: string;
  readonly payload: unknown;
  /** Throws where the connection has gone: then Slack delivers it again. */
  readonly acknowledge: () => Promise<void>;
}

export interface ConnectionOptions {
  /** With a slash at its end. */
  readonly api: string;
  readonly token: string;
  readonly http: Http;
  readonly deliver: (delivered: Delivered) => void;
}

/** One connection, from its beginning to its end. It does not come back by itself. */
export interface Connection {
  /** Resolves once Slack has said hello; throws RollcallError. */
  readonly open: () => Promise<void>;
  /** Resolves when it can be used no more, with Slack's word for why, where it gave one. */
  readonly over: Promise<string | undefined>;
  /** Resolves when nothing is left of it. */
  readonly close: () => Promise<void>;
}

export function createConnection(options: ConnectionOptions): Connection {
  const gone = new AbortController();
  const { promise: over, resolve: end } = Promise.withResolvers<string | undefined>();
  const { promise: down, resolve: ended } = Promise.withResolvers<void>();
  const client = new Client(options, gone.signal, end);
  let opening: Promise<unknown> | undefined;
  let settled = true;
  client.on("disconnected", () => {
    end(undefined);
    if (settled) ended();
  });

  const tearDown = async (): Promise<void> => {
    gone.abort();
    const begun = settled;
    // Asked again, the library ends what the other side does not close.
    const ask = (): void => void client.disconnect();
    const again = setInterval(ask, PATIENCE);
    ask();
    await opening?.catch(() => undefined);
    // What had only begun when it was asked may have gone on.
    if (!begun) ask();
    await down;
    clearInterval(again);
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= tearDown());

  return {
    over,
    close,
    open: async () => {
      settled = false;
      opening = client.start().finally(() => (settled = true));
      const late = setTimeout(() => void close(), TIME_LIMIT);
      try {
        await opening;
      } catch (error) {
        throw failureOf(error);
      } finally {
        clearTimeout(late);
      }
    },
  };
}

const Message = z.object({
  type: z.string(),
  envelope_id: z.string().optional(),
  reason: z.string().optional().catch(undefined),
  payload: z.unknown().optional(),
});

/**
 * The library's client, with what it does on a message in our hands: its own handler throws where a payload holds no event
 * (`app_rate_limited`), and its reconnecting throws where nobody can catch it, which would end the process.
 */
class Client extends SocketModeClient {
  readonly #deliver: ConnectionOptions["deliver"];
  readonly #end: (word: string | undefined) => void;

  constructor(
    { api, token, http, deliver }: ConnectionOptions,
    signal: AbortSignal,
    end: (word: string | undefined) => void,
  ) {
    super({
      appToken: token,
      logger: QUIET,
      autoReconnectEnabled: false,
      clientOptions: {
        slackApiUrl: api,
        allowAbsoluteUrls: false,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: (url, init) => overHttp(http, String(url), init, signal),
      },
    });
    this.#deliver = deliver;
    this.#end = end;
  }

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    const message = messageOf(data);
    if (message === undefined) return;
    const { type, envelope_id: id, payload, reason } = message;
    if (type === "hello" || type === "disconnect") {
      if (type === "disconnect") this.#end(reason);
      await super.onWebSocketMessage(data, isBinary);
    } else if (id !== undefined) {
      const acknowledge = async (): Promise<void> => this["send"](id);
      this.#deliver({ type, payload, acknowledge });
    }
  }
}

/** The library's one request, over the HTTP that everything else goes over. */
async function overHttp(
  http: Http,
  url: string,
  init: RequestInit | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const headers = Object.fromEntries(new Headers(init?.headers));
  const sent = typeof init?.body === "string" ? { body: init.body } : {};
  const { status, headers: received, body } = await http.send({ url, method: "POST", headers, ...sent }, signal);
  return new Response(new TextDecoder().decode(body), { status, headers: received });
}

function messageOf(data: string | ArrayBuffer): z.output<typeof Message> | undefined {
  if (typeof data !== "string") return undefined;
  try {
    return Message.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

/** The library logs whole payloads. */
const QUIET: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

const PLACE = "Slack, apps.connections.open";
const NEW_APP_TOKEN =
  "make a new app-level token (xapp-…) with the scope connections:write under Basic Information of the app";

const SWITCHED_OFF = "Socket Mode is switched off for the app; switch it on in the app, or set up events over http";

const WORDS: ReadonlyMap<string, Meaning> = new Map([
  ...each(["invalid_auth", "not_authed", "token_revoked", "token_expired"], {
    code: "unauthorised",
    says: `the app-level token is not valid; ${NEW_APP_TOKEN}`,
  }),
  ["not_allowed_token_type", { code: "unauthorised", says: `this is no app-level token; ${NEW_APP_TOKEN}` }],
  ["missing_scope", { code: "scope_missing", says: `the app-level token lacks connections:write; ${NEW_APP_TOKEN}` }],
  ["forbidden_team", { code: "unauthorised", says: SWITCHED_OFF }],
]);

/** What Slack's word at the end of a connection means, where trying again does not help. */
export function switchedOff(word: string | undefined): RollcallError | undefined {
  return word === "link_disabled"
    ? new RollcallError("unauthorised", `Slack, Socket Mode: ${SWITCHED_OFF}.`)
    : undefined;
}

/** What is no word of Slack's was not said by Slack: a proxy on the way, which may be gone the next time. */
const Platform = z.object({
  code: z.literal("slack_webapi_platform_error"),
  data: z.object({ error: z.string().regex(/^[a-z0-9_]{1,60}$/) }),
});
const Limited = z.object({ code: z.literal("slack_webapi_rate_limited_error"), retryAfter: z.number() });
const Status = z.object({ code: z.literal("slack_webapi_http_error"), statusCode: z.number() });

/** The library's errors hold addresses with tickets, and whole answers: nothing of them but known words is taken over. */
function failureOf(error: unknown): RollcallError {
  const platform = Platform.safeParse(error).data;
  if (platform !== undefined) return refusal(PLACE, platform.data.error, undefined, WORDS);
  const limited = Limited.safeParse(error).data;
  if (limited !== undefined) {
    const afterMs = limited.retryAfter * SECOND;
    return new RollcallError("rate_limited", `${PLACE}: too many calls (HTTP 429).`, { afterMs });
  }
  const status = Status.safeParse(error).data?.statusCode;
  if (status === 401) {
    return new RollcallError("unauthorised", `${PLACE}: the app-level token was refused (HTTP 401); ${NEW_APP_TOKEN}.`);
  }
  const what = status === undefined ? "no connection could be made" : `the server failed (HTTP ${status})`;
  return new RollcallError("unreachable", `${PLACE}: ${what}; check the network between Rollcall and Slack.`);
}
