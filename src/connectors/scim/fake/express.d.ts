/** As much of express as a server for tests needs; its own types are a package of their own, with five more behind it. */
declare module "express" {
  import type { IncomingMessage, Server, ServerResponse } from "node:http";

  export interface Request extends IncomingMessage {
    query: Record<string, unknown>;
  }
  export type NextFunction = (error?: unknown) => void;
  export class Router {
    use(...handlers: unknown[]): this;
  }
  interface Application extends Router {
    listen(port: number, host: string): Server;
  }
  export default function express(): Application;
  export type Response = ServerResponse;
}
