import { canonicalLink } from "../core/record/link.ts";
import type { Act } from "../core/record/layoff.ts";
import type { StoreReader, SuppressedWhy } from "./ports.ts";

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
