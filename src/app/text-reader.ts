import { READS } from "../core/record/extract/extract.ts";
import type { Gazetteer } from "../core/record/extract/mention.ts";
import { read } from "../core/record/extract/read.ts";
import type { Dissent, WeighedReading } from "../core/record/extract/proposal.ts";
import type { Passage, ReadClaim, Reading, Reason, Refusal } from "../core/record/extract/reading.ts";
import type { NonEvent, Shelved } from "../core/record/layoff.ts";
import type { Reader } from "./read-documents.ts";
import type { Reported } from "./record-port.ts";

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
    read: (document) => keptOf(read(passageOf(document), names(), document.language)),
  };
}

export function passageOf({ title, published, text, about }: Reported): Passage {
  return { title, published, text: text ?? "", issuer: about?.company };
}

/** What the record keeps of a reading. Where a model was asked as well, each claim on which it and the rules differ bears that. */
export function keptOf({ claims, refused }: Reading | WeighedReading): ReturnType<Reader["read"]> {
  return {
    claims: claims.map(
      ({ in: _in, impliedBase: _base, flags: _flags, dissent, ...claim }: ReadClaim & { dissent?: Dissent | null }) =>
        dissent == null ? claim : { ...claim, dissent },
    ),
    shelved: refused.flatMap((one) => {
      const why = SHELVES[one.reason];
      return why === undefined ? [] : [shelvedFrom(one, why)];
    }),
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
