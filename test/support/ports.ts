import { createServer, type Server } from "node:http";

/** Listens on any port of 127.0.0.1. @returns which */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server got no port.");
  return address.port;
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Below those that a system gives out by itself (32,768 and above on Linux); each worker has some of its own. */
let next = 20_000 + 2000 * (Number(process.env["VITEST_POOL_ID"] ?? 0) % 6) + (process.pid % 1000);

/** A port for a process that has to be told one: nobody is given it meanwhile, as one that a system gave a moment ago may be. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next++;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await closed(server);
    return port;
  }
}
