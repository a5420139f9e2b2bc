// The words of what an audit of everything that was published found.
import type { Told, TotalTells, Unsafe } from "../core/ledger/audit/audit.ts";
import type { Flaw } from "../core/ledger/audit/history.ts";
import type { Readers } from "../core/ledger/rules.ts";
import { moment } from "./time.ts";
import { counted, listed, number, plain } from "./words.ts";

const WHO: Readonly<Record<Readers, string>> = {
  authorised: "authorised readers",
  anyone: "readers of the counts for anyone",
};

const FLAWS: Readonly<Record<Flaw, string>> = {
  missing: "its row is missing, or has another number",
  "k too small": "its k is smaller than any may be",
  "another rule": "its k, its step or what it is made of is another than at the first release",
  "another time": "its time is not later than that of the release before, or is another than in the first ledger",
  "other units": "its units are not those of the release before with at most others after them",
  "no value": "it has no value that the unit can have",
  fell: "its value is less than at the release before",
  "another since": "it names another release as that in which the value rose",
  frozen: "it was frozen for an official total and is not any more, or rose since, or is frozen without a total",
  "another number of totals": "it reckons with another number of official totals than had been entered",
  "not what the first ledger gives": "its value is not what the rule makes of the first ledger",
  "not what was released": "what is shown now is not what was released",
};

/** One sentence for each thing that is wrong with the release. */
export function unsafeTexts({ release, told, impossible, flawed }: Unsafe): string[] {
  const wrong = told.map((one) => toldText(one));
  for (const { readers, unit } of impossible) {
    wrong.push(
      `${plain(unit)}: no number of leavers agrees with what ${WHO[readers]} were told by release ${release}.`,
    );
  }
  if (flawed !== undefined) {
    const { flaw, readers, unit } = flawed;
    wrong.push(`${unit === undefined ? "" : `${plain(unit)}, `}as told to ${WHO[readers]}: ${FLAWS[flaw]}.`);
  }
  return wrong;
}

/** `Release 3 of 2026-02-01 08:00 UTC is unsafe.` */
export function unsafeHeadline({ release, at }: Unsafe): string {
  return `Release ${release}${at === undefined ? "" : ` of ${moment(at)}`} is unsafe.`;
}

/** What whoever answers for the counts should do. */
export function remedyText({ flawed }: Unsafe): string {
  return flawed === undefined
    ? "What is out cannot be recalled. Take counts out of the settings, so that nothing more is released, and compare the release with the report that was sent: if they differ, the store was changed, so restore it; if not, report it as SECURITY.md says."
    : "No release by the rule looks so: the store was changed, or something else wrote it. Compare it with the reports that were sent, and restore it from a backup of before.";
}

/** What of a unit is proved too closely, by whom. */
export function toldText({ readers, unit, from, to, lo, hi, values }: Told): string {
  const span = from === 0 ? `by release ${to}` : `after release ${from} and by release ${to}`;
  const gaps = values < hi - lo + 1 && values < unit.headcount ? `, one of ${values} numbers` : "";
  const people = lo === hi ? `exactly ${counted(lo, "person", "people")}` : `${number(lo)} to ${number(hi)} people`;
  return `${plain(unit.name)}, ${number(unit.headcount)} people: ${WHO[readers]} can prove that ${people} left ${span}${lo === hi ? "" : gaps}.`;
}

/** What an official total did by itself, which no release has to answer for. */
export function totalTexts({ release, low, high, told, contradicts }: TotalTells): string[] {
  const figure = low === high ? number(low) : `${number(low)} to ${number(high)}`;
  const total = `The official total of ${figure} after release ${release}`;
  const who = listed(contradicts.map((readers) => WHO[readers]));
  return [
    ...told.map((one) => `${total} tells by itself. ${toldText(one)}`),
    ...(contradicts.length === 0
      ? []
      : [`${total} does not agree with what ${who} were told: it is of other people, and was left out of account.`]),
  ];
}
