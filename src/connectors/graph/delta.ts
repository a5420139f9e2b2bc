import { z } from "zod";
import { RollcallError } from "../../core/errors.ts";
import { malformed } from "../../http/json-answer.ts";
import { samePlace, turnPages } from "../../http/pages.ts";
import { callGraph, type GraphReading, placeOf, RoundLost } from "./api.ts";
import { apiOf } from "./settings.ts";
import { deltaUser, type GraphUser, over, userId } from "./user.ts";

export const DELTA = "users/delta";

const Page = z.object({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.string().min(1).optional(),
  "@odata.deltaLink": z.string().min(1).optional(),
});

const HasId = z.object({ id: userId });

/** A round of the delta query, from its first page to the link for the next round: Microsoft's own end marker. */
export interface Round {
  /** By id, the last state of each as the rows in their order have it. */
  readonly users: ReadonlyMap<string, GraphUser>;
  /** Ids of rows that are known, and nothing else of them could be read; and rows that have none. */
  readonly unreadable: { readonly ids: readonly string[]; readonly nameless: number };
  readonly deltaLink: string;
}

/**
 * Reads one round. Rows come twice, in any order, and over several pages; pages may be empty before the end.
 * @param from where it begins: a path with `$select`, or the link of an earlier round
 * @throws RoundLost where Microsoft no longer knows it; RollcallError `malformed` for a round that runs in circles or has no end
 */
export async function readRound(
  reading: GraphReading,
  from: string,
  read: (users: number) => void = () => undefined,
): Promise<Round> {
  const users = new Map<string, GraphUser>();
  const ids = new Set<string>();
  let nameless = 0;
  let deltaLink: string | undefined;
  await turnPages(
    (page) => placeOf({ what: DELTA, page }),
    async (next, page) => {
      const call = { what: DELTA, page };
      const answer = await callGraph(reading, call, next ?? from, Page);
      for (const raw of answer.value) {
        const user = deltaUser.safeParse(raw);
        const known = HasId.safeParse(raw);
        if (user.success) users.set(user.data.id, over(users.get(user.data.id), user.data));
        else if (known.success) ids.add(known.data.id);
        else nameless++;
      }
      read(users.size);
      const { "@odata.nextLink": more, "@odata.deltaLink": end } = answer;
      const link = more ?? end;
      if (link === undefined)
        throw malformed(placeOf(call), "the answer names neither a next page nor the end of the list");
      const address = samePlace(link, apiOf(reading.settings), placeOf(call));
      if (more === undefined) deltaLink = address;
      return { next: more === undefined ? undefined : address, known: users.size + ids.size };
    },
  );
  if (deltaLink === undefined) throw new RollcallError("fault", "A round of the delta query ended without its end.");
  for (const id of users.keys()) ids.delete(id);
  return { users, unreadable: { ids: [...ids], nameless }, deltaLink };
}

const RESTARTS = 2;

/** A whole round from the beginning; one that Microsoft loses on the way (410) is begun again, at most twice. */
export async function readWholeRound(
  reading: GraphReading,
  select: string,
  read: (users: number) => void,
): Promise<Round & { readonly restarts: number }> {
  for (let restarts = 0; ; restarts++) {
    try {
      return { ...(await readRound(reading, `${DELTA}?$select=${select}`, read)), restarts };
    } catch (error) {
      // The error is one of the reading like any other, once beginning again does not help.
      if (!(error instanceof RoundLost) || restarts === RESTARTS) throw error;
    }
  }
}
