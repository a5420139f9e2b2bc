import type { Http, HttpRequest, HttpResponse } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { SECOND } from "../core/time.ts";

export interface HttpOptions {
  /** For the whole exchange, the last byte of the answer included. */
  readonly timeoutMs: number;
  /** Of the answer's body after decompression. */
  readonly maxBytes: number;
  readonly userAgent: string;
}

/**
 * Http over fetch. Throws `unreachable` (no whole answer in time), `malformed` (a redirect, or an answer above
 * `maxBytes`: asking again gives the same) and `interrupted`. Errors name the host and nothing else of the request:
 * headers hold tokens, and so do the paths of webhooks; for the same reason fetch's own error is not attached.
 */
export function createHttp(options: HttpOptions): Http {
  return {
    send: async (request, signal) => {
      const timeout = AbortSignal.timeout(options.timeoutMs);
      const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
      try {
        return await exchange(request, options, either);
      } catch (error) {
        if (error instanceof RollcallError) throw error;
        if (signal?.aborted === true)
          throw new RollcallError("interrupted", "Interrupted while waiting for an answer.");
        const why = timeout.aborted ? `no whole answer within ${options.timeoutMs / SECOND} s` : failure(error);
        throw new RollcallError("unreachable", `${hostOf(request)}: ${why}; check the network and the address.`);
      }
    },
  };
}

async function exchange(request: HttpRequest, options: HttpOptions, signal: AbortSignal): Promise<HttpResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    // One connection each: one that was kept may have been closed by the other side while we were busy, and of a message
    // that meets such an end nobody knows whether it arrived. The few calls of a rate limit do not miss the time.
    headers: { ...request.headers, "user-agent": options.userAgent, connection: "close" },
    ...(request.body === undefined ? {} : { body: request.body }),
    redirect: "manual",
    signal,
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    // The target may hold what was sent, or lead inside the network: it is neither followed nor shown.
    throw new RollcallError(
      "malformed",
      `${hostOf(request)}: the answer is a redirect (HTTP ${response.status}), which is not followed; check the address and the proxy.`,
    );
  }
  return {
    status: response.status,
    headers: response.headers,
    body: await readBody(request, response, options.maxBytes),
  };
}

async function readBody(request: HttpRequest, response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new RollcallError(
        "malformed",
        `${hostOf(request)}: the answer is larger than ${maxBytes} bytes and was not read; check the address, or ask for smaller pages.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function hostOf(request: HttpRequest): string {
  return URL.canParse(request.url) ? new URL(request.url).host : "an address that is none";
}

/** The system's code (`ECONNREFUSED`), the only part of a network error that is sure to hold nothing of the request. */
function failure(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code)
    ? `the connection failed (${code})`
    : "the connection failed";
}
