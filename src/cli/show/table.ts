import { beginning, widthOf } from "../../messages/width.ts";

export interface Column {
  readonly title: string;
  readonly align?: "right";
  /** May be cut where the terminal is too narrow; the widest such column is cut first. */
  readonly cut?: boolean;
}

const GAP = 2;
const NARROWEST = 8;
/** What one odd name may widen a column to, for all rows. */
const WIDEST = 80;

/**
 * Lays out rows under their titles; column widths in terminal cells, so that names in any script stand in line.
 * @param width cells at the most; undefined for as many as the rows need.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width?: number): string[] {
  const widths = columns.map(({ title, cut: mayCut }, i) => {
    const widest = rows.reduce((most, row) => Math.max(most, widthOf(row[i] ?? "")), widthOf(title));
    return mayCut === true ? Math.min(widest, WIDEST) : widest;
  });
  if (width !== undefined) shrink(columns, widths, width);
  const lay = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => fit(cell, widths[i] ?? 0, columns[i]?.align))
      .join(" ".repeat(GAP))
      .trimEnd();
  return [lay(columns.map(({ title }) => title)), ...rows.map(lay)];
}

function shrink(columns: readonly Column[], widths: number[], width: number): void {
  const total = (): number => widths.reduce((sum, w) => sum + w, GAP * (widths.length - 1));
  while (total() > width) {
    let widest = -1;
    for (const [i, column] of columns.entries()) {
      if (column.cut === true && (widths[i] ?? 0) > Math.max(NARROWEST, widths[widest] ?? 0)) widest = i;
    }
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function fit(cell: string, width: number, align?: "right"): string {
  const cells = widthOf(cell);
  if (cells > width) return cut(cell, width);
  return align === "right" ? " ".repeat(width - cells) + cell : cell + " ".repeat(width - cells);
}

function cut(text: string, width: number): string {
  const kept = beginning(text, width - 1);
  return `${kept}…${" ".repeat(width - 1 - widthOf(kept))}`;
}
