// French sentences of our own, about firms that do not exist.
import { describe, expect, it } from "vitest";
import { french } from "./french.ts";
import { asked } from "./testing.ts";

const { claims, bounds, only } = asked(french());

describe("what is a cut", () => {
  it.each([
    ["Le fabricant de pompes Kranz va se séparer de 90 de ses 700 salariés.", ["Kranz 90"]],
    ["Solvana : 250 emplois en moins d'ici à juin.", ["Solvana 250"]],
    ["L'imprimerie Boisvert a notifié 45 licenciements.", ["Boisvert 45"]],
    ["Chez Norica Systèmes, à Brest, 130 postes sont en jeu.", ["Norica Systèmes 130"]],
    ["Norica veut réduire de 15 % ses effectifs.", ["Norica 15%"]],
    ["Veltron justifie le licenciement de 300 personnes par la baisse des ventes.", ["Veltron 300"]],
    ["Un plan social prévoyant 350 départs a été présenté mardi chez Zieman.", ["Zieman 350"]],
    [
      "Veltron a annoncé mardi la suppression de 12 % de ses postes, soit environ 800 dans le monde.",
      ["Veltron 800 12%"],
    ],
    ["Des centaines de postes menacés chez Tessmer.", ["Tessmer 200-999"]],
    ["La chaîne de grands magasins Mercando ferme dix sites et licencie 220 personnes.", ["Mercando 220"]],
    ["Les effectifs d'Orlando Pharma passeront de 2 100 à 1 800 personnes.", ["Orlando Pharma 300"]],
    ["Le groupe Bergara réduit ses effectifs de 4 500 personnes.", ["Bergara 4500"]],
    ["L'usine Trébur de Laval licencie la moitié de son personnel, soit 120 ouvriers.", ["Trébur 120 50%"]],
    ["Le constructeur naval Armoric supprimera 75 postes en plus des 200 déjà annoncés.", ["Armoric 75"]],
    ["Greve SAS met à pied 33 employés.", ["Greve SAS 33"]],
    ["Une cinquantaine de postes seront supprimés à la fonderie de Thale, propriété de Holdex.", ["Holdex 50"]],
    ["Le quart des salariés de Solvana doit quitter l'entreprise.", ["Solvana 25%"]],
    [
      "Selon les représentants du personnel, 110 personnes vont perdre leur emploi au siège du transporteur Delta Fret.",
      ["Delta Fret 110"],
    ],
    [
      "Le groupe de technologies médicales Vitronic entend supprimer quelque 2 800 postes d'ici à 2028.",
      ["Vitronic 2800"],
    ],
    ["Le plan social de Vitronic touche 900 salariés en France.", ["Vitronic 900"]],
    ["Vitronic prévoit de supprimer jusqu'à 5 % de ses 40 000 emplois.", ["Vitronic 5%"]],
    ["Chez Marlo Énergie, 75 ingénieurs sont concernés par les suppressions de postes.", ["Marlo Énergie 75"]],
    ["Marlo Énergie se sépare de 10 % de ses équipes.", ["Marlo Énergie 10%"]],
    ["Soixante postes sont sur la sellette chez Kolumna, dont 25 à la rédaction.", ["Kolumna 60"]],
    ["L'Atelier Marlo, en liquidation judiciaire, licencie ses 20 salariés.", ["Atelier Marlo 20"]],
    ["Entre 300 et 350 emplois pourraient disparaître chez Ostermann Logistique.", ["Ostermann Logistique 300-350"]],
    ["Le constructeur Kessler supprime 700 emplois dans son usine de Rodenval.", ["Kessler 700"]],
    ["Le syndicat s'attend à 450 suppressions d'emplois chez Ostermann.", ["Ostermann 450"]],
    [
      "Après le départ de 64 salariés en 2024, Talis SA annonce 30 licenciements supplémentaires.",
      ["Talis SA 64", "Talis SA 30"],
    ],
    ["La direction de Veltron a présenté un projet de réduction d'effectifs portant sur 140 postes.", ["Veltron 140"]],
  ])("%s", (text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("what is none", () => {
  it.each([
    "La CGT redoute la disparition de 250 emplois chez Solvana.",
    "Depuis 2022, Paketino a supprimé au total 900 postes.",
    "Solvana annonce l'ouverture d'une usine qui créera 600 emplois.",
    "La mairie recrute 40 apprentis.",
    "Le patron de Tessmer a touché 2,4 millions d'euros, en hausse de 8 %.",
    "Tessmer emploie 5 600 personnes en Europe.",
    "Deux employés de la banque ont été licenciés pour faute grave.",
    "Si la commande n'arrive pas, Veltron pourrait supprimer 500 postes.",
    "L'an dernier, la métallurgie a perdu 60 000 emplois en France.",
    "La branche emploie 1,2 million de personnes, soit 3 % de moins qu'il y a un an.",
    "Ostermann fermera 12 magasins d'ici à la fin de l'année.",
    "Ostermann a livré 35 000 colis de moins au premier trimestre.",
    "Les effectifs de Kessler sont passés de 7 900 à 8 200 personnes.",
  ])("%s", (text) => {
    expect(claims(text)).toEqual([]);
  });
});

describe("numbers", () => {
  it.each([
    ["16 000 postes", 16_000],
    ["16.000 postes", 16_000],
    ["deux cent cinquante postes", 250],
    ["quatre-vingt-dix postes", 90],
    ["trois mille postes", 3000],
    ["une cinquantaine de postes", 50],
    ["un millier de postes", 1000],
  ])("%s", (words, count) => {
    expect(claims(`Norica supprime ${words}.`)).toEqual([`Norica ${count}`]);
  });

  it.each([
    ["plusieurs centaines de postes", "vague 200 to 999"],
    ["jusqu'à 600 postes", "up_to null to 600"],
    ["plus de 600 postes", "at_least 600 to null"],
    ["près de 600 postes", "under null to 600"],
    ["environ 600 postes", "approx null to null"],
    ["600 à 700 postes", "range 600 to 700"],
    ["un emploi sur cinq", "exact null to null"],
  ])("%s say how sure they are", (words, sure) => {
    expect(bounds(`Norica supprime ${words}.`)).toEqual([sure]);
  });
});

describe("what else a claim says", () => {
  it("when, where, and the words of the sentence", () => {
    const text = "Norica a supprimé 40 postes le 14 janvier 2026 à Lyon.";
    const { date, location, quote, start, end } = only(text);
    expect({ date, location }).toEqual({ date: "2026-01-14", location: "Lyon" });
    expect(text.slice(start, end)).toBe(quote);
  });

  it.each([
    ["Norica envisage de supprimer 40 postes.", "proposed"],
    ["Norica a licencié 40 personnes.", "done"],
    ["40 postes sont menacés chez Norica.", "at_risk"],
    ["Selon des rumeurs, Norica supprime 40 postes.", "rumoured"],
  ])("%s: %s", (text, status) => {
    expect(only(text).status).toBe(status);
  });
});
