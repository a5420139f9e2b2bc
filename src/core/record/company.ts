// Which company a report means. A bare name never says so: Circle is not CircleCI, one Bolt lends and another drives. So a company is
// known by its name together with a domain, a country or an industry, and by the other names that somebody has recorded.
import { countryCode } from "./country.ts";
import { kept } from "./kept.ts";
import { folded, wordsOf } from "./words.ts";

/** A company as a report names it; what it does not say is null or missing. */
export interface CompanyNamed {
  readonly company: string;
  readonly domain?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly industry?: string | null | undefined;
  /** Central Index Key of the SEC: of two that have one it decides, whatever their names are. */
  readonly cik?: string | null | undefined;
}

/**
 * Other names of companies: from the key of a name (`nameKey`) to the key under which the company is known. A rename and a legal name
 * are aliases; a brand or a daughter that cuts jobs of its own is not.
 */
export type Aliases = ReadonlyMap<string, string>;

export const NO_ALIASES: Aliases = new Map();

/** Legal forms, as `wordsOf` gives them; they are no part of a name where they stand at its end. */
const LEGAL: ReadonlySet<string> = new Set(
  (
    "inc incorporated corp corporation co company companies ltd limited llc lllp llp lp plc pllc pc gmbh mbh ag kg kgaa ohg ug se sa sas sasu " +
    "sarl srl spa sl slu nv bv bvba cv ab as asa oy oyj aps pty pvt private pte kk bhd sdn sro doo dd ood ead jsc pjsc oao zao ooo " +
    "sab ltda eireli tbk pt"
  ).split(" "),
);

/** What companies add to their names and leave off again, and what a file adds. They tell one company from another only seldom. */
const ADDED: ReadonlySet<string> = new Set(
  (
    "group groups holding holdings technologies technology tech labs lab software systems solutions services international global " +
    "worldwide networks network platforms platform enterprises industries com io ai app hq usa us america americas uk europe " +
    "emea apac india canada australia germany france copy"
  ).split(" "),
);

/** Between a name and another name of the same company. */
const OTHER_NAME =
  /\b(?:formerly(?: known as)?|f\/?k\/?a|previously|now|also known as|a\/?k\/?a|d\/?b\/?a|doing business as)\b\.?/i;

interface Names {
  /** The words of the name, legal forms left off. */
  readonly words: readonly string[];
  /** The keys of the other names that stand beside it: "Facebook (Meta)", "X, formerly Twitter". */
  readonly others: readonly string[];
}

const namesIn = kept(readNames);

function readNames(company: string): Names {
  const inBrackets = [...company.matchAll(/[([]([^)\]]*)[)\]]/g)].map(([, inside = ""]) => inside);
  const bare = company.replaceAll(/[([][^)\]]*[)\]]/g, " ");
  const [name = "", ...beside] = bare.split(OTHER_NAME);
  const words = nameWords(name === "" ? company : name);
  const others = [...inBrackets.flatMap((inside) => inside.split(OTHER_NAME)), ...beside]
    .map((one) => nameWords(one).join(""))
    .filter((key) => key !== "");
  return { words, others };
}

function nameWords(name: string): string[] {
  // "theGist" is written as "The Gist" as well; "L.L.C." and "S.A." are one word each.
  const spaced = name
    .trim()
    .replace(/^the(?=\p{Lu})/u, "the ")
    .replaceAll(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, "");
  const parts = spaced.split(",").map((part) => withoutLegal(wordsOf(part)));
  const words = parts.flat();
  const named = words[0] === "the" && words.length > 1 ? words.slice(1) : words;
  // Of a name that is nothing but such words, they are the name.
  return named.length > 0 ? named : wordsOf(name);
}

function withoutLegal(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 0 && LEGAL.has(words[end - 1] ?? "")) end--;
  return words.slice(0, end);
}

/** The name alone as it is compared: without legal form, case, marks, blanks and a "the" before it. No key of a company. */
export function nameKey(company: string): string {
  return namesIn(company).words.join("");
}

/** The same with the other names that a report gives beside it. */
export function nameKeys(company: string): readonly string[] {
  const { words, others } = namesIn(company);
  return [words.join(""), ...others];
}

/** The first word of a name: whatever company is like it begins with it. */
export function firstWord(company: string): string {
  return namesIn(company).words[0] ?? "";
}

/** `acme` of `https://www.acme.co.uk/about`, with its end; null where there is no domain. */
function domainOf(text: string | null | undefined): { readonly label: string; readonly whole: string } | null {
  const host = /^(?:[a-z][a-z+.-]*:\/\/)?(?:www\.)?([^/?#:\s]+\.[^/?#:\s]+)/i
    .exec(text?.trim() ?? "")?.[1]
    ?.toLowerCase();
  if (host === undefined) return null;
  const parts = host.split(".");
  // Of co.uk and com.au the name stands before both.
  const ends = parts.length > 2 && (parts.at(-2)?.length ?? 0) <= 3 && parts.at(-1)?.length === 2 ? 2 : 1;
  const label = parts.at(-1 - ends) ?? host;
  return { label, whole: parts.slice(-1 - ends).join(".") };
}

/** What a source that does not know writes into the column. */
const NO_INDUSTRY: ReadonlySet<string> = new Set([
  "",
  "other",
  "others",
  "unknown",
  "n a",
  "na",
  "none",
  "misc",
  "various",
]);

/** An industry as it is compared; null where the source does not know it. */
function industryKey(text: string | null | undefined): string | null {
  const key = folded(text ?? "");
  return NO_INDUSTRY.has(key) ? null : key;
}

/**
 * The key under which a company is kept: its name, and its domain, else its country and industry. Where none of them is known, the
 * key says so by a question mark, and whoever keeps it has to ask before another of the same name is taken for it.
 */
export function companyKey(named: CompanyNamed, aliases: Aliases = NO_ALIASES): string {
  const name = knownAs(nameKey(named.company), aliases);
  const domain = domainOf(named.domain);
  if (domain !== null) return `${name} ${domain.whole}`;
  const known = [countryCode(named.country), industryKey(named.industry)].filter((one) => one !== null);
  return `${name} ${known.length === 0 ? "?" : known.join(" ")}`;
}

function knownAs(key: string, aliases: Aliases): string {
  return aliases.get(key) ?? key;
}

/** How two names lie to each other. */
export type NameRelation =
  | "same_name"
  /** By a recorded alias, or because one report names both. */
  | "alias"
  /** One is the other and words that are added and left off: "Starship", "Starship Technologies". */
  | "longer_name"
  /** One begins with the other, and says more: "Jasper", "Jasper Health". */
  | "part_of_name"
  /** One slip of a letter between two long names. */
  | "near_name"
  | "other_name";

export function nameRelation(a: string, b: string, aliases: Aliases = NO_ALIASES): NameRelation {
  const [left, right] = [namesIn(a), namesIn(b)];
  const [one, two] = [left.words.join(""), right.words.join("")];
  if (one === two) return "same_name";
  const all = (key: string, others: readonly string[]): string[] =>
    [key, ...others].map((each) => knownAs(each, aliases));
  const rightNames = all(two, right.others);
  if (all(one, left.others).some((name) => name !== "" && rightNames.includes(name))) return "alias";
  const [short, long] = left.words.length <= right.words.length ? [left.words, right.words] : [right.words, left.words];
  const rest = long.slice(short.length);
  if (short.length > 0 && short.every((word, i) => word === long[i]))
    return rest.every((word) => ADDED.has(word)) ? "longer_name" : "part_of_name";
  // "Character.AI", "Characterai": cut into words in other places, and longer by words that are added.
  const bare = ({ words }: Names): string => withoutAdded(words).join("");
  if (bare(left) === bare(right)) return "longer_name";
  return Math.min(one.length, two.length) >= LONG_NAME && isOneSlip(one, two) ? "near_name" : "other_name";
}

function withoutAdded(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 1 && ADDED.has(words[end - 1] ?? "")) end--;
  return words.slice(0, end);
}

/** Of shorter names many that differ by a letter are different companies. */
const LONG_NAME = 7;

/** One letter added, left out, replaced, or two neighbours swapped. */
function isOneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.slice(at) === long.slice(at + 1) || short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}

/** What speaks for or against two reports meaning one company. */
type CompanyEvidence =
  | NameRelation
  | "same_cik"
  | "other_cik"
  | "same_domain"
  | "other_domain"
  | "other_country"
  | "other_industry";

export interface CompanyMatch {
  readonly verdict: "same" | "different" | "unsure";
  readonly because: readonly CompanyEvidence[];
}

/**
 * A key of an authority decides, where both have one, and then a domain. Else names do, checked by country and industry: an equal name is another company only where
 * both differ, since a company cuts jobs abroad too; a name that is only like it has to be borne out by one, and not gainsaid.
 */
export function matchCompany(a: CompanyNamed, b: CompanyNamed, aliases: Aliases = NO_ALIASES): CompanyMatch {
  const relation = nameRelation(a.company, b.company, aliases);
  if (a.cik != null && b.cik != null)
    return a.cik === b.cik
      ? { verdict: "same", because: [relation, "same_cik"] }
      : { verdict: "different", because: [relation, "other_cik"] };
  const [own, other] = [domainOf(a.domain), domainOf(b.domain)];
  if (own !== null && own.whole === other?.whole) return { verdict: "same", because: [relation, "same_domain"] };
  if (relation === "other_name") return { verdict: "different", because: [relation] };
  // Of one label under two ends (acme.com, acme.de) nothing is known; a rename changes the domain too.
  if (own !== null && other !== null && own.label !== other.label && relation !== "alias")
    return { verdict: "different", because: [relation, "other_domain"] };
  const country = agreement(countryCode(a.country), countryCode(b.country));
  const industry = agreement(industryKey(a.industry), industryKey(b.industry));
  const against: CompanyEvidence[] = [
    ...(country === "differs" ? (["other_country"] as const) : []),
    ...(industry === "differs" ? (["other_industry"] as const) : []),
  ];
  const because = [relation, ...against];
  if (relation === "same_name" || relation === "alias")
    return { verdict: against.length === 2 ? "different" : "same", because };
  const agrees = country === "agrees" || industry === "agrees";
  if (against.length > 0 && (relation !== "longer_name" || !agrees)) return { verdict: "different", because };
  return { verdict: relation === "longer_name" && agrees && against.length === 0 ? "same" : "unsure", because };
}

function agreement(a: string | null, b: string | null): "agrees" | "differs" | "unknown" {
  if (a === null || b === null) return "unknown";
  return a === b ? "agrees" : "differs";
}
