// Whether two figures tell the same.
import type { Quantity } from "./numbers.ts";
import type { PartOfDocument } from "./reading.ts";

/** The same number, whatever its qualifier. */
export function sameFigure(a: Quantity | null | undefined, b: Quantity | null | undefined): boolean {
  if (a == null || b == null || a.sort !== b.sort) return false;
  if (a.value !== null && b.value !== null) return a.value === b.value;
  if (a.value === null && b.value === null) return a.low === b.low && a.high === b.high;
  const [one, range] = a.value === null ? [b, a] : [a, b];
  return range.qualifier === "range" && (one.value === range.low || one.value === range.high);
}

/** A number that a vague word may stand for. */
export function isWithin(told: Quantity | null | undefined, { low, high }: Quantity): boolean {
  const size = sizeOf(told);
  return size !== null && size >= (low ?? 0) / 2 && size <= (high ?? Infinity);
}

/** A round figure for one that was told: "nearly 300" of 287, "over 100" of 102. */
export function isAbout(
  { qualifier, value, further }: Quantity,
  told: Quantity | null | undefined,
  part: PartOfDocument,
): boolean {
  if (value === null || told == null || told.value === null || told.qualifier !== "exact" || further) return false;
  if (value === told.value || value % 10 !== 0) return false;
  const off = (told.value - value) / value;
  if (qualifier === "at_least") return off > 0 && off <= (part === "title" ? 0.25 : 0.1);
  if (qualifier === "under") return off < 0 && off >= -0.25;
  return qualifier === "approx" && Math.abs(off) <= 0.05 && Math.abs(told.value - value) <= 0.6 * grainOf(value);
}

/** What a round number is rounded to: 100 of 1,300, 10 of 560, 50 of 350. */
function grainOf(value: number): number {
  let grain = 10;
  while (value % (grain * 10) === 0) grain *= 10;
  return value % (grain * 5) === 0 ? grain * 5 : grain;
}

/** A title says 17,500 where the text says 17,450. */
export function roundsTo(figure: Quantity | null | undefined, titled: Quantity | null): boolean {
  if (figure?.value == null || titled?.value == null || figure.sort !== titled.sort || titled.value < 20) return false;
  return Math.abs(figure.value - titled.value) <= 0.03 * figure.value;
}

export function sizeOf(quantity: Quantity | null | undefined): number | null {
  return quantity == null ? null : (quantity.value ?? quantity.high);
}
