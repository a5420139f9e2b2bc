import { gzipSync } from "node:zlib";
import type { Http, HttpRequest, HttpResponse } from "../app/ports.ts";
import { onceAborted } from "../core/aborted.ts";
import { RollcallError } from "../core/errors.ts";
import { SECOND } from "../core/time.ts";
import { PACKINGS, unpacked } from "./unpack.ts";

export interface HttpOptions {
  /** For the whole exchange, the last byte of the answer included. */
  readonly timeoutMs: number;
  /** Of the answer's body after decompression. */
  readonly maxBytes: number;
  readonly userAgent: string;
}

/**
 * Http over undici, whose `request` takes a fifth of the processor's time that `fetch` takes. Throws `unreachable` (no whole answer in time), `malformed` (a redirect, or an answer above
 * `maxBytes`: asking again gives the same) and `interrupted`. Errors name the host and nothing else of the request:
 * headers hold tokens, and so do the paths of webhooks; for the same reason undici's own error is not attached.
 */
export function createHttp(options: HttpOptions): Http {
  return {
    send: async (request, signal) => {
      const through = await (client ??= openClient());
      const either = new AbortController();
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        either.abort();
      }, options.timeoutMs);
      const forget = onceAborted([signal], () => either.abort());
      try {
        return await exchange(through, request, options, either.signal);
      } catch (error) {
        if (error instanceof RollcallError) throw error;
        if (signal?.aborted === true)
          throw new RollcallError("interrupted", "Interrupted while waiting for an answer.");
        const why = late ? `no whole answer within ${options.timeoutMs / SECOND} s` : failure(error);
        throw new RollcallError("unreachable", `${hostOf(request)}: ${why}; check the network and the address.`);
      } finally {
        clearTimeout(timer);
        forget();
      }
    },
  };
}

async function exchange(
  { ask, shared, own }: Client,
  request: HttpRequest,
  options: HttpOptions,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const isShared = request.repeatable === true;
  const answer = await ask(request.url, {
    dispatcher: isShared ? shared : own,
    method: request.method,
    headers: { accept: "*/*", "accept-encoding": PACKINGS, ...request.headers, "user-agent": options.userAgent },
    body: request.body ?? null,
    // One connection each for what is not repeated: one that was kept may have been closed by the other side while we were busy, and
    // of a message that meets such an end nobody knows whether it arrived.
    reset: !isShared,
    signal,
  });
  if (answer.statusCode >= 300 && answer.statusCode < 400) {
    answer.body.on("error", () => {}).destroy();
    // The target may hold what was sent, or lead inside the network: it is neither followed nor shown.
    throw new RollcallError(
      "malformed",
      `${hostOf(request)}: the answer is a redirect (HTTP ${answer.statusCode}), which is not followed; check the address and the proxy.`,
    );
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const packed = await readBody(answer.body, options.maxBytes);
  const body = packed && unpacked(packed, headers.get("content-encoding") ?? "", options.maxBytes);
  if (packed === undefined || body === undefined) {
    throw new RollcallError(
      "malformed",
      `${hostOf(request)}: the answer is larger than ${options.maxBytes} bytes and was not read; check the address, or ask for smaller pages.`,
    );
  }
  const keep = (): ReturnType<typeof again> => kept(packed, headers.get("content-encoding") ?? "", body);
  return { status: answer.statusCode, headers, body, free: () => free(body), keep };
}

/** Packing what came unpacked takes a third less of the processor than unpacking it does. */
function kept(packed: Buffer<ArrayBuffer>, encoding: string, body: Buffer<ArrayBuffer>): ReturnType<typeof again> {
  return packed === body
    ? again(gzipSync(body, { level: 1 }), "gzip", body.length)
    : again(packed, encoding, body.length);
}

/** By itself, so that what it makes holds nothing of the answer but this. */
function again(
  packed: Buffer<ArrayBuffer>,
  encoding: string,
  length: number,
): () => Pick<HttpResponse, "body" | "free"> {
  return () => {
    const body = unpacked(packed, encoding, length);
    if (body === undefined) throw new Error("What has been unpacked before is larger now.");
    return { body, free: () => free(body) };
  };
}

/** Small ones share their memory with others. */
function free({ length, buffer }: Buffer<ArrayBuffer>): void {
  if (length > Buffer.poolSize) buffer.transfer(0);
}

/** Undefined where there is more than that. */
async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

type Client = Awaited<ReturnType<typeof openClient>>;

let client: Promise<Client> | undefined;

/** How long a connection waits for the next question: from one to the next within a rate limit, and no longer than any server waits. */
const KEPT = SECOND;

/** The library is a third of a command's start, which those that ask nobody do without. */
async function openClient() {
  const { Agent, EnvHttpProxyAgent, request } = await import("undici");
  // As Node's own fetch does it: https://nodejs.org/api/cli.html#node_use_env_proxy1
  const open = process.env["NODE_USE_ENV_PROXY"] === "1" ? EnvHttpProxyAgent : Agent;
  return { ask: request, shared: new open({ keepAliveTimeout: KEPT, keepAliveMaxTimeout: KEPT }), own: new open() };
}

function hostOf(request: HttpRequest): string {
  return URL.canParse(request.url) ? new URL(request.url).host : "an address that is none";
}

/** The code of the system, of zlib or of undici (`ECONNREFUSED`), the only part of an error that is sure to hold nothing of the request. */
function failure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]+$/i.test(code)
    ? `the connection failed (${code})`
    : "the connection failed";
}
