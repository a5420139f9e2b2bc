// The record as a data set, for those who look for one: https://schema.org/Dataset.
import { defined } from "../core/defined.ts";
import { countryName } from "../core/record/country.ts";
import { sourceKind } from "../core/record/layoff.ts";
import type { Publication, RecordExtent } from "../core/record/publication.ts";
import { LAYOFF_TABLE, RIGHTS } from "./layoff-table.ts";
import { SOURCE_WORDS } from "./layoffs.ts";
import { counted, listed, plain } from "./words.ts";

export interface DatasetOf extends Publication {
  readonly extent: RecordExtent;
  /** Where the page of the record is, how it is made, and each form of it. */
  readonly page: string;
  readonly methodology: string;
  readonly forms: readonly { readonly name: string; readonly type: string; readonly address: string }[];
}

/** JSON-LD; what is not known is left out. */
export function datasetOf({ extent, page, methodology, forms, licence, publisher }: DatasetOf): object {
  const { layoffs, years, countries, modified } = extent;
  const sources = sourcesText(extent);
  const by = publisher === undefined ? undefined : { "@type": "Organization", name: publisher };
  return {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name: "Reported job cuts",
    description:
      `${counted(layoffs, "round")} of job cuts as they were reported, each with its figure in its own words, its bounds, who reports it and ` +
      `where. Read by fixed rules from ${sources === "" ? "public sources" : sources}. A blank figure is one that nobody named, and never zero.`,
    url: page,
    keywords: ["layoffs", "job cuts", "redundancies", "WARN notices", "labour market"],
    isAccessibleForFree: true,
    usageInfo: `${methodology}#licence`,
    copyrightNotice: RIGHTS,
    measurementTechnique: methodology,
    ...defined({ license: licence, creator: by, publisher: by, dateModified: modified, version: modified }),
    ...(years === undefined ? {} : { temporalCoverage: years[0] === years[1] ? years[0] : years.join("/") }),
    ...(countries.length === 0
      ? {}
      : {
          spatialCoverage: countries.map((code) => ({
            "@type": "Place",
            name: countryName(code),
            address: { "@type": "PostalAddress", addressCountry: code },
          })),
        }),
    variableMeasured: LAYOFF_TABLE.map(({ name, title, description }) => ({
      "@type": "PropertyValue",
      propertyID: name,
      name: title,
      description,
    })),
    distribution: forms.map(({ name, type, address }) => ({
      "@type": "DataDownload",
      name,
      encodingFormat: type,
      contentUrl: address,
    })),
  };
}

/** Kinds of sources, each once. */
export function sourcesText({ sources }: Pick<RecordExtent, "sources">): string {
  return listed([...new Set(sources.map(sourceKind))].map((kind) => plain(SOURCE_WORDS[kind] ?? kind)));
}
