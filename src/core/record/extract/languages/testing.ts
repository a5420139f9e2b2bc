// What the tests of the languages ask of a reading.
import type { ReadClaim } from "../reading.ts";
import type { Lexicon } from "./lexicon.ts";
import { readIn } from "./read.ts";

export interface Asked {
  /** "Company count percent" of each claim, in order. */
  readonly claims: (text: string) => string[];
  /** "qualifier low to high" of each claim. */
  readonly bounds: (text: string) => string[];
  /** The one claim of a text. Throws where there is none, or another. */
  readonly only: (text: string) => ReadClaim;
}

export function asked(lexicon: Lexicon): Asked {
  const read = (text: string): readonly ReadClaim[] =>
    readIn(lexicon, { title: null, published: "2026-03-10", text }, new Set<string>()).claims;
  return {
    claims: (text) =>
      read(text).map(({ company, count, low, high, percent }) => {
        const figure = count ?? (low === null && high === null ? null : `${low}-${high}`);
        return [company, figure, percent === null ? null : `${percent}%`].filter((one) => one !== null).join(" ");
      }),
    bounds: (text) => read(text).map(({ qualifier, low, high }) => `${qualifier} ${low} to ${high}`),
    only: (text) => {
      const [claim, ...more] = read(text);
      if (claim === undefined || more.length > 0)
        throw new Error(`${more.length + Number(claim !== undefined)} claims`);
      return claim;
    },
  };
}
