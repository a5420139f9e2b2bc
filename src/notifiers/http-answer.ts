import { z } from "zod";
import type { HttpResponse } from "../app/ports.ts";
import { secretRef } from "../app/secret-ref.ts";
import { looksLikeToken } from "../core/token-text.ts";
import { isSafeAddress } from "../core/address.ts";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { Instant } from "../core/time.ts";
import { passingFailure } from "../http/retry.ts";

/**
 * The end of what every destination over HTTP does: a 2xx is an arrival, everything else is thrown. Only the status is
 * looked at, so that nothing of the answer's body can reach an error.
 * @param place who was asked, as an error begins: `The webhook at hooks.example.com`; without a secret.
 * Throws RollcallError `unauthorised` (401, 403), `gone` (410), `rate_limited` (429), `unreachable` (5xx), `refused`.
 */
export function requireSuccess(response: HttpResponse, place: string, now: Instant): void {
  const { status } = response;
  if (status >= 200 && status < 300) return;
  const passing = passingFailure(response, place, now);
  if (passing !== undefined) throw passing;
  if (status === 401 || status === 403) {
    const message = `${place}: the call was not let in (HTTP ${status}); check its token or secret, and what it may do.`;
    throw new RollcallError("unauthorised", message);
  }
  if (status === 410) {
    const message = `${place}: it is gone for good (HTTP 410); take it out of the settings, or give its new address.`;
    throw new RollcallError("gone", message);
  }
  const what = status === 404 ? "there is nothing at this address" : "the message was refused";
  throw new RollcallError("refused", `${place}: ${what} (HTTP ${status}); check the address and its settings.`);
}

const MUST_BE = "must be an https address without a user or password; plain http only on loopback";

/** An address that stands in the settings as it is. */
export const plainAddress = z
  .string()
  .refine(isSafeAddress, { error: MUST_BE })
  .refine((text) => !holdsToken(text), {
    error: "holds what looks like a secret in its path; write { env: NAME } or { file: PATH } in its place",
  });

/** An address, or where one is to be found whose path is a secret. The notifier gets a text or a Secret: see `addressOf`. */
export const address = z.union([plainAddress, secretRef]);

/**
 * The address itself, once its form has been checked, for the request alone: its path may be a secret.
 * @throws RollcallError `bad_secret`, which names the origin of the address and nothing of it.
 */
export function addressOf(setting: string | Secret): string {
  if (typeof setting === "string") return setting;
  const text = setting.reveal().trim();
  if (isSafeAddress(text)) return text;
  throw new RollcallError("bad_secret", `The address from ${setting.origin} ${MUST_BE}; correct it there.`);
}

/** The host (and port) of an address, which may be shown; where it is none, where it came from. */
export function hostOf(setting: string | Secret): string {
  const text = typeof setting === "string" ? setting : setting.reveal().trim();
  if (isSafeAddress(text)) return new URL(text).host;
  return typeof setting === "string" ? "an address that is none" : `the address from ${setting.origin}`;
}

/** The host may be a long mixture of letters and digits without being a secret: those of cloud functions are. */
function holdsToken(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return looksLikeToken(pathname + search + hash);
}
