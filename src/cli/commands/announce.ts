import { addAnnouncement, type Compared, compareAnnounced } from "../../app/announced.ts";
import { defined } from "../../core/defined.ts";
import { announcedFrom } from "../../core/record/announced.ts";
import { iso } from "../../core/time.ts";
import { announcedLines } from "../../messages/announced.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, flag, type Invocation, momentOption, numberOption, type Run, textOption } from "../command.ts";
import { knownDirectories, onlyDirectory } from "../show/directories.ts";

const FIGURES = ["percent", "count", "low", "high", "base"] as const;

/** Enters what was announced, and says how much of it has been observed; without a figure, says so of all that were entered. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store, clock, waves } = await openReading(choice(invocation));
  try {
    const now = clock.now();
    const figures = defined(Object.fromEntries(FIGURES.map((name) => [name, numberOption(invocation, name)])));
    const qualifier = textOption(invocation, "qualifier");
    const named = Object.keys(figures).length > 0 || qualifier !== undefined;
    const announcements = named
      ? [
          await addAnnouncement(
            store,
            await onlyDirectory(store, args[0]),
            announcedFrom({ ...figures, ...defined({ qualifier }), on: momentOption(invocation, "on", now) ?? now }),
            now,
          ),
        ]
      : (
          await Promise.all(
            (await knownDirectories(store, args[0])).map((directory) => store.announcements({ directory })),
          )
        ).flat();
    for (const announcement of announcements) {
      const compared = await compareAnnounced(store, announcement, now, waves);
      if (flag(invocation, "json")) output.json(comparedJson(compared));
      else show(invocation, compared);
    }
    if (announcements.length === 0) {
      output.note(
        "Nothing was announced: enter it as rollcall announce --percent 15 --qualifier about --on 2026-01-27.",
      );
    }
    return 0;
  } finally {
    await store.close();
  }
};

function show({ output }: Invocation, { announcement, expectation, observed, comparison }: Compared): void {
  output.line(`${output.style("bold", announcement.directory)}  ${output.style("dim", announcement.id)}`);
  for (const line of announcedLines(announcement.announced, expectation, observed, comparison))
    output.line(`  ${line}`);
  output.line();
}

function comparedJson({ announcement, expectation, observed, comparison }: Compared): unknown {
  const { announced, addedAt, ...rest } = announcement;
  return {
    ...rest,
    addedAt: iso(addedAt),
    announced: { ...announced, on: iso(announced.on) },
    expectation,
    observed: { ...observed, from: iso(observed.from), to: iso(observed.to) },
    comparison,
  };
}
