import { countryName } from "../core/record/country.ts";
import type { WatchList } from "../core/record/watch-list.ts";
import { listed, number } from "./words.ts";

/** What a watch list asks of a layoff: `of Vexley or Tarn, in Norway, of at least 100 people`. */
export function watchText({ companies, country, industry, min }: WatchList): string {
  const parts = [
    ...(companies === undefined ? [] : [`of ${listed([...companies])}`]),
    ...(country === undefined ? [] : [`in ${countryName(country)}`]),
    ...(industry === undefined ? [] : [`in the industry ${industry}`]),
    ...(min === undefined ? [] : [`of at least ${number(min)} people`]),
  ];
  return `layoffs ${parts.join(", ")}`;
}
