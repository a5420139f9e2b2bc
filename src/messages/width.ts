import { createRequire } from "node:module";
import { once } from "../core/once.ts";

/**
 * Scripts and signs of which each character is one cell wide, whatever stands beside it: Latin, Greek, Cyrillic, punctuation, money,
 * arrows, frames. Most of what is ever laid out is made of nothing else.
 */
const PLAIN =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2190-\u21ff\u2500-\u259f]*$/;

/**
 * Loaded where it is needed: what it has to know of emoji takes as long to load as half of a bare Node, and what cuts a text into
 * what people see as characters a third.
 */
const measure = once((): ((text: string) => number) => createRequire(import.meta.url)("string-width").default);
const segmenter = once(() => new Intl.Segmenter());

/** How many cells of a fixed-width screen a text takes. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : measure()(text);
}

/** As much of the beginning of a text as fits into `width` cells, cut between what people see as characters. */
export function beginning(text: string, width: number): string {
  if (PLAIN.test(text)) return text.slice(0, Math.max(width, 0));
  let kept = "";
  for (const { segment } of segmenter().segment(text)) {
    if (widthOf(kept + segment) > width) break;
    kept += segment;
  }
  return kept;
}
