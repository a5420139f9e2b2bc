import type { z } from "zod";
import { malformed } from "./answer.ts";
import { type Answer, callSlack, placeOf, type SlackReading } from "./api.ts";
import { SlackRefusal } from "./refusals.ts";

/** One attempt at a list: what its pages have given so far. */
export interface Pages<Page> {
  /** Takes a page over; returns how many different items there are by now. */
  add(answer: Answer<Page>): number;
}

interface Listing<Page> {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  /** Has to demand `response_metadata.next_cursor`: a list without an end marker has no end. */
  readonly schema: z.ZodType<Page>;
}

interface HasCursor {
  readonly response_metadata: { readonly next_cursor: string | null };
}

const RESTARTS = 2;
/** Slack may give short and even empty pages before the end, but not without end. */
const IDLE_PAGES = 50;

/**
 * Reads a list to its end marker, a `next_cursor` that is empty or null. A cursor that Slack drops on the way starts the list again
 * from page 1, with a new `begin`, at most twice. Throws `malformed` for a sequence that runs in circles or never ends.
 * @returns the attempt that reached the end, and how often the list was begun again.
 */
export async function readPages<Page extends HasCursor, P extends Pages<Page>>(
  reading: SlackReading,
  listing: Listing<Page>,
  begin: () => P,
): Promise<{ readonly pages: P; readonly restarts: number }> {
  for (let restarts = 0; ; restarts++) {
    const pages = begin();
    const ended = await readSequence(reading, listing, pages);
    if (ended === true) return { pages, restarts };
    if (restarts === RESTARTS) {
      throw malformed(
        placeOf(listing.method, ended.page),
        `Slack dropped the cursor ${RESTARTS + 1} times (invalid_cursor)`,
      );
    }
  }
}

/** True at the end marker, or the page whose cursor Slack no longer knew. */
async function readSequence<Page extends HasCursor>(
  reading: SlackReading,
  { method, params, schema }: Listing<Page>,
  pages: Pages<Page>,
): Promise<true | { readonly page: number }> {
  const seen = new Set<string>();
  let cursor = "";
  let known = 0;
  let idle = 0;
  for (let page = 1; ; page++) {
    let answer: Answer<Page>;
    try {
      answer = await callSlack(reading, method, cursor === "" ? params : { ...params, cursor }, schema, page);
    } catch (error) {
      if (cursor !== "" && error instanceof SlackRefusal && error.word === "invalid_cursor") return { page };
      throw error;
    }
    const count = pages.add(answer);
    idle = count > known ? 0 : idle + 1;
    known = count;
    cursor = answer.value.response_metadata.next_cursor ?? "";
    if (cursor === "") return true;
    if (seen.has(cursor)) throw malformed(placeOf(method, page), "the cursor of an earlier page came again");
    if (idle === IDLE_PAGES) throw malformed(placeOf(method, page), `${IDLE_PAGES} pages in a row brought nothing new`);
    seen.add(cursor);
  }
}
