// Which language a text is written in: as its source states it, else by its commonest words. What cannot be told is read as English.

/** The languages that are read. */
export const LANGUAGES = ["en", "de", "fr", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Words that hold sentences together, and words of work; some are of two languages. */
const COMMONEST: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words(
    "the of and to that for with was were is are be been has have had will would could its their they it he she this these which who at from by not but as after than more said says about in a on an cut cuts jobs job staff workers employees layoffs people company",
  ),
  de: words(
    "der die das und den dem des ein eine einer einem einen nicht mit von bei zu zum zur im ist sind wird werden wurde wurden hat haben hatte soll sollen auch auf aus für nach sich wie als noch mehr bis dass über unter ihre seine seiner ihren rund sei aber oder in am an streicht entlässt",
  ),
  fr: words(
    "le les des et du une dans est sont par pour sur qui que au aux avec ce cette ses son sa ont été il elle ils plus pas ne selon dont d'ici l' d' leur leurs nous vous mais ou où après près être avait de la en un à postes emplois salariés licenciements suppression entreprise groupe environ chez",
  ),
  es: words(
    "el los las y del una por que con su sus al lo se ha han fue son para como más pero este esta según sobre entre también ya sin hasta desde unos unas ser está cuando o tras cada había de la en un a y empleados trabajadores puestos empleos despidos plantilla empresa despide",
  ),
};

/** So many words say enough. */
const ENOUGH = 400;
const WORD = /[\p{L}\p{M}]+(?:['’](?=\P{L}|$))?/gu;

/**
 * The language of a document.
 * @param stated a language tag of its source ("de-AT"), or null; of a language that is not read, English is taken, as before
 */
export function languageOf(stated: string | null | undefined, ...texts: readonly (string | null)[]): Language {
  const tag = /^[a-z]{2,3}(?=$|[-_])/i.exec(stated ?? "")?.[0].toLowerCase();
  if (tag !== undefined) return LANGUAGES.find((language) => language === tag) ?? "en";
  return detected(texts.filter((text) => text !== null).join("\n"));
}

/** The one that has most of its commonest words in a text, and clearly more than English has. */
function detected(text: string): Language {
  const counts = { en: 0, de: 0, fr: 0, es: 0 };
  let seen = 0;
  for (const [word] of text.slice(0, 20 * ENOUGH).matchAll(WORD)) {
    const straight = word.replace("’", "'");
    for (const language of LANGUAGES) if (COMMONEST[language].has(straight)) counts[language] += 1;
    seen += 1;
    if (seen >= ENOUGH) break;
  }
  const [best = "en"] = LANGUAGES.toSorted((a, b) => counts[b] - counts[a]);
  // Words with a capital letter are not asked: a name in another language makes no text in it.
  return counts[best] >= Math.max(2, 0.08 * seen) && counts[best] > 1.5 * counts.en ? best : "en";
}
