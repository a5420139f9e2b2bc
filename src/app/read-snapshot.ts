import { defined } from "../core/defined.ts";
import { partialSnapshot } from "../core/directory/partial.ts";
import { completeSnapshot, type Snapshot } from "../core/directory/snapshot.ts";
import type { Reading } from "./ports.ts";

/** How far a reading has come; kept outside of what reads, so that a failure can tell. */
export interface Tally {
  /** How many different accounts have been read. */
  readonly accounts: number;
  /** What the reading has to say of itself. No personal data. */
  readonly notes: string[];
  /** So many different accounts by now; the terminal is told. */
  count(accounts: number): void;
  /** The reading begins again from nothing. */
  restart(): void;
}

type Complete = Parameters<typeof completeSnapshot>[0];

/** What was read to the tool's own end marker; what is undefined was not told by the tool. */
export type Whole = Pick<Complete, "accounts" | "endMarker"> & {
  readonly [K in "identity" | "scopes" | "unchanged" | "channels" | "groups"]?: Complete[K] | undefined;
};

/**
 * One reading of a whole directory: complete where `read` comes to the end marker, and partial where the tool fails on the way.
 * Throws what `read` throws for anything else: a refused token, a wrong setting, an interruption.
 * @param isShort whether an error says that a limit of the tool has cut the list off
 */
export async function readSnapshot(
  { directory, clock, progress }: Reading<unknown>,
  read: (tally: Tally) => Promise<Whole>,
  isShort: (error: unknown) => boolean = () => false,
): Promise<Snapshot> {
  let startedAt = clock.now();
  let accountsRead = 0;
  const notes: string[] = [];
  const tally: Tally = {
    get accounts() {
      return accountsRead;
    },
    notes,
    count: (accounts) => {
      accountsRead = accounts;
      progress({ stage: "accounts", done: accounts });
    },
    restart: () => {
      startedAt = clock.now();
      accountsRead = 0;
      notes.length = 0;
    },
  };
  try {
    const { accounts, endMarker, ...told } = await read(tally);
    return completeSnapshot({
      directory,
      startedAt,
      takenAt: clock.now(),
      ...defined(told),
      accounts,
      notes,
      endMarker,
    });
  } catch (error) {
    const partial = partialSnapshot(error, { directory, startedAt, takenAt: clock.now(), accountsRead, notes });
    return isShort(error) ? { ...partial, health: "short" } : partial;
  }
}
