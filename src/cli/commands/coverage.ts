import { coverage } from "../../app/coverage.ts";
import { blindAfter } from "../../app/directory.ts";
import { RollcallError } from "../../core/errors.ts";
import { DAY, MINUTE } from "../../core/time.ts";
import { coveredBy, gapsText } from "../../messages/coverage.ts";
import { duration, moment } from "../../messages/time.ts";
import { counted, listed } from "../../messages/words.ts";
import { openReading } from "../../wire/settings.ts";
import { coverageJson } from "../show/coverage.ts";
import { choice, flag, momentOption, type Run } from "../command.ts";

/** What would have shown a departure, span by span: events, sweeps, both or nothing. Reads the store alone. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store, clock, every } = await openReading(choice(invocation));
  try {
    const now = clock.now();
    const since = momentOption(invocation, "since", now) ?? now - 7 * DAY;
    const until = Math.min(now, momentOption(invocation, "until", now) ?? now);
    if (since >= until) throw new RollcallError("usage", "--since has to be before --until, and before now.");
    const known = (await store.directories()).map(({ directory }) => directory);
    const wanted = args[0] === undefined ? known : known.filter((directory) => directory === args[0]);
    if (wanted.length === 0) {
      const others = known.length === 0 ? "run rollcall sweep" : `it has ${listed(known)}`;
      throw new RollcallError(
        "not_found",
        `${args[0] ?? "coverage"}: the store has no complete reading of such a directory; ${others}.`,
      );
    }
    for (const directory of wanted) {
      const longest = blindAfter({ every: every.get(directory) ?? 5 * MINUTE });
      const found = await coverage(store, directory, longest, { since, until });
      if (flag(invocation, "json")) {
        output.json(coverageJson(found));
        continue;
      }
      output.line(output.style("bold", directory));
      for (const span of found.spans) {
        const what = coveredBy(span);
        const style = what === "nothing" ? "yellow" : "green";
        const from = moment(span.since);
        output.line(
          `  ${from} to ${moment(span.until)}  ${output.style(style, what)}, ${duration(span.until - span.since)}`,
        );
      }
      const gaps = gapsText(found.spans).length;
      output.note(
        `${directory}: ${gaps === 0 ? "no gap" : counted(gaps, "gap")}; a pause of more than ${duration(longest)} between two sweeps is one`,
      );
    }
    return 0;
  } finally {
    await store.close();
  }
};
