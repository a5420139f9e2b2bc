// What a name in a sentence is, and what is known of names while a document is read.
import { isAscii, type Token } from "./tokens.ts";

/** Names of organisations, from outside of the core: what is not in it may be a company all the same. */
export interface Gazetteer {
  /** @param name lower case, words joined by one space, without a legal form. */
  readonly has: (name: string) => boolean;
}

export interface Mention {
  /** As the document calls it. */
  readonly name: string;
  /** Lower case, without "the" and legal form: what two mentions of the same employer share. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Who it is: only employers are cut at; "source" and "reporter" say so, "attribute" tells of another ("an Acme rival"). */
  readonly role: "employer" | "person" | "place" | "source" | "reporter" | "union" | "attribute";
  /** The word before, where it is a preposition. */
  readonly preposition: string | null;
  readonly possessive: boolean;
  /** The gazetteer knows it. */
  readonly known: boolean;
  /** Nothing in the document says that it employs anybody. */
  readonly doubtful: boolean;
}

/** What is known of a document while its sentences are read. */
export interface Known {
  readonly gazetteer: Gazetteer;
  /** Words that stand in lower case somewhere in it. */
  readonly lowered: ReadonlySet<string>;
  /** Keys of names that stand within its sentences, where a capital letter means a name. */
  readonly named: ReadonlySet<string>;
  /** Words that have a capital letter somewhere, and small ones behind it. */
  readonly cased: ReadonlySet<string>;
  /** Last names of people. */
  readonly people: Set<string>;
  /** Places that no list has, by "in" before them. */
  readonly places: Set<string>;
  /** Short names, and what they are short for. */
  /** Names that are a person's by their first word, and a firm's by how they are used. */
  readonly firms: Set<string>;
  /** Whether nothing else in the document is an employer's name: then a word that only opens a sentence may be one. */
  readonly unnamed: { yes: boolean };
  /** Keys of names of which nothing says that they employ anybody. */
  readonly doubtful: Set<string>;
  /** Last words of names of papers: "the Times" after "The New York Times". */
  readonly endings: Map<string, Pick<Mention, "name" | "key">>;
  readonly aliases: Map<string, Pick<Mention, "name" | "key">>;
}

export const LEGAL = /^(?:inc|corp|corporation|ltd|limited|plc|llc|co|ag|se|sa|nv|gmbh|ab|asa|oyj|spa|s\.a|n\.v|llp)$/;

/** "Condé" as "Conde": a document, and who reads it, may write either. */
export function unaccented(name: string): string {
  return !isAscii(name) && /[\u00C0-\u024F]/u.test(name)
    ? name.normalize("NFD").replaceAll(/[\u0300-\u036F]/gu, "")
    : name;
}

/** Without dots, commas, white space but spaces, or a sign beyond ASCII. */
function isPlain(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code > 127 || code === 44 || code === 46 || (code >= 9 && code <= 13)) return false;
  }
  return true;
}

export function keyOf(name: string): string {
  const lower = unaccented(name.toLowerCase());
  if (isPlain(lower)) {
    const space = lower.indexOf(" ");
    if (space < 0) return lower;
    const last = lower.slice(lower.lastIndexOf(" ") + 1);
    if (space > 0 && last !== "" && !lower.includes("  ") && !LEGAL.test(last))
      return lower.startsWith("the ") ? lower.slice(4) : lower;
  }
  const plain = lower.replaceAll(/[’‘]/gu, "'").replaceAll(/[.,]/g, " ").split(/\s+/).filter(Boolean);
  if (plain[0] === "the" && plain.length > 1) plain.shift();
  while (plain.length > 1 && LEGAL.test(plain.at(-1) ?? "")) plain.pop();
  return plain.join(" ");
}

/** The text of tokens as it stands, but for the width of white space. */
export function textOf(tokens: readonly Token[], from: number, to: number): string {
  let text = "";
  for (let at = from; at < Math.min(to, tokens.length); at++) {
    const token = tokens[at];
    if (token !== undefined) text += (token.spaced && text !== "" ? " " : "") + token.text;
  }
  return text;
}

/** Whether the gazetteer has a name, as it stands or as one of a group. */
export function isKnown(key: string, gazetteer: Gazetteer): boolean {
  let asked = ASKED.get(gazetteer);
  if (asked === undefined || asked.size >= MOST_ASKED) ASKED.set(gazetteer, (asked = new Map<string, boolean>()));
  const answer = asked.get(key);
  if (answer !== undefined) return answer;
  const is = gazetteer.has(key) || GROUPS.some((more) => gazetteer.has(`${key} ${more}`));
  asked.set(key, is);
  return is;
}

const GROUPS = ["group", "holdings", "corporation", "company", "inc"];

/** The same few names are asked for again and again. */
const ASKED = new WeakMap<Gazetteer, Map<string, boolean>>();
const MOST_ASKED = 5000;
