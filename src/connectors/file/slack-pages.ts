import { z } from "zod";
import type { PartialSnapshot } from "../../core/directory/snapshot.ts";
import { once } from "../../core/once.ts";
import { isPlainWord } from "../../http/plain-words.ts";
import type { Ending } from "./accounts.ts";
import { complaint } from "./flat-account.ts";

const answer = once(() =>
  z.object({
    ok: z.boolean(),
    error: z.string().optional(),
    response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
  }),
);

type Stop = Extract<Ending, { complete: false }>;

/** Slack's word for what went wrong: https://docs.slack.dev/reference/methods/users.list */
const HEALTH_OF: Readonly<Record<string, PartialSnapshot["health"]>> = {
  invalid_auth: "unauthorised",
  not_authed: "unauthorised",
  account_inactive: "unauthorised",
  token_revoked: "unauthorised",
  token_expired: "unauthorised",
  missing_scope: "scope_lost",
};

/** Follows the pages of one reading; `stop` says why it did not reach the end. */
export function pageSequence(place: string): {
  add(raw: unknown, hasMembers: boolean): void;
  count(): number;
  stop(): Omit<Stop, "notes"> | undefined;
} {
  let count = 0;
  let cursor = "";
  let stopped: Omit<Stop, "notes"> | undefined;
  const stop = (health: PartialSnapshot["health"], what: string): void => {
    stopped ??= { complete: false, health, reason: `${place}, page ${count}: ${what}` };
  };
  return {
    add(raw, hasMembers) {
      const follows = count > 0 && cursor === "";
      count++;
      if (follows) stop("malformed", "it follows the last page of a reading; keep one reading a file");
      const page = answer().safeParse(raw);
      if (!page.success) return stop("malformed", `it is no answer of users.list: ${complaint(page.error)}`);
      cursor = page.data.response_metadata?.next_cursor ?? "";
      if (!page.data.ok) {
        const { error = "" } = page.data;
        const word = isPlainWord(error) ? error : "no reason given";
        return stop(HEALTH_OF[word] ?? "malformed", `Slack answered ok: false (${word}); read the list again`);
      }
      if (!hasMembers) stop("malformed", 'it has no list "members"; save answers of users.list');
    },
    count: () => count,
    stop() {
      if (cursor !== "") stop("short", "it is the last one here and names a next page; add the pages that follow");
      return stopped;
    },
  };
}
