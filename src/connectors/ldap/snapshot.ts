import { readSnapshot } from "../../app/read-snapshot.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { readAccounts } from "./accounts.ts";
import { LdapRefusal, LIMITS } from "./results.ts";
import { type LdapReading, withSession } from "./session.ts";

/** One reading of everybody below the base. */
export function ldapSnapshot(reading: LdapReading): Promise<Snapshot> {
  return readSnapshot(
    reading,
    (tally) =>
      withSession(reading, (session) => {
        tally.restart();
        return readAccounts(reading, session, tally);
      }),
    // A list that the server's limit cut off is no broken answer: it is short.
    (error) => error instanceof LdapRefusal && LIMITS.has(error.result),
  );
}
