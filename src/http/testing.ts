import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";

/** A clock for tests: a sleep takes no time and moves the clock on by its length. */
export function virtualClock(start = Date.UTC(2026, 10, 20)): Clock & { readonly slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, ...signals) => {
      if (signals.some((one) => one?.aborted === true))
        throw new RollcallError("interrupted", "Interrupted while waiting.");
      slept.push(ms);
      // The machine's clock tells whole milliseconds.
      now += Math.ceil(ms);
    },
    every: () => () => {},
  };
}

/** A real HTTP server on 127.0.0.1 for the length of `use`. */
export async function withServer<T>(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server of the test got no port.");
  try {
    return await use(`http://127.0.0.1:${address.port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
