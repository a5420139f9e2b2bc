// Industries as registers and trackers name them: words, or a code of NAICS.

/** Sectors of the North American Industry Classification System (2022), by the first two digits of a code. Public domain. */
const SECTORS: readonly (readonly [digits: readonly string[], name: string])[] = [
  [["11"], "Agriculture, Forestry, Fishing and Hunting"],
  [["21"], "Mining, Quarrying, and Oil and Gas Extraction"],
  [["22"], "Utilities"],
  [["23"], "Construction"],
  [["31", "32", "33"], "Manufacturing"],
  [["42"], "Wholesale Trade"],
  [["44", "45"], "Retail Trade"],
  [["48", "49"], "Transportation and Warehousing"],
  [["51"], "Information"],
  [["52"], "Finance and Insurance"],
  [["53"], "Real Estate and Rental and Leasing"],
  [["54"], "Professional, Scientific, and Technical Services"],
  [["55"], "Management of Companies and Enterprises"],
  [["56"], "Administrative and Support and Waste Management and Remediation Services"],
  [["61"], "Educational Services"],
  [["62"], "Health Care and Social Assistance"],
  [["71"], "Arts, Entertainment, and Recreation"],
  [["72"], "Accommodation and Food Services"],
  [["81"], "Other Services (except Public Administration)"],
  [["92"], "Public Administration"],
];
const NAMES: ReadonlyMap<string, string> = new Map(
  SECTORS.flatMap(([digits, name]) => digits.map((two) => [two, name] as const)),
);

/** The sector of a NAICS code of two digits or more; other words as they are. */
export function industryName(text: string): string {
  const code = /^\s*(\d{2})\d{0,6}\s*$/.exec(text)?.[1];
  return (code === undefined ? undefined : NAMES.get(code)) ?? text;
}
