// From a passage in German, French or Spanish to claims: the same steps as in English, over the words of a lexicon.
import type { Gazetteer, Mention } from "../mention.ts";
import { isTitled } from "../mentions.ts";
import type { Quantity } from "../numbers.ts";
import type { Passage, PartOfDocument, Reading, Reason } from "../reading.ts";
import { type Sentence, sentencesOf } from "../sentences.ts";
import type { Subject } from "../subject.ts";
import { phrase, wordAt } from "../tokens.ts";
import { publishedOf } from "../when.ts";
import { splitAt } from "./elision.ts";
import { figuresOf } from "./figures.ts";
import { judge } from "./judge.ts";
import type { Scene, Verdict } from "./scene.ts";
import type { Lexicon } from "./lexicon.ts";
import { ends, has, type Line, lineOf } from "./line.ts";
import { type Document, namesOf } from "./names.ts";
import { type Draft, settle } from "./settle.ts";
import { actsBehind, subjectOf } from "./subjects.ts";
import { type Trigger, triggersOf } from "./triggers.ts";

interface Read {
  readonly sentence: Sentence;
  readonly in: PartOfDocument;
  readonly line: Line;
  readonly mentions: readonly Mention[];
}

/** What a passage claims of job cuts. Pure; the time is linear in the length of the text, and no text makes it throw. */
export function readIn(lexicon: Lexicon, passage: Passage, gazetteer: Gazetteer): Reading {
  const titles = sentencesIn(passage.title ?? "", lexicon);
  const all = [
    ...titles.map((sentence) => ({ sentence, in: "title" as const })),
    ...sentencesIn(passage.text, lexicon).map((sentence) => ({ sentence, in: "text" as const })),
  ];
  const document = documentOf(all, gazetteer);
  // People first: a last name may stand before the whole one.
  for (const { sentence } of all) namesOf(sentence.tokens, document, lexicon, false);
  const reads = all.map(({ sentence, in: part }): Read => {
    const titled = part === "title" && !lexicon.names.nouns && isTitled(sentence.tokens);
    return {
      sentence,
      in: part,
      line: lineOf(sentence.tokens),
      mentions: namesOf(sentence.tokens, document, lexicon, titled),
    };
  });
  return settle(draftsOf(sorted(reads, lexicon), lexicon), {
    passage,
    published: publishedOf(passage.published),
    lexicon,
  });
}

/** Sentences, with "l'" and "d'" as words of their own where the language has them. */
export function sentencesIn(text: string, { endings, elision }: Lexicon): Sentence[] {
  const sentences = sentencesOf(text, endings);
  if (elision === null) return sentences;
  return sentences.map((sentence) => ({ ...sentence, tokens: splitAt(sentence.tokens, elision) }));
}

/** What the words themselves tell of names: which stand in lower case somewhere, and which as names within a sentence. */
function documentOf(all: readonly { readonly sentence: Sentence }[], gazetteer: Gazetteer): Document {
  const lowered = new Set<string>();
  for (const { sentence } of all)
    for (const { kind, capital, lower } of sentence.tokens) if (kind === "word" && !capital) lowered.add(lower);
  return {
    gazetteer,
    lowered,
    people: new Set<string>(),
    named: new Set<string>(),
    aliases: new Map<string, Mention>(),
  };
}

/** Mentions of which nothing says that they employ anybody are none, where another in the document does. */
function sorted(reads: readonly Read[], lexicon: Lexicon): Read[] {
  const weights = weightsOf(reads, lexicon);
  const sure = [...weights.values()].some((weight) => weight > 0);
  const isDoubtful = ({ role, key }: Mention): boolean => role === "employer" && (weights.get(key) ?? 0) <= 0;
  // Where every noun has a capital letter, that alone is no name.
  if (lexicon.names.nouns && sure)
    return reads.map((read) => ({ ...read, mentions: read.mentions.filter((mention) => !isDoubtful(mention)) }));
  if (!sure) return [...reads];
  return reads.map((read) => ({
    ...read,
    mentions: read.mentions.map((mention) => (isDoubtful(mention) ? { ...mention, doubtful: true } : mention)),
  }));
}

/** How much says that each name is an employer's. */
function weightsOf(reads: readonly Read[], lexicon: Lexicon): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { line, mentions, in: part } of reads)
    for (const mention of mentions)
      if (mention.role === "employer")
        weights.set(mention.key, (weights.get(mention.key) ?? 0) + evidenceOf(line, mention, part, lexicon));
  return weights;
}

function evidenceOf(
  line: Line,
  { from, to, known, preposition }: Mention,
  part: PartOfDocument,
  lexicon: Lexicon,
): number {
  const { names } = lexicon;
  const before = wordAt(line.tokens, from - 1);
  let weight = 0;
  if (known) weight += 1;
  if (names.employer.test(before)) weight += 3;
  if (actsBehind(line, to, lexicon)) weight += preposition === null ? 3 : 1;
  else if (preposition === null && ends(line, from, names.acts) && wordAt(line.tokens, from - 1) !== "a") weight += 2;
  if (/^(?:chez|bei)$/u.test(preposition ?? "")) weight += 3;
  if (part === "title") weight += 1;
  if (/^\p{Lu}[\p{Lu}&]+$/u.test(line.tokens[from]?.text ?? "")) weight += 1;
  if (/^[:(]$/u.test(wordAt(line.tokens, to)) && from < 3) weight += 2;
  return weight;
}

function draftsOf(reads: readonly Read[], lexicon: Lexicon): Draft[] {
  const triggers = reads.map(({ line }) => triggersOf(line, lexicon));
  const ofCuts = reads.some(
    ({ line }, at) =>
      (triggers[at] ?? []).some(({ power }) => power === "cut" || power === "risk" || power === "close") &&
      !has(line, lexicon.frames.denied),
  );
  const drafts: Draft[] = [];
  let focus = mainOf(reads, lexicon);
  let ofMany = false;
  let added: Quantity | null = null;
  for (const [at, { sentence, in: part, line, mentions }] of reads.entries()) {
    const quantities = figuresOf(line.tokens, lexicon.numbers);
    const doing = triggers[at] ?? [];
    const verdicts: Verdict[] = [];
    const many = has(line, lexicon.frames.many);
    const scene: Scene = { line, quantities, triggers: doing, mentions, ofCuts, many, added, judged: verdicts };
    for (const quantity of quantities) verdicts.push(judge(scene, quantity, lexicon));
    added = verdicts.findLast(({ quantity, reason }) => quantity.further && reason === null)?.quantity ?? added;
    const rumour = has(line, lexicon.frames.rumour);
    const employers = mentions.some(({ role, doubtful }) => role === "employer" && !doubtful);
    let cutAt: Subject | undefined;
    const ofPeople = verdicts.filter(({ reason }) => reason === null || !OF_NO_PEOPLE.has(reason));
    const subjects = new Map<Verdict, Subject | undefined>();
    const each = respectively(scene, lexicon);
    for (const verdict of verdicts) {
      const figure = { from: verdict.quantity.from, to: verdict.to };
      const others = ofPeople.filter((one) => one !== verdict).map((one) => ({ from: one.quantity.from, to: one.to }));
      const own = subjectOf({ line, mentions, others, focus }, figure, verdict.trigger, lexicon);
      const subject = verdict.beside === undefined ? (each.get(verdict) ?? own) : subjects.get(verdict.beside);
      subjects.set(verdict, subject);
      const reason =
        verdict.reason === null && isOfMany(scene, subject, ofMany && !employers) ? "aggregate" : verdict.reason;
      if (reason === null && subject?.by === "name") cutAt ??= subject;
      drafts.push({ ...verdict, reason, sentence, line, in: part, subject, mentions, rumour });
    }
    const bare = bareCut(scene, lexicon);
    const whose =
      bare === undefined || ofMany
        ? undefined
        : subjectOf({ line, mentions, others: [], focus: undefined }, bare, bare, lexicon);
    if (bare !== undefined && whose !== undefined && whose.cost < 14) {
      drafts.push({
        quantity: null,
        reason: null,
        trigger: bare,
        to: bare.to,
        sentence,
        line,
        in: part,
        subject: whose,
        mentions,
        rumour,
      });
      cutAt ??= whose;
    }
    ofMany = (many && !employers) || (ofMany && !employers);
    focus = focusAfter(line, mentions, lexicon) ?? cutAt ?? focus;
  }
  return drafts;
}

/** Figures of no people. */
const OF_NO_PEOPLE = new Set<Reason>(["money", "time", "name", "not_people", "share_of_other"]);

/** "Acme y Bolt recortan 600 y 270 empleos, respectivamente": the first of the first. */
function respectively({ line, mentions, judged }: Scene, { frames }: Lexicon): Map<Verdict, Subject> {
  const found = new Map<Verdict, Subject>();
  if (!has(line, frames.respectively)) return found;
  const counts = judged.filter(({ reason, quantity }) => reason === null && quantity.sort === "count");
  const employers = mentions
    .filter(({ role, to }) => role === "employer" && to <= (counts[0]?.quantity.from ?? 0))
    .slice(-counts.length);
  if (counts.length < 2 || employers.length !== counts.length) return found;
  for (const [at, verdict] of counts.entries()) {
    const { name, key } = employers[at] ?? { name: "", key: "" };
    found.set(verdict, { name, key, by: "name", cost: 0 });
  }
  return found;
}

/** A figure over many employers, unless the words lead to one at hand. */
function isOfMany({ many }: Scene, subject: Subject | undefined, goesOn: boolean): boolean {
  if (!many && !goesOn) return false;
  return subject === undefined || subject.by !== "name" || subject.cost > 14;
}

/** The trigger of a sentence that says that somebody cuts, and not how many. */
function bareCut({ line, triggers, judged, many }: Scene, { frames, staff }: Lexicon): Trigger | undefined {
  if (
    many ||
    judged.some(
      ({ reason, counted }) =>
        reason === null || (reason !== "headcount" && counted.sort !== "other" && counted.sort !== "none"),
    )
  )
    return undefined;
  if (
    triggers.some(
      ({ power }) =>
        power !== "cut" && power !== "context" && power !== "weak" && power !== "headcount" && power !== "close",
    )
  )
    return undefined;
  if (has(line, frames.denied) || has(line, frames.threat) || has(line, frames.law) || has(line, frames.question))
    return undefined;
  if (line.text.endsWith("?")) return undefined;
  return triggers.find(
    ({ power, words, from, to }) =>
      power === "cut" &&
      (BARE.test(words) ||
        (CUTS.test(words) && line.tokens.slice(Math.max(0, from - 6), to + 6).some(({ lower }) => staff.test(lower)))),
  );
}

/** Words that are of people whatever stands beside them, and words that are of other things as well. */
const BARE = /stellen|personal|job|arbeitspl|entlass|entläss|licenci|plan social|pse|despid|desped|^ere$|expediente/u;
const CUTS = /kündig|suppress|supprim|recort|abbau|streich|gestrichen|suprim|elimin/u;

/** Of whom a passage speaks after a sentence: its first employer that does something. */
function focusAfter(line: Line, mentions: readonly Mention[], lexicon: Lexicon): Subject | undefined {
  const { names } = lexicon;
  const employers = mentions.filter(({ role, doubtful }) => role === "employer" && !doubtful);
  const free = employers.filter(({ preposition }) => preposition === null || names.at.test(preposition));
  const found =
    // "c'est au tour de Bolt"
    employers.findLast(({ from }) => /^(?:tour de|turno de)$/u.test(phrase(line.tokens, from - 2, from))) ??
    free.find(({ to, preposition }) => preposition === null && actsBehind(line, to, lexicon)) ??
    free.find(({ from }) => names.employer.test(wordAt(line.tokens, from - 1))) ??
    free.find(({ from, preposition }) => preposition === null && from > 0 && ends(line, from, names.acts)) ??
    free.find(({ preposition, from }) => preposition === null && from < 6) ??
    free.find(({ preposition }) => /^(?:bei|chez|beim)$/u.test(preposition ?? ""));
  return found && { name: found.name, key: found.key, by: "name", cost: 0 };
}

/** The employer that a document is about. */
function mainOf(reads: readonly Read[], lexicon: Lexicon): Subject | undefined {
  const weights = new Map<string, { weight: number; mention: Mention }>();
  for (const [at, { line, mentions, in: part }] of reads.entries())
    for (const mention of mentions) {
      if (mention.role !== "employer") continue;
      const weight =
        (part === "title" ? 3 : at < 2 ? 1.5 : 1) +
        evidenceOf(line, mention, part, lexicon) -
        (mention.doubtful ? 1 : 0) -
        (mention.preposition !== null && lexicon.names.beside.test(mention.preposition) ? 1 : 0);
      const held = weights.get(mention.key);
      weights.set(mention.key, { weight: (held?.weight ?? 0) + weight, mention: held?.mention ?? mention });
    }
  const best = [...weights.values()].toSorted((a, b) => b.weight - a.weight)[0];
  return best === undefined || best.weight <= 0
    ? undefined
    : { name: best.mention.name, key: best.mention.key, by: "document", cost: 45 };
}
