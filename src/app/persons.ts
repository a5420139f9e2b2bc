import { randomBytes } from "node:crypto";
import { linkable } from "../core/person/keys.ts";
import type { Conflict } from "../core/person/work.ts";
import { type AccountRef, type Act, personsOf, type Person, refKey } from "../core/person/person.ts";
import { accountText, type PersonRules, writtenAccount } from "../core/person/rules.ts";
import { type Suggestion, suggest } from "../core/person/suggest.ts";
import type { HeldOf } from "../core/disclosure/person-view.ts";
import { RollcallError } from "../core/errors.ts";
import type { Clock } from "./ports.ts";
import { linkAround } from "./link-persons.ts";
import type { Store, StoreReader, StoreWriter } from "./ports.ts";

/** Persons as far as the reader may know, with the accounts that they have. */
export interface Persons {
  readonly persons: readonly Person[];
  readonly heldOf: HeldOf;
}

/** @param who `p-…`, an account (`ALIAS:ACCOUNT`, an id, an address); everybody without it. Throws `not_found`. */
export async function listPersons(store: StoreReader, who: string | undefined): Promise<Persons> {
  if (who === undefined) return { persons: personsOf(await store.belongings("all")), heldOf: await everybody(store) };
  const isPerson = /^p-[0-9a-f]+$/.test(who);
  const accounts = isPerson ? [] : [await accountMeant(store, who)];
  const mine = isPerson ? await store.belongings({ ids: [who] }) : await store.belongings({ accounts });
  const ids = mine.flatMap(({ person }) => person ?? []);
  const persons = personsOf(await store.belongings({ ids })).filter(({ id }) => ids.includes(id));
  if (persons.length === 0) {
    const what = isPerson ? "There is no person of this id" : "This account is linked with no other";
    throw new RollcallError(
      "not_found",
      `${what}: rollcall persons lists those that are, rollcall persons suggest who may be.`,
    );
  }
  return {
    persons,
    heldOf: await these(
      store,
      persons.flatMap((one) => one.accounts),
    ),
  };
}

async function everybody(store: StoreReader): Promise<HeldOf> {
  const rosters = new Map<string, Awaited<ReturnType<StoreReader["roster"]>>["entries"]>();
  for (const { directory } of await store.directories())
    rosters.set(directory, (await store.roster(directory)).entries);
  return (directory, id) => {
    const entry = rosters.get(directory)?.get(id);
    return entry === undefined ? undefined : { directory, entry };
  };
}

async function these(store: StoreReader, accounts: readonly AccountRef[]): Promise<HeldOf> {
  const entries = new Map<string, Awaited<ReturnType<StoreReader["entries"]>>>();
  for (const [directory, some] of Map.groupBy(accounts, (one) => one.directory)) {
    entries.set(
      directory,
      await store.entries(
        directory,
        some.map(({ id }) => id),
      ),
    );
  }
  return (directory, id) => {
    const entry = entries.get(directory)?.get(id);
    return entry === undefined ? undefined : { directory, entry };
  };
}

/** The other accounts of the person to whom a departure's account is linked; undefined where there are none, or not theirs to know. */
export async function personOfDeparture(
  store: StoreReader,
  { person }: { readonly person?: string },
): Promise<{ readonly person: Person; readonly heldOf: HeldOf } | undefined> {
  if (person === undefined) return undefined;
  const found = personsOf(await store.belongings({ ids: [person] })).find(({ id }) => id === person);
  return found === undefined ? undefined : { person: found, heldOf: await these(store, found.accounts) };
}

/** Accounts that may be one person's, the likeliest first, and keys that contradict each other. */
export interface Doubtful {
  readonly suggestions: readonly Suggestion[];
  readonly conflicts: readonly Conflict[];
  readonly heldOf: HeldOf;
}

/** Looks through everybody whom the reader may know; nothing is written. */
export async function suggestPersons(store: StoreReader): Promise<Doubtful> {
  const [belongings, acts] = [await store.belongings("all"), await store.personActs("all")];
  const conflicts = await store.conflicts();
  const heldOf = await everybody(store);
  const accounts = await store.linkables("all");
  const candidates = accounts.flatMap(({ directory, id }) => {
    const entry = heldOf(directory, id)?.entry;
    // Whoever has left and is linked with nobody is nobody's news any more.
    if (entry === undefined || entry.presence !== "present" || linkable(directory, entry.account) === undefined)
      return [];
    return [{ directory, id, attributes: entry.account.attributes }];
  });
  return { suggestions: suggest(candidates, belongings, acts), conflicts, heldOf };
}

/**
 * The one account that is meant: `ALIAS:ACCOUNT` by id, handle or address, else an id or an address that one directory alone has.
 * @throws RollcallError `not_found`, `usage` where several may be meant
 */
export async function accountMeant(store: StoreReader, word: string): Promise<AccountRef> {
  const aliases = new Set((await store.directories()).map(({ directory }) => directory));
  const written = writtenAccount(word, aliases);
  const [only, name] = written === undefined ? [undefined, word] : [written.directory, written.word];
  const byId = await store.accountsBy({ id: name }, only);
  const found = byId.length === 0 && name.includes("@") ? await store.accountsBy({ email: name }, only) : byId;
  const refs = found.map(({ directory, entry }) => ({ directory, id: entry.account.id }));
  if (refs.length === 0 && only !== undefined) {
    const id = (await store.idsByHandle(only, [name.toLowerCase()])).get(name.toLowerCase());
    if (id !== undefined) refs.push({ directory: only, id });
  }
  const [one] = refs;
  if (one !== undefined && refs.length === 1) return one;
  if (one === undefined) {
    throw new RollcallError(
      "not_found",
      `No account is known by that: write ALIAS:ACCOUNT with an id, a handle or an address, of the directories ${[...aliases].join(", ")}.`,
    );
  }
  const where = [...new Set(refs.map(({ directory }) => directory))].join(", ");
  throw new RollcallError(
    "usage",
    `Several accounts may be meant, in ${where}: write ALIAS:ACCOUNT with the id of one.`,
  );
}

/** What an act came to. */
export interface Acted {
  /** The person that there is now; of an account that was taken out the one that it was in, as far as there still is one. */
  readonly person: string | undefined;
  /** False where it was so before. */
  readonly changed: boolean;
}

type Place = { readonly store: Store; readonly clock: Clock };

/** Says that two accounts are one person's. What was said against it is taken back. Throws `refused` where something else that was said stands against it. */
export async function linkAccounts(
  { store, clock }: Place,
  rules: PersonRules,
  account: AccountRef,
  other: AccountRef,
): Promise<Acted> {
  if (refKey(account) === refKey(other)) throw new RollcallError("usage", "Both are the same account: give two.");
  return store.transaction(async (writer) => {
    const at = clock.now();
    const before = await personOf(writer, account);
    if (before !== undefined && before === (await personOf(writer, other))) return { person: before, changed: false };
    const [mine, theirs] = [await around(writer, account), await around(writer, other)];
    const all = new Set([...mine, ...theirs].map(refKey));
    const against = (await writer.personActs({ accounts: [...mine, ...theirs] })).filter((one) => {
      return one.act === "unlink" && all.has(refKey(one.account)) && all.has(refKey(one.other));
    });
    await writer.deletePersonActs(against.map(({ id }) => id));
    const relink = (): Promise<unknown> => linkAround(writer, rules, [account, other], [], at);
    await relink();
    let person = await personOf(writer, account);
    if (person === undefined || person !== (await personOf(writer, other))) {
      await writer.putPersonAct(actOf("link", account, other, at));
      await relink();
      person = await personOf(writer, account);
    }
    if (person === undefined || person !== (await personOf(writer, other))) {
      throw new RollcallError(
        "refused",
        `${accountText(account)} and ${accountText(other)} stay apart: one of them is no person's account, or somebody keeps others of theirs apart.`,
      );
    }
    await writer.record({ at, action: "persons link", detail: { what: person, takenBack: against.length } });
    return { person, changed: true };
  });
}

/** Takes an account out of its person, or says that two accounts are not one person's. Throws `not_found` where there is nothing to take apart. */
export async function unlinkAccounts(
  { store, clock }: Place,
  rules: PersonRules,
  account: AccountRef,
  other: AccountRef | undefined,
): Promise<Acted> {
  if (other !== undefined && refKey(account) === refKey(other)) {
    throw new RollcallError("usage", "Both are the same account: give two, or one alone.");
  }
  return store.transaction(async (writer) => {
    const at = clock.now();
    const person = await personOf(writer, account);
    const together = other === undefined || (person !== undefined && person === (await personOf(writer, other)));
    if (person === undefined && other === undefined) {
      throw new RollcallError("not_found", "This account is linked with no other: there is nothing to take apart.");
    }
    const mates = together ? (await around(writer, account)).filter((one) => refKey(one) !== refKey(account)) : [];
    const from = other === undefined || together ? mates : [other];
    const known = new Set(from.map(refKey));
    const acts = await writer.personActs({ accounts: [account] });
    const between = acts.filter((one) => {
      const end = refKey(one.account) === refKey(account) ? one.other : one.account;
      return known.has(refKey(end));
    });
    await writer.deletePersonActs(between.flatMap(({ id, act }) => (act === "link" ? [id] : [])));
    await linkAround(writer, rules, [account, ...from], [], at);
    const still = new Set((await around(writer, account)).map(refKey));
    const said = new Set(
      between.flatMap((one) => (one.act === "unlink" ? [refKey(one.account), refKey(one.other)] : [])),
    );
    let changed = between.some(({ act }) => act === "link");
    for (const one of from) {
      if (said.has(refKey(one)) || (together && !still.has(refKey(one)))) continue;
      await writer.putPersonAct(actOf("unlink", account, one, at));
      changed = true;
    }
    await linkAround(writer, rules, [account, ...from], [], at);
    const [first] = from;
    const left = first === undefined ? undefined : await personOf(writer, first);
    if (changed) {
      await writer.record({
        at,
        action: "persons unlink",
        detail: { what: person ?? left ?? null, accounts: from.length },
      });
    }
    return { person: left, changed };
  });
}

function actOf(act: Act["act"], account: AccountRef, other: AccountRef, at: number): Act {
  return { id: `l-${randomBytes(8).toString("hex")}`, at, act, account, other };
}

async function personOf(writer: StoreWriter, account: AccountRef): Promise<string | undefined> {
  return (await writer.belongings({ accounts: [account] }))[0]?.person;
}

/** The account with the others of its person. */
async function around(writer: StoreWriter, account: AccountRef): Promise<readonly AccountRef[]> {
  const person = await personOf(writer, account);
  if (person === undefined) return [account];
  const all = await writer.belongings({ ids: [person] });
  return all.flatMap(({ directory, id, person: theirs }) => (theirs === person ? [{ directory, id }] : []));
}
