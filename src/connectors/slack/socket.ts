import type { Listener } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { LONGEST_PAUSE } from "../../http/retry.ts";
import { type Connection, createConnection, type Delivered, switchedOff } from "./connection.ts";
import { readPayload } from "./events.ts";
import { apiOf, type SlackSettings } from "./settings.ts";
import { appTokenOf } from "./tokens.ts";

/** Slack ends every connection now and then; with two, one is there while the other is renewed. Slack allows ten. */
const CONNECTIONS = 2;

const FIRST_PAUSE = SECOND;
const LONGEST_RETRY = MINUTE;
/** A connection that lasted less counts as one that failed: Slack must not be asked for new ones without end. */
const SHORT = 30 * SECOND;

type SocketSettings = NonNullable<NonNullable<SlackSettings["events"]>["socket"]>;

/**
 * Keeps two connections to Slack open and hands over what comes, until the signal aborts. What is delivered is acknowledged
 * once it has been kept, and not before; what is not acknowledged Slack delivers again.
 * @throws RollcallError where trying again does not help: a refused token, Socket Mode switched off
 */
export async function listenOverSocket(listener: Listener<SlackSettings>, settings: SocketSettings): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(listener.signal === undefined ? [] : [listener.signal])]);
  const lines = createLines(listener, (error) => stop.abort(error));
  const { http } = listener;
  const options = { api: apiOf(listener.settings), token: appTokenOf(settings.token), http, deliver: lines.deliver };
  const keepOne = async (): Promise<void> => {
    try {
      await keepOpen(listener, lines, () => createConnection(options), signal);
    } catch (error) {
      stop.abort(error);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, keepOne));
  await lines.closed();
  if (stop.signal.aborted) throw stop.signal.reason;
}

/** Opens a connection, and another one when it is over, until the signal aborts. */
async function keepOpen(
  { clock }: Listener<SlackSettings>,
  lines: Lines,
  create: () => Connection,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    const { lasted, why, afterMs = 0 } = await useOne(clock, lines, create(), signal);
    if (signal.aborted) return;
    failures = lasted >= SHORT ? 0 : failures + 1;
    if (failures === 0) continue;
    lines.failed(why);
    const pause = Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_RETRY) * (0.5 + Math.random() / 2);
    try {
      await clock.sleep(Math.max(pause, Math.min(afterMs, LONGEST_PAUSE)), signal);
    } catch (error) {
      if (error instanceof RollcallError && error.code === "interrupted") return;
      throw error;
    }
  }
}

interface Use {
  /** How long it could be used, in milliseconds. */
  readonly lasted: number;
  readonly why: string;
  /** How long Slack asks to wait. */
  readonly afterMs?: number;
}

async function useOne(
  clock: Listener<SlackSettings>["clock"],
  lines: Lines,
  connection: Connection,
  signal: AbortSignal,
): Promise<Use> {
  const close = (): void => lines.close(connection);
  signal.addEventListener("abort", close, { once: true });
  try {
    await connection.open();
    if (signal.aborted) return { lasted: 0, why: "" };
    const since = clock.now();
    lines.opened(connection);
    const word = await connection.over;
    const error = switchedOff(word);
    if (error !== undefined && !signal.aborted) throw error;
    const why = (word === undefined ? undefined : ENDS[word]) ?? "The connection to Slack was lost.";
    if (!signal.aborted) lines.lost(connection, why);
    return { lasted: clock.now() - since, why };
  } catch (error) {
    if (signal.aborted) return { lasted: 0, why: "" };
    if (!(error instanceof RollcallError) || !PASSING.has(error.code)) throw error;
    const asked = typeof error.retry === "object" ? error.retry : {};
    return { lasted: 0, why: error.message, ...asked };
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

const PASSING: ReadonlySet<RollcallError["code"]> = new Set(["unreachable", "rate_limited"]);

const ENDS: Readonly<Record<string, string>> = {
  warning: "Slack has ended the connection, to renew it.",
  refresh_requested: "Slack has ended the connection, to renew it.",
  too_many_websockets:
    "Slack has ended the connection: the app has more than ten. End what else uses its app-level token.",
};

/** The connections together: what the listener is told of them. */
interface Lines {
  readonly deliver: (delivered: Delivered) => void;
  readonly opened: (connection: Connection) => void;
  /** One that could be used can be used no more. */
  readonly lost: (connection: Connection, why: string) => void;
  /** One could not be used, or not for long. */
  readonly failed: (why: string) => void;
  readonly close: (connection: Connection) => void;
  /** Resolves when nothing is left of those that were to be closed. */
  readonly closed: () => Promise<void>;
}

/** @param fail called with what is a fault of ours */
function createLines(listener: Listener<SlackSettings>, fail: (error: unknown) => void): Lines {
  const open = new Set<Connection>();
  const closing = new Map<Connection, Promise<void>>();
  /** Since the last time that one could be used. */
  let failures = 0;
  /** What was last said of why there is none. */
  let told: string | undefined;

  const deliver = async ({ type, payload, acknowledge }: Delivered): Promise<void> => {
    // The app asks for nothing but events; what else comes is taken as arrived.
    const { events } = type === "events_api" ? readPayload(payload, listener.settings) : { events: [] };
    if (events.length > 0) await listener.keep(events);
    // Where the connection has gone meanwhile, Slack delivers it again, and it is known by its key.
    await acknowledge().catch(() => undefined);
  };
  return {
    deliver: (delivered) => {
      deliver(delivered).catch((error: unknown) => {
        // The store could not keep it: not acknowledged, it comes again.
        if (!(error instanceof RollcallError)) fail(error);
      });
    },
    opened: (connection) => {
      open.add(connection);
      failures = 0;
      told = undefined;
      listener.connected();
    },
    lost: (connection, why) => {
      open.delete(connection);
      if (open.size > 0) return;
      told = why;
      listener.disconnected(why);
    },
    failed: (why) => {
      failures++;
      // One that fails says nothing yet of the others.
      if (open.size > 0 || told === why || failures < CONNECTIONS) return;
      told = why;
      listener.disconnected(why);
    },
    close: (connection) => {
      open.delete(connection);
      if (!closing.has(connection)) {
        closing.set(
          connection,
          connection.close().finally(() => closing.delete(connection)),
        );
      }
    },
    closed: async () => {
      await Promise.all(closing.values());
    },
  };
}
