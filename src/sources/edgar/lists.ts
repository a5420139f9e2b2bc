// The lists in which EDGAR names filings: its full-text search, a company's submissions, the index of a day.
import { z } from "zod";
import { badFile } from "../../files/bad-file.ts";
import { EXIT_COSTS } from "./items.ts";

/** A filing as a list names it. */
export interface Listed {
  readonly form: string;
  readonly accession: string;
  readonly cik: string;
  /** The numbers of its items; null where the list does not say. */
  readonly items: readonly string[] | null;
}

export interface List {
  readonly filings: readonly Listed[];
  /** Where it goes on. */
  readonly more: readonly string[];
}

export type ListKind = "search" | "submissions" | "index";

export function listKind(head: string): ListKind | undefined {
  if (/^\s*Description:\s+(?:Daily|Master|Form|Company) Index of EDGAR/i.test(head)) return "index";
  if (!/^\s*\{/.test(head)) return undefined;
  if (/"hits"\s*:/.test(head) && (/"_index"\s*:\s*"edgar/.test(head) || /"edgar_file"/.test(head))) return "search";
  const ofCompany = /"cik"\s*:/.test(head) && /"sicDescription"\s*:/.test(head);
  return ofCompany || /^\s*\{\s*"accessionNumber"\s*:\s*\[/.test(head) ? "submissions" : undefined;
}

export function listOf(kind: ListKind, text: string, place: string, address: string): List {
  switch (kind) {
    case "search":
      return search(valid(Search, text, place), address);
    case "submissions":
      return submissions(text, place, address);
    case "index":
      return { filings: index(text), more: [] };
  }
}

/** Filings of Form 8-K between two ISO days, amendments among them, whose words name item 2.05. */
export function searchFrom(since: string, until: string): string {
  const query = new URLSearchParams({
    q: `"Item ${EXIT_COSTS}"`,
    forms: "8-K,8-K/A",
    dateRange: "custom",
    startdt: since,
    enddt: until,
  });
  return `https://efts.sec.gov/LATEST/search-index?${query.toString()}`;
}

export function submissionsOf(cik: string): string {
  return `https://data.sec.gov/submissions/CIK${cik.padStart(10, "0")}.json`;
}

/** The full submission of a filing, on the server of EDGAR's archives, or on the one that gave the list. */
export function addressOf({ cik, accession }: Pick<Listed, "cik" | "accession">, list: string): string {
  const { origin, hostname } = new URL(list);
  const server = /(?:^|\.)sec\.gov$/i.test(hostname) ? "https://www.sec.gov" : origin;
  return `${server}/Archives/edgar/data/${Number(cik)}/${accession.replaceAll("-", "")}/${accession}.txt`;
}

const Accession = z.string().regex(/^\d{10}-\d{2}-\d{6}$/);
const Search = z.object({
  hits: z.object({
    total: z.object({ value: z.int().min(0) }),
    hits: z.array(
      z.object({
        _source: z.object({
          adsh: Accession,
          ciks: z.array(z.string().regex(/^\d{1,10}$/)).min(1),
          form: z.string(),
          items: z.array(z.string()).nullish(),
        }),
      }),
    ),
  }),
});

/** As far as the search can be paged. */
const MOST_HITS = 10_000;

function search({ hits: { total, hits } }: z.infer<typeof Search>, address: string): List {
  const url = new URL(address);
  const from = Number(url.searchParams.get("from") ?? 0);
  const next = from + hits.length;
  url.searchParams.set("from", String(next));
  return {
    filings: hits.map(({ _source: { adsh, ciks, form, items } }) => ({
      form,
      accession: adsh,
      cik: ciks[0] ?? "",
      items: items ?? null,
    })),
    more: hits.length > 0 && next < Math.min(total.value, MOST_HITS) ? [url.href] : [],
  };
}

const Columns = z.object({
  accessionNumber: z.array(Accession),
  form: z.array(z.string()),
  items: z.array(z.string()),
});
const Submissions = z.object({
  cik: z
    .union([z.string(), z.int()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,10}$/)),
  filings: z.object({
    recent: Columns,
    files: z.array(z.object({ name: z.string().regex(/^CIK\d{10}-submissions-\d+\.json$/) })),
  }),
});

/** The newest thousand of a company, or a further page of them, which says whose it is by its name. */
function submissions(text: string, place: string, address: string): List {
  const further = /CIK(\d{10})-submissions-\d+\.json$/.exec(new URL(address).pathname)?.[1];
  const { cik, recent, files } =
    further === undefined
      ? (({ cik: of, filings }) => ({ cik: of, ...filings }))(valid(Submissions, text, place))
      : { cik: further, recent: valid(Columns, text, place), files: [] };
  const { accessionNumber, form, items } = recent;
  if (form.length !== accessionNumber.length || items.length !== accessionNumber.length)
    throw badFile(place, "its columns are of different lengths; nothing was read");
  return {
    filings: accessionNumber.map((accession, i) => ({
      form: form[i] ?? "",
      accession,
      cik,
      items: (items[i] ?? "").split(",").map((item) => item.trim()),
    })),
    more: files.map(({ name }) => new URL(name, address).href),
  };
}

const FORM = /^(?:8-K|8-K\/A)$/;

/** By form, by company or by CIK: in columns of blanks, or between bars; the file's path is always the last. */
function index(text: string): Listed[] {
  const filings: Listed[] = [];
  for (const line of text.split(/\r?\n/)) {
    const path = /edgar\/data\/(\d{1,10})\/(?:\d{18}\/)?(\d{10}-\d{2}-\d{6})(?:\.txt|-index\.html?)\s*$/.exec(line);
    if (path === null) continue;
    const cells = line.split(line.includes("|") ? "|" : /\s{2,}/).map((cell) => cell.trim());
    filings.push({
      form: cells.find((cell) => FORM.test(cell)) ?? "another",
      accession: path[2] ?? "",
      cik: path[1] ?? "",
      items: null,
    });
  }
  return filings;
}

function valid<T>(schema: z.ZodType<T>, text: string, place: string): T {
  const found = schema.safeParse(parsed(text, place));
  if (found.success) return found.data;
  const where = found.error.issues[0]?.path.join(".") ?? "";
  throw badFile(place, `EDGAR's list is not as it was${where === "" ? "" : ` (${where})`}; nothing was read`);
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badFile(place, "the JSON is cut off or broken; nothing was read");
  }
}
