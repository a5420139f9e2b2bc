import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

interface Requested {
  readonly path: string;
  /** Method, path and headers, as they came. */
  readonly head: string;
  readonly body: string;
}

/** An HTTP server that keeps all that it is sent, and where it fails repeats it in its answer, as error pages do. */
export interface RepeatingServer {
  readonly url: string;
  readonly requests: readonly Requested[];
  /** How everything is answered from now on; 200 with an id, which every destination takes, without it. */
  fail(how: number | "reset" | "redirect" | undefined): void;
  close(): Promise<void>;
}

export async function openRepeatingServer(): Promise<RepeatingServer> {
  const requests: Requested[] = [];
  let how: Parameters<RepeatingServer["fail"]>[0];
  const answer = (request: IncomingMessage, response: ServerResponse, said: string): void => {
    if (how === "reset") return void request.socket.resetAndDestroy();
    if (how === undefined)
      return void response.writeHead(200, { "content-type": "application/json" }).end('{"id":"1"}');
    const repeated = encodeURIComponent(said).slice(0, 4000);
    const location = how === "redirect" ? { location: `/${repeated}` } : {};
    response.writeHead(how === "redirect" ? 307 : how, { "x-repeated": repeated, ...location }).end(said);
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const head = [request.method, request.url, ...request.rawHeaders].join("\n");
      requests.push({ path: request.url ?? "", head, body });
      answer(request, response, `${head}\n${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server got no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    fail: (next) => {
      how = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
