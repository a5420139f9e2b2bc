// How a language is told, and what of its text is tokens.
import { describe, expect, it } from "vitest";
import { read } from "../read.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { languageOf } from "./language.ts";
import { readIn } from "./read.ts";
import { spanish } from "./spanish.ts";

const TEXTS = {
  en: "Norica said on Tuesday that it will cut 40 jobs at its plant.",
  de: "Norica teilte am Dienstag mit, dass im Werk 40 Stellen gestrichen werden.",
  fr: "Norica a annoncé mardi la suppression de 40 postes dans son usine.",
  es: "Norica anunció el martes que suprimirá 40 puestos en su planta.",
};
const none = new Set<string>();

describe("the language", () => {
  it.each(Object.entries(TEXTS))("%s is told by its commonest words", (language, text) => {
    expect(languageOf(null, null, text)).toBe(language);
  });

  it("is what the source states, whatever its region, and English where that is none that is read", () => {
    expect(languageOf("de-AT", null, TEXTS.en)).toBe("de");
    expect(languageOf("ES_mx", null, TEXTS.en)).toBe("es");
    expect(languageOf("da", null, TEXTS.de)).toBe("en");
  });

  it("is English where nothing tells, and where a text only quotes or names in another", () => {
    expect(languageOf(null, null, "")).toBe("en");
    expect(languageOf(null, "Norica: 40", "Norica SA, Le Mans, La Paz")).toBe("en");
    expect(languageOf(null, null, `${TEXTS.en} Le Monde and Der Spiegel reported it, as did El País and La Voz.`)).toBe(
      "en",
    );
  });

  it("decides by whose words a text is read", () => {
    for (const text of Object.values(TEXTS)) {
      const { claims } = read({ title: null, published: null, text }, none);
      expect(claims.map(({ company, count }) => [company, count])).toEqual([["Norica", 40]]);
    }
    expect(read({ title: null, published: null, text: TEXTS.de }, none, "en").claims).toEqual([]);
  });
});

describe("any text", () => {
  it.each([german(), french(), spanish()])("is read in a time that grows with its length: $language", (lexicon) => {
    const words = [
      "Norica streicht 40 Stellen, ",
      "l'usine de 12 000 ",
      "der Abbau von ",
      "de los cuales ",
      "( ",
      "1.000 ",
    ];
    const text = (many: number): string => Array.from({ length: many }, (_, at) => words[(at * 7) % 6]).join("");
    const time = (many: number): number => {
      const { user } = process.cpuUsage();
      readIn(lexicon, { title: null, published: null, text: text(many) }, none);
      return process.cpuUsage().user - user;
    };
    time(200);
    // Ten times the text; squared it would be a hundred times the time.
    expect(time(3000)).toBeLessThan(40 * Math.max(time(300), 10_000));
  });

  it.each([german(), french(), spanish()])("throws nowhere: $language", (lexicon) => {
    for (const text of [
      "",
      "«",
      "l'",
      "1.",
      "%%%",
      "\u0000",
      "…",
      "d'",
      "14.",
      "(((",
      "mil mil mil",
      "von auf um",
      "40 40 40",
    ])
      expect(() => readIn(lexicon, { title: text, published: "x", text }, none)).not.toThrow();
  });
});
