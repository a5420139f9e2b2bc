/** `1 person`, `4,712 accounts`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** `4,712`. As `toLocaleString("en-US")`, of which the first call loads what is known of all languages: half of a bare Node. */
export function number(n: number): string {
  if (!Number.isSafeInteger(n)) return n.toLocaleString("en-US");
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A share as people say it: `15 %`, `0.3 %`, `under 0.1 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "0 %";
  const share = (100 * part) / whole;
  if (share > 0 && share < 0.1) return "under 0.1 %";
  return `${share < 10 ? Number(share.toFixed(1)) : Math.round(share)} %`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

const UNSEEN =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- finding such characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/gu;

/** Of which nothing has to become visible; the rules of other scripts are not loaded for it. */
const PRINTABLE = /^[\u0020-\u007e]*$/;

/** No script puts so many marks on one letter; more of them run over the lines above and below. */
const PILED = /(\p{M}{8})\p{M}+/gu;

/**
 * Text from outside on a terminal or in a line-based message: control characters, which could move the cursor or forge a
 * line, marks that reverse the reading order and others that cannot be seen become visible dots.
 */
export function plain(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.toWellFormed().replace(UNSEEN, "·").replace(PILED, "$1");
}

/** What somebody is called: the first of these that can be read on a line, since a name may be of blanks and signs alone. */
export function called(...ways: readonly (string | null | undefined)[]): string {
  const lines = ways.flatMap((way) => (way == null ? [] : [brief(plain(way))]));
  return (
    lines.find((line) => /[A-Za-z0-9]/.test(line) || /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(line)) ??
    lines.at(-1) ??
    "somebody"
  );
}

/**
 * Text from outside for programs that make links of whatever looks like an address: a character that takes no room sets its
 * parts asunder. E-mail addresses stay whole, since people copy them.
 */
export function unlinked(text: string): string {
  return text.replace(/\S+/g, (word) => {
    const path = word.replace(/:(?=\/\/)/g, ":\u200b");
    return word.includes("@") && path === word ? word : path.replace(/(?<=[\p{L}\p{N}])\.(?=\p{L}{2})/gu, ".\u200b");
  });
}

/** It brings the rules of all scripts, which a start does not wait for. */
let segmenter: Intl.Segmenter | undefined;

/** A name, a place or a team as a line can bear it; some directories hold names of kilobytes. */
export function brief(text: string): string {
  if (text.length <= 60) return text;
  segmenter ??= new Intl.Segmenter();
  const characters = [...segmenter.segment(text.slice(0, 1000))].map(({ segment }) => segment);
  return characters.length <= 60 && text.length <= 1000 ? text : `${characters.slice(0, 59).join("")}…`;
}
