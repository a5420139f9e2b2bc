import type { Control } from "ldapts";
import { RollcallError } from "../../core/errors.ts";
import { BerError } from "./ber.ts";
import type { Answer, Question } from "./connection.ts";
import { paged, PAGED, pagedCookie } from "./controls.ts";
import type { Entry } from "./message.ts";
import { refusalOf } from "./results.ts";
import type { Session } from "./session.ts";

/** Pages may be empty before the end (what the bind DN may not see is taken out of them), but not without end. */
const IDLE_PAGES = 50;
/** The most pages of a list: millions of entries. */
export const MOST_PAGES = 100_000;

export interface Listed {
  /** Parts of the tree that another server holds, and that were not read. */
  readonly references: number;
  /** What told the end. */
  readonly endMarker: string;
}

/**
 * Reads a list page by page (RFC 2696) to the server's own end marker, an empty cookie after a success. ldapts would end at the
 * first empty page too, which is none. A cookie is not compared with the ones before: 389 gives the same one each time.
 * @throws RollcallError as `refusalOf` says; `malformed` where the end is not told or never comes
 */
export async function readPages(
  session: Session,
  question: Omit<Question, "controls">,
  {
    pageSize,
    place,
    controls = [],
  }: { readonly pageSize: number; readonly place: string; readonly controls?: readonly Control[] },
  take: (entries: readonly Entry[]) => void,
): Promise<Listed> {
  const { connection, root } = session;
  if (root.controls.size > 0 && !root.controls.has(PAGED)) {
    const answer = await connection.search({ ...question, controls }, place);
    take(answer.entries);
    succeeded(answer, place);
    return { references: answer.references, endMarker: "result 0 (the server has no paging)" };
  }
  let cookie: Buffer = Buffer.alloc(0);
  let references = 0;
  let idle = 0;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const where = `${place}, page ${page}`;
    const answer = await connection.search({ ...question, controls: [...controls, paged(pageSize, cookie)] }, where);
    take(answer.entries);
    succeeded(answer, where);
    references += answer.references;
    cookie = cookieOf(answer, where);
    if (cookie.length === 0) return { references, endMarker: "result 0 with an empty cookie" };
    idle = answer.entries.length > 0 ? 0 : idle + 1;
    if (idle === IDLE_PAGES) throw malformed(where, `${IDLE_PAGES} pages in a row were empty and not the last`);
  }
  throw malformed(place, "the list has no end");
}

function succeeded({ result }: Answer, place: string): void {
  const refusal = refusalOf(result, place);
  if (refusal !== undefined) throw refusal;
}

function cookieOf({ result }: Answer, place: string): Buffer {
  const value = result.controls.get(PAGED);
  if (value === undefined)
    throw malformed(place, "the server does not say whether more follows (no paged results control)");
  try {
    return pagedCookie(value);
  } catch (error) {
    throw malformed(place, error instanceof BerError ? error.message : "the paged results control cannot be read");
  }
}

export function malformed(place: string, why: string): RollcallError {
  return new RollcallError("malformed", `${place}: ${why}.`);
}
