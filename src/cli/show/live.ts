import type { Output } from "../output.ts";

/** Lines that stay, above a block that is drawn anew in place. Without a terminal the block is not drawn. */
export interface Live {
  readonly print: (lines: readonly string[]) => void;
  /** Lines that fit the terminal: one that wraps takes two rows, and the next drawing would start one too low. */
  readonly block: (lines: readonly string[]) => void;
  /** Leaves the block as it is: what follows comes below. */
  readonly keep: () => void;
}

export function live(output: Output): Live {
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
      if (output.width === undefined) return;
      output.write(`${clear()}${lines.map((line) => `${line}\n`).join("")}`);
      draw(lines);
    },
    keep: () => draw([]),
  };
}
