// Who it is that a name names, in languages other than English: an employer, or a person, a place, a union, a source.
import { LEGAL, type Mention } from "../mention.ts";
import { FIRST_NAMES, isPlace } from "../names.ts";
import { phrase, type Token, wordAt } from "../tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Line, starts } from "./line.ts";
import type { Document } from "./names.ts";

interface Named {
  readonly from: number;
  readonly to: number;
  readonly key: string;
  readonly known: boolean;
}

export function roleOf(
  line: Line,
  { from, to, key, known }: Named,
  document: Document,
  { names }: Lexicon,
): Mention["role"] {
  const { tokens } = line;
  const before = wordAt(tokens, from - 1);
  const words = key.split(" ").length;
  if (names.unions.test(key) || names.unions.test(phrase(tokens, from, to))) return "union";
  if (names.employer.test(before) && !/^(?:ex|ville)$/u.test(before)) return "employer";
  const told = /(?:^| )(?:selon|laut|según|nach|à l'|l'|zufolge|berichtet|por)$/u.test(phrase(tokens, from - 2, from));
  if (
    names.reporters.test(key) ||
    (to - from === 1 && names.reporters.test(wordAt(tokens, from))) ||
    names.reporters.test(phrase(tokens, from - 1, to))
  ) {
    if (
      told ||
      /^(?:\(|à|–|-)$/u.test(before) ||
      /^(?:a|hat|zufolge|\)|-|berichtet|meldet|\/|,)$/u.test(wordAt(tokens, to)) ||
      words === 1
    )
      return starts(line, to, names.acts) && !told && !/^(?:dpa|afp|reuters|efe|apa|ifo|insee)$/u.test(key)
        ? "employer"
        : "reporter";
  }
  if (known && words > 1) return "employer";
  if (!known && isPlaceName(phrase(tokens, from, to), names.places)) return "place";
  if (isPersonAt(tokens, { from, to, key, known }, document, names)) return "person";
  if (isSite(tokens, from, to, known, names)) return "place";
  return "employer";
}

/** "A Coruña", "La Rioja", "Puy-de-Dôme". */
function isPlaceName(said: string, places: ReadonlySet<string>): boolean {
  const all = said.split(" ");
  // "Saint-Nazaire", "Brive-la-Gaillarde", "Montoir-de-Bretagne"
  if (all.length === 1 && /^sainte?-|-(?:sur|en|de|du|des|lès|les|le|la|sous|aux)-/u.test(said)) return true;
  return (
    isPlace(said) ||
    (all.some((word) => places.has(word)) &&
      all.every(
        (word) =>
          places.has(word) ||
          /^(?:a|la|le|el|les|los|las|san|santa|saint|sainte|sant|bad|sur|en|de|d'|du|l'|del|am|im|an|der|l'|état|new|nueva)$/u.test(
            word,
          ),
      ))
  );
}

function isPersonAt(
  tokens: readonly Token[],
  { from, to, key, known }: Named,
  document: Document,
  names: Lexicon["names"],
): boolean {
  const [first = "", ...rest] = key.split(" ");
  const before = wordAt(tokens, from - 1);
  const two = tokens[from - 1]?.lower === "," ? wordAt(tokens, from - 2) : "";
  if (known) return false;
  if (rest.length === 0)
    return (
      document.people.has(key) ||
      /^(?:m|mme|herr|frau|sr|sra|don|doña|mr)$/u.test(before.replace(".", "")) ||
      (before === "." && /^(?:m|mme|dr|prof|sr)$/u.test(wordAt(tokens, from - 2)))
    );
  if (isFirstName(first)) return true;
  if (names.role.test(before) || (two !== "" && names.role.test(two))) return rest.length < 3;
  const behind = wordAt(tokens, to) === "," ? wordAt(tokens, to + 1) : "";
  const further = wordAt(tokens, to) === "," ? wordAt(tokens, to + 2) : "";
  return (
    rest.length < 3 &&
    (names.role.test(behind) ||
      (names.role.test(further) && /^(?:zuständige\w*|el|la|le|président\w*|uno?|directeur)$/u.test(behind)))
  );
}

/** "in Wittlich", "à Cholet", "la planta de Tordera": where, unless an employer is known to be called so. */
function isSite(tokens: readonly Token[], from: number, to: number, known: boolean, names: Lexicon["names"]): boolean {
  if (known) return false;
  const before = wordAt(tokens, from - 1);
  const site = wordAt(tokens, from - 2);
  if (
    wordAt(tokens, to) === "(" &&
    /^[\p{Lu}\d]/u.test(tokens[to + 1]?.text ?? "") &&
    wordAt(tokens, to + 2) === ")" &&
    names.in.test(before)
  )
    return true;
  // "Barberà del Vallès (Barcelona)"
  if (wordAt(tokens, to) === "(" && wordAt(tokens, to + 2) === ")" && isPlaceName(wordAt(tokens, to + 1), names.places))
    return true;
  // "Saint-Cyr, ville du Loiret"
  if (wordAt(tokens, to) === "," && names.sites.test(wordAt(tokens, to + 1))) return true;
  // "(Corrèze, 139 …)", "Avilés (Asturias)"
  if (
    before === "(" &&
    /^[,)]$/u.test(wordAt(tokens, to)) &&
    to - from === 1 &&
    !names.nouns &&
    tokens[from]?.text !== tokens[from]?.text.toUpperCase()
  )
    return true;
  if (/^(?:de|du|d'|des|del)$/u.test(before) && names.sites.test(site) && !/^(?:en|à)$/u.test(wordAt(tokens, to)))
    return true;
  if (/^(?:à|in|nach|aus)$/u.test(before) && !LEGAL.test(wordAt(tokens, to - 1))) return true;
  return names.nouns && (/^(?:in|im)$/u.test(before) || names.sites.test(before));
}

export function isFirstName(word: string): boolean {
  return FIRST_NAMES.has(word) || MORE_FIRST_NAMES.has(word);
}

const MORE_FIRST_NAMES = new Set(
  (
    "emmanuel astrid sophie grégory jean-jacques jean-claude guillaume christelle arnaud alain sébastien olivier julien nicolas frédéric stéphane thierry bruno hervé yohann gilles pascal fabien aymeric lilian bernard daniel denis didier dominique élodie éric fabrice françois-xavier gérard jean-luc jean-michel jérôme loïc ludovic marc marion mathilde maxime patrice philippe régis rené robert romain sylvie valérie véronique xavier yann yves carlos régis vincent suzanne nathalie joëlle " +
    "felix olaf oliver werner frank dirk joachim joachim benjamin christian constantin martin walter timo klaus kurt rainer roland stefan heike elmar gregor kersten kay christiane beate holger uwe torsten thorsten jörg jan matthias markus michael andreas bernd norbert rolf ralf harald lutz manfred heinz helmut herbert hubertus reiner tobias sebastian florian daniel annette sabine susanne petra monika ursula birgit katrin anja silke " +
    "elías sundar gustavo yolanda enrique julio sonia nardi ramón miguel josé francisco antonio manuel jesús ángel david rafael fernando alberto álvaro sergio jorge ricardo eduardo raúl rubén alejandro andrés arturo mario mauricio javier tomás víctor martín cristina elena isabel rosa pilar marta lucía beatriz silvia mónica nourdine tatiana valeria eruviel dan satya mark jeff"
  ).split(" "),
);
