// Text as it is compared: nothing of it is shown.

/** Letters that Unicode does not take apart, as people write them without their marks. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
};

/**
 * Lower case, without marks on letters and without apostrophes, "and" for "&", and one blank for whatever else is neither letter
 * nor digit.
 */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}+|['’‘ʼ`´]/gu, "")
    .replaceAll(/[ßæœøđðłıþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replaceAll("&", " and ")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

export function wordsOf(text: string): string[] {
  const line = folded(text);
  return line === "" ? [] : line.split(" ");
}
