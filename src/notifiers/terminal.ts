import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { z } from "zod";
import { defineNotifier, type Notifier } from "../app/ports.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import { type Notice, noticeOf } from "../messages/notice.ts";
import { restOf } from "../messages/rest.ts";
import type { Row } from "../messages/rows.ts";
import { wrap } from "../messages/wrap.ts";

/** Standard output, or what stands in for it. */
type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number };

const MOST_ROWS = 50;
const LABEL_WIDTH = 10;
const COLUMNS = 80;

/** Writes messages to the terminal in which Rollcall runs, for whoever watches it. */
export function createTerminal(screen: Screen): Notifier<object> {
  return defineNotifier<object>({
    kind: "terminal",
    title: "Terminal",
    docs: "docs/notifiers/terminal.md",
    settings: z.strictObject({}),
    stays: true,
    updates: "messages",
    describe: () => "this terminal",
    send: async ({ view, repeat, id, signal }) => {
      // A file, a pipe or the journal of a service manager would become a log with names in it, kept by nobody's decision.
      if (screen.isTTY !== true) {
        throw new RollcallError(
          "bad_setting",
          "The destination terminal: standard output is no terminal here, and nothing with names is written to a file or a journal; start Rollcall in a terminal, or take this destination out of the settings.",
        );
      }
      if (signal?.aborted === true) throw new RollcallError("interrupted", "Interrupted before writing.");
      await write(screen, `${linesOf(screen, view, repeat ? id : undefined).join("\n")}\n`);
      return {};
    },
  });
}

export const terminal = createTerminal(process.stdout);

function write(screen: Screen, text: string): Promise<void> {
  // A failed write also raises an event, some time later, which would end the program if nobody listened.
  if (!screen.listeners("error").includes(ignore)) screen.on("error", ignore);
  return new Promise((resolve, reject) => {
    screen.write(text, (error) => {
      if (error == null) return resolve();
      reject(
        new RollcallError("unreachable", "The destination terminal: the terminal is gone; start Rollcall in one."),
      );
    });
  });
}

function ignore(): void {}

function linesOf(screen: Screen, view: Disclosed<IncidentView>, repeatOf: string | undefined): string[] {
  const notice = noticeOf(view);
  const width = (screen.columns ?? COLUMNS) - 1;
  // Honours NO_COLOR and what the terminal can show.
  const style = (format: Format, text: string): string => styleText(format, text, { stream: screen });
  const footer = [...notice.footer, ...(repeatOf === undefined ? [] : [`may be a repeat of ${repeatOf}`])];
  return [
    "",
    ...wrap(notice.headline, width).map((line) => style(TONES[notice.tone], line)),
    ...notice.sections.flatMap(({ heading, lines, rows, figures }) => [
      ...(heading === undefined ? [] : wrap(heading, width).map((line) => style("bold", line))),
      ...lines.flatMap(({ label, text }) =>
        wrap(text, width - LABEL_WIDTH - 2).map(
          (line, i) => `  ${style("dim", (i === 0 ? label : "").padEnd(LABEL_WIDTH))}${line}`,
        ),
      ),
      ...rowsOf(rows, restOf(view, rows.slice(MOST_ROWS), figures), width),
    ]),
    // Not broken into lines of ours, so that it can be copied.
    ...(notice.verbatim === undefined ? [] : ["", ...notice.verbatim.trimEnd().split("\n"), ""]),
    ...footer.flatMap((text) => wrap(text, width)).map((line) => style("dim", line)),
  ];
}

type Format = Parameters<typeof styleText>[0];

const TONES: Readonly<Record<Notice["tone"], Format>> = {
  news: "bold",
  warning: ["bold", "yellow"],
  good: ["bold", "green"],
};

const NONE = "–";

function rowsOf(rows: readonly Row[], rest: string | undefined, width: number): string[] {
  const lines = rows
    .slice(0, MOST_ROWS)
    .map(({ who, kind, how, what, where, team, when }) =>
      [who, kind === "human" ? NONE : kind, how, ...(what === NONE ? [where, team] : [what]), when]
        .filter((part) => part !== NONE)
        .join(" · "),
    );
  return [...lines, ...(rest === undefined ? [] : [`… ${rest}`])].flatMap((text) =>
    wrap(text, width - 4).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`)),
  );
}
