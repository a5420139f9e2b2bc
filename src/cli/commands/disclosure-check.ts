import { checkReleases, type Checked } from "../../app/check-releases.ts";
import { iso } from "../../core/time.ts";
import { remedyText, toldText, totalTexts, unsafeHeadline, unsafeTexts } from "../../messages/disclosure-check.ts";
import { counted, number } from "../../messages/words.ts";
import { openReading } from "../../wire/settings.ts";
import { openSolver } from "../../wire/solver.ts";
import { choice, flag, type Run } from "../command.ts";
import type { Output } from "../output.ts";

/** Audits everything that was ever published, to all readers together. Reads the ledgers, and of nobody who left. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store } = await openReading(choice(invocation));
  try {
    const all = await checkReleases(store, openSolver, (directory, done, of) =>
      output.status(`${directory}: release ${done} of ${of}`),
    );
    for (const checked of all) {
      if (flag(invocation, "json")) output.json(jsonOf(checked));
      else print(output, checked);
    }
    return all.some(({ unsafe }) => unsafe !== undefined) ? 1 : 0;
  } finally {
    await store.close();
  }
};

function print(output: Output, { directory, releases, units, spans, questions, totals, unsafe }: Checked): void {
  if (unsafe === undefined) {
    output.line(
      `${directory}: ${counted(releases, "release")}, all safe. Nobody who knows all of them can prove of any unit what tells of fewer than k people.`,
    );
  } else {
    output.line(`${directory}: ${output.style("red", unsafeHeadline(unsafe))}`);
    for (const text of unsafeTexts(unsafe)) output.line(`  ${text}`);
    output.line(`  ${remedyText(unsafe)}`);
  }
  for (const text of totals.flatMap(totalTexts)) output.line(`  ${text}`);
  if (spans === 0) return;
  output.note(
    `Looked at ${counted(spans, "span")} of ${counted(units, "unit")}, by ${number(questions)} different questions to the solver.`,
  );
}

function jsonOf({ directory, releases, units, spans, questions, totals, unsafe }: Checked) {
  const told = (some: readonly Parameters<typeof toldText>[0][]) =>
    some.map(({ unit, ...one }) => ({ ...one, unit: unit.name, headcount: unit.headcount }));
  return {
    directory,
    safe: unsafe === undefined,
    releases,
    units,
    spans,
    questions,
    totals: totals.map((one) => ({ ...one, told: told(one.told), text: totalTexts(one) })),
    ...(unsafe === undefined
      ? {}
      : {
          unsafe: {
            ...unsafe,
            at: unsafe.at === undefined ? null : iso(unsafe.at),
            told: told(unsafe.told),
            text: unsafeTexts(unsafe),
            remedy: remedyText(unsafe),
          },
        }),
  };
}
