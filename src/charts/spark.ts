// A few counts over time as a picture on a line of a table. It has no words: they stand beside it.

const BAR = 5;
const GAP = 1;
const HEIGHT = 18;

/** @param counts the oldest first; @param most what the height stands for, the same for all of a table */
export function sparkSvg(counts: readonly number[], most: number): string {
  const width = counts.length * (BAR + GAP) - GAP;
  const path = counts
    .map((count, i) => {
      // A single one is seen, however many others there are.
      const height = count === 0 ? 0 : Math.max(2, Math.round((HEIGHT * Math.min(count, most)) / Math.max(1, most)));
      return height === 0 ? "" : `M${i * (BAR + GAP)} ${HEIGHT}v-${height}h${BAR}v${height}z`;
    })
    .join("");
  return `<svg class="spark" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" aria-hidden="true" focusable="false"><path class="axis" d="M0 ${HEIGHT}H${width}"/><path class="bar" d="${path}"/></svg>`;
}
