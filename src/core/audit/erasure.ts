/** The action of the entry that says whose payloads were erased. Its own is never erased. */
export const ERASURE = "erase records";

/** What the payload of such an entry says: `3-5,9`. */
export function spansText(seqs: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const seq of seqs.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && seq <= last[1] + 1) last[1] = seq;
    else spans.push([seq, seq]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** @param limit what was erased stands before this @returns undefined where the text is none that `spansText` wrote */
export function parseSpans(text: unknown, limit: number): readonly Span[] | undefined {
  if (typeof text !== "string") return undefined;
  const spans: Span[] = [];
  for (const span of text.split(",")) {
    const [, from = "", to = from] = /^([1-9]\d{0,14})(?:-([1-9]\d{0,14}))?$/.exec(span) ?? [];
    if (from === "" || Number(from) > Number(to) || Number(to) >= limit) return undefined;
    if (Number(from) <= (spans.at(-1)?.to ?? 0)) return undefined;
    spans.push({ from: Number(from), to: Number(to) });
  }
  return spans;
}
