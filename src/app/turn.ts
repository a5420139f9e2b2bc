import { RollcallError } from "../core/errors.ts";
import type { StoreReader } from "./ports.ts";

interface Turn {
  /** @throws RollcallError `store_busy` where the directory has been read since the turn began. */
  readonly refuseIfOver: (reader: StoreReader) => Promise<void>;
}

/**
 * Begun before the roster is read, and looked at in each transaction that writes what came of it. A process that was halted
 * (a machine that sleeps, SIGSTOP) sleeps through its lease, and what it compares then is older than what the store holds.
 */
export async function turnOf(store: StoreReader, directory: string): Promise<Turn> {
  const newest = async (reader: StoreReader): Promise<string | undefined> =>
    (await reader.sweeps({ directory, limit: 1 }))[0]?.id;
  const before = await newest(store);
  return {
    refuseIfOver: async (reader) => {
      if ((await newest(reader)) === before) return;
      throw new RollcallError(
        "store_busy",
        `${directory}: another process has read it meanwhile, so what was read here is not kept. Let one process watch it.`,
      );
    },
  };
}
