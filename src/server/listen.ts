import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Clock } from "../app/ports.ts";
import { faultOf } from "../core/errors.ts";
import { once } from "../core/once.ts";
import { HOUR, SECOND } from "../core/time.ts";
import type { App } from "./app.tsx";
import { listen, type Place } from "./bind.ts";

/** For the headers, and for all of a request. */
const TOO_SLOW = 10 * SECOND;
/** Longer than the minute for which proxies keep an idle connection, so that none sends on one that has just been closed. */
const IDLE = 75 * SECOND;
const CONNECTIONS = 2_000;
/** How long those in flight have, once it is to end. */
const LAST_ANSWERS = 3 * SECOND;

export interface Listening {
  readonly port: number;
  /** Makes what answers, before anybody has asked. */
  readonly prepare: () => Promise<void>;
  /** Accepts nothing more, lets those in flight have their answers, and ends. */
  readonly close: () => Promise<void>;
}

/** A certificate and its key, as PEM, read anew each time: they are renewed while Rollcall runs. */
export type TlsFiles = () => Promise<{ readonly cert: string; readonly key: string }>;

interface ListenOptions {
  readonly tls?: TlsFiles | undefined;
  readonly clock: Pick<Clock, "every">;
  /** For our own journal. */
  readonly fault: (error: string) => void;
}

/**
 * Answers requests at an address of this machine.
 * @param make what answers them, which is much to load: with the first request, if not before
 * @throws RollcallError `bad_setting` where it cannot listen there
 */
export async function listenAt(make: () => Promise<App>, place: Place, options: ListenOptions): Promise<Listening> {
  const limits = {
    headersTimeout: TOO_SLOW,
    requestTimeout: TOO_SLOW,
    keepAliveTimeout: IDLE,
    connectionsCheckingInterval: SECOND,
  };
  const files = await options.tls?.();
  const answering = once(() => answeringWith(make));
  const prepare = async (): Promise<void> => {
    await answering();
  };
  const listener: RequestListener = (request, response) => {
    answering().then(
      // Whoever has gone meanwhile would be waited for.
      (answer) => (response.destroyed ? undefined : answer(request, response)),
      (error: unknown) => {
        options.fault(faultOf(error, "what answers could not be made").message);
        response.writeHead(500, { "content-length": 0, connection: "close" }).end();
      },
    );
  };
  const server =
    files === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, ...files, minVersion: "TLSv1.2" }, listener);
  server.maxConnections = CONNECTIONS;
  await listen(server, place);
  const renewing =
    options.tls === undefined ? () => {} : options.clock.every(HOUR, () => void renew(server as TlsServer, options));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : place.port,
    prepare,
    close: async () => {
      renewing();
      const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearTimeout(cut);
    },
  };
}

/** With Node's own `Request` and `Response`, which take longer to load than the rest of a start. */
async function answeringWith(make: () => Promise<App>) {
  const [{ getRequestListener }, app] = await Promise.all([import("@hono/node-server"), make()]);
  return getRequestListener((request, { incoming }) => app(request, incoming.socket.remoteAddress));
}

/** Connections from now on have the certificate that is there now; where it cannot be read, they have the one before. */
async function renew(server: TlsServer, { tls, fault }: ListenOptions): Promise<void> {
  try {
    if (tls !== undefined) server.setSecureContext({ ...(await tls()), minVersion: "TLSv1.2" });
  } catch (error) {
    fault(faultOf(error, "the certificate was not read again").message);
  }
}
