import type { Attributes } from "../core/directory/account.ts";
import { callings, ERASED, withoutActor, withoutNaming, wordsIn } from "../core/directory/erased.ts";
import type { Naming, StoreReader, StoreWriter } from "./ports.ts";

/** How somebody may be named in the records of others. */
export interface Called {
  readonly id: string;
  /** Names, handles and addresses, in lower case. */
  readonly words: ReadonlySet<string>;
  /** Those of them that are addresses, which are the same everywhere. */
  readonly emails: ReadonlySet<string>;
}

/**
 * Takes people out of the records of others: as their manager, as who invited them, as who ended their account; and out of what
 * somebody wrote about a planned change.
 * @param learn whether the words are remembered, as hashes, so that no reading brings them back
 * @returns how many records named them
 */
export async function withoutMentions(
  writer: StoreWriter,
  directory: string,
  people: readonly Called[],
  learn: boolean,
): Promise<number> {
  let mentions = (await withoutPlans(writer, people)) + (await withoutReasons(writer, people));
  const all = new Set([directory, ...(await writer.directories()).map((one) => one.directory)]);
  for (const where of all) {
    const naming = await writer.naming(where);
    const words = await wordsFor(writer, where, directory, people, naming);
    mentions += await replaceIn(writer, where, naming, (word) => words.has(word));
    if (!learn) continue;
    for (const { id } of people) {
      const mine = [...words].flatMap(([word, whose]) => (whose === id && word !== id ? [word] : []));
      await writer.learnWords(where, { directory, id }, mine);
    }
  }
  return mentions;
}

/** The words by which records of that directory name one of them, with whom; not what others are called as well. */
async function wordsFor(
  reader: StoreReader,
  where: string,
  home: string,
  people: readonly Called[],
  naming: Naming,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const actors = [...naming.departures, ...naming.events].flatMap(({ actor }) => actor?.id ?? []);
  for (const word of new Set([...wordsIn(recordsOf(naming)), ...actors])) {
    const low = word.toLowerCase();
    const whose = people.find(({ id, words, emails }) =>
      where === home ? id === word || words.has(low) : emails.has(low),
    );
    if (whose !== undefined) found.set(word, whose.id);
  }
  const doubtful = [...found].filter(([word, id]) => word !== id);
  if (doubtful.length === 0) return found;
  const others = new Set(
    [...(await reader.roster(where)).entries.values()].flatMap(({ account }) => [
      account.id.toLowerCase(),
      ...callings(account.attributes),
    ]),
  );
  for (const [word] of doubtful) if (others.has(word.toLowerCase())) found.delete(word);
  return found;
}

function recordsOf({ entries, changes, departures }: Naming): Attributes[] {
  return [
    ...entries.map(({ account }) => account.attributes),
    ...changes.flatMap(({ before, after, lastKnown }) => [before ?? {}, after ?? {}, lastKnown ?? {}]),
    ...departures.map(({ lastKnown }) => lastKnown),
  ];
}

async function replaceIn(
  writer: StoreWriter,
  directory: string,
  naming: Naming,
  isErased: (word: string) => boolean,
): Promise<number> {
  const clean = <T extends Attributes>(of: T): T => withoutNaming(of, isErased);
  const entries = naming.entries.flatMap((entry) => {
    const attributes = clean(entry.account.attributes);
    return attributes === entry.account.attributes ? [] : [{ ...entry, account: { ...entry.account, attributes } }];
  });
  const changes = naming.changes.flatMap((change) => {
    const { before, after, lastKnown } = change;
    const next = {
      ...change,
      ...(before === undefined ? {} : { before: clean(before) }),
      ...(after === undefined ? {} : { after: clean(after) }),
      ...(lastKnown === undefined ? {} : { lastKnown: clean(lastKnown) }),
    };
    const same = next.before === before && next.after === after && next.lastKnown === lastKnown;
    return same ? [] : [next];
  });
  const departures = naming.departures.flatMap((departure) => {
    const { actor } = departure;
    const lastKnown = clean(departure.lastKnown);
    const by = actor && withoutActor(actor, isErased);
    if (lastKnown === departure.lastKnown && by === actor) return [];
    return [{ ...departure, lastKnown, ...(by === undefined ? {} : { actor: by }) }];
  });
  const events = naming.events.flatMap((event) => {
    const actor = event.actor && withoutActor(event.actor, isErased);
    return actor === undefined || actor === event.actor ? [] : [{ ...event, actor }];
  });
  await writer.putEntries(directory, entries);
  await writer.putChanges(changes);
  await writer.putDepartures(departures);
  await writer.putActors(events);
  return entries.length + changes.length + departures.length + events.length;
}

/** What somebody wrote in their own words goes whole where it names one of them: nobody can say what else it tells. */
async function withoutPlans(writer: StoreWriter, people: readonly Called[]): Promise<number> {
  const names = namesIn(people);
  let changed = 0;
  for (const plan of await writer.plans({})) {
    if (!names(plan.about ?? "")) continue;
    await writer.putPlan({ ...plan, about: ERASED });
    changed++;
  }
  return changed;
}

/** The same of why something of off-boarding is meant to be so, and of who said it. */
async function withoutReasons(writer: StoreWriter, people: readonly Called[]): Promise<number> {
  const names = namesIn(people);
  let changed = 0;
  for (const one of await writer.acknowledgements()) {
    const [by, reason] = [names(one.by), names(one.reason)];
    if (!by && !reason) continue;
    await writer.putAcknowledgement({ ...one, ...(by ? { by: ERASED } : {}), ...(reason ? { reason: ERASED } : {}) });
    changed++;
  }
  return changed;
}

/** Whether a text in somebody's own words names one of them. */
function namesIn(people: readonly Called[]): (text: string) => boolean {
  // One word is as often a place or a team as a person.
  const texts = people.flatMap(({ id, words }) => [id.toLowerCase(), ...[...words].filter((one) => /[\s@]/.test(one))]);
  return (text) => texts.some((one) => text.toLowerCase().includes(one));
}
