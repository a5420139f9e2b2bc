import { z } from "zod";
import type { Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { askJson } from "../../http/ask-json.ts";
import { type Place, parseAnswer } from "../../http/json-answer.ts";
import { apiOf, authorization, perMinute, type ZulipSettings } from "./settings.ts";

export type ZulipReading = Reading<ZulipSettings>;

const TOOL = "Zulip";

export function placeOf(what: string): Place {
  return { tool: TOOL, place: `${TOOL}, ${what}` };
}

/** Zulip does not know what is asked for (HTTP 400, `BAD_REQUEST`). */
export class NotKnown extends RollcallError {
  constructor(place: string) {
    super("malformed", `${place}: the server refuses the question (HTTP 400); check the setting url.`);
  }
}

const Success = z.object({ result: z.literal("success") });

/** Asks for `path` of the API. Throws NotKnown, `unauthorised`, `scope_missing`, `malformed`, `unreachable`, `interrupted`. */
export async function askZulip<T>(reading: ZulipReading, what: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const { settings } = reading;
  const { value } = await askJson(reading, {
    tool: TOOL,
    what,
    url: new URL(path, apiOf(settings)).href,
    headers: { authorization: authorization(settings), accept: "application/json" },
    rate: perMinute(settings),
    // The whole answer is the list, and "success" is its end marker.
    schema: z.unknown(),
    meaning: ({ status }) => {
      if (status === 401) {
        return {
          code: "unauthorised",
          says: "the bot and its key were refused; the key was renewed, or the bot deactivated",
        };
      }
      if (status === 403) return { code: "scope_missing", says: "the bot may not read this; check its role" };
      if (status === 400) throw new NotKnown(placeOf(what).place);
      return undefined;
    },
  });
  parseAnswer(value, Success, placeOf(what));
  return parseAnswer(value, schema, placeOf(what));
}
