// What is asked of the public record again and again, kept until the record changes.
import type { StoreReader } from "./ports.ts";

/** Answers at a time; those asked for last stay. */
const MOST = 400;

interface Memo {
  readonly state: number;
  readonly answers: Map<string, Promise<unknown>>;
}

const memos = new WeakMap<object, Memo>();

/**
 * The answer to a question about the record, made anew only where the record is no longer what it was.
 * @param question unlike every other; of whoever asks nothing is in it
 */
export async function ofRecord<T>(store: StoreReader, question: string, answer: () => Promise<T>): Promise<T> {
  const state = await store.recordState();
  let memo = memos.get(store);
  if (memo === undefined || memo.state !== state) {
    memo = { state, answers: new Map() };
    memos.set(store, memo);
  }
  const { answers } = memo;
  const known = answers.get(question) as Promise<T> | undefined;
  const given = known ?? answer();
  answers.delete(question);
  answers.set(question, given);
  if (known === undefined) {
    // A failure is not the record's; the next who asks has another try.
    given.catch(() => answers.delete(question));
    const [oldest] = answers.keys();
    if (answers.size > MOST && oldest !== undefined) answers.delete(oldest);
  }
  return given;
}
