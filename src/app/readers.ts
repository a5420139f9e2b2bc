import type { OwnAudience } from "../core/disclosure/grant.ts";
import { RollcallError } from "../core/errors.ts";
import { type Readers, READERS } from "../core/ledger/rules.ts";
import { nearest } from "../core/suggest.ts";

/**
 * Whose counts are meant: `authorised`, `anyone`, or an audience of counts by its alias.
 * @throws RollcallError `usage` where there is none of this alias, or where it sees names
 */
export function readersNamed(word: string, audiences: readonly OwnAudience[]): Readers {
  const own = READERS.find((one) => one === word) ?? audiences.find(({ alias }) => alias === word);
  if (typeof own === "string") return own;
  if (own?.sees === "counts") return own.readers;
  if (own !== undefined) {
    throw new RollcallError(
      "usage",
      `--audience ${word}: this audience sees names, and a report is for one of counts.`,
    );
  }
  const known = [...READERS, ...audiences.flatMap(({ alias, sees }) => (sees === "counts" ? [alias] : []))];
  const near = nearest(word, known);
  const hint = near === undefined ? `give one of ${known.join(", ")}` : `did you mean "${near}"?`;
  throw new RollcallError("usage", `--audience ${word}: no audience of counts is called so; ${hint}`);
}
