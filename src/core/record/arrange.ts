// Which claims of a company are of one round: a pure function of the claims, so that it does not matter in which order documents
// arrive. Stories make rounds, in the order in which they were told; notices of registers hang under a round where they go with one;
// what a person has decided stands.
import { type Aliases, matchCompany } from "./company.ts";
import { type Judgement, type Reason, weighed, type WhyAgainst, type WhyFor } from "./evidence.ts";
import { derive } from "./figure.ts";
import { leastOf, newestParts } from "./parts.ts";
import { saidIn } from "./said.ts";
import { isRegister, judgeRounds, placeKey, type Report } from "./same.ts";
import { inTelling, isFounding, newest, type Weighed } from "./weighed.ts";

/** A claim that is to be placed. */
export interface Placeable extends Weighed {
  readonly document: string;
  /** As it is judged against others. */
  readonly report: Report;
  /** The company of the layoff where it is; null of a claim that is new. Of two claims of one company names are not compared. */
  readonly companyId: string | null;
  /** The layoff in which a person's act has left it; null where a rule decides. */
  readonly pinned: string | null;
}

export interface Round<C = Placeable> {
  readonly claims: readonly C[];
  /** The layoff that a person has left these claims in. */
  readonly pinned: string | null;
}

/** Two rounds, by their places in the list, of which a person has to say whether they are one. */
export interface Question {
  readonly later: number;
  readonly earlier: number;
  readonly for: readonly WhyFor[];
  readonly against: readonly WhyAgainst[];
}

export interface Arrangement<C = Placeable> {
  readonly rounds: readonly Round<C>[];
  readonly questions: readonly Question[];
}

interface Draft<C extends Placeable = Placeable> {
  readonly claims: C[];
  readonly pinned: string | null;
}

/** More people in notices than that share of what was announced are not of it. */
const MORE_THAN_ANNOUNCED = 1.1;

export function arrange<C extends Placeable>(claims: readonly C[], aliases: Aliases): Arrangement<C> {
  const drafts: Draft<C>[] = [
    ...Map.groupBy(
      claims.filter(({ pinned }) => pinned !== null),
      ({ pinned }) => pinned,
    ),
  ]
    .toSorted(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1))
    .map(([pinned, some]) => ({ pinned, claims: inTelling(some) }));
  const questions = new Map<Draft<C>, readonly Verdict<C>[]>();
  const free = inTelling(claims.filter(({ pinned }) => pinned === null));
  const place = (some: readonly C[], verdicts: readonly Verdict<C>[]): Draft<C> => {
    const same = verdicts.find(({ verdict }) => verdict === "same");
    if (same !== undefined) {
      same.draft.claims.push(...some);
      return same.draft;
    }
    const own: Draft<C> = { claims: [...some], pinned: null };
    drafts.push(own);
    const asked = verdicts.filter(({ verdict }) => verdict === "ask");
    if (asked.length > 0 && some.some(isFounding)) questions.set(own, asked);
    return own;
  };
  const stories = free.filter((claim) => !isRegister(claim));
  // What can found no round finds its own once all of them are there.
  for (const claim of [...stories.filter(isFounding), ...stories.filter((one) => !isFounding(one))])
    place(
      [claim],
      verdictsOf(drafts, (draft) => judgedStory(claim, draft, aliases)),
    );
  const announced = announcedOf(drafts);
  for (const notices of noticesOf(free.filter(isRegister), aliases)) {
    const verdicts = verdictsOf(drafts, (draft) => judgedNotices(notices, draft, announced.get(draft), aliases));
    const round = announced.get(place(notices, ofOneRound(verdicts)));
    if (round !== undefined) round.noticed += peopleIn(notices);
  }
  const rounds = drafts.map(({ claims: some, pinned }) => ({ claims: inTelling(some), pinned }));
  return {
    rounds,
    questions: drafts.flatMap((draft, later) =>
      (questions.get(draft) ?? []).map(({ draft: other, for: speaksFor, against }) => ({
        later,
        earlier: drafts.indexOf(other),
        for: speaksFor.map(({ why }) => why),
        against: against.map(({ why }) => why),
      })),
    ),
  };
}

interface Verdict<C extends Placeable> extends Judgement {
  readonly draft: Draft<C>;
}

/** The likeliest first; of those that are as likely the one that was told first. */
function verdictsOf<C extends Placeable>(
  drafts: readonly Draft<C>[],
  judged: (draft: Draft<C>) => Judgement | undefined,
): readonly Verdict<C>[] {
  return drafts
    .flatMap((draft) => {
      const judgement = judged(draft);
      return judgement === undefined || judgement.verdict === "different" ? [] : [{ draft, ...judgement }];
    })
    .toSorted((a, b) => b.weight - a.weight);
}

/** By the claim of it that speaks most for it; what a figure has come to by additions is compared as well. */
function judgedStory(claim: Placeable, { claims }: Draft, aliases: Aliases): Judgement | undefined {
  const stories = claims.filter((one) => !isRegister(one));
  const others = stories.length > 0 ? stories : claims;
  const pairs = others.map((other) => judgedPair(claim, other, aliases));
  const level = levelOf(stories);
  if (level !== undefined) pairs.push(judgedPair(claim, level, aliases));
  return strongest(pairs);
}

function strongest(all: readonly Judgement[]): Judgement | undefined {
  return all.reduce<Judgement | undefined>(
    (most, one) => (most === undefined || one.weight > most.weight ? one : most),
    undefined,
  );
}

/** The last story as if it told the sum that nobody tells. */
function levelOf(stories: readonly Placeable[]): Placeable | undefined {
  if (stories.length < 2 || !stories.some(({ quote }) => saidIn(quote).further !== null)) return undefined;
  const { added, count, low, high } = derive(stories);
  const last = newest(inTelling(stories));
  if (added !== "additions" || last === undefined) return undefined;
  return { ...last, report: { ...last.report, count, low, high, quote: null } };
}

function judgedPair(a: Placeable, b: Placeable, aliases: Aliases): Judgement {
  // What one document says of several places is one round there, which it takes apart.
  const isOneDocument = a.document === b.document;
  const bare = ({ report }: Placeable): Report =>
    isOneDocument ? { ...report, location: null, country: null } : report;
  if (a.companyId !== null && a.companyId === b.companyId) return judgeRounds(bare(a), bare(b));
  const { verdict } = matchCompany(a.report, b.report, aliases);
  if (verdict === "different") return weighed([{ why: "other_company" }]);
  return judgeRounds(bare(a), bare(b), verdict === "unsure" ? [{ why: "unsure_company" }] : []);
}

/** Of one site, one on top of another: what is filed twice, amended or put off. Notices of two places are of two. */
function noticesOf<C extends Placeable>(notices: readonly C[], aliases: Aliases): readonly (readonly C[])[] {
  const groups: C[][] = [];
  for (const some of Map.groupBy(notices, ({ location }) => placeKey(location) ?? "").values()) {
    const own: C[][] = [];
    for (const notice of some) {
      const pairs = own.map((group) => ({
        group,
        pair: strongest(group.map((one) => judgedPair(notice, one, aliases))),
      }));
      const best = pairs
        .filter(({ pair }) => pair?.verdict === "same")
        .toSorted((a, b) => (b.pair?.weight ?? 0) - (a.pair?.weight ?? 0))[0];
      if (best === undefined) own.push([notice]);
      else best.group.push(notice);
    }
    groups.push(...own);
  }
  const first = (group: readonly Placeable[]): string => group[0]?.published ?? group[0]?.date ?? "";
  return groups.toSorted((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : 0));
}

/** A round that somebody says will be, with how many people it is of and how many notices of it have been given. */
interface Announced {
  readonly stories: readonly Placeable[];
  /** Null where nobody says how many at most. */
  readonly most: number | null;
  noticed: number;
}

/** A notice is no part of a rumour. */
function announcedOf<C extends Placeable>(drafts: readonly Draft<C>[]): ReadonlyMap<Draft<C>, Announced> {
  const found = new Map<Draft<C>, Announced>();
  for (const draft of drafts) {
    const stories = draft.claims.filter((claim) => !isRegister(claim) && !claim.background);
    if (stories.length === 0) continue;
    const { status, high } = derive(stories);
    if (status === "rumoured" || status === "denied") continue;
    found.set(draft, { stories, most: high, noticed: peopleIn(draft.claims.filter(isRegister)) });
  }
  return found;
}

function peopleIn(notices: readonly Placeable[]): number {
  return leastOf(newestParts(notices).standing);
}

function judgedNotices(
  notices: readonly Placeable[],
  draft: Draft,
  announced: Announced | undefined,
  aliases: Aliases,
): Judgement | undefined {
  const { stories, most, noticed } = announced ?? { stories: [], most: null, noticed: 0 };
  const best = strongest(stories.flatMap((story) => notices.map((notice) => judgedPair(notice, story, aliases))));
  if (best === undefined) return questionOfNotices(notices, draft, aliases);
  // Of one notice alone the count is compared already.
  const exceeds = most !== null && noticed > 0 && noticed + peopleIn(notices) > most * MORE_THAN_ANNOUNCED;
  return exceeds ? again(best, [{ why: "exceeds" }]) : best;
}

/** Of two groups of notices at one place that are neither surely one nor surely two. */
function questionOfNotices(notices: readonly Placeable[], { claims }: Draft, aliases: Aliases): Judgement | undefined {
  const places = new Set(notices.map(({ location }) => placeKey(location) ?? ""));
  const others = claims.filter((claim) => isRegister(claim) && places.has(placeKey(claim.location) ?? ""));
  return strongest(others.flatMap((other) => notices.map((notice) => judgedPair(notice, other, aliases))));
}

function again({ for: speaksFor, against }: Judgement, more: readonly Reason[]): Judgement {
  return weighed([...speaksFor, ...against, ...more]);
}

/** A notice that goes as well with either of two rounds is of one of them, and nobody knows of which. */
function ofOneRound<C extends Placeable>(verdicts: readonly Verdict<C>[]): readonly Verdict<C>[] {
  const [first, second] = verdicts;
  if (first?.verdict !== "same" || second?.weight !== first.weight) return verdicts;
  return verdicts.map((one) =>
    one.weight === first.weight ? { draft: one.draft, ...again(one, [{ why: "two_rounds" }]), verdict: "ask" } : one,
  );
}
