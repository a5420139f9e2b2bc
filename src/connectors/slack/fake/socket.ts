import { randomUUID } from "node:crypto";
import { SECOND } from "../../../core/time.ts";
import { createDisturbance, type Disturbance } from "./disturbance.ts";
import type { Pushed } from "./events.ts";
import { createRandom } from "./random.ts";
import { appId } from "./record.ts";
import { openLines, type Line } from "./socket-lines.ts";
import type { FakeSlack } from "./workspace.ts";

export interface SocketOptions {
  /** How long an acknowledgement is waited for, in the machine's time; 3 s, as with Slack, without it. */
  readonly ackMs?: number;
  /** From one ping of the server to the next, in the machine's time; 10 s without it. */
  readonly pingMs?: number;
  /** From `disconnect` to the end of a connection that its client does not close, in the machine's time; 10 s without it. */
  readonly graceMs?: number;
  /** By which late events are late; the machine's time without it. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Called after each try. */
  readonly tried?: () => void;
}

/** One envelope on its way to one connection. */
interface SocketTry {
  readonly eventId: string | undefined;
  /** The number of the connection, from 1 in the order in which they came; 0 where there was none. */
  readonly connection: number;
  /** 0 for the first. */
  readonly retry: number;
  readonly acknowledged: boolean;
}

/** Socket Mode of the fake: a real WebSocket server on 127.0.0.1. */
export interface FakeSocket {
  readonly trouble: Disturbance;
  /** The numbers of the connections that are open. */
  readonly connections: readonly number[];
  /** How many there have been, those above ten included. */
  readonly opened: number;
  readonly tries: readonly SocketTry[];
  /** The events that were given up: nobody acknowledged them, or nobody was there. */
  readonly lost: readonly Pushed[];
  /** Breaks a connection without a word; all of them without a number. */
  cut(connection?: number): void;
  /** A connection that is there and does nothing any more: no events, no answer to pings. All of them without a number. */
  freeze(connection?: number): void;
  /** Says that the connection is to be renewed, and ends it if its client does not. All of them without a number. */
  refresh(reason?: "warning" | "refresh_requested", connection?: number): void;
  /** New connections are refused (HTTP 503), or taken again. */
  refuse(refused: boolean): void;
  /** Socket Mode is switched off in the app's settings, or on again. */
  switchOff(): void;
  switchOn(): void;
  /** Resolves when every event has been acknowledged or given up; late ones, that have not begun, are not waited for. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const RETRIES = 3;

export async function startFakeSocket(fake: FakeSlack, options: SocketOptions = {}): Promise<FakeSocket> {
  const { ackMs = 3 * SECOND, pingMs = 10 * SECOND, graceMs = 10 * SECOND, sleep = byMachine } = options;
  const random = createRandom(fake.world.seed);
  const answers = createAnswers(ackMs);
  const app = appId(fake.world.app, fake.world);
  const lines = await openLines({ app, pingMs, graceMs, heard: (text) => answers.came(envelopeIdIn(text)) });
  const { controls, pass } = createDisturbance(sleep);
  const tries: SocketTry[] = [];
  const lost: Pushed[] = [];
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();

  /** Any of the connections, and another one than the last where there is another. */
  const pick = (last: number): Line | undefined => {
    const there = lines.open();
    const others = there.filter(({ number }) => number !== last);
    const from = others.length > 0 ? others : there;
    return from.length === 0 ? undefined : random.pick(from);
  };
  const deliver = async (payload: Pushed): Promise<void> => {
    let last = 0;
    for (let retry = 0; retry <= RETRIES && !closing.signal.aborted; retry += 1) {
      const line = pick(last);
      const id = randomUUID();
      if (line !== undefined && !line.frozen) line.socket.send(JSON.stringify(envelopeOf(id, payload, retry)));
      const acknowledged = await answers.wait(id);
      last = line?.number ?? 0;
      tries.push({ eventId: eventIdOf(payload), connection: last, retry, acknowledged });
      options.tried?.();
      if (acknowledged) return;
    }
    lost.push(payload);
  };
  const begin = (payload: Pushed): void => {
    const done = deliver(payload).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const each = (number: number | undefined, act: (line: Line) => void): void => {
    for (const line of lines.open()) if (number === undefined || line.number === number) act(line);
  };

  fake.linkTo(lines.address);
  const end = fake.onEvent((pushed) => pass(() => begin(pushed)));
  return {
    trouble: controls,
    get connections() {
      return lines.open().map(({ number }) => number);
    },
    get opened() {
      return lines.opened;
    },
    tries,
    lost,
    cut: (number) => each(number, ({ socket }) => socket.terminate()),
    freeze: (number) => each(number, (line) => (line.frozen = true)),
    refresh: (reason = "refresh_requested", number) => each(number, (line) => lines.bye(line, reason)),
    refuse: (refused) => {
      lines.refusing = refused;
    },
    switchOff: () => {
      fake.linkTo(undefined);
      lines.forget();
      each(undefined, (line) => lines.bye(line, "link_disabled"));
    },
    switchOn: () => fake.linkTo(lines.address),
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: async () => {
      closing.abort();
      end();
      fake.linkTo(undefined);
      answers.end();
      await lines.close();
    },
  };
}

/** The acknowledgements that are waited for. */
function createAnswers(ms: number) {
  const awaited = new Map<string, (acknowledged: boolean) => void>();
  return {
    /** Whether the envelope is acknowledged in time. */
    wait: (id: string): Promise<boolean> =>
      new Promise((resolve) => {
        const settle = (acknowledged: boolean): void => {
          clearTimeout(timer);
          awaited.delete(id);
          resolve(acknowledged);
        };
        const timer = setTimeout(() => settle(false), ms);
        awaited.set(id, settle);
      }),
    came: (id: string): void => awaited.get(id)?.(true),
    end: (): void => {
      for (const settle of awaited.values()) settle(false);
    },
  };
}

function envelopeOf(id: string, payload: Pushed, retry: number): Readonly<Record<string, unknown>> {
  return {
    envelope_id: id,
    type: "events_api",
    payload,
    accepts_response_payload: false,
    retry_attempt: retry,
    retry_reason: retry === 0 ? "" : "timeout",
  };
}

function envelopeIdIn(text: string): string {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null && "envelope_id" in message
      ? String(message.envelope_id)
      : "";
  } catch {
    return "";
  }
}

function eventIdOf(pushed: Pushed): string | undefined {
  return pushed.type === "event_callback" ? pushed.event_id : undefined;
}

function byMachine(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
