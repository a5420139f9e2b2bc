import { Agent, fetch, type Response } from "undici";
import type { Clock, ServerDemand } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { HOUR, type Instant, SECOND } from "../core/time.ts";
import { checkAddress, guardedLookup, type Resolve, systemResolve } from "./guard.ts";
import { createPace } from "./pace.ts";
import { passingFailure } from "./retry.ts";
import { type Robots, robotsFor } from "./robots.ts";

/** What a server wants to be asked with the next time, so that it need not send again what has not changed. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface Page {
  /** Where it was found in the end. */
  readonly address: string;
  readonly mediaType: string | null;
  readonly charset: string | null;
  readonly bytes: Buffer;
  readonly validators: Validators;
}

export interface Outside {
  /**
   * Reads a public page as a guest who says who they are: robots.txt is heeded (RFC 9309), a host is asked once in so long, and
   * what leads inside a network is refused wherever it is met: in the address, in a redirect, in an answer of the DNS.
   * @param options.trusted the address was typed, or stands in the settings: it may be private, and so may redirects within its origin
   * @returns undefined where it has not changed since `seen`
   * @throws RollcallError `refused`, `not_found`, `malformed`, `unreachable`, `rate_limited`, `interrupted`
   */
  get(
    address: string,
    options?: { readonly trusted?: boolean; readonly seen?: Validators; readonly signal?: AbortSignal },
  ): Promise<Page | undefined>;
  close(): Promise<void>;
}

export interface OutsideOptions {
  readonly clock: Clock;
  readonly version: string;
  /** Whom a server's keeper may write to: an address of the web or of mail. */
  readonly contact?: string | undefined;
  /** Of a body, unpacked. */
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  /** Between two requests to one host. */
  readonly delayMs?: number;
  /** What keepers of servers ask of everybody. */
  readonly demands?: readonly ServerDemand[];
  readonly resolve?: Resolve;
}

const ROBOT = "Rollcall";
const MOST_REDIRECTS = 5;
/** What a robots.txt asks for above this is a refusal in other words, and said as one. */
const LONGEST_DELAY = 60;
const ROBOTS_FOR = 24 * HOUR;

export function createOutside(options: OutsideOptions): Outside {
  const { clock, maxBytes = 16 * 1024 * 1024, timeoutMs = 30 * SECOND, delayMs = 2 * SECOND } = options;
  const guarded = new Agent({ connect: { lookup: guardedLookup(options.resolve ?? systemResolve) } });
  const open = new Agent();
  const pace = createPace(clock);
  const robots = new Map<string, { readonly at: Instant; readonly robots: Robots }>();
  const contact =
    options.contact === undefined ? "" : ` (+${options.contact.replaceAll(/[^\u0020-\u007e]|[()]/g, "")})`;
  const userAgent = `${ROBOT}/${options.version}${contact}`;

  const demandOf = ({ hostname }: URL): ServerDemand | undefined =>
    options.demands?.find(({ domain }) => hostname === domain || hostname.endsWith(`.${domain}`));

  /** One request; undefined for an answer without a body that is wanted. */
  const exchange = async <T>(
    url: URL,
    trusted: boolean,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
    use: (response: Response, most: (bytes: number) => Promise<Buffer>) => Promise<T>,
  ): Promise<T> => {
    if (!trusted) checkAddress(url);
    const timeout = AbortSignal.timeout(timeoutMs);
    const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    try {
      const response = await fetch(url, {
        dispatcher: trusted ? open : guarded,
        headers: { ...headers, "user-agent": userAgent },
        redirect: "manual",
        signal: either,
      });
      try {
        return await use(response, (most) => bodyOf(response, url, most));
      } finally {
        // What was not read is not read any more.
        if (response.body !== null && !response.body.locked) await response.body.cancel().catch(() => {});
      }
    } catch (error) {
      throw failureOf(error, url, { timeout, timeoutMs, signal });
    }
  };

  const robotsOf = async (url: URL, trusted: Trust, signal: AbortSignal | undefined): Promise<Robots> => {
    const known = robots.get(url.origin);
    if (known !== undefined && clock.now() - known.at < ROBOTS_FOR) return known.robots;
    checkDemand(demandOf(url), options.contact, url);
    let target = new URL("/robots.txt", url);
    let text: string | undefined;
    for (let hops = 0; text === undefined && hops <= MOST_REDIRECTS; hops++) {
      const next = await exchange(target, trusted(target), {}, signal, async (response, most) => {
        const location = redirectOf(response, target);
        if (location !== undefined) return location;
        if (response.status >= 500 || response.status === 429) {
          throw (
            passingFailure(asPort(response), `${target.host}/robots.txt`, clock.now()) ?? malformed(target, "failed")
          );
        }
        // A file that is not there forbids nothing (RFC 9309, 2.3.1.3).
        return response.ok ? (await most(maxBytes)).toString("utf8") : "";
      });
      if (typeof next === "string") text = next;
      else target = next;
    }
    const found = robotsFor(ROBOT, text ?? "");
    robots.set(url.origin, { at: clock.now(), robots: found });
    return found;
  };

  return {
    get: async (address, { trusted = false, seen, signal } = {}) => {
      let url = webUrl(address);
      const origin = url.origin;
      const trust: Trust = (target) => trusted && target.origin === origin;
      for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
        const rules = await robotsOf(url, trust, signal);
        checkRobots(rules, url);
        const demand = demandOf(url);
        const perMs = Math.max(demand?.perMs ?? delayMs, (rules.delay ?? 0) * SECOND);
        const target = url;
        const found = await pace.run(
          demand?.domain ?? target.host,
          { calls: 1, perMs },
          () =>
            exchange(target, trust(target), conditions(seen), signal, async (response, most) => {
              const location = redirectOf(response, target);
              if (location !== undefined) return location;
              if (response.status === 304 && seen !== undefined) return undefined;
              checkStatus(response, target, clock.now());
              return pageOf(response, target, await most(maxBytes));
            }),
          signal,
        );
        if (!(found instanceof URL)) return found;
        url = found;
      }
      throw malformed(url, `it leads on more than ${MOST_REDIRECTS} times; check the address`);
    },
    close: async () => {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
}

/** Before the first request: a server that wants to know who asks is asked nothing by somebody who does not say it. */
function checkDemand(demand: ServerDemand | undefined, contact: string | undefined, url: URL): void {
  if (demand?.mail !== true || /[^\s@]@[^\s@]+\.[^\s@]/.test(contact ?? "")) return;
  throw new RollcallError(
    "bad_setting",
    `${url.host} wants a mail address of whoever asks, and is not asked without one: set record.contact in the settings, or --contact (ops@example.com).`,
  );
}

type Trust = (target: URL) => boolean;

function webUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new RollcallError("usage", "The address has to begin with https:// or http://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new RollcallError("usage", `${url.host}: the address holds a login, which is not sent; leave it out.`);
  }
  url.hash = "";
  return url;
}

function redirectOf(response: Response, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = response.headers.get("location") ?? "";
  if (!URL.canParse(location, from.href)) throw malformed(from, "it leads on to an address that is none");
  const to = new URL(location, from);
  if (!/^https?:$/.test(to.protocol)) throw malformed(from, `it leads on to ${to.protocol}, which is not followed`);
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw malformed(from, "it leads from https to http, which is not followed");
  }
  to.username = "";
  to.password = "";
  to.hash = "";
  return to;
}

function conditions(seen: Validators | undefined): Record<string, string> {
  return {
    ...(seen?.etag == null ? {} : { "if-none-match": seen.etag }),
    ...(seen?.lastModified == null ? {} : { "if-modified-since": seen.lastModified }),
  };
}

function checkRobots(rules: Robots, url: URL): void {
  if (!rules.allows(`${url.pathname}${url.search}`)) {
    throw new RollcallError(
      "refused",
      `${url.host}: its robots.txt does not allow this page to be read by programs; open it in a browser, save it and import the file.`,
    );
  }
  if ((rules.delay ?? 0) > LONGEST_DELAY) {
    throw new RollcallError("refused", `${url.host}: its robots.txt asks for ${rules.delay} s between two requests.`);
  }
}

function checkStatus(response: Response, url: URL, now: Instant): void {
  const { status } = response;
  const passing = passingFailure(asPort(response), url.host, now);
  if (passing !== undefined) throw passing;
  if (status === 404 || status === 410) {
    throw new RollcallError("not_found", `${url.host}: there is no such page (HTTP ${status}); check the address.`);
  }
  if (status === 401 || status === 402 || status === 403 || status === 451) {
    throw new RollcallError(
      "refused",
      `${url.host}: the page is not open to us (HTTP ${status}); save it in a browser and import the file.`,
    );
  }
  if (!response.ok) throw malformed(url, `it answers with HTTP ${status}`);
}

/** Status and headers are all that is looked at. */
function asPort(response: Response): { status: number; headers: Headers; body: Uint8Array } {
  return { status: response.status, headers: new Headers([...response.headers]), body: new Uint8Array() };
}

function pageOf(response: Response, url: URL, bytes: Buffer): Page {
  const type = response.headers.get("content-type") ?? "";
  const charset = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1];
  return {
    address: url.href,
    mediaType: type.split(";")[0]?.trim().toLowerCase() || null,
    charset: charset ?? null,
    bytes,
    validators: { etag: response.headers.get("etag"), lastModified: response.headers.get("last-modified") },
  };
}

/** The body as it is unpacked, counted as it comes. */
async function bodyOf(response: Response, url: URL, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes: Uint8Array = chunk;
    size += bytes.length;
    if (size > most) throw malformed(url, `the page is larger than ${most} bytes unpacked and was not read`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function malformed(url: URL, what: string): RollcallError {
  return new RollcallError("malformed", `${url.host}: ${what}.`);
}

function failureOf(
  error: unknown,
  url: URL,
  { timeout, timeoutMs, signal }: { timeout: AbortSignal; timeoutMs: number; signal: AbortSignal | undefined },
): RollcallError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  for (const one of [error, cause]) if (one instanceof RollcallError) return one;
  if (signal?.aborted === true) return new RollcallError("interrupted", "Interrupted while waiting for an answer.");
  if (timeout.aborted) {
    return new RollcallError(
      "unreachable",
      `${url.host}: no whole answer within ${timeoutMs / SECOND} s; try again later.`,
    );
  }
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const why = /^[A-Z0-9_]+$/.test(code) ? ` (${code})` : "";
  return new RollcallError(
    "unreachable",
    `${url.host}: the connection failed${why}; check the network and the address.`,
  );
}
