import { fstatSync, statSync, writeSync } from "node:fs";
import { styleText } from "node:util";
import { once } from "../core/once.ts";
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

const OUT = 1;
const ERR = 2;

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/**
 * Standard output and standard error of this process. Node's own streams are for terminals alone: what they need takes a tenth of a bare
 * Node to load for each.
 */
export function processOutput(): Output {
  const isShown = once(() => {
    if (!mayBeTerminal(OUT) || !process.stdout.isTTY) return false;
    process.stdout.on("error", () => process.exit(1));
    return true;
  });
  const isWatched = once(() => mayBeTerminal(ERR) && process.stderr.isTTY);
  let status = false;
  const clear = (): void => {
    if (status) process.stderr.write("\r\u001b[K");
    status = false;
  };
  const write = (text: string): void => {
    clear();
    if (isShown()) process.stdout.write(text);
    else writeWhole(OUT, text);
  };
  return {
    line: (text = "") => write(`${text}\n`),
    write,
    json: (value) => write(`${jsonText(value)}\n`),
    note: (text) => {
      clear();
      if (isWatched()) process.stderr.write(`${withoutTokens(text)}\n`);
      else writeWhole(ERR, `${withoutTokens(text)}\n`);
    },
    status: (text) => {
      if (!isWatched()) return;
      const columns = process.stderr.columns ?? 80;
      process.stderr.write(`\r\u001b[K${text.length < columns ? text : `${text.slice(0, columns - 2)}…`}`);
      status = true;
    },
    // Honours NO_COLOR, FORCE_COLOR and whether standard output is a terminal.
    style: (style, text) => {
      const mayColour = process.env["FORCE_COLOR"] !== undefined || isShown();
      return mayColour ? styleText(style, text, { stream: process.stdout }) : text;
    },
    get width() {
      return isShown() ? process.stdout.columns : undefined;
    },
    get watched() {
      return isWatched();
    },
  };
}

/** False of what surely is none: a file, a pipe, a socket, and what takes everything and keeps nothing. */
function mayBeTerminal(file: number): boolean {
  try {
    const found = fstatSync(file);
    return found.isCharacterDevice() && found.rdev !== statSync("/dev/null").rdev;
  } catch {
    // Windows does not tell it of a console.
    return true;
  }
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // A reader that closes early (head) is no error.
      if (code !== "EAGAIN") process.exit(file === OUT && code === "EPIPE" ? 0 : 1);
      // Whoever shares it does not wait until there is room; we do.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
