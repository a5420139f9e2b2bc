import { compareAnnounced } from "../../app/announced.ts";
import { announcementOf, wholeLayoff } from "../../app/layoffs.ts";
import { publishedTo } from "../../app/published.ts";
import { reportOf } from "../../core/ledger/report.ts";
import { layoffJson } from "../../messages/layoff-export.ts";
import { announcedLines } from "../../messages/announced.ts";
import { peopleText, percentText } from "../../messages/layoffs.ts";
import { policyText, totalText } from "../../messages/report.ts";
import { moment } from "../../messages/time.ts";
import { listed, plain } from "../../messages/words.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, flag, type Run, textOption } from "../command.ts";
import { onlyDirectory } from "../show/directories.ts";

/**
 * What is reported of one's own company beside what was observed in its directory, by company and time and never by person. An
 * audience of counts is told the released count, and no observed one.
 */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store, clock, waves, readersNamed } = await openReading(choice(invocation));
  const json = flag(invocation, "json");
  try {
    const whole = await wholeLayoff(store, args[0] ?? "");
    const { layoff } = whole;
    const title = `${output.style("bold", plain(layoff.name))}  ${output.style("dim", layoff.id)}`;
    const audience = textOption(invocation, "audience");
    if (audience !== undefined) {
      const report = reportOf(await publishedTo(store, await readersNamed(audience)));
      if (json) {
        output.json({ layoff: layoffJson(layoff), released: { ...report.policy, at: report.at, total: report.total } });
        return 0;
      }
      const figures = [peopleText(layoff), percentText(layoff.percent)].filter((figure) => figure !== "");
      output.line(title);
      output.line(`  reported: ${listed(figures) || "no figure"}, on ${layoff.date ?? "an unknown day"}`);
      output.line(`  released: ${totalText(report)}`);
      output.line(`  ${policyText(report, moment(report.at))}`);
      return 0;
    }
    const announced = announcementOf(whole);
    const directory = await onlyDirectory(store, args[1]);
    const announcement = { id: layoff.id, directory, addedAt: layoff.createdAt, announced };
    const { expectation, observed, comparison } = await compareAnnounced(store, announcement, clock.now(), waves);
    if (json) {
      output.json({ layoff: layoffJson(layoff), directory, expectation, observed, comparison });
      return 0;
    }
    output.line(title);
    for (const line of announcedLines(announced, expectation, observed, comparison)) output.line(`  ${line}`);
    return 0;
  } finally {
    await store.close();
  }
};
