import type { Clock, Http, HttpResponse } from "../../../app/ports.ts";
import { RollcallError } from "../../../core/errors.ts";
import { SECOND } from "../../../core/time.ts";
import type { Incoming } from "./request.ts";
import type { Outcome } from "./server.ts";

/** When a call that gets no answer is given up, by a clock that may be a test's own. */
export interface Patience {
  readonly clock: Pick<Clock, "sleep">;
  readonly timeoutMs: number;
}

/**
 * The fake without a network: what it would answer over one, and what `src/http/client.ts` would throw. Only `origin` is there.
 * Without `patience` a call that hangs waits for its signal.
 */
export function createLocalHttp(origin: string, serve: (incoming: Incoming) => Outcome, patience?: Patience): Http {
  return {
    send: async ({ url, headers = {}, body = "" }, signal) => {
      if (signal?.aborted === true) throw interrupted();
      const { host, pathname, search, origin: asked } = new URL(url);
      if (asked !== origin) throw unreachable(host, "the connection failed (ECONNREFUSED)");
      const named = new Headers(headers);
      const outcome = serve({
        url: pathname + search,
        authorization: named.get("authorization") ?? undefined,
        contentType: named.get("content-type") ?? undefined,
        body,
      });
      if (outcome === "reset") throw unreachable(host, "the connection failed (UND_ERR_SOCKET)");
      if (outcome === "hang") return hang(host, patience, signal);
      if (outcome.status >= 300 && outcome.status < 400) throw redirected(host, outcome.status);
      return { status: outcome.status, headers: new Headers(outcome.headers), body: Buffer.from(outcome.body) };
    },
  };
}

async function hang(host: string, patience: Patience | undefined, signal?: AbortSignal): Promise<HttpResponse> {
  if (patience !== undefined) {
    await patience.clock.sleep(patience.timeoutMs, signal);
    throw unreachable(host, `no whole answer within ${patience.timeoutMs / SECOND} s`);
  }
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(interrupted()), { once: true }));
}

function interrupted(): RollcallError {
  return new RollcallError("interrupted", "Interrupted while waiting for an answer.");
}

function unreachable(host: string, why: string): RollcallError {
  return new RollcallError("unreachable", `${host}: ${why}; check the network and the address.`);
}

function redirected(host: string, status: number): RollcallError {
  return new RollcallError(
    "malformed",
    `${host}: the answer is a redirect (HTTP ${status}), which is not followed; check the address and the proxy.`,
  );
}
