import { createHash } from "node:crypto";
import { type Instant, iso } from "../time.ts";
import type { Scope } from "./viewer.ts";

/** What a program asks the API with, in the place of a person. Of its secret the hash alone is kept. */
export interface ApiToken {
  /** `t-…` */
  readonly id: string;
  /** What whoever made it calls it. */
  readonly name: string;
  /** SHA-256 of the secret, in hexadecimal. */
  readonly hash: string;
  /** The alias of the audience whose right it has, as long as that lasts. */
  readonly audience: string;
  readonly scopes: readonly Scope[];
  readonly madeAt: Instant;
  /** ISO day: the last one on which it holds, to its end in UTC. */
  readonly until: string;
  /** ISO day on which it was used last; null where it never was. */
  readonly usedOn: string | null;
  readonly revokedAt: Instant | null;
}

/** 256 bits, which nobody guesses. */
export const TOKEN_BYTES = 32;
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** As many digits as 256 bits have in base 62, and as many as a scanner needs to tell a token from a word. */
const [BODY, CHECK] = [43, 6];
const FORM = new RegExp(`^rc_[0-9A-Za-z]{${BODY + CHECK}}$`);

/** `rc_`, 43 digits of base 62, and 6 that follow from these, so that who scans for lost secrets finds this one and no other. */
export function tokenOf(random: Uint8Array): string {
  const body = inBase62(random, BODY);
  return `rc_${body}${checkOf(body)}`;
}

/** Whether a text is a token, whosever. */
export function isToken(text: string): boolean {
  return FORM.test(text) && checkOf(text.slice(3, 3 + BODY)) === text.slice(3 + BODY);
}

export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** How a token stands at a moment. */
export function tokenStands({ until, revokedAt }: ApiToken, now: Instant): "holds" | "revoked" | "over" {
  if (revokedAt !== null) return "revoked";
  // ISO days of four digits are in the order of their times.
  return iso(now).slice(0, 10) > until ? "over" : "holds";
}

function checkOf(body: string): string {
  return inBase62(createHash("sha256").update(body).digest(), CHECK);
}

/** The last so many digits. */
function inBase62(bytes: Uint8Array, digits: number): string {
  let rest = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = "";
  for (let i = 0; i < digits; i++) {
    text = DIGITS.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
