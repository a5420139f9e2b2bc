// "l'usine", "d'emplois": two words that are written as one.
import type { Token } from "../tokens.ts";

/** With what is written together with the word behind it as a word of its own. @param elision null where a language has no such thing */
export function splitAt(tokens: readonly Token[], elision: RegExp | null): readonly Token[] {
  return elision === null ? tokens : tokens.flatMap((token) => split(token, elision));
}

function split(token: Token, elision: RegExp): Token[] {
  const found = token.kind === "word" ? elision.exec(token.text) : null;
  if (found === null || found[0].length === token.text.length) return [token];
  const at = found[0].length;
  const rest = token.text.slice(at);
  const first = rest[0] ?? "";
  return [
    { ...token, text: token.text.slice(0, at), lower: token.lower.slice(0, at), end: token.start + at },
    {
      ...token,
      text: rest,
      lower: token.lower.slice(at),
      start: token.start + at,
      capital: first !== first.toLowerCase(),
      breaks: 0,
      spaced: false,
    },
  ];
}
