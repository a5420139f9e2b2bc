// Which of the layoffs that are there a round is, and what follows for the others and for what is asked.
import type { Question, Round } from "../core/record/arrange.ts";
import type { Layoff } from "../core/record/layoff.ts";
import type { Instant } from "../core/time.ts";
import type { StoreWriter } from "./ports.ts";
import { newId } from "./record-ids.ts";

/** A layoff that is there, and whether it is of the time that is looked at. */
export interface AroundLayoff {
  readonly layoff: Layoff;
  readonly isNear: boolean;
}

/** A round with its id. `layoff` is missing where it is new. */
export interface Named<C> {
  readonly id: string;
  readonly claims: readonly C[];
  readonly layoff: Layoff | undefined;
}

interface At {
  readonly layoff: string;
}

/** A round keeps the oldest of the layoffs whose claims it has; a layoff that falls apart stays with most of its claims. */
export function idsOf<C extends At>(
  rounds: readonly Round<C & { readonly pinned: string | null }>[],
  layoffs: readonly Layoff[],
): Named<C>[] {
  const ids = rounds.map(({ pinned }) => pinned);
  const byAge = layoffs.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  for (const { id } of byAge) {
    if (ids.includes(id)) continue;
    const shares = rounds.map(({ claims }, at) =>
      ids[at] === null ? claims.filter(({ layoff }) => layoff === id).length : 0,
    );
    const most = Math.max(0, ...shares);
    if (most > 0) ids[shares.indexOf(most)] = id;
  }
  const known = new Map(layoffs.map((layoff) => [layoff.id, layoff]));
  return rounds.map(({ claims }, at) => {
    const id = ids[at] ?? newId("l");
    return { id, claims, layoff: known.get(id) };
  });
}

/** The layoffs that are rounds no more, each merged into the one that has most of its claims. */
export function movedFrom<C extends At>(rounds: readonly Named<C>[], layoffs: readonly Layoff[]): readonly Layoff[] {
  const kept = new Set(rounds.map(({ id }) => id));
  return layoffs.flatMap((layoff) => {
    if (kept.has(layoff.id)) return [];
    const shares = rounds.map(({ claims }) => claims.filter((one) => one.layoff === layoff.id).length);
    const most = Math.max(0, ...shares);
    const into = most === 0 ? undefined : rounds[shares.indexOf(most)]?.id;
    return into === undefined ? [] : [{ ...layoff, mergedInto: into }];
  });
}

/**
 * Puts what is asked now, and settles what is not asked any more. What a person has decided stays decided; and of a layoff that a
 * person has left as it is, which no rule looks at again, what is asked stays asked.
 * @param pinned those layoffs
 */
export async function askWhatIsOpen(
  writer: StoreWriter,
  questions: readonly Question[],
  rounds: readonly Named<At>[],
  {
    layoffs,
    pinned,
    now,
  }: { readonly layoffs: readonly Layoff[]; readonly pinned: ReadonlySet<string>; readonly now: Instant },
): Promise<void> {
  const wanted = questions.flatMap(({ later, earlier, ...why }) => {
    const [layoff, candidate] = [rounds[later]?.id, rounds[earlier]?.id];
    return layoff === undefined || candidate === undefined ? [] : [{ layoff, candidate, ...why }];
  });
  const here = new Set([...layoffs, ...rounds].map(({ id }) => id));
  const undecided = layoffs.filter((layoff) => layoff.undecided).map(({ id }) => id);
  const known = [];
  for (const layoff of new Set([...undecided, ...wanted.map((one) => one.layoff)]))
    known.push(...(await writer.asks({ layoff })));
  for (const ask of known) {
    const isWanted = wanted.some(({ layoff, candidate }) => layoff === ask.layoff && candidate === ask.candidate);
    const isOther = wanted.some(({ layoff, candidate }) => layoff === ask.candidate && candidate === ask.layoff);
    const isLeft = pinned.has(ask.layoff) && !isOther;
    if (ask.decided === null && !isWanted && !isLeft && here.has(ask.layoff) && here.has(ask.candidate))
      await writer.putAsk({ ...ask, decided: "settled" });
  }
  for (const one of wanted) {
    const before = known.find(({ layoff, candidate }) => layoff === one.layoff && candidate === one.candidate);
    if (before === undefined || before.decided === "settled" || before.decided === "moved")
      await writer.putAsk({ ...one, askedAt: before?.askedAt ?? now, decided: null });
  }
}
