import { canonicalLink } from "../core/record/same.ts";
import type { Act, Layoff, RecordedDocument } from "../core/record/layoff.ts";
import type { Instant } from "../core/time.ts";
import type { StoreReader } from "./ports.ts";

/** Something that is kept out of whatever leaves, since when and why. */
export interface SuppressedWhy {
  /** `l-…`, `doc-…`, or an address without its scheme. */
  readonly id: string;
  readonly since: Instant | null;
  readonly why: string | null;
  readonly layoff?: Layoff;
  readonly document?: RecordedDocument;
  /** The address because of which a document is. */
  readonly by?: string;
}

/** All that is suppressed, for those who may lift it. */
export async function suppressedWhy(store: StoreReader): Promise<readonly SuppressedWhy[]> {
  const { layoffs, documents, addresses } = await store.suppressed();
  const links = new Set(addresses.map(({ link }) => link));
  const last = async (id: string): Promise<Act | undefined> =>
    (await store.acts([id])).findLast(({ act, subject }) => act === "suppress" && subject === id);
  const found: SuppressedWhy[] = [];
  for (const layoff of layoffs) {
    const act = await last(layoff.id);
    found.push({ id: layoff.id, since: act?.at ?? null, why: act?.why ?? null, layoff });
  }
  for (const document of documents) {
    const link = canonicalLink(document.address);
    const by = link !== null && links.has(link) ? { by: link } : {};
    const act = await last(document.id);
    found.push({ id: document.id, since: act?.at ?? null, why: act?.why ?? null, document, ...by });
  }
  for (const { link, since } of addresses) found.push({ id: link, since, why: (await last(link))?.why ?? null });
  return found;
}
