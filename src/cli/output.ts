import { styleText } from "node:util";
import { jsonText } from "../core/json-text.ts";
import { withoutTokens } from "../core/token-text.ts";

/** Where a command writes: data on standard output, everything else on standard error. */
export interface Output {
  /** One line of data. */
  readonly line: (text?: string) => void;
  /** Text as it is, for drawing on a terminal. */
  readonly write: (text: string) => void;
  /** One line for the person who watches: progress, hints, warnings. */
  readonly note: (text: string) => void;
  /** A line that the next one replaces; nothing where standard error is no terminal. */
  readonly status: (text: string) => void;
  readonly json: (value: unknown) => void;
  readonly style: (style: Style, text: string) => string;
  /** Columns of the terminal that data goes to; undefined where it is a file or a pipe, which take lines of any length. */
  readonly width: number | undefined;
  /** Whether a person watches standard error. */
  readonly watched: boolean;
}

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

export function processOutput(): Output {
  const { stdout, stderr } = process;
  const watched = stderr.isTTY;
  let status = false;
  const clear = (): void => {
    if (status) stderr.write("\r\u001b[K");
    status = false;
  };
  return {
    line: (text = "") => {
      clear();
      stdout.write(`${text}\n`);
    },
    write: (text) => {
      clear();
      stdout.write(text);
    },
    json: (value) => {
      clear();
      stdout.write(`${jsonText(value)}\n`);
    },
    note: (text) => {
      clear();
      stderr.write(`${withoutTokens(text)}\n`);
    },
    status: (text) => {
      if (!watched) return;
      const columns = stderr.columns ?? 80;
      stderr.write(`\r\u001b[K${text.length < columns ? text : `${text.slice(0, columns - 2)}…`}`);
      status = true;
    },
    // Honours NO_COLOR, FORCE_COLOR and whether standard output is a terminal.
    style: (style, text) => styleText(style, text, { stream: stdout }),
    width: stdout.isTTY ? stdout.columns : undefined,
    watched,
  };
}
