import type { Attributes } from "../directory/account.ts";
import { emailKey, employeeKey } from "./keys.ts";
import { type AccountRef, type Act, type Belonging, byRef, refKey } from "./person.ts";

/** An account that may be one of somebody's, with what weaker grounds are found in. */
export interface Candidate extends AccountRef {
  readonly attributes: Pick<
    Attributes,
    "name" | "handle" | "email" | "emailVerified" | "employeeId" | "team" | "title" | "location" | "kind"
  >;
}

/** Why two accounts may be one person's, from the strongest to the weakest. None of them links by itself. */
const HINTS = [
  "same address, not vouched for",
  "same address but for a tag",
  "same employee id but for zeros",
  "same name and team",
  "same local part",
  "same handle",
  "same name",
  "similar name",
] as const;
export type Hint = (typeof HINTS)[number];

/** What speaks against it. */
const DOUBTS = ["employee ids differ", "names differ", "teams differ", "others have the name", "kinds differ"] as const;
export type Doubt = (typeof DOUBTS)[number];

export interface Suggestion {
  readonly accounts: readonly [AccountRef, AccountRef];
  /** At least one. */
  readonly hints: readonly Hint[];
  readonly doubts: readonly Doubt[];
}

const WEIGHT: Readonly<Record<Hint | Doubt, number>> = {
  "same address, not vouched for": 8,
  "same address but for a tag": 7,
  "same employee id but for zeros": 7,
  "same name and team": 6,
  "same local part": 4,
  "same handle": 4,
  "same name": 4,
  "similar name": 3,
  "employee ids differ": -7,
  "names differ": -3,
  "teams differ": -1,
  "others have the name": -2,
  "kinds differ": -2,
};

/** A ground that so many accounts share says nothing of two of them. */
const COMMON = 12;

/**
 * Pairs of accounts of two directories that may be one person's, the likeliest first. Left out are those that are together, that
 * somebody keeps apart, and whose persons have accounts in each other's directory already.
 */
export function suggest(
  candidates: readonly Candidate[],
  belongings: readonly Belonging[],
  acts: readonly Act[],
): readonly Suggestion[] {
  const personOf = new Map(belongings.map((one) => [refKey(one), one.person]));
  const directoriesOf = new Map<string, Set<string>>();
  for (const { person, directory } of belongings) {
    if (person !== undefined) directoriesOf.set(person, (directoriesOf.get(person) ?? new Set()).add(directory));
  }
  const homes = (one: AccountRef): ReadonlySet<string> => {
    return directoriesOf.get(personOf.get(refKey(one)) ?? "") ?? new Set([one.directory]);
  };
  const apart = new Set(acts.flatMap(({ act, account, other }) => (act === "unlink" ? [pairKey(account, other)] : [])));
  const pairs = new Map<string, { readonly pair: readonly [Candidate, Candidate]; readonly hints: Set<Hint> }>();
  const names = new Map<string, number>();
  for (const one of candidates) {
    for (const name of new Set([folded(one.attributes.name)])) {
      if (name !== "") names.set(`${one.directory}\n${name}`, (names.get(`${one.directory}\n${name}`) ?? 0) + 1);
    }
  }
  for (const [hint, keysOf] of GROUNDS) {
    const sharing = new Map<string, Candidate[]>();
    for (const one of candidates) {
      for (const key of new Set(keysOf(one))) {
        const before = sharing.get(key);
        if (before === undefined) sharing.set(key, [one]);
        else before.push(one);
      }
    }
    for (const some of sharing.values()) {
      if (some.length < 2 || some.length > COMMON) continue;
      for (const [i, one] of some.entries()) {
        for (const other of some.slice(i + 1)) {
          const key = pairKey(one, other);
          if (apart.has(key) || !homes(one).isDisjointFrom(homes(other))) continue;
          const pair = [one, other].toSorted(byRef) as [Candidate, Candidate];
          const found = pairs.get(key) ?? { pair, hints: new Set<Hint>() };
          found.hints.add(hint);
          pairs.set(key, found);
        }
      }
    }
  }
  const scored = [...pairs.values()].map(({ pair, hints }) => {
    const reasons = HINTS.filter(
      (hint) => hints.has(hint) && !(hint === "same name" && hints.has("same name and team")),
    );
    const plain = reasons.filter((hint) => hint !== "similar name" || !hints.has("same name"));
    const doubts = doubtsOf(pair, names);
    const score = [...plain, ...doubts].reduce((sum, word) => sum + WEIGHT[word], 0);
    const [{ directory, id }, other] = pair;
    const accounts = [
      { directory, id },
      { directory: other.directory, id: other.id },
    ] as const;
    return { score, suggestion: { accounts, hints: plain, doubts } };
  });
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || byPair(a.suggestion, b.suggestion))
    .map(({ suggestion }) => suggestion);
}

function byPair({ accounts: [a, b] }: Suggestion, { accounts: [c, d] }: Suggestion): number {
  return byRef(a, c) || byRef(b, d);
}

function pairKey(a: AccountRef, b: AccountRef): string {
  return [refKey(a), refKey(b)].toSorted().join("\n");
}

/** The keys by which a ground is found, one of which two accounts have to share. */
const GROUNDS: readonly (readonly [Hint, (one: Candidate) => readonly string[]])[] = [
  ["same address, not vouched for", ({ attributes: { email } }) => kept(emailKey(email))],
  ["same address but for a tag", ({ attributes: { email } }) => kept(emailKey(email)?.replace(/\+[^@]*@/, "@"))],
  [
    "same employee id but for zeros",
    ({ attributes: { employeeId } }) => kept(employeeKey(employeeId)?.replace(/^0+(?=.)/, "")),
  ],
  ["same name and team", ({ attributes: { name, team } }) => (team ? kept(folded(name), team.toLowerCase()) : [])],
  ["same local part", ({ attributes: { email } }) => kept(localPart(email))],
  ["same handle", ({ attributes: { handle, email } }) => [...kept(handle?.toLowerCase()), ...kept(localPart(email))]],
  ["same name", ({ attributes: { name } }) => kept(name?.trim().toLowerCase())],
  ["similar name", ({ attributes: { name } }) => kept(folded(name))],
];

function kept(...parts: readonly (string | undefined)[]): string[] {
  return parts.every((part) => part !== undefined && part !== "") ? [parts.join("\n")] : [];
}

function localPart(email: string | null | undefined): string | undefined {
  return emailKey(email)?.replace(/[+@].*$/, "");
}

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/** A name without accents, case and the order of its words. */
function folded(name: string | null | undefined): string {
  const plain = (name ?? "")
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[łøđßæœı]/g, (letter) => LETTERS[letter] ?? letter);
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .toSorted()
    .join(" ");
}

function doubtsOf([one, other]: readonly [Candidate, Candidate], names: ReadonlyMap<string, number>): Doubt[] {
  const [a, b] = [one.attributes, other.attributes];
  const differ = (x: string | null | undefined, y: string | null | undefined): boolean => !!x && !!y && x !== y;
  const found: Doubt[] = [];
  const [idA, idB] = [employeeKey(a.employeeId), employeeKey(b.employeeId)];
  if (differ(idA?.replace(/^0+/, ""), idB?.replace(/^0+/, ""))) found.push("employee ids differ");
  if (differ(folded(a.name), folded(b.name))) found.push("names differ");
  if (differ(a.team?.toLowerCase(), b.team?.toLowerCase())) found.push("teams differ");
  const several = [one, other].some(({ directory, attributes }) => {
    return (names.get(`${directory}\n${folded(attributes.name)}`) ?? 0) > 1;
  });
  if (several) found.push("others have the name");
  if (differ(a.kind, b.kind)) found.push("kinds differ");
  return found;
}
