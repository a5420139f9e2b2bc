import type { Reported } from "../../app/record-port.ts";
import type { Given, SourceReading } from "../../app/source-port.ts";
import { collect } from "../../files/collect.ts";
import { textOf } from "../../files/decode.ts";
import { isPage } from "../../files/form.ts";
import { parsePage } from "../../files/html.ts";
import { hashOf } from "../stated.ts";
import { linkOf } from "../web.ts";
import { columnsOf, fits } from "./header.ts";
import { noticeOf } from "./notice.ts";
import type { Register } from "./register.ts";
import { MOST_BYTES, rowsOf } from "./rows.ts";

type Follow = NonNullable<SourceReading<unknown>["follow"]>;

/** As many pages of one list as are followed; of fifty notices each, a state has not had so many since the act. */
const MOST_PAGES = 500;

/** A list and the pages that it goes on to, as long as they are of the same server. */
export async function* pagesOf(given: Given, follow: Follow | undefined): AsyncGenerator<Given> {
  const seen = new Set<string>();
  let page: Given | undefined = given;
  while (page !== undefined && seen.size < MOST_PAGES) {
    yield page;
    seen.add(page.address ?? "");
    const next: string | undefined = follow === undefined ? undefined : await nextOf(page);
    page = next === undefined || seen.has(next) ? undefined : await follow?.(next);
  }
}

async function nextOf(page: Given): Promise<string | undefined> {
  if (page.address === null || !isPage(await page.head())) return undefined;
  const html = textOf(await collect(page, MOST_BYTES), page.place, page.charset, "html");
  const link = parsePage(html, page.place).querySelector('a[rel~="next"], link[rel~="next"]')?.getAttribute("href");
  const next = linkOf(link, page.address);
  return next !== null && new URL(next).origin === new URL(page.address).origin ? next : undefined;
}

/**
 * A notice of a list with what only its own page says: how many, and where. The page is asked for where the list names no figure, and
 * it is of the same server.
 */
export async function withDetails(
  register: Register,
  reported: Reported,
  list: Given,
  follow: Follow | undefined,
): Promise<Reported> {
  const [claim] = reported.claims;
  const { address } = reported;
  const apart = follow === undefined || address === null || list.address === null || claim === undefined;
  if (apart || claim.quote !== claim.company || new URL(address).origin !== new URL(list.address).origin)
    return reported;
  const page = await follow(address);
  let header: readonly string[] | undefined;
  for await (const { cells } of rowsOf(page)) {
    const columns = columnsOf(register, header ?? cells);
    if (columns === undefined || !fits(columns)) continue;
    if (header === undefined) {
      header = cells;
      continue;
    }
    const raw = hashOf(JSON.stringify([reported.raw, cells]));
    const noticed = noticeOf(columns, { origin: claim.origin, cells, key: reported.key, raw });
    const [own] = "reported" in noticed ? noticed.reported.claims : [];
    if (own === undefined || own.company !== claim.company) return reported;
    const { count, low, high, qualifier, quote, start, end, site, location } = own;
    const place = claim.location === register.name ? location : claim.location;
    return {
      ...reported,
      raw,
      claims: [{ ...claim, count, low, high, qualifier, quote, start, end, site, location: place }],
    };
  }
  return reported;
}
