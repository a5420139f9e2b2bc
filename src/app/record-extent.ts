import type { LayoffFilter } from "../core/record/layoff.ts";
import type { RecordExtent } from "../core/record/publication.ts";
import { iso } from "../core/time.ts";
import type { StoreReader } from "./ports.ts";
import { ofRecord } from "./record-memo.ts";

export async function recordExtent(store: StoreReader, filter: LayoffFilter): Promise<RecordExtent> {
  return ofRecord(store, `extent ${JSON.stringify(filter)}`, async () => {
    const years = (await store.layoffTotals("year", filter)).flatMap(({ key }) => key ?? []).toSorted();
    const countries = (await store.layoffTotals("country", filter)).toSorted((a, b) => b.layoffs - a.layoffs);
    const [newest] = await store.layoffs({ ...filter, order: "changed", limit: 1 });
    const [first, last] = [years[0], years.at(-1)];
    return {
      layoffs: (await store.selection(filter)).listed,
      years: first === undefined || last === undefined ? undefined : [first, last],
      countries: countries.flatMap(({ key }) => key ?? []),
      modified: newest && iso(newest.changedAt),
      sources: (await store.sourcesTaken()).map(({ source }) => source),
    };
  });
}
