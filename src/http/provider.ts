import { Agent, fetch, type RequestInit } from "undici";
import { RollcallError } from "../core/errors.ts";
import { SECOND } from "../core/time.ts";
import { checkAddress, guardedLookup, type Resolve, systemResolve } from "./guard.ts";

/** Asks an identity provider, as a library for OpenID Connect wants it: as `fetch` does, but that it throws RollcallErrors. */
export type AskProvider = (
  url: string,
  init: {
    readonly method?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly body?: unknown;
    readonly signal?: AbortSignal | undefined;
  },
) => Promise<Response>;

interface ProviderOptions {
  /** Of the settings: it may be inside the network. */
  readonly issuer: string;
  readonly userAgent: string;
  readonly timeoutMs?: number;
  /** Documents of keys and of people have a few kilobytes. */
  readonly maxBytes?: number;
  readonly resolve?: Resolve;
}

/**
 * The issuer of the settings is trusted. Whatever else its documents lead to came as data: it may not lead inside a network, and
 * has to be encrypted. Redirects are not followed.
 */
export function createAskProvider(options: ProviderOptions): AskProvider {
  const { issuer, userAgent, timeoutMs = 10 * SECOND, maxBytes = 1024 * 1024, resolve = systemResolve } = options;
  const { origin } = new URL(issuer);
  const open = new Agent();
  const guarded = new Agent({ connect: { lookup: guardedLookup(resolve) } });
  return async (address, { method = "GET", headers = {}, body, signal }) => {
    const url = new URL(address);
    const isTrusted = url.origin === origin;
    if (!isTrusted) {
      if (url.protocol !== "https:") {
        throw new RollcallError(
          "refused",
          `${url.host}: what an identity provider leads to has to begin with https://.`,
        );
      }
      checkAddress(url);
    }
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await fetch(url, {
        dispatcher: isTrusted ? open : guarded,
        method,
        headers: { ...headers, "user-agent": userAgent },
        ...(body == null ? {} : { body: body as NonNullable<RequestInit["body"]> }),
        redirect: "manual",
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of answer.body ?? []) {
        size += chunk.length;
        if (size > maxBytes)
          throw new RollcallError("malformed", `${url.host}: the answer is larger than ${maxBytes} bytes.`);
        chunks.push(chunk);
      }
      const { status } = answer;
      const nothing = status === 204 || status === 304;
      return new Response(nothing ? null : Buffer.concat(chunks), { status, headers: [...answer.headers] });
    } catch (error) {
      if (error instanceof RollcallError) throw error;
      const { cause } = error instanceof Error ? error : {};
      // What the lookup refused.
      if (cause instanceof RollcallError) throw cause;
      const why = timeout.aborted ? `no whole answer within ${timeoutMs / SECOND} s` : "the connection failed";
      throw new RollcallError("unreachable", `${url.host}: ${why}.`);
    }
  };
}
