import { createHmac } from "node:crypto";
import { HOUR, MINUTE, SECOND, type Instant } from "../../../core/time.ts";
import { createDisturbance, type Disturbance } from "./disturbance.ts";
import { verificationToken, type Pushed } from "./events.ts";
import type { FakeSlack } from "./workspace.ts";

/** A request of Slack's to the app's request URL. */
export interface PushRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PushOptions {
  /** The app's request URL. */
  readonly url: string;
  readonly signingSecret: string;
  /** The clock of the timestamps, and of the hour within which deliveries are counted. */
  readonly now: () => Instant;
  /** The clock of the retries; never waited for longer than five minutes. */
  readonly sleep: (ms: number) => Promise<void>;
  /** 3 s, as with Slack, without it. */
  readonly timeoutMs?: number;
  /** Below this many deliveries in an hour a subscription is not disabled; 1,000 without it. */
  readonly disabledAbove?: number;
  /** The network without it. Rejects where no answer came: with an AbortError where that was for the time. */
  readonly post?: (request: PushRequest, timeoutMs: number) => Promise<PushAnswer>;
  /** Called after each try. */
  readonly tried?: () => void;
}

export interface PushAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One try to deliver an event. */
interface PushTry {
  readonly eventId: string | undefined;
  readonly at: Instant;
  /** 0 for the first. */
  readonly retry: number;
  readonly reason: Reason | undefined;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
}

/** Why Slack delivers again: https://docs.slack.dev/apis/events-api, "Error handling". */
type Reason = "http_timeout" | "http_error" | "connection_failed";

export interface FakePush {
  readonly trouble: Disturbance;
  readonly tries: readonly PushTry[];
  /** The events that were given up, or that came while the subscription was disabled. */
  readonly lost: readonly Pushed[];
  /** True since fewer than 5 % of the deliveries of an hour were answered well. */
  readonly disabled: boolean;
  /** Somebody has switched the subscription on again. */
  enable(): void;
  /** Resolves when nothing is under way, retries included. */
  idle(): Promise<void>;
  stop(): void;
}

/** At once, after a minute, after five. */
const PAUSES: readonly number[] = [0, MINUTE, 5 * MINUTE];
const CONNECTIONS = 32;
const FEWEST = 0.05;

/**
 * Delivers what happens in the fake over HTTP, as Slack does. Checks the address first: throws where it does not answer the
 * challenge (docs.slack.dev/reference/events/url_verification).
 */
export async function startPush(fake: FakeSlack, options: PushOptions): Promise<FakePush> {
  const { now, sleep, timeoutMs = 3 * SECOND, disabledAbove = 1000, post = postOverNetwork } = options;
  const tries: PushTry[] = [];
  const lost: Pushed[] = [];
  const places = createPlaces(CONNECTIONS);
  const { controls, pass } = createDisturbance(sleep);
  const recent: { readonly at: Instant; readonly good: boolean }[] = [];
  const underWay = new Set<Promise<void>>();
  let disabled = false;
  let stopped = false;

  const count = (good: boolean): void => {
    recent.push({ at: now(), good });
    while ((recent[0]?.at ?? Infinity) <= now() - HOUR) recent.shift();
    if (recent.length <= disabledAbove) return;
    disabled ||= recent.filter((one) => one.good).length / recent.length < FEWEST;
  };
  const send = (body: string, retry: number, reason: Reason | undefined): Promise<PushAnswer | Reason> =>
    places.use(async () => {
      try {
        return await post(requestOf(options, body, retry, reason), timeoutMs);
      } catch (error) {
        return isTimeout(error) ? "http_timeout" : "connection_failed";
      }
    });
  const deliver = async (pushed: Pushed): Promise<void> => {
    const body = JSON.stringify(pushed);
    let reason: Reason | undefined;
    for (let retry = 0; ; retry += 1) {
      if (disabled || stopped) break;
      const at = now();
      const answer = await send(body, retry, reason);
      const status = typeof answer === "string" ? undefined : answer.status;
      tries.push({ eventId: eventIdOf(pushed), at, retry, reason, status });
      options.tried?.();
      const good = status !== undefined && status >= 200 && status < 300;
      count(good);
      if (good) return;
      const pause = PAUSES[retry];
      if (pause === undefined || isNoRetry(answer)) break;
      reason = typeof answer === "string" ? answer : "http_error";
      if (pause > 0 && !(await hasSlept(sleep, pause))) break;
    }
    lost.push(pushed);
  };
  const begin = (pushed: Pushed): void => {
    const done = deliver(pushed).finally(() => underWay.delete(done));
    underWay.add(done);
  };

  await verify(options, fake, (body) => send(body, 0, undefined));
  const end = fake.onEvent((pushed) => pass(() => begin(pushed)));
  return {
    trouble: controls,
    tries,
    lost,
    get disabled() {
      return disabled;
    },
    enable: () => {
      disabled = false;
      recent.length = 0;
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => {
      stopped = true;
      end();
    },
  };
}

/** The three headers of "Verifying requests from Slack": docs.slack.dev/authentication/verifying-requests-from-slack */
export function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}

function requestOf(
  { url, signingSecret, now }: PushOptions,
  body: string,
  retry: number,
  reason?: Reason,
): PushRequest {
  const timestamp = String(Math.floor(now() / SECOND));
  return {
    url,
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": sign(signingSecret, timestamp, body),
      ...(retry === 0 ? {} : { "x-slack-retry-num": String(retry), "x-slack-retry-reason": reason ?? "unknown_error" }),
    },
  };
}

async function verify(
  { url }: PushOptions,
  { world }: FakeSlack,
  send: (body: string) => Promise<PushAnswer | Reason>,
): Promise<void> {
  const challenge = `3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7${world.seed}`;
  const answer = await send(JSON.stringify({ token: verificationToken(world), challenge, type: "url_verification" }));
  if (typeof answer !== "string" && answer.status === 200 && challengeIn(answer) === challenge) return;
  throw new Error(`The request URL ${new URL(url).pathname} did not answer with the challenge.`);
}

/** As plain text, in a form, or as JSON. */
function challengeIn({ headers, text }: PushAnswer): string | null {
  const type = headers.get("content-type") ?? "text/plain";
  if (type.startsWith("application/x-www-form-urlencoded")) return new URLSearchParams(text).get("challenge");
  if (!type.startsWith("application/json")) return text.trim();
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null && "challenge" in value ? String(value.challenge) : null;
}

function eventIdOf(pushed: Pushed): string | undefined {
  return pushed.type === "event_callback" ? pushed.event_id : undefined;
}

/** Taken from answers that say no, and from no others. */
function isNoRetry(answer: PushAnswer | Reason): boolean {
  return typeof answer !== "string" && answer.headers.get("x-slack-no-retry") === "1";
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}

async function postOverNetwork({ url, headers, body }: PushRequest, timeoutMs: number): Promise<PushAnswer> {
  // A redirect is an answer that says no: Slack follows two, and a receiver has no reason to send any.
  const response = await fetch(url, {
    method: "POST",
    headers,
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** False where the clock was stopped. */
function hasSlept(sleep: PushOptions["sleep"], ms: number): Promise<boolean> {
  return sleep(ms).then(
    () => true,
    () => false,
  );
}

/** Lets so many work at once. */
function createPlaces(count: number): { use<T>(work: () => Promise<T>): Promise<T> } {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    use: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
