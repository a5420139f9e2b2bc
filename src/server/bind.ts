import type { Server } from "node:http";
import { RollcallError } from "../core/errors.ts";

/** Where a server listens. */
export interface Place {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The setting that says so, for the error. */
  readonly setting: string;
}

/** @param port the one that it has, where any was asked for */
export function addressAt({ host }: Pick<Place, "host">, port: number, tls: unknown): string {
  return `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * Begins to listen.
 * @throws RollcallError `bad_setting` where it cannot listen there
 */
export function listen(server: Server, { host, port, setting }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = WHY[error.code ?? ""] ?? "this machine cannot listen there; choose another address";
      reject(new RollcallError("bad_setting", `${setting}: ${host}, port ${port}: ${why}.`, { cause: error }));
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners("error");
      // Of single connections that could not be accepted; the others go on.
      server.on("error", () => undefined);
      resolve();
    });
  });
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there; choose another port",
  EACCES: "this user may not listen on that port; choose one above 1023",
  EADDRNOTAVAIL: "this machine has no such address; choose one that it has",
};
