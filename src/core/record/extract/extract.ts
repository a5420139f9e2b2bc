// From a passage to claims: reads sentence by sentence, without a network or a model.
import { acts } from "./acts.ts";
import { closesWhole, opensList } from "./closing.ts";
import { evidenceOf, onlySays } from "./evidence.ts";
import { governorsOf } from "./governors.ts";
import { manyBefore, once } from "./asked.ts";
import { bareCut, JOBS } from "./bare-cut.ts";
import { isDenied, isSatire, isThreatened } from "./denials.ts";
import { closes, countsMany, givesExamples, isReported, isRumour } from "./frames.ts";
import { focusAfter, mainOf } from "./focus.ts";
import { judge } from "./judge.ts";
import type { Scene, Verdict } from "./verdict.ts";
import { type Draft, settle } from "./settle.ts";
import { nameRelation } from "../company.ts";
import { type Gazetteer, keyOf, type Known, type Mention } from "./mention.ts";
import { isTitled, mentionsOf } from "./mentions.ts";
import { has } from "./nouns.ts";
import { beginningsOf } from "./name-at.ts";
import { quantitiesOf } from "./numbers.ts";
import { differenceOf } from "./sums.ts";
import type { Passage, PartOfDocument, Reading } from "./reading.ts";
import { OF_NOBODY } from "./refusal.ts";
import { isJoint, respectiveOf } from "./respective.ts";
import { type Sentence, sentencesOf } from "./sentences.ts";
import { asSubject, FROM_BEFORE, type Subject } from "./subject.ts";
import { subjectOf } from "./subjects.ts";
import { publishedOf } from "./when.ts";
import { phrase, type Token } from "./tokens.ts";
import { topicsOf } from "./topic.ts";
import { loses } from "./whereabouts.ts";

/** Another number whenever something is read otherwise: documents that were read by an earlier one are read again when they come. */
export const READS = 7;

interface Read {
  readonly sentence: Sentence;
  readonly in: PartOfDocument;
  readonly mentions: readonly Mention[];
}

/**
 * What a passage claims of job cuts, and why each other figure is no claim. Pure; the time is linear in the length of the text, and
 * no text makes it throw.
 */
export function extract(passage: Passage, gazetteer: Gazetteer): Reading {
  const { title, text } = passage;
  const headline = title === null ? [] : sentencesOf(title);
  const titled = isTitled(headline.flatMap(({ tokens }) => tokens));
  const sentences: Looked[] = [
    ...headline.map((sentence) => looked(sentence, "title", titled)),
    ...sentencesOf(text).map((sentence) => looked(sentence, "text", isHeading(sentence))),
  ];
  const known = knownFrom(sentences, gazetteer);
  const reads: Read[] = sentences.map((one) => ({
    sentence: one.sentence,
    in: one.in,
    mentions: mentionsOf(one, known, one.heading),
  }));
  const published = publishedOf(passage.published);
  const drafts = draftsOf(reads, passage.issuer == null ? undefined : issuerOf(passage.issuer, reads));
  return settle(drafts, { passage, published, satire: isSatire(title, text) });
}

/** A line within a text, as "Item 2.05 Costs Associated with Exit Activities": most words have a capital letter, and none is a name by that. */
function isHeading({ tokens }: Sentence): boolean {
  const [first, second, last] = [tokens[0], tokens[1], tokens.at(-1)];
  const line = first?.kind === "word" && first.capital && (last?.kind === "number" || last?.kind === "word");
  return (line || (first?.lower === "item" && second?.kind === "number")) && isTitled(tokens, line);
}

/** A sentence, and what is looked for in it. */
interface Looked {
  readonly sentence: Sentence;
  readonly in: PartOfDocument;
  readonly heading: boolean;
  readonly tokens: readonly Token[];
  readonly beginnings: readonly number[];
}

function looked(sentence: Sentence, part: PartOfDocument, heading: boolean): Looked {
  const { tokens } = sentence;
  return { sentence, in: part, heading, tokens, beginnings: beginningsOf(tokens) };
}

/** What the words themselves tell of names: which stand in lower case, and which have a capital letter within a sentence. */
function knownFrom(sentences: readonly Looked[], gazetteer: Gazetteer): Known {
  const lowered = new Set<string>();
  const named = new Set<string>();
  const cased = new Set<string>();
  let any = false;
  const weights = new Map<string, { evidence: number; spoken: boolean }>();
  const weigh = (tokens: Sentence["tokens"], mention: Mention, opens = false): void => {
    if (mention.role !== "employer" && mention.role !== "attribute") return;
    const held = weights.get(mention.key);
    weights.set(mention.key, {
      evidence: (held?.evidence ?? 0) + (opens && acts(tokens, mention.to) ? 2 : evidenceOf(tokens, mention)),
      spoken: (held?.spoken ?? true) && onlySays(tokens, mention),
    });
  };
  const known = {
    gazetteer,
    lowered,
    named,
    cased,
    people: new Set<string>(),
    places: new Set<string>(),
    firms: new Set<string>(),
    doubtful: new Set<string>(),
    unnamed: { yes: false },
    endings: new Map<string, Mention>(),
    aliases: new Map<string, Mention>(),
  };
  for (const { sentence, heading } of sentences) {
    if (heading) continue;
    for (const token of sentence.tokens) {
      if (token.kind !== "word") continue;
      if (!token.capital) lowered.add(token.lower);
      else if (token.text !== token.text.toUpperCase()) cased.add(token.lower);
    }
  }
  for (const one of sentences) {
    const { sentence, in: part } = one;
    if (one.heading) continue;
    for (const mention of mentionsOf(one, known, false)) {
      const { from, to, key, role, preposition } = mention;
      weigh(sentence.tokens, mention, part === "title" && from < 3);
      if (role !== "employer") continue;
      any = true;
      if (from > 0) named.add(key);
      // Places lose jobs as well: that alone makes no employer.
      if (preposition === null && from > 0 && !loses(sentence.tokens, to)) named.add(`@${key}`);
    }
  }
  // A headline says of a name what it does, but is no source of names.
  for (const one of sentences)
    if (one.heading) for (const mention of mentionsOf(one, known, true)) weigh(one.tokens, mention, mention.from < 3);
  const sure = [...weights.values()].some(({ evidence }) => evidence > 0);
  for (const [key, { evidence, spoken }] of weights) {
    if (evidence > 0 || !sure) continue;
    if (spoken && !key.includes(" ")) known.people.add(key);
    else known.doubtful.add(key);
  }
  known.unnamed.yes = !any;
  return known;
}

/** Who speaks, under the name that the text has for it, if it has one. */
function issuerOf(name: string, reads: readonly Read[]): Subject {
  const own = { name, key: keyOf(name), by: "document" as const, cost: FROM_BEFORE };
  const called = reads
    .flatMap(({ mentions }) => mentions)
    .find(({ role, name: other }) => role === "employer" && nameRelation(name, other) === "same_name");
  return called === undefined ? own : { ...own, name: called.name, key: called.key };
}

/** What a report calls by a name of its own and is its author's: "the Company's Acute Care Segment", "the November Plan". */
const PART_OF_ISSUER =
  /\b(?:segment|division|unit|group|operations|facility|facilities|plant|plan|program|programme|restructuring|initiative|reorganization|realignment|action|actions|board|rif|act)s?$/i;

/** @param issuer is meant by every pronoun and where nobody is named */
function draftsOf(reads: readonly Read[], issuer: Subject | undefined): Draft[] {
  const main =
    issuer ??
    mainOf(
      reads.map(({ sentence, mentions, in: part }) => ({ tokens: sentence.tokens, mentions, title: part === "title" })),
    );
  const whose = (subject: Subject | undefined, at: number): Subject | undefined => {
    if (issuer !== undefined) {
      const isOther = subject?.by === "name" && !PART_OF_ISSUER.test(subject.name);
      return isOther ? subject : { ...issuer, by: subject?.by ?? issuer.by };
    }
    return subject !== undefined && topics.isLoose(subject, at) ? undefined : subject;
  };
  const topics = topicsOf(reads.map(({ mentions, in: part }) => ({ mentions, title: part === "title" })));
  const cuts = reads.map(({ sentence, mentions }) => governorsOf(sentence.tokens, mentions));
  const drafts: Draft[] = [];
  let focus: Subject | undefined = main;
  const seen: Subject[] = [];
  const filing = issuer !== undefined;
  const ofCuts = reads.some(
    ({ sentence: { tokens } }, at) =>
      (speaksOfCuts(tokens, cuts[at] ?? []) || (filing && restructures(tokens))) &&
      !isDenied(tokens, undefined) &&
      !isThreatened(tokens),
  );
  // What is denied at the beginning is handed on as a rumour further down.
  const denied = reads.slice(0, 3).some(({ sentence: { tokens } }) => isDenied(tokens, undefined));
  const hires = reads.some(
    ({ in: part, sentence: { tokens } }) =>
      part === "title" && /\b(?:still|now|are) hiring\b|\bhiring (?:now|spree)\b/.test(phrase(tokens, 0, 60)),
  );
  const many = manyBefore();
  let breaksDown: boolean = false;
  let told = false;
  let closing = 0;
  let listing: boolean = false;
  for (const [at, { sentence, mentions, in: part }] of reads.entries()) {
    const { tokens } = sentence;
    const governors = cuts[at] ?? [];
    const quantities = quantitiesOf(tokens);
    // Of a sentence without a figure and without a word of cutting nothing is asked.
    const speaks = quantities.length > 0 || governors.length > 0;
    const rumour = once(() => isRumour(tokens) || (denied && isReported(tokens)));
    if (
      part === "text" &&
      !listing &&
      (reads[at - 1]?.in === "title" || (isItem(tokens) && !/^[–—-]$/u.test(tokens[0]?.text ?? "")))
    )
      focus = main;
    const verdicts: Verdict[] = [];
    const scene: Scene = {
      tokens,
      quantities,
      governors,
      mentions,
      ofCuts,
      filing,
      hires,
      many: once(() => speaks && countsMany(tokens, mentions)),
      closing: closing > 0,
      listing: listing && isItem(tokens),
      judged: verdicts,
    };
    closing = part === "text" && closesWhole(tokens) ? 2 : closing - 1;
    listing ||= part === "text" && opensList(tokens);
    for (const quantity of quantities) verdicts.push(judge(scene, quantity));
    const isPartly: boolean = breaksDown && isItem(tokens);
    breaksDown = isPartly || (told && tokens.at(-1)?.text === ":" && BREAKS_DOWN.test(phrase(tokens, 0, 40)));
    const counted = verdicts.findLast(({ quantity }) => quantity.sort === "count");
    told =
      (told && !/^(?:cumulative|aggregate)$/.test(counted?.reason ?? "")) ||
      verdicts.some(({ reason }) => reason === null);
    const before = drafts.length;
    let cutAt: Subject | undefined;
    const respective = quantities.length > 1 ? respectiveOf(tokens, quantities, mentions) : undefined;
    for (const verdict of verdicts) {
      const figure = { from: verdict.quantity.from, to: verdict.to };
      const listed = scene.listing && verdict.reason === null;
      const own = respective?.get(verdict.quantity);
      const joint =
        own === undefined &&
        verdict.reason === null &&
        verdict.quantity.qualifier !== "vague" &&
        verdict.quantity.sort === "count" &&
        isJoint(tokens, figure, mentions);
      const beside = drafts.length > before ? besideFigure(drafts.at(-1), verdict, mentions, tokens) : undefined;
      const meant = listed
        ? focus
        : own
          ? asSubject(own, 0)
          : (beside ??
            (verdict.reason !== null && OF_NOBODY.has(verdict.reason)
              ? undefined
              : subjectOf(tokens, figure, verdict.governor, mentions, focus, seen)));
      const subject = listed ? meant : whose(meant, at);
      if (verdict.reason === null && subject !== undefined) cutAt ??= subject;
      drafts.push({
        ...aggregated(verdict, subject, scene, () => goesOn(tokens, subject) && many.isOpen()),
        ...(isPartly && verdict.reason === null ? { reason: "part" as const } : {}),
        ...(joint ? { reason: "aggregate" as const } : {}),
        sentence,
        in: part,
        subject,
        mentions,
        // What is refused for good is asked no more.
        rumour:
          (verdict.reason === null || verdict.listed === true) &&
          rumour() &&
          (!tokens.some(({ text }) => text === ";") || isRumour(clauseOf(tokens, figure.from))),
      });
    }
    const bare = denied ? undefined : bareCut(scene, verdicts);
    const who = bare && subjectOf(tokens, { from: bare.from, to: bare.to }, bare, mentions, focus, seen);
    if (bare !== undefined && who !== undefined && who.by !== "document") {
      const subject = issuer !== undefined && who.by !== "name" ? { ...issuer, by: who.by } : who;
      drafts.push({
        quantity: differenceOf(tokens, verdicts),
        reason: null,
        governor: bare,
        to: bare.to,
        sentence,
        in: part,
        subject,
        mentions,
        rumour: rumour(),
      });
      cutAt ??= subject;
    }
    if (drafts.slice(before).some(({ reason }) => reason === "aggregate")) many.open();
    else if (mentions.some(({ role }) => role === "employer")) many.close();
    else if (part === "text") many.openIf(scene.many);
    for (const mention of mentions) if (mention.role === "employer") seen.push(asSubject(mention, 0));
    if (!listing) focus = focusAfter(tokens, mentions) ?? (cutAt !== undefined && cutAt.by === "name" ? cutAt : focus);
  }
  return drafts;
}

/** What stands between the semicolons around a place. */
function clauseOf(tokens: readonly Token[], at: number): readonly Token[] {
  const semicolons = tokens.flatMap(({ text }, sign) => (text === ";" ? [sign] : []));
  return tokens.slice(
    (semicolons.findLast((sign) => sign < at) ?? -1) + 1,
    semicolons.find((sign) => sign > at),
  );
}

/** "5,000 jobs, almost a fifth of the group's workforce", "20 %, or about 170": what stands beside a figure is of the same employer. */
function besideFigure(
  last: Draft | undefined,
  next: Verdict,
  mentions: readonly Mention[],
  tokens: readonly Token[],
): Subject | undefined {
  if (last?.reason !== null || next.reason !== null || next.quantity.from - last.to > 4) return undefined;
  const sorts = `${last.quantity?.sort} ${next.quantity.sort}`;
  const same =
    sorts === "count share"
      ? next.governor === last.governor
      : sorts === "share count" && BESIDE_SHARE.test(phrase(tokens, last.to, next.quantity.from));
  return !same || mentions.some(({ from }) => from >= last.to && from < next.to) ? undefined : last.subject;
}

const BESIDE_SHARE = /^(?:, )?(?:or|which is|that is|i\.e|equal to|equivalent to|affecting)$|^[(,–—]$/u;

/** "The notices break down as follows:", and the entries of the list behind it are parts of what was told before. */
const BREAKS_DOWN = /\b(?:breaks? down|broken down|breakdown|split|divided|distributed|made up)\b.*:$/;

function isItem(tokens: readonly Token[]): boolean {
  return /^[•*▪·–—-]$/u.test(tokens[0]?.text ?? "");
}

/** No employer has cut so many at once. */
const MOST_OF_ONE = 300_000;

/** A figure over many employers, unless the words lead to one at hand. */
function aggregated(
  verdict: Verdict,
  subject: Subject | undefined,
  { tokens, many }: Scene,
  goesOnOfMany: () => boolean,
): Verdict {
  if (verdict.reason !== null) return verdict;
  if (subject?.by === "name" && subject.cost <= 7 && !givesExamples(tokens)) return verdict;
  const isHuge = (verdict.quantity.value ?? 0) >= MOST_OF_ONE;
  return isHuge || many() || goesOnOfMany() ? { ...verdict, reason: "aggregate" } : verdict;
}

/** Whether a sentence goes on about those of whom the one before spoke: it names nobody, or "it" counts or expects. */
function goesOn(tokens: readonly Token[], subject: Subject | undefined): boolean {
  if (subject === undefined || subject.by === "document") return true;
  return /^(?:it|they) (?:also )?(?:thinks?|expects?|estimates?|predicts?|forecasts?|found|finds|warns?|warned|shows?|adds?|added)\b/.test(
    phrase(tokens, 0, 3),
  );
}

/** "The restructuring involved approximately 330 employees" */
function restructures(tokens: readonly Token[]): boolean {
  return RESTRUCTURES.test(phrase(tokens, 0, tokens.length));
}

const RESTRUCTURES =
  /\b(?:restructuring|reorgani[sz]ation|realignment|(?:cost|expense)[ -](?:reduction|savings?))(?: (?:plans?|programs?|initiatives?|actions?|activities))?(?: (?:is|are|was|were|will|would|has|have|had|may|expected|anticipated|estimated|also|to)){0,4} (?:involv|affect|impact)(?:e|ed|es|s|ing)? (?:\S+ ){0,3}?\d[\d,.]* (?:\S+ ){0,3}?(?:employees|positions|people|individuals|roles|jobs)\b/;

/** A word for cuts, a verb of cutting with people for an object, or a closure: "will be cutting more roles", "is to shut its plant". */
function speaksOfCuts(tokens: readonly Token[], governors: Scene["governors"]): boolean {
  return (
    governors.some(({ power, to }) => power === "cut" || (power === "weak" && has(tokens, to, to + 7, JOBS))) ||
    closes(tokens)
  );
}
