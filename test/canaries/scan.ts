import { createHash } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
import { ALL_WORDS, SECRETS, type SecretName, type Word, wordsOf } from "./words.ts";

/** A word or a secret that stands somewhere, and in which dress. */
interface Finding {
  readonly what: Word | `the ${SecretName}`;
  readonly as: Dress;
}

type Dress = "text" | "text that was encoded or broken" | "base 64" | "hex";

/** What is looked for, in the forms in which it can be written without being changed. */
interface Needle {
  readonly what: Finding["what"];
  readonly lower: string;
  readonly base64: readonly string[];
  readonly hex: readonly string[];
}

/** Pieces of a secret, of which one is in any fifteen characters of it. What every token begins with tells nothing. */
function piecesOf(secret: string): string[] {
  const own = secret.replace(/^(?:xox[bp]-|xapp-1-A\d+-|whsec_|tk_)[\d-]*/, "");
  return Array.from({ length: Math.max(1, Math.ceil((own.length - 12) / 4) + 1) }, (_, i) => {
    const from = Math.max(0, Math.min(4 * i, own.length - 12));
    return own.slice(from, from + 12);
  });
}

function needle(what: Finding["what"], text: string, forms: readonly string[]): Needle {
  const bytes = forms.flatMap((form) => [Buffer.from(form, "utf8"), Buffer.from(form, "utf16le")]);
  return {
    what,
    lower: text.toLowerCase(),
    base64: [...new Set(bytes.flatMap((some) => [0, 1, 2].map((before) => insideBase64(some, before))))],
    hex: [...new Set(bytes.map((some) => some.toString("hex")))],
  };
}

/** The characters that base 64 has for these bytes wherever so many bytes, modulo three, stand before them. */
function insideBase64(bytes: Uint8Array, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

const NEEDLES: readonly Needle[] = [
  ...ALL_WORDS.flatMap((word) =>
    wordsOf(word).map((text) => needle(word, text, [text, text.toUpperCase(), capital(text)])),
  ),
  ...(Object.keys(SECRETS) as SecretName[]).flatMap((name) =>
    piecesOf(SECRETS[name]).map((piece) => needle(`the ${name}`, piece, [piece])),
  ),
];

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const WORD = finder(({ lower }) => [lower]);
const BASE64 = finder(({ base64 }) => base64);
const HEX = finder(({ hex }) => hex);

/** Finds which needles stand in a text in one of these forms, in one go: thousands of forms are held against where one may begin. */
function finder(formsOf: (one: Needle) => readonly string[]): (text: string) => ReadonlySet<Needle> {
  const beginnings = new Map<number, (readonly [form: string, one: Needle])[]>();
  const mayBegin = new Uint8Array(65_536);
  for (const one of NEEDLES) {
    for (const form of formsOf(one)) {
      const four = [0, 1, 2, 3].reduce((before, at) => withNext(before, form.charCodeAt(at)), 0);
      beginnings.set(four, [...(beginnings.get(four) ?? []), [form, one]]);
      mayBegin[slotOf(four)] = 1;
    }
  }
  return (text) => {
    const there = new Set<Needle>();
    let four = 0;
    for (let at = 0; at < text.length; at++) {
      four = withNext(four, text.charCodeAt(at));
      if (mayBegin[slotOf(four)] === 0) continue;
      for (const [form, one] of beginnings.get(four) ?? []) if (text.startsWith(form, at - 3)) there.add(one);
    }
    return there;
  };
}

/** What tells the last four characters from others: those before them are moved out. */
function withNext(four: number, code: number): number {
  return (four << 8) ^ code;
}

function slotOf(four: number): number {
  return Math.imul(four, 0x9e_37_79_b1) >>> 16;
}

/** Everything that stands in the text, or in the bytes, in whatever dress; each thing once, in its plainest. */
export function findings(content: string | Uint8Array): Finding[] {
  const raw = typeof content === "string" ? content : Buffer.from(content).toString("latin1");
  const bare = undressed(raw);
  const whole = [raw, bare].map(solid);
  const lower = [bare, ...whole].map((text) => text.toLowerCase());
  const base64 = whole.map((text) => text.replaceAll("-", "+").replaceAll("_", "/"));
  const hex = whole.map((text) => text.toLowerCase().replaceAll(/\\x|0x|[:,.-]/g, ""));
  const dresses: readonly (readonly [Dress, typeof WORD, readonly string[]])[] = [
    ["text", WORD, [raw.toLowerCase()]],
    ["text that was encoded or broken", WORD, lower],
    ["base 64", BASE64, base64],
    ["hex", HEX, hex],
  ];
  const seen = new Map<Finding["what"], Dress>();
  for (const [dress, foundIn, texts] of dresses) {
    for (const text of texts) for (const { what } of foundIn(text)) if (!seen.has(what)) seen.set(what, dress);
  }
  return [...seen].map(([what, as]) => ({ what, as }));
}

/** Of what stands in these bytes, what nobody has to undress: for large files that are looked at often. */
export function foundPlainly(bytes: Uint8Array): Finding["what"][] {
  const there = WORD(Buffer.from(bytes).toString("latin1").toLowerCase());
  return [...new Set([...there].map(({ what }) => what))].toSorted();
}

/** What stands in all of these, sorted. */
export function found(...contents: readonly (string | Uint8Array)[]): Finding["what"][] {
  return [...new Set(contents.flatMap((content) => findings(content).map(({ what }) => what)))].toSorted();
}

/** The text as whoever it is meant for would read it: escapes, entities, quoted-printable and colours undone, one in another. */
function undressed(text: string): string {
  let bare = text;
  for (let before = ""; before !== bare;) {
    before = bare;
    for (const undo of UNDO) bare = undo(bare);
  }
  return bare;
}

const UNDO: readonly ((text: string) => string)[] = [
  stripVTControlCharacters,
  // Characters that nobody sees, and UTF-16 read as bytes.
  (text) => text.replaceAll(/\p{Cf}/gu, "").replaceAll("\0", ""),
  (text) => text.replaceAll(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => character(hex, 16)),
  (text) => text.replaceAll(/\\+x([0-9a-f]{2})/gi, (_, hex: string) => character(hex, 16)),
  (text) => text.replaceAll(/\\+[nrt]/g, "\n"),
  (text) => text.replaceAll(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => character(hex, 16)),
  (text) => text.replaceAll(/&#(\d{1,7});/g, (_, decimal: string) => character(decimal, 10)),
  (text) => text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) => character(hex, 16)),
  (text) => text.replaceAll(/=\r?\n/g, ""),
  (text) => text.replaceAll(/=([2-7][0-9A-F])/g, (_, hex: string) => character(hex, 16)),
];

function character(digit: string, radix: number): string {
  const code = Number.parseInt(digit, radix);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
}

/** Without what breaks a word over two lines: space, the frame of a table, the mark of a quotation, a hyphen at the end. */
function solid(text: string): string {
  return text.replaceAll(/(?:(?<=[a-z])-)?[ \t]*\r?\n[ \t|│>*#]*/gi, "").replaceAll(/[\s|│]/g, "");
}

/** The first characters of the hashes by which somebody who guesses a value can check the guess. */
export function hashesOf(values: Iterable<string>): (content: string) => boolean {
  const known = new Set<string>();
  for (const value of values) {
    for (const form of [value, value.toLowerCase()]) {
      for (const algorithm of ["md5", "sha1", "sha256"]) {
        const hash = createHash(algorithm).update(form).digest();
        known.add(hash.toString("hex").slice(0, 12)).add(hash.toString("base64").slice(0, 12));
      }
    }
  }
  return (content) => {
    const runs = [/[0-9a-f]{12,}/gi, /[A-Za-z0-9+]{12,}/g, /[A-Za-z0-9+/]{12,}/g].flatMap(
      (run) => content.match(run) ?? [],
    );
    return runs.map((run) => run.slice(0, 12)).some((start) => known.has(start) || known.has(start.toLowerCase()));
  };
}
