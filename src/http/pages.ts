import { malformed, type Place } from "./json-answer.ts";

/** What a page gave. */
export interface Turned {
  /** Where the next one is; undefined at the tool's own end marker. */
  readonly next: string | undefined;
  /** How many different items there are by now. */
  readonly known: number;
}

/** Tools may give short and even empty pages before the end, but not without end. */
const IDLE_PAGES = 50;

/**
 * Turns pages until one has no next. Throws `malformed` for a sequence that runs in circles or never ends, and what `read` throws.
 * @param read gets where the page is (undefined for the first), and its number from 1
 */
export async function turnPages(
  at: (page: number) => Place,
  read: (next: string | undefined, page: number) => Promise<Turned>,
): Promise<void> {
  const seen = new Set<string>();
  let next: string | undefined;
  let known = 0;
  let idle = 0;
  for (let page = 1; ; page++) {
    const turned = await read(next, page);
    idle = turned.known > known ? 0 : idle + 1;
    known = turned.known;
    next = turned.next;
    if (next === undefined) return;
    if (seen.has(next)) throw malformed(at(page), "the cursor of an earlier page came again");
    if (idle === IDLE_PAGES) throw malformed(at(page), `${IDLE_PAGES} pages in a row brought nothing new`);
    seen.add(next);
  }
}

/**
 * The address of a next page as the tool gave it. Throws `malformed` where it is at another place than the API: the token goes
 * nowhere else.
 */
export function samePlace(next: string, api: string, at: Place): string {
  if (URL.canParse(next) && new URL(next).origin === new URL(api).origin) return next;
  throw malformed(at, "the next page is said to be at another address than the API, where no token is sent");
}
