import { describe, expect, it } from "vitest";
import { type Said, saidIn } from "./said.ts";

const nothing: Said = { further: null, ownRound: false, total: null, onTopOf: null, insteadOf: null };
const people = (n: number) => ({ low: n, high: n });
const upTo = (n: number) => ({ low: 0, high: n });

describe("what a sentence says beside its own figure", () => {
  it.each<[string, Partial<Said>]>([
    ["Vexley will cut 500 jobs.", {}],
    ["Vexley will cut another 200 jobs, bringing the total to up to 900.", { further: people(200), total: upTo(900) }],
    ["Vexley lays off 200 more people, for a total of 900.", { further: people(200), total: people(900) }],
    [
      "Vexley cuts 200 more posts on top of the 700 it announced in January.",
      { further: people(200), onTopOf: people(700) },
    ],
    ["Vexley raises its job cuts to 900.", { total: people(900) }],
    ["Vexley will make 782 people redundant instead of up to 900.", { insteadOf: upTo(900) }],
    ["Vexley expects 782 redundancies, down from the 900 announced in March.", { insteadOf: people(900) }],
    ["Vexley said 782 jobs would go, fewer than the 900 it had announced.", { insteadOf: people(900) }],
    ["In a second round, Vexley cuts another 300 jobs.", { further: people(300), ownRound: true }],
    [
      "Norica streicht weitere 200 Stellen, damit fallen insgesamt 700 weg.",
      { further: people(200), total: people(700) },
    ],
    ["Norica baut noch einmal 200 Stellen ab, zusätzlich zu den 500.", { further: people(200), onTopOf: people(500) }],
    ["Norica streicht 480 statt der ursprünglich geplanten 600 Stellen.", { insteadOf: people(600) }],
    ["Norica erhöht den Stellenabbau auf 700 Stellen.", { total: people(700) }],
    [
      "Norica supprime 200 postes supplémentaires, portant le total à 700.",
      { further: people(200), total: people(700) },
    ],
    [
      "Norica supprime 200 postes de plus, en plus des 500 de janvier, soit 700 au total.",
      { further: people(200), onTopOf: people(500), total: people(700) },
    ],
    [
      "Norica despedirá a otros 200 trabajadores, lo que eleva el total a 700.",
      { further: people(200), total: people(700) },
    ],
    [
      "Norica suprime 200 puestos más, que se suman a los 500 de enero.",
      { further: people(200), onTopOf: people(500) },
    ],
    // No earlier figure, no total of cuts.
    ["Norica supprime 40 postes, portant ses effectifs à 700 personnes.", {}],
    ["Norica recorta 40 empleos y eleva su plantilla a 700 trabajadores.", {}],
    ["Norica despedirá a 200 trabajadores más que el año pasado.", {}],
    ["Norica schließt zwei Werke, damit fallen insgesamt 700 Stellen weg.", {}],
    ["Vexley cuts fewer than 900 jobs.", {}],
    ["Vexley cuts 200 jobs, bringing its workforce to 900.", {}],
    ["", {}],
  ])("of “%s”", (quote, said) => {
    expect(saidIn(quote)).toEqual({ ...nothing, ...said });
  });
});
