// German sentences of our own, about firms that do not exist.
import { describe, expect, it } from "vitest";
import { german } from "./german.ts";
import { asked } from "./testing.ts";

const { claims, bounds, only } = asked(german());

describe("what is a cut", () => {
  it.each([
    ["Der Pumpenbauer Kranz & Co. setzt den Rotstift an: 90 von 700 Mitarbeitern müssen gehen.", ["Kranz & Co 90"]],
    ["Laut Gewerkschaft droht bei Solvana der Verlust von 250 Jobs.", ["Solvana 250"]],
    ["Die Druckerei Buchwald spricht 45 Kündigungen aus.", ["Buchwald 45"]],
    ["Bei Norica Systems in Kiel sind 130 Arbeitsplätze in Gefahr.", ["Norica Systems 130"]],
    ["Norica will sich von 15 Prozent seiner Beschäftigten trennen.", ["Norica 15%"]],
    ["Die Entlassung von 300 Mitarbeitern begründet Veltron mit dem schwachen Geschäft.", ["Veltron 300"]],
    [
      "Im Zuge der Sanierung fallen beim Hausgerätehersteller Ziemann rund 350 Stellen dem Sparkurs zum Opfer.",
      ["Ziemann 350"],
    ],
    [
      "Veltron hat am Dienstag angekündigt, 12 Prozent der Stellen zu streichen, etwa 800 weltweit.",
      ["Veltron 800 12%"],
    ],
    ["Hunderte Jobs bei Tessmer vor dem Aus.", ["Tessmer 200-999"]],
    ["Für 220 Angestellte der Kaufhauskette Merkando ist im Juni Schluss.", ["Merkando 220"]],
    ["Die Zahl der Beschäftigten bei Orlando Pharma soll von 2.100 auf 1.800 sinken.", ["Orlando Pharma 300"]],
    ["Der Konzern Bergara senkt die Zahl der Stellen um 4.500.", ["Bergara 4500"]],
    ["Über 1.000 Leiharbeiter verlieren bei Autowerk Trebur ihre Arbeit.", ["Trebur 1000"]],
    ["Nach dem Verkauf an Holdex gehen bei der Sparte Klimatec 75 Stellen verloren.", ["Klimatec 75"]],
    ["Die Firma Greve GmbH aus Celle kündigt ihren 33 Beschäftigten zum 30. Juni.", ["Greve GmbH 33"]],
    ["Wegen des Auftragsmangels werden laut Betriebsrat 64 Beschäftigte der Gießerei Thale entlassen.", ["Thale 64"]],
    ["Ein Viertel der Belegschaft muss Solvana verlassen.", ["Solvana 25%"]],
    [
      "Nach Angaben der Arbeitnehmervertreter werden in der Hamburger Zentrale von Delta Reederei 110 Beschäftigte ihren Arbeitsplatz verlieren.",
      ["Delta Reederei 110"],
    ],
    ["Rund 2.800 Stellen will der Medizintechnikkonzern Vitronic bis 2028 weltweit abbauen.", ["Vitronic 2800"]],
    ["Der Personalabbau bei Vitronic trifft 900 Menschen in Deutschland.", ["Vitronic 900"]],
    ["Die Vitronic SE plant, weltweit bis zu 5 Prozent ihrer 40.000 Arbeitsplätze einzusparen.", ["Vitronic SE 5%"]],
    ["Vom Stellenabbau sind bei Marlo Energie 75 Ingenieure betroffen.", ["Marlo Energie 75"]],
    ["Marlo Energie trennt sich von einem Zehntel seiner Mitarbeitenden.", ["Marlo Energie 10%"]],
    ["Beim Verlag Kolumna stehen 60 Stellen zur Disposition, darunter 25 in der Redaktion.", ["Kolumna 60"]],
    ["20 Mitarbeitende verlässt Marlo nicht freiwillig: Das Start-up kündigt ihnen zum Monatsende.", ["Marlo 20"]],
    ["Zwischen 300 und 350 Jobs könnten bei Ostermann Logistik wegfallen.", ["Ostermann Logistik 300-350"]],
    ["Der Autobauer Kessler halbiert die Belegschaft im Werk Rodental: 700 Leute müssen gehen.", ["Kessler 700"]],
    ["Die Gewerkschaft rechnet mit dem Wegfall von 450 Stellen bei Ostermann.", ["Ostermann 450"]],
    ["Das Unternehmen Talis GmbH & Co. KG entließ 2024 insgesamt 64 Beschäftigte.", ["Talis GmbH & Co 64"]],
  ])("%s", (text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("what is none", () => {
  it.each([
    "Der Onlinehändler Paketino hat seit 2022 insgesamt 900 Stellen abgebaut.",
    "Solvana kündigt die Eröffnung eines neuen Werks mit 600 Arbeitsplätzen an.",
    "Die Stadtwerke Ahlen suchen 40 Auszubildende.",
    "Der Vorstand von Tessmer verdiente 2,4 Millionen Euro, 8 Prozent mehr.",
    "Tessmer beschäftigt nach eigenen Angaben 5.600 Menschen.",
    "Zwei Mitarbeiter der Bank wurden wegen Betrugs fristlos entlassen.",
    "Sollte der Auftrag ausbleiben, könnte Veltron 500 Stellen streichen.",
    "Im vergangenen Jahr gingen in der Metallindustrie 60.000 Arbeitsplätze verloren.",
    "Insgesamt 1,2 Millionen Menschen arbeiten in der Branche, 3 Prozent weniger als vor einem Jahr.",
    "Ostermann will bis Jahresende 12 Filialen schließen.",
    "Ostermann hat im ersten Quartal 35.000 Pakete weniger zugestellt.",
    "Die Mitarbeiterzahl von Kessler stieg auf 8.200.",
  ])("%s", (text) => {
    expect(claims(text)).toEqual([]);
  });
});

describe("numbers", () => {
  it.each([
    ["16.000 Stellen", 16_000],
    ["16 000 Stellen", 16_000],
    ["16’000 Stellen", 16_000],
    ["zweihundertfünfzig Stellen", 250],
    ["achttausend Stellen", 8000],
    ["ein Dutzend Stellen", 12],
    ["1,5 Tausend Stellen", 1500],
  ])("%s", (words, count) => {
    expect(claims(`Norica streicht ${words}.`)).toEqual([`Norica ${count}`]);
  });

  it.each([
    ["mehrere Hundert Stellen", "vague 200 to 999"],
    ["bis zu 600 Stellen", "up_to null to 600"],
    ["mehr als 600 Stellen", "at_least 600 to null"],
    ["knapp 600 Stellen", "under null to 600"],
    ["600 bis 700 Stellen", "range 600 to 700"],
    ["jede fünfte Stelle", "exact null to null"],
  ])("%s say how sure they are", (words, sure) => {
    expect(bounds(`Norica streicht ${words}.`)).toEqual([sure]);
  });
});

describe("what else a claim says", () => {
  it("when, where, and the words of the sentence", () => {
    const text = "Norica strich am 14. Januar 2026 in Köln 40 Stellen.";
    const { date, location, quote, start, end } = only(text);
    expect({ date, location }).toEqual({ date: "2026-01-14", location: "Köln" });
    expect(text.slice(start, end)).toBe(quote);
  });

  it.each([
    ["Norica könnte 40 Stellen streichen.", "proposed"],
    ["Norica hat 40 Mitarbeiter entlassen.", "done"],
    ["Bei Norica sind 40 Stellen in Gefahr.", "at_risk"],
    ["Angeblich streicht Norica 40 Stellen.", "rumoured"],
  ])("%s: %s", (text, status) => {
    expect(only(text).status).toBe(status);
  });
});
