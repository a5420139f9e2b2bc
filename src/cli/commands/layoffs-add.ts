import { number, plain } from "../../messages/words.ts";
import { enteredDocument } from "../../wire/entered.ts";
import { flag, numberOption, type Run, textOption } from "../command.ts";
import { taking } from "./layoffs-import.ts";
import { takenTexts } from "../show/taken.ts";

/** Enters one report by hand. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const text = (name: string): string | undefined => textOption(invocation, name);
  const entered = enteredDocument({
    company: text("company"),
    date: text("date"),
    count: numberOption(invocation, "count"),
    low: numberOption(invocation, "low"),
    high: numberOption(invocation, "high"),
    percent: numberOption(invocation, "percent"),
    base: numberOption(invocation, "base"),
    qualifier: text("qualifier"),
    kind: text("kind"),
    status: text("status"),
    location: text("location"),
    country: text("country"),
    industry: text("industry"),
    source: text("source"),
    publisher: text("publisher"),
    title: text("title"),
    quote: text("quote"),
  });
  const dry = flag(invocation, "dryRun");
  const taken = dry ? undefined : await taking(invocation, [entered]);
  if (flag(invocation, "json")) {
    output.json(taken === undefined ? entered : { taken });
    return 0;
  }
  for (const { company, kind, status, count, low, high, percent, qualifier, date } of entered.claims) {
    const people = count === null ? between(low, high) : number(count);
    const parts = [people, percent === null ? undefined : `${percent} %`].filter((part) => part !== undefined);
    const words = parts.length === 0 ? "no figure" : `${qualifier?.replace("_", " ") ?? ""} ${parts.join(", ")}`;
    output.line(`${output.style("bold", plain(company))}  ${kind}, ${status}, ${date ?? ""}: ${words}`);
  }
  output.line(`  ${plain(entered.address ?? "")}`);
  if (taken === undefined) output.note("A dry run: nothing was kept.");
  else for (const said of takenTexts(taken)) output.line(said);
  return 0;
};

function between(low: number | null, high: number | null): string | undefined {
  const ends = [low, high].filter((end) => end !== null).map(number);
  return ends.length === 0 ? undefined : ends.join(" to ");
}
