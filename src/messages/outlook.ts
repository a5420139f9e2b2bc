import type { Outlook } from "../core/ledger/outlook.ts";
import { counted, number, percent } from "./words.ts";

/**
 * What counts of a workspace would show, on a few lines.
 * @param ground how people would be divided, where that is known, or what is taken for granted; one sentence
 */
export function outlookLines({ staff, units, least, authorised, anyone }: Outlook, ground: string): string[] {
  const [smallest = 0] = units;
  const largest = units.at(-1) ?? 0;
  if (units.length === 0) {
    return [`Counts are safe from ${counted(least, "person", "people")} on, and here are ${number(staff)} staff.`];
  }
  const sizes = smallest === largest ? number(smallest) : `${number(smallest)} to ${number(largest)}`;
  const row = (name: string, shares: readonly string[]): string =>
    `  ${name.padEnd(18)}  ${shares.map((share) => share.padStart(6)).join("")}`;
  const shown = (of: Outlook["anyone"]): string[] => of.map((one) => percent(one.shown, 1));
  return [
    `Counts for those who may know no names would be of ${number(staff)} staff, in ${counted(units.length, "unit")} of ${sizes} people.`,
    ground,
    "Of those who leave in a cut, so many would show in the end, expected (docs/disclosure.md says why not more):",
    row(
      "a cut of",
      authorised.map(({ cut }) => percent(cut, 1)),
    ),
    row("authorised readers", shown(authorised)),
    row("anyone", shown(anyone)),
  ];
}
