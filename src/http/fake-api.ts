import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** How an API over HTTP fails whatever it is an API of, and three ways in which lists do. */
type ApiFault = "401" | "403" | "404" | "429" | "500" | "reset" | "web page" | "bad JSON" | "cut page" | ListFault;
type ListFault = "wrong shape" | "empty list" | "no end";

/** A page of the list, from 1, or of something else that has pages (`log 1`). */
export type Page = number | `${"log" | "deleted"} ${number}`;

/** A request as a fake gets it. */
export interface Asked {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Replied {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; nothing where it is undefined. */
  readonly body?: unknown;
}

export interface FakeApiOptions {
  /** What the tool says, or what a real server behind this one does. */
  readonly answer: (asked: Asked, url: string) => Replied | Promise<Replied>;
  /** Which page is asked for; undefined for anything that is none. */
  readonly page: (asked: Asked) => Page | undefined;
  /** How the tool says that it does not answer. */
  readonly refuse: (status: 401 | 403 | 404 | 429 | 500, asked: Asked) => Replied;
  /** What a page is like with a fault of the list. */
  readonly spoil: (reply: Replied, fault: ListFault, asked: Asked) => Replied;
  /** Of the fake's `date`; none is sent without it. */
  readonly now?: () => number;
}

export interface FakeApi {
  /** With a slash at its end. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Has the page fail from now on, or only so many times. */
  fault(fault: ApiFault, page: Page, times?: number): void;
  heal(): void;
  close(): Promise<void>;
}

/** A tool's API on 127.0.0.1, as a real server. */
export async function startFakeApi(options: FakeApiOptions): Promise<FakeApi> {
  const asked: Asked[] = [];
  let faults: { readonly fault: ApiFault; readonly page: Page; times: number }[] = [];
  let url = "";
  const strike = (page: Page | undefined): ApiFault | undefined => {
    const found = faults.find((one) => one.page === page && one.times > 0);
    if (found !== undefined) found.times -= 1;
    return found?.fault;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const headers = request.headers as Asked["headers"];
    const body = await bodyOf(request);
    const one: Asked = { method: request.method ?? "GET", path: pathname, query: searchParams, headers, body };
    asked.push(one);
    const fault = strike(options.page(one));
    if (options.now === undefined) response.sendDate = false;
    else response.setHeader("date", new Date(options.now()).toUTCString());
    await reply(options, one, url, fault, response);
  };
  const server = createServer((request, response) => {
    // What fails here is the fake itself; a broken connection would look like one of the faults.
    handle(request, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake got no port.");
  url = `http://127.0.0.1:${address.port}/`;
  return {
    url,
    asked,
    fault: (fault, page, times = Infinity) => faults.push({ fault, page, times }),
    heal: () => {
      faults = [];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function reply(
  options: FakeApiOptions,
  asked: Asked,
  url: string,
  fault: ApiFault | undefined,
  response: ServerResponse,
): Promise<void> {
  switch (fault) {
    case "401":
    case "403":
    case "404":
    case "429":
    case "500":
      return send(response, options.refuse(Number(fault) as 401, asked));
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "web page":
      response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Please sign in</body></html>");
      return;
    case "bad JSON":
      response.writeHead(200, { "content-type": "application/json" }).end('{"value": [nobody');
      return;
    case "cut page": {
      const text = JSON.stringify((await options.answer(asked, url)).body);
      response.writeHead(200, { "content-type": "application/json" }).end(text.slice(0, Math.floor(text.length / 2)));
      return;
    }
    case "wrong shape":
    case "empty list":
    case "no end":
      return send(response, options.spoil(await options.answer(asked, url), fault, asked));
    case undefined:
      return send(response, await options.answer(asked, url));
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Replied): void {
  response.writeHead(status, { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
