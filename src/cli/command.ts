import type { Command } from "commander";
import { RollcallError } from "../core/errors.ts";
import { type Instant, parseDuration, parseInstant } from "../core/time.ts";
import type { Progress } from "../app/ports.ts";
import { number } from "../messages/words.ts";
import type { Choice } from "../wire/settings.ts";
import type { Output } from "./output.ts";

/** What a command gets. Options are as commander parsed them; the readers below check their form. */
export interface Invocation {
  readonly output: Output;
  readonly program: Command;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Runs a command. @returns the exit code. */
export type Run = (invocation: Invocation) => Promise<number>;

/** The options that choose settings, store and dumps, for wire/. */
export function choice(invocation: Invocation): Choice {
  const names = ["config", "store", "key", "absent", "at", "directory", "as"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = textOption(invocation, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Long work on the line below, where somebody watches. */
export function progressOn(output: Output): Progress {
  return ({ stage, done, total }) =>
    output.status(`${stage}: ${number(done)}${total === undefined ? "" : ` of ${number(total)}`}`);
}

export function textOption({ options }: Invocation, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** A number as people write it: `16,000`, `15 %`. */
export function numberOption(invocation: Invocation, name: string): number | undefined {
  const text = textOption(invocation, name);
  if (text === undefined) return undefined;
  const value = Number(text.replaceAll(",", "").replace(/\s*%$/, ""));
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new RollcallError("usage", `--${name} ${text}: give a number.`);
}

export function flag({ options }: Invocation, name: string): boolean {
  return options[name] === true;
}

/** A moment as people give it: an ISO date, or `7d`, `12h`, `30m` before `now`. */
export function momentOption(invocation: Invocation, name: string, now: Instant): Instant | undefined {
  const text = textOption(invocation, name);
  if (text === undefined) return undefined;
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw new RollcallError(
    "usage",
    `--${name} ${text}: give an ISO date such as 2026-11-23, or a span such as 7d, 12h, 30m.`,
  );
}

/** How many people's custom fields to read after a list: `--fields`. */
export function fieldsOption(invocation: Invocation): number | "all" {
  const text = textOption(invocation, "fields") ?? "100";
  if (text === "all") return "all";
  if (text === "none") return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RollcallError("usage", `--fields ${text}: give a number, all or none.`);
}
