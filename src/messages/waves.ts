import type { WaveView } from "../core/disclosure/disclose.ts";
import { ERASED } from "../core/directory/erased.ts";
import { once } from "../core/once.ts";
import { HOUR, SECOND } from "../core/time.ts";
import { causeText, reasonText } from "./cause.ts";
import { between, duration, moment } from "./time.ts";
import { brief, counted, listed, number, percent, plain } from "./words.ts";

/** A label and what it says, as messages and tables show them one below the other. */
export interface Line {
  readonly label: string;
  readonly text: string;
}

const PEOPLE = { staff: "staff account", guests: "guest account" } as const;

/** `31 of 200 staff accounts of acme ended (16 %), 23 Nov 2026 10:01–16:03 UTC`. */
export function waveHeadline(wave: WaveView, directory: string): string {
  const { who, size, headcount, start, end } = wave;
  const [place] = wave.where;
  const people = `${number(size)} of ${counted(headcount, PEOPLE[who])}`;
  const where = place === undefined || wave.elsewhere ? ` of ${directory}` : ` of ${directory} in ${placeName(place)}`;
  const share = ` ended (${percent(size, headcount)})`;
  return `${people}${where}${share}, ${between({ notBefore: start, notAfter: end })}`;
}

/** `Kraków`, `the tree of Maria Nowak`, `the time zone Europe/Warsaw`. */
export function placeName({ by, value }: WaveView["where"][number]): string {
  const name = value === ERASED ? "somebody whose data was erased" : brief(plain(value));
  switch (by) {
    case "location":
    case "team":
      return name;
    case "manager":
      return `the teams under ${name}`;
    case "country":
      return countries().of(value) ?? name;
    case "timezone":
      return `the time zone ${name}`;
    case "domain":
      return `addresses of ${name}`;
    case "inviter":
      return `guests of ${name}`;
  }
}

const countries = once(() => new Intl.DisplayNames(["en"], { type: "region" }));

/** What a wave is, and what it looks like, with the reasons. */
export function waveLines(wave: WaveView): Line[] {
  const { size, back, expected, rate, where, elsewhere, closed, start, end } = wave;
  const lasted = Date.parse(end) - Date.parse(start);
  const usual =
    expected < 0.05 ? "next to none" : `about ${expected < 10 ? expected.toFixed(1) : number(Math.round(expected))}`;
  const pace =
    lasted < HOUR ? `within ${duration(Math.max(SECOND, lasted))}` : `within ${duration(lasted)}, ${perHour(rate)}`;
  return [
    { label: "how many", text: `${counted(size, "departure")} ${pace}; on ordinary days ${usual} in that time` },
    ...(back === 0 ? [] : [{ label: "back", text: `${number(back)} of them came back (${percent(back, size)})` }]),
    ...(where.length === 0
      ? [{ label: "where", text: "in no place more than elsewhere" }]
      : [{ label: "where", text: `${placesText(where)}${elsewhere ? "; and more than usual elsewhere" : ""}` }]),
    { label: "cause", text: `looks like ${causeText(wave.cause)}` },
    ...wave.reasons.map((reason) => ({ label: "because", text: reasonText(reason) })),
    ...(closed === undefined ? [] : [{ label: "over", text: `${ENDED[closed.why]} (seen ${moment(closed.at)})` }]),
  ];
}

function perHour(rate: number): string {
  return rate < 1
    ? `${(24 * rate).toFixed(1)} a day`
    : `${rate < 10 ? rate.toFixed(1) : number(Math.round(rate))} an hour`;
}

/** `Kraków 12 of 14 and Berlin 9 of 20`. */
export function placesText(where: WaveView["where"]): string {
  return listed(where.map((place) => `${placeName(place)} ${number(place.left)} of ${number(place.of)}`));
}

const ENDED = {
  quiet: "no more leave than on ordinary days",
  returned: "most of them came back",
  lasting: "it has lasted for so long that it is how things are now",
} as const;
