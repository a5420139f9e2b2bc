import { shortDigest } from "../core/digest.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { employeeKey, linkable, type Linkable } from "../core/person/keys.ts";
import { link, type Mapped } from "../core/person/link.ts";
import { type AccountRef, type Act, type Belonging, refKey } from "../core/person/person.ts";
import { type MappingRow, type PersonRules, textOf, type WrittenAccount } from "../core/person/rules.ts";
import type { Instant } from "../core/time.ts";
import type { StoreReader, StoreWriter } from "./ports.ts";

/** More accounts at once are sooner linked with everybody than found with all that hangs together with them. */
const MANY = 5000;

/** What is set of persons where the settings say nothing. */
export const NO_MAPPING: PersonRules = { mapping: [] };

/** What linking came to, in numbers. */
export interface LinkingDone {
  /** Accounts that belong to another person than before, or to one at all. */
  readonly linked: number;
  /** Accounts that belong to nobody any more. */
  readonly unlinked: number;
  /** Groups of accounts that a strong ground would link and that were looked at, and that are not. */
  readonly conflicts: number;
}

const NOTHING: LinkingDone = { linked: 0, unlinked: 0, conflicts: 0 };

/**
 * Keeps entries of a roster, and links the accounts whose keys have changed, in the transaction of whoever calls it. Only what hangs
 * together with these accounts is looked at, unless not everybody was linked by this mapping yet.
 * @param rules undefined: everybody is linked by the next reading that has them (replay)
 * @param prints of those that are settled by what the list says of them, as `putEntries` takes them
 */
export async function keepEntries(
  writer: StoreWriter,
  directory: string,
  entries: readonly RosterEntry[],
  rules: PersonRules | undefined,
  at: Instant,
  prints?: ReadonlyMap<string, string>,
): Promise<LinkingDone> {
  const refs = entries.map(({ account }) => ({ directory, id: account.id }));
  const all = rules === undefined || entries.length > MANY || (await writer.personsLinked()) !== digestOf(rules);
  const before = all ? [] : await writer.linkables({ accounts: refs });
  const known = new Map(before.map((one) => [one.id, one]));
  const pairs = entries.map(({ account }) => ({
    account,
    was: known.get(account.id),
    is: linkable(directory, account),
  }));
  const changed = pairs.flatMap(({ account: { id }, was, is }) => {
    const same =
      was?.employeeId === is?.employeeId && was?.email === is?.email && (is !== undefined || was === undefined);
    return same ? [] : [{ directory, id, keys: [was, is] }];
  });
  // Whom the mapping means depends on who may be meant, on their handles, and on what is linked.
  const isAsBefore = ({ account, was, is }: (typeof pairs)[number]): boolean =>
    was !== undefined && is !== undefined && (was.handle ?? null) === (account.attributes.handle ?? null);
  const stays = !all && changed.length === 0 && pairs.every(isAsBefore);
  const mappedBefore = all || stays ? [] : await resolved(writer, rules);
  await writer.putEntries(directory, entries, prints);
  if (rules === undefined) {
    if (entries.length > 0) await writer.putPersonsLinked(undefined);
    return NOTHING;
  }
  if (all) return linkEverybody(writer, rules, at);
  if (stays) return NOTHING;
  let done = NOTHING;
  let about: readonly AccountRef[] = changed;
  let keys: readonly (Linkable | undefined)[] = changed.flatMap((one) => one.keys);
  // A row that has left the account that it meant is told by its handle from then on, which linking does not change: so this ends.
  for (let mapping = mappedBefore; ; about = [], keys = []) {
    const now = await resolved(writer, rules);
    const moved = remapped(mapping, now);
    mapping = now;
    about = [...about, ...moved.flatMap(accountsOf)];
    if (about.length === 0) return done;
    done = added(done, await linkAround(writer, rules, about, [...keys, ...moved.map(keyOf)], at));
  }
}

function added(one: LinkingDone, other: LinkingDone): LinkingDone {
  return {
    linked: one.linked + other.linked,
    unlinked: one.unlinked + other.unlinked,
    conflicts: one.conflicts + other.conflicts,
  };
}

/** Rows of the mapping that mean other accounts than before: by a word that another account now has too, or has no longer. */
function remapped(before: readonly Mapped[], now: readonly Mapped[]): readonly Mapped[] {
  const [was, is] = [before, now].map((rows) => new Set(rows.map((row) => JSON.stringify(row))));
  const others = (rows: readonly Mapped[], known: ReadonlySet<string> | undefined): readonly Mapped[] =>
    rows.filter((row) => known?.has(JSON.stringify(row)) === false);
  return [...others(before, is), ...others(now, was)];
}

/** What hangs together by a row. */
function accountsOf({ account, is }: Mapped): readonly AccountRef[] {
  return "account" in is ? [account, is.account] : [account];
}

function keyOf({ account, is }: Mapped): Linkable | undefined {
  const employeeId = "employeeId" in is ? employeeKey(is.employeeId) : undefined;
  return employeeId === undefined ? undefined : { ...account, employeeId };
}

function written(mapping: readonly MappingRow[]): WrittenAccount[] {
  return mapping.flatMap(({ account, is }) => ("employeeId" in is ? [account] : [account, is]));
}

/** Another one for another mapping. */
function digestOf({ mapping }: PersonRules): string {
  return shortDigest(JSON.stringify(mapping));
}

/** Links everybody; nobody where there is one directory and nothing was said. */
export async function linkEverybody(writer: StoreWriter, rules: PersonRules, at: Instant): Promise<LinkingDone> {
  const acts = await writer.personActs("all");
  if ((await writer.directories()).length < 2 && acts.length === 0 && rules.mapping.length === 0) return NOTHING;
  const accounts = await writer.linkables("all");
  let done = NOTHING;
  let mapping = await resolved(writer, rules);
  for (;;) {
    const kept = await writer.belongings("all");
    const next = await put(writer, { accounts, kept, acts, mapping }, at, "all");
    done = { ...added(done, next), conflicts: next.conflicts };
    const now = await resolved(writer, rules);
    if (remapped(mapping, now).length === 0) break;
    mapping = now;
  }
  await writer.putPersonsLinked(digestOf(rules));
  return done;
}

/** Links these accounts, and all that hang together with them by anything. */
export async function linkAround(
  writer: StoreWriter,
  rules: PersonRules,
  about: readonly AccountRef[],
  keys: readonly (Linkable | undefined)[],
  at: Instant,
): Promise<LinkingDone> {
  const around = await allAround(writer, rules, about, keys);
  if (around === "everybody") return linkEverybody(writer, rules, at);
  // Also those that are no person's account any more.
  return put(writer, around, at, [...around.accounts, ...about]);
}

interface Around {
  readonly accounts: readonly Linkable[];
  readonly kept: readonly Belonging[];
  readonly acts: readonly Act[];
  readonly mapping: readonly Mapped[];
}

/** All that hangs together with these accounts, step by step until nothing comes in any more. */
async function allAround(
  reader: StoreReader,
  rules: PersonRules,
  about: readonly AccountRef[],
  keys: readonly (Linkable | undefined)[],
): Promise<Around | "everybody"> {
  const accounts = new Map<string, Linkable>();
  const kept = new Map<string, Belonging>();
  const acts = new Map<string, Act>();
  const asked = {
    accounts: new Set<string>(),
    employeeIds: new Set<string>(),
    emails: new Set<string>(),
    ids: new Set<string>(),
  };
  const mapping = rules.mapping.length === 0 ? [] : await resolved(reader, rules);
  let refs: readonly AccountRef[] = about;
  let more: readonly (Linkable | undefined)[] = keys;
  for (;;) {
    refs = refs.filter((one) => isNew(asked.accounts, refKey(one)));
    if (asked.accounts.size > MANY) return "everybody";
    const found = refs.length === 0 ? [] : await reader.linkables({ accounts: refs });
    const belonging = refs.length === 0 ? [] : await reader.belongings({ accounts: refs });
    const said = refs.length === 0 ? [] : await reader.personActs({ accounts: refs });
    const mine = new Set(refs.map(refKey));
    const rows = mapping.filter(
      ({ account, is }) => mine.has(refKey(account)) || ("account" in is && mine.has(refKey(is.account))),
    );
    const known = [...found, ...more];
    const employeeIds = [
      ...known.flatMap((one) => one?.employeeId ?? []),
      ...rows.flatMap(({ is }) => ("employeeId" in is ? (employeeKey(is.employeeId) ?? []) : [])),
    ].filter((one) => isNew(asked.employeeIds, one));
    const emails = known.flatMap((one) => one?.email ?? []).filter((one) => isNew(asked.emails, one));
    const ids = belonging
      .flatMap(({ person, bond }) => [
        ...(person === undefined ? [] : [person]),
        ...(bond === undefined ? [] : [bond.id]),
      ])
      .filter((one) => isNew(asked.ids, one));
    for (const one of found) accounts.set(refKey(one), one);
    for (const one of belonging) kept.set(refKey(one), one);
    for (const one of said) acts.set(one.id, one);
    const sharing = employeeIds.length + emails.length === 0 ? [] : await reader.linkables({ employeeIds, emails });
    const together = ids.length === 0 ? [] : await reader.belongings({ ids });
    const mapped = mapping.filter(
      ({ is }) => "employeeId" in is && asked.employeeIds.has(employeeKey(is.employeeId) ?? ""),
    );
    refs = [
      ...sharing,
      ...together,
      ...said.flatMap(({ account, other }) => [account, other]),
      ...[...rows, ...mapped].flatMap(accountsOf),
    ];
    more = [];
    if (refs.every((one) => asked.accounts.has(refKey(one)))) break;
  }
  return { accounts: [...accounts.values()], kept: [...kept.values()], acts: [...acts.values()], mapping };
}

function isNew(seen: Set<string>, one: string): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return true;
}

/** The mapping with the accounts that its rows mean: by id, else the one that the row meant before, else by handle. */
async function resolved(reader: StoreReader, { mapping }: PersonRules): Promise<readonly Mapped[]> {
  if (mapping.length === 0) return [];
  const all = written(mapping);
  const accounts = all.map(({ directory, word }) => ({ directory, id: word }));
  const known = new Set((await reader.linkables({ accounts })).map(refKey));
  const mapped = await reader.belongings("mapped");
  const before = new Map(mapped.map((one) => [one.ground?.value ?? "", one]));
  const handles = new Map<string, ReadonlyMap<string, string>>();
  for (const [directory, words] of Map.groupBy(all, (one) => one.directory)) {
    handles.set(
      directory,
      await reader.idsByHandle(
        directory,
        words.map(({ word }) => word.toLowerCase()),
      ),
    );
  }
  const meant = (one: WrittenAccount): AccountRef | undefined => {
    const { directory, word } = one;
    if (known.has(refKey({ directory, id: word }))) return { directory, id: word };
    const was = before.get(textOf(one));
    const id = was?.directory === directory ? was.id : handles.get(directory)?.get(word.toLowerCase());
    return id === undefined ? undefined : { directory, id };
  };
  return mapping.flatMap(({ account, is }): Mapped[] => {
    const one = meant(account);
    if (one === undefined) return [];
    if ("employeeId" in is) return [{ account: one, text: textOf(account), is }];
    const other = meant(is);
    return other === undefined
      ? []
      : [{ account: one, text: textOf(account), is: { account: other, text: textOf(is) } }];
  });
}

async function put(
  writer: StoreWriter,
  around: Around,
  at: Instant,
  about: "all" | readonly AccountRef[],
): Promise<LinkingDone> {
  const { belongings, conflicts } = link({ ...around, now: at });
  await writer.putConflicts(about, conflicts);
  const before = new Map(around.kept.map((one) => [refKey(one), one]));
  const changed: Belonging[] = [];
  let [linked, unlinked] = [0, 0];
  for (const one of belongings) {
    const was = before.get(refKey(one));
    before.delete(refKey(one));
    if (was !== undefined && JSON.stringify(plainly(was)) === JSON.stringify(plainly(one))) continue;
    changed.push(one);
    if (one.person === was?.person) continue;
    if (one.person === undefined) unlinked++;
    else linked++;
  }
  unlinked += [...before.values()].filter(({ person }) => person !== undefined).length;
  await writer.putBelongings(changed);
  await writer.deleteBelongings([...before.values()]);
  if (linked + unlinked > 0) {
    await writer.record({ at, action: "persons linked", detail: { linked, unlinked, conflicts: conflicts.length } });
  }
  return { linked, unlinked, conflicts: conflicts.length };
}

/** In one order of its keys, whoever made it. */
function plainly({ person, ground, bond }: Belonging) {
  return [
    person,
    ground?.by,
    ground?.value,
    ground?.since,
    bond?.id,
    bond?.ground.by,
    bond?.ground.value,
    bond?.ground.since,
  ];
}
