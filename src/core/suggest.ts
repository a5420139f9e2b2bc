import { looksLikeToken } from "./token-text.ts";

/**
 * The candidate that `word` most likely was meant to be, or undefined where none is near: at most one slip (a letter
 * added, left out, replaced, or two neighbours swapped) for every three letters of the candidate, three in all. Upper and
 * lower case count as equal. Of two that are equally near, the one that begins with the same letter, then the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: { readonly candidate: string; readonly score: number } | undefined;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const allowed = Math.min(3, Math.max(1, Math.floor(other.length / 3)));
    // Also spares long pasted text the quadratic comparison.
    if (Math.abs(other.length - wanted.length) > allowed) continue;
    const slips = distance(wanted, other);
    if (slips > allowed) continue;
    const score = slips + (other.startsWith(wanted.slice(0, 1)) ? 0 : 0.5);
    if (best === undefined || score < best.score) best = { candidate, score };
  }
  return best?.candidate;
}

/**
 * What to say behind "no … of this name": the known one that is near, else all of them; but for those that may be tokens, since
 * one may have been written where a name belongs.
 * @param none what to say where there are none, with how it is joined on
 */
export function hintAmong(word: string, known: readonly string[], none: string): string {
  const shown = known.filter((name) => !looksLikeToken(name));
  const near = nearest(word, shown);
  if (near !== undefined) return `, did you mean "${near}"?`;
  if (known.length === 0) return none;
  return shown.length === 0 ? "" : `; there are ${shown.join(", ")}`;
}

/** Damerau-Levenshtein in its "optimal string alignment" form: no part of a text is edited twice. */
function distance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(beforeLast, j - 2) + 1 : Infinity;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
