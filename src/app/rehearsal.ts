import type { Store, StoreReader } from "./ports.ts";

const UNDONE = Symbol("undone");

/**
 * The same store, in which every transaction is undone once it has succeeded: what `--dry-run` works on.
 * @param look sees what each transaction would leave, before it is undone.
 */
export function rehearsal(store: Store, look: (reader: StoreReader) => Promise<void>): Store {
  return {
    ...store,
    transaction: async (work, about) => {
      let result: { readonly value: Awaited<ReturnType<typeof work>> } | undefined;
      try {
        await store.transaction(async (writer) => {
          result = { value: await work(writer) };
          await look(writer);
          throw UNDONE;
        }, about);
      } catch (error) {
        if (error !== UNDONE) throw error;
      }
      if (result === undefined) throw new Error("a transaction that was undone gave nothing");
      return result.value;
    },
  };
}
