import { judgePairs } from "../../app/judge-pairs.ts";
import { VERDICTS } from "../../core/record/evidence.ts";
import { judgementLines, VERDICT_WORDS } from "../../messages/rounds.ts";
import { counted, number, plain } from "../../messages/words.ts";
import { linesOf } from "../../wire/lines.ts";
import { flag, type Run } from "../command.ts";

/** Says of pairs of reports whether they are of one round of cuts. Opens no store and no settings. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const path = args[0] ?? "-";
  const sums = { same: 0, different: 0, ask: 0 };
  for await (const { companies, weight: _, ...judged } of judgePairs(
    linesOf(path),
    path === "-" ? "standard input" : path,
  )) {
    sums[judged.verdict]++;
    if (flag(invocation, "json")) {
      output.json(judged);
      continue;
    }
    const names = [...new Set(companies.map(plain))].join(" / ");
    output.line(`${plain(String(judged.id))}  ${names}: ${output.style("bold", VERDICT_WORDS[judged.verdict])}`);
    for (const line of judgementLines(judged)) output.line(`  ${line}`);
  }
  if (!flag(invocation, "json")) {
    const parts = VERDICTS.map((verdict) => `${number(sums[verdict])} ${VERDICT_WORDS[verdict]}`);
    output.note(`${counted(sums.same + sums.different + sums.ask, "pair")}: ${parts.join(", ")}.`);
  }
  return 0;
};
