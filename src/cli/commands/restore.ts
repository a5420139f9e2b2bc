import { restore } from "../../app/restore.ts";
import { defined } from "../../core/defined.ts";
import type { RestoreView } from "../../core/disclosure/disclose.ts";
import { jsonText } from "../../core/json-text.ts";
import { restoreCsv } from "../../messages/restore.ts";
import { flag, type Invocation, momentOption, type Run, textOption } from "../command.ts";
import { ROWS } from "../show/changes.ts";
import { openViewing } from "../viewing.ts";
import { OPERATOR } from "../show/outcome.ts";
import { showRestore } from "../show/restore.ts";

/** What people who left had, and what of it those who are back lack. Reads the store, and writes there that it was asked. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const viewing = await openViewing(invocation);
  const { store, clock } = viewing;
  try {
    const now = clock.now();
    const since = momentOption(invocation, "since", now);
    const until = momentOption(invocation, "until", now);
    const view = await restore(viewing, defined({ what: args[0], since, until }), OPERATOR);
    if (view === undefined) return 0;
    const { directories, people } = view;
    switch (formatOf(invocation)) {
      case "lines":
        for (const person of people) output.json(person);
        output.json({ restore: { directories, people: people.length } });
        break;
      case "json":
        output.line(jsonText(view));
        break;
      case "csv":
        for (const line of restoreCsv(view)) output.line(line);
        break;
      case "text":
        if (people.length === 0) output.line("Nobody left, as far as the readings go.");
        showRestore(output, view, flag(invocation, "all") ? Infinity : ROWS);
    }
    for (const text of hintsFor(view)) output.note(text);
    return 0;
  } finally {
    await store.close();
  }
};

function formatOf(invocation: Invocation): "lines" | "json" | "csv" | "text" {
  if (flag(invocation, "json")) return "lines";
  const format = textOption(invocation, "format");
  return format === "json" || format === "csv" ? format : "text";
}

/** What has to be switched on so that the next pack is not empty. */
function hintsFor({ directories, people }: RestoreView): string[] {
  return directories.flatMap(({ directory, channelsAt, groupsAt }) => {
    const off = [...(channelsAt === null ? ["channels: true"] : []), ...(groupsAt === null ? ["groups: true"] : [])];
    const asked = people.some((person) => person.directory === directory);
    return off.length === 0 || !asked
      ? []
      : [`${directory}: ${off.join(" and ")} in its settings lets Rollcall know what to restore the next time.`];
  });
}
