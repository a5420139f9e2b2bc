// What is added, and what all of it comes to, in sentences of our own about firms that do not exist.
import { describe, expect, it } from "vitest";
import { read } from "../read.ts";

const figures = (language: string, text: string): string[] => {
  const reading = read({ title: null, published: "2026-03-10", text }, new Set<string>(), language);
  return [
    ...reading.claims.map(({ company, count }) => `${company} ${count}`),
    ...reading.refused.map(({ count, reason }) => `${count}: ${reason}`),
  ];
};

const MORE_AND_ALL = ["Norica 200", "700: cumulative"];

describe("a sum beside what is added to it", () => {
  it.each([
    ["de", "Norica streicht weitere 200 Stellen, damit fallen insgesamt 700 Arbeitsplätze weg."],
    ["de", "Norica baut zusätzlich 200 Stellen ab, damit insgesamt 700."],
    ["de", "Norica streicht noch einmal 200 Stellen. Insgesamt sind es damit 700."],
    ["de", "Bei Norica fallen nochmals 200 Jobs weg; die Gesamtzahl steigt auf 700."],
    ["fr", "Norica va supprimer 200 autres postes, portant le total à 700."],
    ["fr", "Norica supprime 200 emplois de plus, ce qui porte à 700 le nombre de postes supprimés."],
    ["fr", "Norica supprime encore 200 postes, soit 700 au total depuis janvier."],
    ["es", "Norica despedirá a otras 200 personas, lo que eleva el total a 700."],
    ["es", "Norica recortará 200 empleos adicionales, con lo que el total asciende a 700."],
    ["es", "Norica suprime 200 puestos más, hasta un total de 700."],
  ])("is a running total: %s, %s", (language, text) => {
    expect(figures(language, text)).toEqual(MORE_AND_ALL);
  });

  it.each([
    ["de", "Norica streicht 200 Stellen; zusammen mit den bereits angekündigten 500 sind das viele."],
    ["fr", "Ces 200 suppressions chez Norica s'ajoutent aux 500 postes de janvier."],
    ["es", "Norica despedirá a otros 200 trabajadores, que se suman a los 500 despidos de enero."],
  ])("what it is added to was told before: %s, %s", (language, text) => {
    expect(figures(language, text)).toEqual(["Norica 200", "500: repeated"]);
  });

  it.each([
    ["de", "Norica schließt zwei Werke, damit fallen insgesamt 700 Stellen weg.", "Norica 700"],
    ["de", "Norica erhöht den Stellenabbau auf insgesamt 700 Stellen.", "Norica 700"],
    ["fr", "Norica porte ses suppressions de postes à 700.", "Norica 700"],
    ["es", "Norica eleva sus despidos a 700 personas.", "Norica 700"],
  ])("without anything that is added it is the round: %s, %s", (language, text, claim) => {
    expect(figures(language, text)).toContain(claim);
  });

  it.each([
    ["fr", "Norica supprime 40 postes, portant ses effectifs à 700 personnes."],
    ["fr", "Norica licencie 40 salariés, ce qui porte à 700 le nombre de salariés du groupe."],
    ["es", "Norica recorta 40 empleos y eleva su plantilla a 700 trabajadores."],
    ["de", "Norica streicht weitere 40 Stellen, die Belegschaft sinkt auf 700."],
  ])("of all who work there it is a headcount: %s, %s", (language, text) => {
    expect(figures(language, text)).toEqual(["Norica 40", "700: headcount"]);
  });
});
