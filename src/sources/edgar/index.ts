import { z } from "zod";
import type { About } from "../../app/record-port.ts";
import { defineSource, type Entry, type Given, type SourceReading } from "../../app/source-port.ts";
import { RollcallError } from "../../core/errors.ts";
import { badFile } from "../../files/bad-file.ts";
import { collect } from "../../files/collect.ts";
import { textOf } from "../../files/decode.ts";
import { hashOf } from "../stated.ts";
import { type Filing, filingOf, isReport, isSubmission } from "./filing.ts";
import { cutsIn, EXIT_COSTS, itemsOf } from "./items.ts";
import {
  addressOf,
  type List,
  type Listed,
  listKind,
  type ListKind,
  listOf,
  searchFrom,
  submissionsOf,
} from "./lists.ts";
import { sectorOf } from "./sic.ts";

const settings = z.strictObject({});
/** A submission with its pictures. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Pages of one list. */
const MOST_PAGES = 200;

/** Current reports (Form 8-K) to the SEC: what they say of job cuts under item 2.05, and beside it under 7.01 and 8.01. */
export const edgar = defineSource<z.infer<typeof settings>>({
  kind: "edgar",
  title: "reports to the SEC (Form 8-K, item 2.05)",
  docs: "docs/sources.md",
  settings,
  // https://www.sec.gov/os/accessing-edgar-data: ten requests a second of one user, over all servers, who says who they are.
  server: { domain: "sec.gov", perMs: 125, mail: true },
  addressOf: placeOf,
  recognise: async (given) => ((await formOf(given)) === undefined ? undefined : "edgar"),
  read,
});

type Form = ListKind | "filing";

async function formOf(given: Given): Promise<Form | undefined> {
  const head = (await given.head()).toString("latin1");
  if (isSubmission(head) || isReport(head)) return "filing";
  const list = listKind(head);
  if (list !== undefined || given.address === null) return list;
  // What was found of nothing has no mark of EDGAR in it.
  return new URL(given.address).pathname.endsWith("/LATEST/search-index") && /^\s*\{/.test(head) ? "search" : undefined;
}

/** `edgar:2026-01-05`, `edgar:2026-01-05..2026-01-31`: filings since that day, and between the two; `edgar:320193`: of one company, by its CIK. */
function placeOf(name: string, today: string): string {
  const [, since, until = today] = /^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$/.exec(name) ?? [];
  if (since !== undefined && [since, until].every(isDay) && since <= until) return searchFrom(since, until);
  const cik = /^(?:CIK)?(\d{1,10})$/i.exec(name)?.[1];
  if (cik !== undefined) return submissionsOf(cik);
  throw new RollcallError(
    "usage",
    `edgar:${name}: name a first day (edgar:2026-01-05), a first and a last one (edgar:2026-01-05..2026-01-31), or a company by its CIK (edgar:320193).`,
  );
}

function isDay(text: string): boolean {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

async function* read({ given, follow }: SourceReading<unknown>): AsyncGenerator<Entry> {
  const form = await formOf(given);
  if (form === undefined) {
    throw badFile(given.place, "this is no report to the SEC on Form 8-K, and no list of EDGAR's; nothing was read");
  }
  if (form === "filing") yield entryOf(await whole(given, follow), 1);
  else yield* listed(form, given, follow);
}

async function contentOf(given: Given): Promise<string> {
  return textOf(await collect(given, MOST_BYTES), given.place, given.charset, "html");
}

/** Of a main document in EDGAR's archives the full submission, whose header says what the document does not. */
async function whole(given: Given, follow: SourceReading<unknown>["follow"]): Promise<Filing> {
  const own = filingOf(await contentOf(given));
  const path = /\/Archives\/edgar\/data\/(\d{1,10})\/(\d{10})(\d{2})(\d{6})\/[^/]*\.html?$/i.exec(given.address ?? "");
  if (own.accession !== null || path === null || given.address === null) return own;
  const [, cik = "", filer = "", year = "", number = ""] = path;
  const accession = `${filer}-${year}-${number}`;
  if (follow === undefined) return { ...own, accession };
  return filingOf(await contentOf(await follow(addressOf({ cik, accession }, given.address))));
}

async function* listed(kind: ListKind, given: Given, follow: SourceReading<unknown>["follow"]): AsyncGenerator<Entry> {
  const { address } = given;
  if (follow === undefined || address === null) {
    throw badFile(given.place, "a list of filings only names them; give its address in the place of the file");
  }
  const seen = new Set<string>();
  const pages = new Set([address]);
  let row = 0;
  for (const page of pages) {
    if (pages.size > MOST_PAGES)
      throw badFile(given.place, `the list has more than ${MOST_PAGES} pages; ask for less time`);
    const list: List = listOf(kind, await contentOf(page === address ? given : await follow(page)), given.place, page);
    for (const more of list.more) pages.add(more);
    for (const filing of list.filings) {
      row++;
      const reason = refusal(filing, seen);
      seen.add(filing.accession);
      yield reason === undefined ? await fetched(filing, row, address, follow) : { refused: { row, reason } };
    }
  }
}

function refusal({ form, items, accession }: Listed, seen: ReadonlySet<string>): string | undefined {
  if (!/^8-K(?:\/A)?$/.test(form)) return "it is no Form 8-K";
  if (seen.has(accession)) return "it is another document of a filing that is listed before";
  return items === null || items.includes(EXIT_COSTS) ? undefined : NOTHING;
}

const NOTHING = "it reports nothing under item 2.05";

async function fetched(
  filing: Listed,
  row: number,
  list: string,
  follow: NonNullable<SourceReading<unknown>["follow"]>,
): Promise<Entry> {
  try {
    return entryOf(filingOf(await contentOf(await follow(addressOf(filing, list)))), row);
  } catch (error) {
    // One that is gone or broken is not read; a server that is out of reach is not taken for it.
    if (!(error instanceof RollcallError) || !["not_found", "malformed", "bad_file"].includes(error.code)) throw error;
    return { refused: { row, reason: "EDGAR gave no whole filing of this number" } };
  }
}

function entryOf(filing: Filing, row: number): Entry {
  const { company, cik, accession, form, filed, event, state, sic, text } = filing;
  if (form?.startsWith("8-K") === false) return { refused: { row, reason: "it is no Form 8-K" } };
  const told = cutsIn(itemsOf(text));
  if (told === null) return { refused: { row, reason: NOTHING } };
  if (company === null) return { refused: { row, reason: "neither its header nor its cover names the company" } };
  const about: About = {
    company,
    cik,
    seat: state === null ? null : `US-${state}`,
    industry: sectorOf(sic),
    event,
    amends: form?.endsWith("/A") === true,
  };
  return {
    unread: [],
    reported: {
      source: "edgar",
      key: accession ?? hashOf(text),
      address:
        cik === null || accession === null
          ? null
          : `https://www.sec.gov/Archives/edgar/data/${Number(cik)}/${accession.replaceAll("-", "")}/${accession}-index.htm`,
      title: null,
      published: filed ?? event,
      publisher: `SEC Form ${form ?? "8-K"}`,
      language: "en",
      about,
      text: told,
      claims: [],
    },
  };
}
