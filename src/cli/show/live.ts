import stringWidth from "string-width";
import type { Output } from "../output.ts";

/** Lines that stay, above a block that is drawn anew in place. Without a terminal the block is not drawn. */
export interface Live {
  readonly print: (lines: readonly string[]) => void;
  readonly block: (lines: readonly string[]) => void;
  /** Leaves the block as it is: what follows comes below. */
  readonly keep: () => void;
}

export function live(output: Output): Live {
  const { width } = output;
  let drawn: readonly string[] = [];
  const clear = (): string => (drawn.length === 0 ? "" : `\u001b[${drawn.length}A\u001b[J`);
  const draw = (lines: readonly string[]): void => {
    drawn = lines;
  };
  return {
    print: (lines) => {
      const block = drawn;
      output.write(`${clear()}${[...lines, ...block].map((line) => `${line}\n`).join("")}`);
    },
    block: (lines) => {
      if (width === undefined) return;
      // A line that wraps would take two rows, and the next drawing would start one too low.
      const fitting = lines.map((line) => (stringWidth(line) < width ? line : line.slice(0, width - 1)));
      output.write(`${clear()}${fitting.map((line) => `${line}\n`).join("")}`);
      draw(fitting);
    },
    keep: () => draw([]),
  };
}
