import { partialSnapshot } from "../../core/directory/partial.ts";
import { completeSnapshot, type Snapshot } from "../../core/directory/snapshot.ts";
import { readAccounts, type Tally } from "./accounts.ts";
import { LdapRefusal, LIMITS } from "./results.ts";
import { type LdapReading, withSession } from "./session.ts";

/** One reading of everybody below the base. */
export async function ldapSnapshot(reading: LdapReading): Promise<Snapshot> {
  const { directory, clock } = reading;
  let startedAt = clock.now();
  const tally: Tally = { accounts: 0 };
  try {
    return await withSession(reading, async (session) => {
      startedAt = clock.now();
      tally.accounts = 0;
      const { accounts, notes, endMarker } = await readAccounts(reading, session, tally);
      const { identity } = session;
      return completeSnapshot({
        directory,
        startedAt,
        takenAt: clock.now(),
        ...(identity === undefined ? {} : { identity }),
        accounts,
        notes,
        endMarker,
      });
    });
  } catch (error) {
    const partial = partialSnapshot(error, {
      directory,
      startedAt,
      takenAt: clock.now(),
      accountsRead: tally.accounts,
      notes: [],
    });
    // A list that the server's limit cut off is no broken answer: it is short.
    return error instanceof LdapRefusal && LIMITS.has(error.result) ? { ...partial, health: "short" } : partial;
  }
}
