import { number } from "../messages/words.ts";

const HEIGHT = 180;
/** Room for the words at the left and below. */
const LEFT = 56;
const BELOW = 22;
const ABOVE = 8;

/** One value from its time on. */
export interface Step {
  readonly label: string;
  readonly value: number;
}

/** Values that stay until they rise, evenly spaced, from 0 up. Its words stand beside it as a table. */
export function stepsSvg(steps: readonly Step[], width: number): string {
  const most = Math.max(1, ...steps.map(({ value }) => value));
  const bottom = HEIGHT - BELOW;
  const each = (width - LEFT) / Math.max(1, steps.length);
  const x = (i: number): number => round(LEFT + i * each);
  const y = (value: number): number => round(bottom - ((bottom - ABOVE) * value) / most);
  const line = steps.map(({ value }, i) => `${i === 0 ? "M" : "L"}${x(i)} ${y(value)}H${x(i + 1)}`).join("");
  const [first, last] = [steps[0]?.label ?? "", steps.at(-1)?.label ?? ""];
  return [
    `<svg class="steps" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" aria-hidden="true" focusable="false">`,
    `<path class="line" d="M${LEFT} ${y(most)}H${width}M${LEFT} ${y(most / 2)}H${width}"/>`,
    `<path class="area" d="${line}V${bottom}H${LEFT}Z"/>`,
    `<path class="step" d="${line}"/>`,
    `<path class="axis" d="M${LEFT} ${bottom}H${width}"/>`,
    `<text x="${LEFT - 8}" y="${y(most) + 10}" text-anchor="end">${number(most)}</text>`,
    `<text x="${LEFT - 8}" y="${bottom}" text-anchor="end">0</text>`,
    `<text x="${LEFT}" y="${HEIGHT - 6}">${first}</text>`,
    `<text x="${width}" y="${HEIGHT - 6}" text-anchor="end">${last}</text>`,
    "</svg>",
  ].join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
