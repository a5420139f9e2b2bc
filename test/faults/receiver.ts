import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

export const SIGNING_KEY = `whsec_${Buffer.from("a key that only these tests have").toString("base64")}`;

/** What one receiver got: each message that it answered with success, or was about to. */
export interface Received {
  readonly id: string;
  readonly people: readonly string[];
}

/** A webhook receiver that verifies and counts, by path: each trial has one of its own. */
export interface Receiver {
  readonly url: string;
  readonly at: (path: string) => readonly Received[];
  /** What is answered there from now on; 204 without it. Only what is answered with success counts as received. */
  readonly answer: (path: string, status: number) => void;
  readonly close: () => Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received = new Map<string, Received[]>();
  const answers = new Map<string, number>();
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const status = answers.get(path) ?? 204;
      const { data } = new Webhook(SIGNING_KEY).verify(body, headers) as {
        data: { directories?: { departures: { accounts: { id: string }[] }[] }[] };
      };
      const people = (data.directories ?? []).flatMap(({ departures }) =>
        departures.flatMap(({ accounts }) => accounts.map(({ id }) => id)),
      );
      if (status < 300)
        received.set(path, [...(received.get(path) ?? []), { id: headers["webhook-id"] ?? "", people }]);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the receiver got no port");
  const { port } = address;
  return {
    url: `http://127.0.0.1:${port}`,
    at: (path) => received.get(path) ?? [],
    answer: (path, status) => void answers.set(path, status),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** How often messages came that had come before. */
export function repeats(received: readonly Received[]): number {
  return received.length - new Set(received.map(({ id }) => id)).size;
}
