// Whom a figure is of, as far as it is found.
import type { Mention } from "./mention.ts";

export interface Subject {
  readonly name: string;
  readonly key: string;
  /** How it was found. "document": no word of the sentence names or means it. */
  readonly by: "name" | "coreference" | "document";
  /** How far the words lead: what is near is sure. */
  readonly cost: number;
}

/** Verbs before a name of which it is the object. */
export const TAKES =
  /^(?:close|closing|shutter|shuttering|buy|buys|bought|buying|acquire|acquires|acquired|acquiring|own|owns|owned|beat|join|joins|joined|leave|overtake|tell|sue|sued|its|their|his|her|bid|including|formerly|named|called|use|using|left|unlike|alongside|merging|merged|purchase|takeover|acquisition|support|backed|urged|see|visit|down|shuttering|serve|supply|thank|helped|asked)$/;
/** What it costs to take the employer that the sentences before were about. */
export const FROM_BEFORE = 14;

export function asSubject({ name, key }: Mention, cost: number): Subject {
  return { name, key, by: "name", cost };
}
