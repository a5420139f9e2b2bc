import type { WaveView } from "../../core/disclosure/disclose.ts";
import { causeText } from "../../messages/cause.ts";
import { between, moment } from "../../messages/time.ts";
import { placesText } from "../../messages/waves.ts";
import { number, percent } from "../../messages/words.ts";
import type { Output } from "../output.ts";
import { type Column, table } from "./table.ts";

const ID: Column = { title: "WAVE" };
const SAID: Column = { title: "SAID" };
const COLUMNS: readonly Column[] = [
  { title: "WHEN", cut: true },
  { title: "LEFT", align: "right" },
  { title: "OF", align: "right" },
  { title: "SHARE", align: "right" },
  { title: "WHO" },
  { title: "WHERE", cut: true },
  { title: "LOOKS LIKE", cut: true },
];

/** One a row; of those of a back-test, with when each would have been said in place of an id. */
export function showWaves(output: Output, seen: readonly WaveView[], how: "found" | "simulated" = "found"): void {
  if (seen.length === 0) {
    output.line("No wave: nobody left but as on ordinary days.");
    return;
  }
  const rows = seen.map((wave) => {
    const { id, opened, who, start, end, size, headcount, where, cause, closed } = wave;
    const when = between({ notBefore: start, notAfter: end });
    return [
      how === "found" ? id : moment(Date.parse(opened)),
      closed === undefined ? `${when} …` : when,
      number(size),
      number(headcount),
      percent(size, headcount),
      who,
      where.length === 0 ? "everywhere alike" : placesText(where),
      causeText(cause),
    ];
  });
  const [head = "", ...lines] = table([how === "found" ? ID : SAID, ...COLUMNS], rows, output.width);
  output.line(output.style("dim", head));
  for (const line of lines) output.line(line);
}
