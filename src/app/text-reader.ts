import { deniedClaims, denies } from "../core/record/extract/denied.ts";
import { READS } from "../core/record/extract/extract.ts";
import { languageOf } from "../core/record/extract/languages/language.ts";
import type { Gazetteer } from "../core/record/extract/mention.ts";
import { read } from "../core/record/extract/read.ts";
import type { Dissent } from "../core/record/extract/dissent.ts";
import type { WeighedReading } from "../core/record/extract/proposal.ts";
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
    read: (document) => keptOf(document, read(passageOf(document), names(), document.language)),
  };
}

export function passageOf({ title, published, text, about }: Reported): Passage {
  return { title, published, text: text ?? "", issuer: about?.company };
}

/**
 * What the record keeps of a reading. Where a model was asked as well, each claim on which it and the rules differ bears that. What is
 * denied in so many words is a claim, which goes with the round that it denies; where there is none it comes to lie on the shelf.
 */
export function keptOf(document: Reported, reading: Reading | WeighedReading): ReturnType<Reader["read"]> {
  const passage = passageOf(document);
  const denied = deniedClaims(passage, reading, languageOf(document.language, passage.title, passage.text));
  const { claims, refused } = reading;
  return {
    claims: [...claims, ...denied].map(
      ({ in: _in, impliedBase: _base, flags: _flags, dissent, ...claim }: ReadClaim & { dissent?: Dissent | null }) =>
        dissent == null ? claim : { ...claim, dissent },
    ),
    shelved: refused.flatMap((one) => {
      const why = SHELVES[one.reason];
      const isClaim = why === "denial" && denied.some((claim) => denies(claim, one));
      return why === undefined || isClaim ? [] : [shelvedFrom(one, why)];
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
