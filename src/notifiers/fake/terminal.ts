import { Writable } from "node:stream";
import { createTerminal } from "../terminal.ts";
import type { Received, Stand } from "../testing.ts";

/**
 * A terminal as a program sees it: a stream that says that it is one, and how wide it is. That it is gone (the window was
 * closed) is the one way in which it fails.
 */
export function openTerminalStand(columns = 100): Promise<Stand<object>> {
  const received: Received[] = [];
  let gone: "once" | "for good" | undefined;
  const screen = Object.assign(new Writable(), {
    isTTY: true,
    columns,
    // Without colours: what is written is compared.
    getColorDepth: () => 1,
    // Not the stream's own, which writes nothing more once it has failed; a terminal is a file, and may be back.
    write: (text: string, done: (error?: Error) => void): boolean => {
      const failing = gone !== undefined;
      if (gone === "once") gone = undefined;
      if (failing) {
        const error = Object.assign(new Error("write EIO"), { code: "EIO" });
        done(error);
        process.nextTick(() => screen.emit("error", error));
      } else {
        received.push({ id: undefined, text, beside: "" });
        done();
      }
      return true;
    },
  });
  return Promise.resolve({
    notifier: createTerminal(screen),
    settings: {},
    secrets: ["write EIO"],
    faults: ["reset"],
    answer: (fault, once) => {
      gone = fault === undefined ? undefined : (once ?? "for good");
    },
    received,
    close: () => Promise.resolve(),
  });
}
