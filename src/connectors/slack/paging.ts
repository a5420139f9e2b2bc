import type { z } from "zod";
import type { Sliced } from "../../files/cut-list.ts";
import { turnPages } from "../../http/pages.ts";
import { malformed } from "./answer.ts";
import { type Answer, callSlack, placeOf, type SlackReading } from "./api.ts";
import { SlackRefusal } from "./refusals.ts";

/** One attempt at a list: what its pages have given so far. */
export interface Pages<Page> {
  /** Takes a page over, before the next one is asked for; returns how many different items there are by now. */
  add(answer: Answer<Page>, page: number): number;
  /** Of which list the pages hold elements that are not parsed yet, and what cuts it. */
  readonly sliced?: Sliced;
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

/**
 * Reads a list to its end marker, a `next_cursor` that is empty or null. A cursor that Slack drops on the way starts the list again
 * from page 1, with a new `begin`, at most twice. Throws `malformed` for a sequence that runs in circles or never ends.
 * @returns the attempt that reached the end, and how often the list was begun again.
 */
export async function readPages<Page extends HasCursor, P extends Pages<Page>>(
  reading: SlackReading,
  listing: Listing<Page>,
  begin: () => P | Promise<P>,
): Promise<{ readonly pages: P; readonly restarts: number }> {
  for (let restarts = 0; ; restarts++) {
    const pages = await begin();
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
  let at = 1;
  const place = (page: number) => ({ tool: "Slack", place: placeOf(method, page) });
  try {
    await turnPages(place, async (cursor, page) => {
      at = page;
      const asked = cursor === undefined ? params : { ...params, cursor };
      const answer = await callSlack(reading, method, asked, schema, page, pages.sliced);
      return { known: pages.add(answer, page), next: answer.value.response_metadata.next_cursor || undefined };
    });
    return true;
  } catch (error) {
    if (at > 1 && error instanceof SlackRefusal && error.word === "invalid_cursor") return { page: at };
    throw error;
  }
}
