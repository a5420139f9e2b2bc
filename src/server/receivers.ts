import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { LiveEvent, Receiver } from "../app/live.ts";
import type { Clock, Posted, Reception } from "../app/ports.ts";
import { faultOf } from "../core/errors.ts";
import { type Instant, SECOND } from "../core/time.ts";
import { listen } from "./bind.ts";
import { type Body, createRoom, readBody, type Room } from "./body.ts";

import { createRefusals, type Refusals } from "./refusals.ts";

/** Slack's largest events have a few kilobytes. */
const BODY_BYTES = 256 * 1024;
/** Of all bodies that are being read: a burst of 5,000 of Slack's has a sixth of it. */
const ALL_BODIES_BYTES = 64 * 1024 * 1024;
const CONNECTIONS = 5_000;
/** For the headers, and for all of a request: Slack gives up after three seconds. */
const TOO_SLOW = 10 * SECOND;
/** Longer than the minute for which proxies keep an idle connection, so that none sends on one that has just been closed. */
const IDLE = 75 * SECOND;
/** How long those in flight have, once it is to end. */
const LAST_ANSWERS = 3 * SECOND;

export interface ReceiversOptions {
  readonly receivers: readonly Receiver[];
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly clock: Clock;
  readonly tell: (event: Extract<LiveEvent, { readonly event: "refused" }>) => void;
  /** How long a request may take to arrive, in milliseconds. */
  readonly tooSlow?: number;
}

export interface Receivers {
  readonly port: number;
  /** Accepts nothing more, lets those in flight have their answers, and ends. */
  readonly close: () => Promise<void>;
}

/** What one server works with. */
interface Reach {
  readonly byPath: ReadonlyMap<string, readonly Receiver[]>;
  readonly clock: Clock;
  readonly room: Room;
  readonly refusals: Refusals;
  closing: boolean;
}

/**
 * Opens the one server to which tools post their events. A request is answered as its receiver says, and one with events only
 * after these have reached the disk; where they could not, with 503, and the tool sends them again. An answer that comes later
 * than the tool waits for it does no harm: what it sends again is known by its key.
 * @throws RollcallError `bad_setting` where it cannot listen there
 */
export async function startReceivers(options: ReceiversOptions): Promise<Receivers> {
  const { receivers, host, port, clock, tell, tooSlow = TOO_SLOW } = options;
  const reach: Reach = {
    byPath: Map.groupBy(receivers, ({ path }) => path),
    clock,
    room: createRoom(ALL_BODIES_BYTES),
    refusals: createRefusals(clock, tell),
    closing: false,
  };
  const server = createServer(
    {
      headersTimeout: tooSlow,
      requestTimeout: tooSlow,
      connectionsCheckingInterval: tooSlow / 10,
      keepAliveTimeout: IDLE,
    },
    (request, response) => receive(reach, request, response),
  );
  server.maxConnections = CONNECTIONS;
  server.on("drop", () => reach.refusals.add(`More than ${CONNECTIONS} connections are open.`));
  try {
    await listen(server, { host, port, setting: "watch.receive" });
  } catch (error) {
    reach.refusals.close();
    throw error;
  }
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: async () => {
      reach.closing = true;
      const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearTimeout(cut);
      reach.refusals.close();
    },
  };
}

/** Never throws. What it waits for calls it back: a promise for each step of each request takes longer than the step. */
function receive(reach: Reach, request: IncomingMessage, response: ServerResponse): void {
  const { byPath, clock, room, refusals } = reach;
  const refuse = (status: number, why: string): void => {
    refusals.add(why);
    send(reach, response, { status, last: true });
  };
  const failed = (error: unknown): void => {
    refusals.add(faultOf(error, "what a tool sent was not kept, and it sends it again").message);
    send(reach, response, { status: 503 });
  };
  const answer = (receivers: readonly Receiver[], body: Body): void => {
    // There is nobody left to answer.
    if (body === "cut off") return;
    if (body === "too large") return refuse(413, `The body of the request has more than ${BODY_BYTES} bytes.`);
    if (body === "no room") return refuse(503, "More comes at once than is held; the tool sends it again.");
    const { reception, kept } = accept(receivers, { headers: headersOf(request), body }, clock.now());
    const give = (): void => {
      if (reception.refused !== undefined) refusals.add(reception.refused);
      send(reach, response, reception);
    };
    if (kept === undefined) give();
    else kept.then(give).catch(failed);
  };
  const receivers = byPath.get(pathOf(request));
  if (receivers === undefined) {
    return refuse(404, `There is no such path; events are received at ${[...byPath.keys()].join(", ")}.`);
  }
  if (request.method !== "POST") return refuse(405, "Events come with POST; this was another method.");
  readBody(request, BODY_BYTES, room, (body) => {
    try {
      answer(receivers, body);
    } catch (error) {
      failed(error);
    }
  });
}

interface Answer {
  readonly status: number;
  readonly text?: string | undefined;
  /** Nothing more is read on this connection. */
  readonly last?: true;
}

interface Accepted {
  readonly reception: Reception;
  /** What the answer waits for, if anything. */
  readonly kept: Promise<unknown> | undefined;
}

/**
 * Where directories share a path, each judges the request by its own secret. One that several take for theirs (workspaces in
 * which the same app is installed) is kept for each of them: an event says nothing but whom to read (law 3).
 */
function accept(receivers: readonly Receiver[], posted: Posted, now: Instant): Accepted {
  const [first] = receivers;
  if (receivers.length === 1 && first !== undefined) {
    const reception = first.read(posted, now);
    const isKept = reception.status < 300 && reception.events.length > 0;
    return { reception, kept: isKept ? first.keep(reception.events) : undefined };
  }
  const read = receivers.map((receiver) => ({ receiver, reception: receiver.read(posted, now) }));
  const accepted = read.filter(({ reception }) => reception.status < 300);
  const keeping = accepted.filter(({ reception }) => reception.events.length > 0);
  const kept = keeping.map(({ receiver, reception }) => receiver.keep(reception.events));
  const wanted = accepted.find(({ reception }) => reception.refused === undefined);
  const { reception } = wanted ?? accepted[0] ?? read[0] ?? { reception: NONE };
  return { reception, kept: kept.length === 0 ? undefined : Promise.all(kept) };
}

/** A path has at least one receiver. */
const NONE: Reception = { status: 404, events: [] };

function send({ closing }: Reach, response: ServerResponse, { status, text = "", last }: Answer): void {
  const head: OutgoingHttpHeaders = { "content-length": Buffer.byteLength(text) };
  if (status === 405) head["allow"] = "POST";
  if (last === true || closing) head["connection"] = "close";
  if (text === "") {
    // The answer to most: the head alone is one piece of work for the system, and with an empty body it is two.
    response.writeHead(status, head).end();
    return;
  }
  head["content-type"] = "text/plain; charset=utf-8";
  head["x-content-type-options"] = "nosniff";
  response.writeHead(status, head).end(text);
}

function pathOf({ url = "" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

function headersOf({ headers }: IncomingMessage): Posted["headers"] {
  // The only one that Node gives as a list; no tool sends it.
  if (headers["set-cookie"] !== undefined) delete headers["set-cookie"];
  return headers as Posted["headers"];
}
