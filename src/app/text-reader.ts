import { READS } from "../core/record/extract/extract.ts";
import type { Gazetteer } from "../core/record/extract/mention.ts";
import { read } from "../core/record/extract/read.ts";
import type { Reason, Refusal } from "../core/record/extract/reading.ts";
import type { NonEvent, Shelved } from "../core/record/layoff.ts";
import type { Reader } from "./read-documents.ts";

/** Figures of people who are not cut, and which of them the record keeps on its shelf; of the others a text has too many. */
const SHELVES: Readonly<Partial<Record<Reason, Shelved>>> = {
  aggregate: "aggregate",
  cumulative: "cumulative",
  hiring: "hiring",
  denial: "denial",
  satire: "satire",
  threat: "threat",
  relocation: "relocation",
};

/** Reads text by rules. @param names of organisations, by which employers are recognised */
export function textReader(names: () => Gazetteer): Reader {
  return {
    version: `rules ${READS}`,
    read: ({ title, text, published, language, about }) => {
      const { claims, refused } = read(
        { title, published, text: text ?? "", issuer: about?.company },
        names(),
        language,
      );
      return {
        claims: claims.map(({ in: _in, impliedBase: _base, flags: _flags, ...claim }) => claim),
        shelved: refused.flatMap((one) => {
          const why = SHELVES[one.reason];
          return why === undefined ? [] : [shelvedFrom(one, why)];
        }),
      };
    },
  };
}

/** Without a period where the words tell none: a figure of an unknown time is compared with no sum of ours. */
function shelvedFrom({ company, count, low, high, quote, period }: Refusal, why: Shelved): NonEvent {
  return {
    why,
    company,
    count,
    low,
    high,
    period,
    country: null,
    industry: null,
    quote,
  };
}
