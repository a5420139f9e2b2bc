import type { StoreReader } from "../../app/ports.ts";
import { ofRecord } from "../../app/record-memo.ts";
import { countryName } from "../../core/record/country.ts";

/** Suggestions under a field; more of them nobody goes through. */
const SUGGESTED = 150;

export interface Choices {
  /** ISO 3166-1, by name. */
  readonly countries: readonly string[];
  readonly industries: readonly string[];
  /** Latest first. */
  readonly years: readonly string[];
  readonly sources: readonly string[];
}

/** What the record can be narrowed to, as far as somebody would go through it. */
export async function choicesOf(store: StoreReader): Promise<Choices> {
  return ofRecord(store, "choices", async () => choicesIn(store));
}

async function choicesIn(store: StoreReader): Promise<Choices> {
  const keys = (totals: readonly { readonly key: string | null; readonly layoffs: number }[]): string[] =>
    totals
      .toSorted((a, b) => b.layoffs - a.layoffs)
      .flatMap(({ key }) => key ?? [])
      .slice(0, SUGGESTED);
  const kinds = (await store.sourcesTaken()).map(({ source }) => source.split(":", 1)[0] ?? source);
  return {
    countries: keys(await store.layoffTotals("country", {})).toSorted((a, b) =>
      countryName(a).localeCompare(countryName(b), "en"),
    ),
    industries: keys(await store.layoffTotals("industry", {})).toSorted((a, b) => a.localeCompare(b, "en")),
    years: keys(await store.layoffTotals("year", {}))
      .toSorted()
      .toReversed(),
    sources: [...new Set(kinds)],
  };
}
