import type { SuppressedWhy } from "../../app/ports.ts";
import type { CorrectionTold } from "../../app/corrections.ts";
import type { WholeLayoff } from "../../app/layoffs.ts";
import { causesText, changeText } from "../../messages/layoff-history.ts";
import { reportedBy } from "../../messages/layoffs.ts";
import { day, moment } from "../../messages/time.ts";
import { brief, plain } from "../../messages/words.ts";
import type { Output } from "../output.ts";

/** The states through which a layoff has gone: what was, what is, why and when. */
export function showChanges(output: Output, { changes, claims, acts }: WholeLayoff): void {
  const known = {
    documents: new Map(claims.map(({ source }) => [source.id, source])),
    acts: new Map(acts.map((act) => [act.id, act])),
  };
  for (const change of changes) {
    const text = changeText(change);
    if (text === undefined) continue;
    output.line(`  ${moment(change.at)}  ${text}`);
    output.line(`    ${causesText(change.causes, known)}`);
  }
}

/** Figures that readers know otherwise, newest first. */
export function showCorrections(output: Output, corrections: readonly CorrectionTold[]): void {
  for (const { before, version, known } of corrections) {
    const { layoff, causes } = version;
    output.line(`${output.style("bold", brief(plain(layoff.name)))}  ${output.style("dim", layoff.id)}`);
    output.line(`  ${moment(layoff.changedAt)}  ${changeText({ before, after: layoff }) ?? ""}`);
    output.line(`    ${causesText(causes, known)}`);
  }
}

/** What is kept out of whatever leaves, for those who may lift it. */
export function showSuppressed(output: Output, suppressed: readonly SuppressedWhy[]): void {
  for (const { id, since, why, layoff, document, by } of suppressed) {
    const title = document?.title == null ? "" : ` “${brief(plain(document.title))}”`;
    const what =
      layoff === undefined
        ? document === undefined
          ? "whatever comes from there"
          : `a document of ${brief(reportedBy(document))}${title}`
        : `${brief(plain(layoff.name))}, ${layoff.date ?? "no date"}`;
    const words = [
      ...(since === null ? [] : [`since ${day(since)}`]),
      ...(by === undefined ? [] : [`because of its address ${plain(by)}`]),
      ...(why === null ? [] : [plain(why)]),
    ];
    output.line(`${output.style("bold", plain(id))}  ${what}`);
    if (words.length > 0) output.line(`  ${words.join("; ")}`);
  }
}
