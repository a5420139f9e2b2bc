import type { AddressInfo } from "node:net";
import express, { type NextFunction, type Request, type Response } from "express";
import SCIMMY from "scimmy";
import { SCIMMYRouters } from "scimmy-routers";

export interface Scimmy {
  /** The base address, without a slash at its end. */
  readonly base: string;
  readonly users: Map<string, ScimmyUser>;
  readonly token: string;
  close(): Promise<void>;
}

interface ScimmyUser {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly emails: readonly { readonly value: string; readonly primary: boolean }[];
  active: boolean;
}

const TOKEN = "scimmy-secret-4f6a1c";

/**
 * scimmy and scimmy-routers, a SCIM server that is not ours, with a store of a few lines: all of the protocol is theirs.
 * @param fixed with what scimmy-routers needs with Express 5, whose `req.query` is made anew each time it is asked for, so that the
 *   router's own conversion of startIndex and count is lost. Without it every question is answered with the first page.
 */
export async function startScimmy(count: number, { fixed }: { readonly fixed: boolean }): Promise<Scimmy> {
  const users = new Map<string, ScimmyUser>();
  for (let n = 0; n < count; n++) {
    const id = String(n + 1);
    const emails = [{ value: `Rikvald.${id}@scimmy.example`, primary: true }];
    users.set(id, { id, userName: `rikvald.${id}`, displayName: `Rikvald Tormunder ${id}`, emails, active: true });
  }
  // The library declares kinds of resources once for the whole process.
  if (SCIMMY.Resources.declared("User") !== SCIMMY.Resources.User) {
    SCIMMY.Resources.declare(SCIMMY.Resources.User)
      .ingress(async (_, instance) => instance)
      .degress(async () => {});
  }
  SCIMMY.Resources.User.egress(async ({ id }) => {
    const found = id === undefined ? [...users.values()] : [users.get(id)].filter((one) => one !== undefined);
    if (id !== undefined && found.length === 0) throw new SCIMMY.Types.Error(404, "", `Resource ${id} not found`);
    return found.map((one) => ({ ...one, emails: [...one.emails] }));
  });
  const app = express();
  if (fixed) {
    app.use((request: Request, _response: Response, next: NextFunction) => {
      Object.defineProperty(request, "query", { value: { ...request.query }, writable: true });
      next();
    });
  }
  const handler = async (request: Request): Promise<string> => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) throw new Error("Authorization not accepted.");
    return "reader";
  };
  app.use("/scim/v2", new SCIMMYRouters({ type: "bearer", handler }));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}/scim/v2`,
    users,
    token: TOKEN,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
