import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import { SECOND } from "../core/time.ts";
import { listen, type Place } from "./bind.ts";

/** For the headers, and for all of a request. */
const TOO_SLOW = 10 * SECOND;
const CONNECTIONS = 2_000;
/** How long those in flight have, once it is to end. */
const LAST_ANSWERS = 3 * SECOND;

export interface Listening {
  readonly port: number;
  /** Accepts nothing more, lets those in flight have their answers, and ends. */
  readonly close: () => Promise<void>;
}

/**
 * Answers requests at an address of this machine.
 * @throws RollcallError `bad_setting` where it cannot listen there
 */
export async function listenAt(fetch: (request: Request) => Promise<Response>, place: Place): Promise<Listening> {
  const server = createAdaptorServer({
    fetch,
    serverOptions: { headersTimeout: TOO_SLOW, requestTimeout: TOO_SLOW, connectionsCheckingInterval: SECOND },
  }) as Server;
  server.maxConnections = CONNECTIONS;
  await listen(server, place);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : place.port,
    close: async () => {
      const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearTimeout(cut);
    },
  };
}
