import { isUtf8 } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Posted, Reception } from "../../app/ports.ts";
import { type Instant, MINUTE, SECOND } from "../../core/time.ts";
import { hashKey, readPayload, readText, unreadable } from "./events.ts";
import type { SlackSettings } from "./settings.ts";
import { type Signing, signing } from "./signature.ts";

/** Older or newer than this is refused: a request that somebody recorded, or a clock that is wrong. */
const LONGEST_SKEW = 5 * MINUTE;

/** Slack's challenges have about 50 characters. */
const Challenge = z.object({ type: z.literal("url_verification"), challenge: z.string().min(1).max(256) });

/**
 * Judges what was posted to the request URL of the app. Pure; never throws.
 * @param secret the signing secret of the app, or what signs with it
 */
export function receive(
  secret: string | Signing,
  settings: Pick<SlackSettings, "workspace">,
  posted: Posted,
  now: Instant,
): Reception {
  const refused = distrust(typeof secret === "string" ? signing(secret) : secret, posted, now);
  if (refused !== undefined) return { status: 401, events: [], refused };
  if (!isUtf8(posted.body)) return signedButUnreadable(posted);
  const payload = readText(posted.body, settings);
  if (payload !== undefined) return { status: 200, ...payload };
  const json = jsonOf(posted.body);
  if (json === undefined) return signedButUnreadable(posted);
  const challenge = challengeIn(json.value);
  if (challenge !== undefined) return { status: 200, text: challenge, events: [] };
  // 200 for another workspace's too: sent again it would be no more ours, and Slack counts what fails.
  return { status: 200, ...readPayload(json.value, settings) };
}

/** Why the request is not known to be Slack's, if so. https://docs.slack.dev/authentication/verifying-requests-from-slack */
function distrust(sign: Signing, { headers, body }: Posted, now: Instant): string | undefined {
  const signature = headers["x-slack-signature"];
  const timestamp = headers["x-slack-request-timestamp"];
  if (signature === undefined || timestamp === undefined) return "The request bears no signature of Slack.";
  if (!/^\d{1,12}$/.test(timestamp)) return "The time of the request is none.";
  const skew = now - Number(timestamp) * SECOND;
  if (Math.abs(skew) > LONGEST_SKEW) {
    const where = skew > 0 ? "behind" : "ahead of";
    return `The time of the request is more than five minutes ${where} the clock of this machine; check that clock.`;
  }
  const right = Buffer.from(`v0=${sign(`v0:${timestamp}:`, body)}`);
  const stated = Buffer.from(signature);
  if (stated.length === right.length && timingSafeEqual(stated, right)) return undefined;
  return "The signature of the request is not right; check the signing secret in the settings.";
}

/** Slack sends one when the request URL is entered, and events ever after: those are not held against its schema first. */
function challengeIn(value: unknown): string | undefined {
  if (Object(value).type !== "url_verification") return undefined;
  return Challenge.safeParse(value).data?.challenge;
}

const utf8 = new TextDecoder();

/** Undefined where the text is no JSON. */
function jsonOf(text: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(utf8.decode(text)) };
  } catch {
    return undefined;
  }
}

/**
 * Slack signs no JSON where it checks the certificate (`ssl_check=1`). Anything else is kept to be shown and taken as
 * arrived: Slack would only send the same again.
 */
function signedButUnreadable({ headers, body }: Posted): Reception {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
  if (isForm && new URLSearchParams(Buffer.from(body).toString("latin1")).get("ssl_check") === "1") {
    return { status: 200, events: [] };
  }
  return { status: 200, ...unreadable(hashKey(body), "unknown", "the body of the request is no JSON") };
}
