import type { Reader } from "../../src/app/read-documents.ts";
import type { Reported, StatedClaim } from "../../src/app/record-port.ts";
import { stated as blank } from "../../src/sources/stated.ts";
import { claimOf } from "../../src/core/record/testing.ts";

/** What a source states of an invented company; everything that is not named is null. */
export function stated(more: Partial<StatedClaim> = {}): StatedClaim {
  const claim = claimOf(more);
  return { ...blank(claim.company, claim.quote), ...claim, ...more };
}

let made = 0;

/** A document that states these claims. */
export function reported(claims: readonly Partial<StatedClaim>[], more: Partial<Reported> = {}): Reported {
  const key = more.key ?? `key-${++made}`;
  return {
    source: "feed:https://news.example/feed",
    key,
    address: `https://news.example/2026/03/story-${key}`,
    title: null,
    published: "2026-03-10",
    publisher: "The Example",
    language: "en",
    text: null,
    claims: claims.map(stated),
    ...more,
  };
}

/** Reads nothing: for documents that state all that they say. */
export const NO_READER: Reader = { version: "none", read: () => ({ claims: [], shelved: [] }) };
