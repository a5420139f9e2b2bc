// Which file of a site has what an address of ours has.
import { PERIODS } from "../core/record/series.ts";
import { SHELVED } from "../core/record/layoff.ts";

/** What the record is narrowed to on pages of the site, beside all of it. */
const SELECTIONS = ["year", "country", "industry"] as const;
type SelectionBy = (typeof SELECTIONS)[number];

/** Those that have feeds: what is of one year is over. */
const WITH_FEEDS: ReadonlySet<string> = new Set(["country", "industry"]);
const FOLDERS = { year: "years", country: "countries", industry: "industries" } as const;

const FEED = /^\/record\/feed\.(atom|rss|json)$/;
/** Pages and files that there is one of. */
const SINGLE = /^\/record\/([a-z][a-z-]*|[a-z][a-z.-]*\.[a-z]+)$/;
const ONE = /^\/record\/(layoffs|companies)\/((?:l|co)-[0-9a-z]+)$/;

export interface Paths {
  /** The file for an address of ours, without a fragment; undefined where the site has none. */
  readonly fileOf: (address: string) => string | undefined;
  /** Gives the part of a list that follows on the one in `from` a file of its own. */
  readonly follow: (address: string, from: string) => string;
}

/**
 * Names of files are of ASCII, so that every server and every disk has them alike.
 * @param selections the years, countries and industries that have a page
 * @param isThere whether there is a page or a file at this path, of which there is one
 */
export function pathsOf(
  selections: Readonly<Record<SelectionBy, readonly string[]>>,
  isThere: (path: string) => boolean,
): Paths {
  const names = namesOf(selections);
  /** Of the parts of lists after their first: by address. */
  const parts = new Map<string, string>();
  const fileOf = (address: string): string | undefined => {
    const [path = "", search = ""] = address.split("?", 2);
    if (search === "") return singleFile(path, isThere);
    const known = parts.get(address);
    if (known !== undefined) return known;
    const words = new URLSearchParams(search);
    if (path === "/record/charts") {
      const by = words.get("by");
      return words.size === 1 && PERIODS.some((one) => one === by) ? `charts-${by}.html` : undefined;
    }
    if (path === "/record/shelf") return shelfFile(words);
    const selected = selectionOf(words);
    const name = selected && names.get(`${selected.by} ${selected.value}`);
    if (selected === undefined || name === undefined) return undefined;
    if (path === "/record") return `${name}.html`;
    const form = FEED.exec(path)?.[1];
    return form !== undefined && WITH_FEEDS.has(selected.by) ? `${name}.${form}` : undefined;
  };
  const follow = (address: string, from: string): string => {
    const known = parts.get(address);
    if (known !== undefined) return known;
    const [, stem = from, part = "1"] = /^(.*?)(?:-part-(\d+))?\.html$/.exec(from) ?? [];
    const file = `${stem === "index" ? "all" : stem}-part-${Number(part) + 1}.html`;
    parts.set(address, file);
    return file;
  };
  return { fileOf, follow };
}

function namesOf(selections: Readonly<Record<SelectionBy, readonly string[]>>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const by of SELECTIONS) {
    for (const value of selections[by]) {
      const slug = slugOf(value);
      let name = `${FOLDERS[by]}/${slug}`;
      for (let n = 2; taken.has(name); n++) name = `${FOLDERS[by]}/${slug}--${n}`;
      taken.add(name);
      names.set(`${by} ${value}`, name);
    }
  }
  return names;
}

function singleFile(path: string, isThere: (path: string) => boolean): string | undefined {
  if (path === "/record") return "index.html";
  const [, kind, id] = ONE.exec(path) ?? [];
  if (kind !== undefined) return `${kind}/${id}.html`;
  const name = SINGLE.exec(path)?.[1];
  if (name === undefined || !isThere(path)) return undefined;
  return name.includes(".") ? name : `${name}.html`;
}

function shelfFile(words: URLSearchParams): string | undefined {
  const [why, page] = [words.get("why"), words.get("page")];
  const known = (why === null ? 0 : 1) + (page === null ? 0 : 1);
  if (words.size !== known || (why !== null && !SHELVED.some((one) => one === why))) return undefined;
  const part = page === null ? "" : /^[1-9]\d{0,5}$/.test(page) ? `-${page}` : undefined;
  return part === undefined ? undefined : `shelf${why === null ? "" : `-${why}`}${part}.html`;
}

function selectionOf(words: URLSearchParams): { readonly by: SelectionBy; readonly value: string } | undefined {
  const [since, until] = [words.get("since"), words.get("until")];
  if (words.size === 2 && since !== null && since === until) return { by: "year", value: since };
  if (words.size !== 1) return undefined;
  for (const by of ["country", "industry"] as const) {
    const value = words.get(by);
    if (value !== null) return { by, value };
  }
  return undefined;
}

/** @example slugOf("Food & Drink") === "food-drink" */
function slugOf(text: string): string {
  const slug = text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return slug === "" ? "other" : slug;
}
