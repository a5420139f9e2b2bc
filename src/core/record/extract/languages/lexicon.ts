// What a language is to the reader: words and patterns, and two or three small functions. The three that are no English share one
// pipeline over it.
import type { Qualifier } from "../../announced.ts";
import type { ClaimKind } from "../../claim.ts";
import type { Endings } from "../sentences.ts";
import type { Language } from "./language.ts";

/** What a word or phrase does to a figure of people. */
export type Power =
  /** Cuts people or jobs whatever stands beside it: "streicht", "licencier", "despidos". */
  | "cut"
  /** Cuts where people or jobs are its object: "verringern", "perdre", "reducir". */
  | "weak"
  /** Puts at risk. */
  | "risk"
  /** Tells of those who are concerned by what was told before. */
  | "context"
  /** Ends a place of work, or a firm. */
  | "close"
  | "headcount"
  | "hiring"
  | "furlough"
  | "voluntary"
  | "transfer"
  | "retained"
  | "strike";

/** What a noun that is counted is. */
export type NounSort =
  /** Jobs or people: "Stellen", "salariés". */
  | "people"
  /** Cuts: "Kündigungen", "despidos". */
  | "cuts"
  /** Something else, where that is plain. */
  | "other";

export interface NumberWords {
  /** Number words that stand alone or add up. */
  readonly small: Readonly<Record<string, number>>;
  /** A word that is put together: "zweihundertfünfzig", "quatre-vingt-dix". */
  readonly compound: (word: string) => number | undefined;
  /** "mille", "Millionen". */
  readonly magnitudes: Readonly<Record<string, number>>;
  /** A word between two parts of a number: "treinta y cinco". */
  readonly joins: string;
  /** About so many: "une cinquantaine", "un centenar". */
  readonly about: Readonly<Record<string, number>>;
  /** Exactly so many: "ein Dutzend". */
  readonly dozens: Readonly<Record<string, number>>;
  /** Vague words, longest first, with what they stand for by convention. */
  readonly vague: readonly (readonly [words: string, low: number, high: number])[];
  readonly fractions: Readonly<Record<string, number>>;
  readonly percent: RegExp;
  /** "bis", "à". */
  readonly to: RegExp;
  /** "von 300 auf 240": before the second. */
  readonly becomes: RegExp;
  readonly between: string;
  readonly and: string;
  /** Longest first where one ends as another does. */
  readonly before: readonly (readonly [words: string, qualifier: Qualifier])[];
  /** Words before a figure, and what stands right behind it or its noun: it comes on top of something. */
  readonly further: RegExp;
  readonly furtherBehind: RegExp;
  /** "jede zehnte Stelle", "un emploi sur dix": the share that begins at a word, and how many words it has. */
  readonly oneIn: (words: readonly string[], at: number) => readonly [percent: number, length: number] | undefined;
  readonly money: RegExp;
  readonly moneyBefore: RegExp;
  /** Units of time and other measures behind a number. */
  readonly time: RegExp;
  /** Words before a year or a day. */
  readonly timeBefore: RegExp;
}

export interface Names {
  /** Words that begin sentences or are written with a capital letter, and are no name. */
  readonly common: ReadonlySet<string>;
  /** Whether every noun has a capital letter. */
  readonly nouns: boolean;
  /** Words that have a capital letter and are no name of an employer, as they stand. */
  readonly never: RegExp;
  /** Endings of nouns that are no names; where not every noun has a capital letter there are none. */
  readonly noName: RegExp;
  /** What an employer is: "Autozulieferer", "groupe", "la empresa". Alone it is the name of none. */
  readonly employer: RegExp;
  /** Whoever is told of before or behind a name of a person. */
  readonly role: RegExp;
  readonly unions: RegExp;
  readonly reporters: RegExp;
  readonly places: ReadonlySet<string>;
  /** Words between two parts of a name: "Job and Talent", "Crédit Agricole de Normandie". */
  readonly links: RegExp;
  /** Nouns that begin a name with such a link. */
  readonly heads: RegExp;
  readonly article: RegExp;
  /** Prepositions that lead to an employer. */
  readonly at: RegExp;
  /** Prepositions that lead to a place. */
  readonly in: RegExp;
  /** Prepositions that lead to somebody else: "mit", "selon". */
  readonly beside: RegExp;
  /** Nouns before the name of the place where they stand: "usine de", "planta de". */
  readonly sites: RegExp;
  /** What an employer does, right behind its name. */
  readonly acts: RegExp;
  readonly says: RegExp;
  /** "owned by", "daughter of": of another. */
  readonly owned: RegExp;
}

export interface Lexicon {
  readonly language: Language;
  readonly endings: Endings;
  /** What is written together with the word behind it: "l'usine". */
  readonly elision: RegExp | null;
  readonly numbers: NumberWords;
  readonly names: Names;
  /** By a single lower-case word. */
  readonly nouns: readonly (readonly [NounSort, RegExp])[];
  /** Nouns of those who leave, by themselves or not: "départs". */
  readonly leaving: RegExp;
  /** Nouns of jobs, which nobody counts to tell how large a firm is. */
  readonly jobs: RegExp;
  /** Words that may stand between a number and its noun. */
  readonly between: RegExp;
  /** "2 000 der 3 300 Beschäftigten": between a figure and what it is a part of. */
  readonly of: RegExp;
  /** Those of staff of which a share is told. */
  readonly staff: RegExp;
  /** Which stand first goes before. */
  readonly triggers: readonly (readonly [Power, RegExp])[];
  /** A separable verb: "baut … ab", "fallen … weg". */
  readonly separable: readonly (readonly [Power | null, verb: RegExp, particle: RegExp])[];
  /** Words that part clauses. */
  readonly clause: RegExp;
  /** The frames of a sentence. */
  readonly frames: {
    readonly many: RegExp;
    readonly law: RegExp;
    readonly denied: RegExp;
    readonly rumour: RegExp;
    readonly threat: RegExp;
    /** Before a figure: of none of them. */
    readonly none: RegExp;
    /** Before a figure. */
    readonly superseded: RegExp;
    /** Before a figure: it is the part of one before. */
    readonly part: RegExp;
    /** Behind a figure. */
    readonly partBehind: RegExp;
    readonly cumulative: RegExp;
    /** Before a figure: what all of it comes to. */
    readonly total: RegExp;
    /** Before a figure: of what is cut it is now so many. */
    readonly raised: RegExp;
    /** Before a figure that was told before, and to which another is added. */
    readonly onTopOf: RegExp;
    /** Of a figure beside one that was added: their sum. It stands before it, with it, or behind it. */
    readonly sum: RegExp;
    readonly reason: RegExp;
    readonly question: RegExp;
    /** "so viele wie nie": of which nothing new is told. */
    readonly background: RegExp;
    /** Behind a figure that stands alone: of those of whom was told. */
    readonly told: RegExp;
    readonly net: RegExp;
    /** Words that stand for whoever was named before. */
    readonly group: RegExp;
    /** "beziehungsweise": the first figure is of the first name. */
    readonly respectively: RegExp;
    readonly from: RegExp;
  };
  readonly status: {
    readonly atRisk: RegExp;
    readonly proposed: RegExp;
    readonly confirmed: RegExp;
    readonly done: RegExp;
  };
  readonly kinds: readonly (readonly [ClaimKind, RegExp])[];
  readonly scopes: {
    readonly contractors: RegExp;
    readonly unit: RegExp;
    readonly site: RegExp;
  };
  readonly dates: {
    readonly months: readonly RegExp[];
    readonly weekdays: readonly string[];
    readonly today: string;
    readonly yesterday: string;
    readonly lastYear: RegExp;
    readonly lastMonth: RegExp;
    readonly in: RegExp;
    readonly until: RegExp;
  };
}
