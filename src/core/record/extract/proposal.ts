// What a language model proposes of a passage, held against the passage itself and against what the rules read: nothing is taken
// that does not stand there, and where both read differently the rules are followed and the difference is kept in view.
import type { Claim, ClaimKind, ClaimStatus, Scope } from "../claim.ts";
import { nameKey } from "../company.ts";
import { languageOf } from "./languages/language.ts";
import type { Quantity } from "./numbers.ts";
import type { Dissent } from "./dissent.ts";
import type { PartOfDocument, Passage, ReadClaim, Reading, Reason } from "./reading.ts";
import { type Figured, figuredSentences } from "./read.ts";

/** One proposal, as it came through its schema. */
export interface Proposal {
  readonly in: PartOfDocument;
  readonly company: string;
  /** A piece of the passage, letter by letter, with the figure in it. */
  readonly quote: string;
  readonly count: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly percent: number | null;
  readonly kind: ClaimKind;
  readonly status: ClaimStatus;
  readonly scope: Scope;
  readonly background: boolean;
}

/** Why a proposal is not taken. */
const PROPOSAL_REFUSALS = [
  /** Its quote does not stand at its place. */
  "no_quote",
  /** Its quote is in more than one sentence, or is addressed to whoever reads by machine. */
  "not_a_sentence",
  "instruction",
  /** Its company is no name, or does not stand in that sentence, or in the passage where the rules know the figure. */
  "no_company",
  "no_figure",
  /** Its figure is none of those in its quote, as the number grammar reads them. */
  "other_figure",
  /** The rules read that the figure is of something else. */
  "ruled_out",
  /** The rules read another company, or another figure in the same sentence: theirs is followed. */
  "rules_differ",
  /** It is the same as another. */
  "repeated",
] as const;
export type ProposalRefusal = (typeof PROPOSAL_REFUSALS)[number];

interface RefusedProposal {
  readonly proposal: Proposal;
  readonly why: ProposalRefusal;
  /** With `ruled_out`, as what. */
  readonly reason?: Reason;
}

export interface WeighedReading extends Pick<Reading, "refused"> {
  readonly claims: readonly (ReadClaim & { readonly dissent: Dissent | null })[];
  readonly proposalsRefused: readonly RefusedProposal[];
}

/** A figure that the rules only could not place: there a proposal may know better. Of every other one they say what it is of. */
const UNPLACED: ReadonlySet<Reason> = new Set(["no_cut", "no_company"]);
/** The rules have taken it elsewhere in the passage. */
const TAKEN: ReadonlySet<Reason> = new Set(["repeated", "superseded", "part"]);

/** Words to whoever reads by machine. They are no news, and what stands with them is not taken. */
const INSTRUCTION =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|rules|above|previous)\b|\b(?:system prompt|language model|you are an? (?:ai|assistant))\b/i;

/** @param reading what the rules read of the same passage */
export function weighProposals(
  passage: Passage,
  reading: Reading,
  proposals: readonly Proposal[],
  language: string | null = null,
): WeighedReading {
  const spoken = languageOf(language, passage.title, passage.text);
  const sentences = {
    title: figuredSentences(passage.title ?? "", spoken),
    text: figuredSentences(passage.text, spoken),
  };
  const dissents = new Map<ReadClaim, Dissent | null>(reading.claims.map((claim) => [claim, "rules alone"]));
  const own: ReadClaim[] = [];
  const proposalsRefused: RefusedProposal[] = [];
  for (const proposal of proposals) {
    const refuse = (why: ProposalRefusal, reason?: Reason): void =>
      void proposalsRefused.push({ proposal, why, ...(reason === undefined ? {} : { reason }) });
    const place = placeOf(passage, proposal, sentences[proposal.in]);
    if (typeof place === "string") {
      refuse(place);
      continue;
    }
    const verdict = compared(place, proposal, reading);
    if ("refusal" in verdict) {
      if (verdict.claim !== undefined && dissents.get(verdict.claim) === "rules alone")
        dissents.set(verdict.claim, "differs");
      refuse(verdict.refusal, verdict.reason);
    } else if (verdict.claim !== undefined) dissents.set(verdict.claim, null);
    else if (!standsIn(place.text, proposal.company)) refuse("no_company");
    else {
      const claim = claimOf(passage, proposal, place);
      if (own.some((one) => isSame(one, claim))) refuse("repeated");
      else own.push(claim);
    }
  }
  return {
    claims: [
      ...reading.claims.map((claim) => ({ ...claim, dissent: dissents.get(claim) ?? null })),
      ...own.map((claim) => ({ ...claim, dissent: "model alone" as const })),
    ],
    refused: reading.refused.filter((one) => !own.some((claim) => claim.in === one.in && within(one, claim))),
    proposalsRefused,
  };
}

/** Where a proposal stands: a sentence, and its figures in it. */
interface Place {
  readonly in: PartOfDocument;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly count: Quantity | null;
  readonly share: Quantity | null;
}

function placeOf(passage: Passage, proposal: Proposal, sentences: readonly Figured[]): Place | ProposalRefusal {
  const { quote, company } = proposal;
  const whole = (proposal.in === "title" ? passage.title : passage.text) ?? "";
  if (quote.trim() === "" || !whole.includes(quote)) return "no_quote";
  if (!/[\p{Lu}\p{Lo}\d]/u.test(company) || !standsIn(`${passage.title ?? ""}\n${passage.text}`, company))
    return "no_company";
  if (proposal.count === null && proposal.low === null && proposal.high === null && proposal.percent === null)
    return "no_figure";
  let why: ProposalRefusal = "not_a_sentence";
  // The same words may stand there more than once.
  for (let at = whole.indexOf(quote); at >= 0; at = whole.indexOf(quote, at + 1)) {
    const [from, to] = [at + quote.length - quote.trimStart().length, at + quote.trimEnd().length];
    const sentence = sentences.find(({ start, end }) => start <= from && to <= end);
    if (sentence === undefined) continue;
    const { start, end } = sentence;
    const text = whole.slice(start, end);
    if (INSTRUCTION.test(text)) return "instruction";
    const figures = sentence.figures.filter((one) => one.start < to && one.end > from).map(({ quantity }) => quantity);
    const count = isCounted(proposal) ? figures.find((one) => one.sort === "count" && isIt(one, proposal)) : null;
    const share =
      proposal.percent === null ? null : figures.find((one) => one.sort === "share" && one.value === proposal.percent);
    if (count !== undefined && share !== undefined) return { in: proposal.in, start, end, text, count, share };
    why = "other_figure";
  }
  return why;
}

function isCounted({ count, low, high }: Proposal): boolean {
  return count !== null || low !== null || high !== null;
}

/** The number that is named or, of a range and of vague words, both ends of what they allow. */
function isIt({ value, low, high }: Quantity, proposal: Proposal): boolean {
  if (value !== null) return value === (proposal.count ?? proposal.low ?? proposal.high);
  return low === proposal.low && high === proposal.high;
}

interface Compared {
  /** The rules' own. */
  readonly claim?: ReadClaim | undefined;
}

/** What the rules have in its place. */
function compared(
  place: Place,
  proposal: Proposal,
  { claims, refused }: Reading,
): Compared | (Compared & { readonly refusal: ProposalRefusal; readonly reason?: Reason }) {
  const ofOne = (claim: ReadClaim): boolean => nameKey(claim.company) === nameKey(proposal.company);
  const told = claims.filter((claim) => hasFigure(claim, place));
  const same = told.find(ofOne);
  if (same !== undefined) return { claim: same };
  const here = claims.filter((claim) => claim.in === place.in && within(claim, place));
  const other = told[0] ?? here.find(ofOne);
  if (other !== undefined) return { refusal: "rules_differ", claim: other };
  const ruled = refused.filter(
    (one) => one.in === place.in && within(one, place) && (isOf(one, place.count) || isOf(one, place.share)),
  );
  const strong = ruled.find(({ reason }) => !UNPLACED.has(reason));
  if (strong === undefined) return {};
  return { refusal: TAKEN.has(strong.reason) ? "repeated" : "ruled_out", reason: strong.reason };
}

type Sized = Pick<Claim, "count" | "low" | "high" | "percent">;

function isOf({ count, low, high, percent }: Sized, quantity: Quantity | null): boolean {
  if (quantity === null) return false;
  if (quantity.sort === "share") return percent !== null && percent === quantity.value;
  if (quantity.value !== null) return count === quantity.value || (count === null && (low ?? high) === quantity.value);
  return count === null && low === quantity.low && high === quantity.high;
}

function hasFigure(claim: ReadClaim, { count, share }: Place): boolean {
  return isOf(claim, count ?? share);
}

function within(inner: { readonly start: number; readonly end: number }, outer: typeof inner): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function isSame(a: ReadClaim, b: ReadClaim): boolean {
  return (
    nameKey(a.company) === nameKey(b.company) &&
    a.count === b.count &&
    a.low === b.low &&
    a.high === b.high &&
    a.percent === b.percent
  );
}

/** With the figure as the number grammar has it: how sure it is, the words say and not the model. */
function claimOf(
  { published }: Passage,
  proposal: Proposal,
  { text, start, end, count, share, ...at }: Place,
): ReadClaim {
  const { company, kind, status, scope, background } = proposal;
  const day = background ? null : (published?.slice(0, 10) ?? null);
  return {
    company,
    count: count?.value ?? null,
    low: count?.low ?? null,
    high: count?.high ?? null,
    qualifier: (count ?? share)?.qualifier ?? null,
    percent: share?.value ?? null,
    percentOf: share === null ? null : scope,
    base: null,
    kind,
    status,
    scope,
    part: null,
    measure: "increment",
    net: false,
    background,
    date: day,
    location: null,
    quote: text,
    start,
    end,
    in: at.in,
    impliedBase: null,
    flags: [],
  };
}

/** As a whole, and not as a part of another word. */
function standsIn(text: string, words: string): boolean {
  const isLetter = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + words.length])) return true;
  return false;
}
