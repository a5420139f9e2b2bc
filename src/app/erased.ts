import type { Attributes } from "../core/directory/account.ts";
import type { Accounts } from "../core/directory/accounts.ts";
import {
  type Filtered,
  nobodyErased,
  type Tombstone,
  withoutActor,
  withoutErased,
  withoutNaming,
  wordsIn,
} from "../core/directory/erased.ts";
import type { ReceivedEvent, StoreReader, StoreWriter } from "./ports.ts";

type Reader = Pick<StoreReader, "erasures" | "tombstones" | "erasedWords">;

/** Accounts without those of which nothing is kept, as every reading takes them in. Throws `bad_secret` where the key is lost. */
export async function filtered(reader: Reader, directory: string, accounts: Accounts): Promise<Filtered> {
  // Mostly nobody has been, and nobody is gone through for it.
  if ((await reader.erasures(directory)) === 0) return nobodyErased(accounts);
  const named = wordsIn(accounts.map(({ attributes }) => attributes));
  const tombstones = await reader.tombstones(directory, [...accounts.map(({ id }) => id), ...named]);
  const words = await reader.erasedWords(directory, named);
  if (tombstones.size === 0 && words.size === 0) return nobodyErased(accounts);
  return withoutErased(accounts, { tombstones, words });
}

/** Keeps what filtering has shown, in the transaction that keeps the accounts. @param kept those that are kept, by id */
export async function keepFiltered(
  writer: StoreWriter,
  directory: string,
  { back, learnt }: Filtered,
  kept: ReadonlySet<string>,
  at: number,
): Promise<void> {
  await writer.lift(
    directory,
    back.filter((id) => kept.has(id)),
    at,
  );
  let isNew = false;
  for (const [id, words] of learnt) isNew = (await writer.learnWords(directory, { directory, id }, words)) || isNew;
  // Somebody who was not listed, or whose record nobody compares, may be known by a record that has one of these words.
  if (isNew) await forgetPrints(writer, directory);
}

/** Has everybody parsed once more. */
async function forgetPrints(writer: StoreWriter, directory: string): Promise<void> {
  const key = await writer.printKey(directory);
  if (key !== undefined) await writer.putPrintKey(directory, { ...key, reader: "" });
}

/** What is read of people beside a list, with nobody named of whom nothing is kept. */
export async function withoutErasedNames(
  reader: Reader,
  directory: string,
  records: readonly Attributes[],
): Promise<readonly Attributes[]> {
  const named = wordsIn(records);
  const [tombstones, words] = [await reader.tombstones(directory, named), await reader.erasedWords(directory, named)];
  if (tombstones.size === 0 && words.size === 0) return records;
  return records.map((attributes) => withoutNaming(attributes, (word) => tombstones.has(word) || words.has(word)));
}

/** Whoever it is, the list says so. */
const SOMEBODY = "an account of which nothing is kept has changed: the list says whether it is in use again";

/**
 * Events as the inbox keeps them. One about an account that stays out for good is none; of one that may begin anew it is only
 * kept that the list is to be read.
 */
export async function withoutErasedIds(
  reader: Reader,
  directory: string,
  events: readonly ReceivedEvent[],
): Promise<readonly ReceivedEvent[]> {
  const ids: string[] = [];
  for (const { about, actor } of events) {
    if ("account" in about) ids.push(about.account);
    if (actor !== undefined) ids.push(actor.id);
  }
  const tombstones = await reader.tombstones(directory, ids);
  return tombstones.size === 0 ? events : events.flatMap((event) => withoutIds(event, tombstones));
}

function withoutIds(event: ReceivedEvent, tombstones: ReadonlyMap<string, Tombstone>): ReceivedEvent[] {
  const { actor, ...rest } = event;
  const mine = "account" in event.about ? tombstones.get(event.about.account) : undefined;
  if (mine?.inUse === true) return [];
  // Who ended an account is said of a departure, and there is none.
  if (mine !== undefined) return [{ ...rest, about: { directory: SOMEBODY } }];
  return [actor === undefined ? event : { ...event, actor: withoutActor(actor, (id) => tombstones.has(id)) }];
}
