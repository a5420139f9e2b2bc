// Countries as ISO 3166-1 alpha-2 codes, from what sources call them.
import { once } from "../once.ts";
import { kept } from "./kept.ts";
import { folded } from "./words.ts";

/** What people write besides the English names of CLDR; all of it as `folded` leaves it. */
const ALSO: Readonly<Record<string, string>> = {
  usa: "US",
  "united states of america": "US",
  america: "US",
  uk: "GB",
  "great britain": "GB",
  britain: "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  "northern ireland": "GB",
  uae: "AE",
  "hong kong": "HK",
  macau: "MO",
  macao: "MO",
  "czech republic": "CZ",
  turkey: "TR",
  korea: "KR",
  "republic of korea": "KR",
  "republic of ireland": "IE",
  "the netherlands": "NL",
  holland: "NL",
  "viet nam": "VN",
  "russian federation": "RU",
  "ivory coast": "CI",
  burma: "MM",
  palestine: "PS",
};

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** Codes that CLDR names and that are no country: unions, and what is reserved for other uses. */
const NO_COUNTRY: ReadonlySet<string> = new Set(["EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"]);

// Asking for all of them takes longer than most commands do, so it is done when somebody asks.
const names = once(() => new Intl.DisplayNames(["en"], { type: "region", fallback: "none" }));
const codes = once((): ReadonlyMap<string, string> => {
  const all = LETTERS.flatMap((a) => LETTERS.map((b) => a + b)).flatMap((code): [string, string][] => {
    // A code that was withdrawn ("UK", "SU") has the name of the one that came after it, which stands in the list itself.
    if (NO_COUNTRY.has(code) || new Intl.Locale(`und-${code}`).region !== code) return [];
    const name = names().of(code);
    return name === undefined ? [] : [[folded(name), code]];
  });
  return new Map([...all, ...Object.entries(ALSO)]);
});
const known = once((): ReadonlySet<string> => new Set(codes().values()));

/** The code of what a source calls a country ("United States.", "U.K.", "de"); null where it is none, or is not known. */
export function countryCode(text: string | null | undefined): string | null {
  return text == null ? null : readCountry(text);
}

const readCountry = kept((text): string | null => {
  const name = folded(text.replaceAll(".", ""));
  const code = name.toUpperCase();
  return codes().get(name) ?? (known().has(code) ? code : null);
});

/** In English, for people; the code itself where there is no name. */
export function countryName(code: string): string {
  return (/^[A-Z]{2}$/.test(code) ? names().of(code) : undefined) ?? code;
}
