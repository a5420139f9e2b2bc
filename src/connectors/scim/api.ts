import { z } from "zod";
import type { HttpResponse, Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { askJson, type JsonAnswer, type Meaning } from "../../http/ask-json.ts";
import type { Place } from "../../http/json-answer.ts";
import { authorization, baseOf, paceSettings, type ScimSettings } from "./settings.ts";

export type ScimReading = Reading<ScimSettings>;

/** SCIM's own word for a refusal (RFC 7644, 3.12; RFC 9865, 2.1), where there is one that is acted upon. */
export class ScimRefusal extends RollcallError {
  readonly word: "expiredCursor" | "invalidCursor" | "none";
  readonly status: number;

  constructor(word: ScimRefusal["word"], status: number, message: string) {
    super("malformed", message);
    this.word = word;
    this.status = status;
  }
}

const TOOL = "SCIM";

export function placeOf(what: string, page?: number): Place {
  return { tool: TOOL, place: page === undefined ? `${TOOL}, ${what}` : `${TOOL}, ${what}, page ${page}` };
}

/**
 * Asks for `path` behind the base address. Throws ScimRefusal for an answer that refuses the question itself (400, 404, 501 …),
 * `unauthorised`, `malformed`, `unreachable`, `interrupted`.
 */
export async function askScim<T>(
  reading: ScimReading,
  path: string,
  params: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
  page?: number,
): Promise<JsonAnswer<T>> {
  const { settings } = reading;
  const what = path.split("/")[0] ?? path;
  const query = new URLSearchParams(params).toString();
  return askJson(reading, {
    tool: TOOL,
    what,
    ...(page === undefined ? {} : { page }),
    url: new URL(query === "" ? path : `${path}?${query}`, baseOf(settings)).href,
    headers: { authorization: authorization(settings), accept: "application/scim+json, application/json" },
    rate: paceSettings(settings).perMinute,
    schema,
    meaning: (response, body) => meaningOf(placeOf(what, page), response, body),
  });
}

const ScimError = z.object({ scimType: z.string().nullish() });

/** @throws ScimRefusal where the question is what the server refuses */
function meaningOf({ place }: Place, { status }: HttpResponse, body: unknown): Meaning | undefined {
  if (status === 401) {
    return { code: "unauthorised", says: "the token or the password was refused; use a valid one" };
  }
  if (status === 403) {
    return { code: "unauthorised", says: "this token may not read accounts; give it the right to read users" };
  }
  if (status >= 400 && status < 500 && status !== 407 && status !== 408) {
    const parsed = ScimError.safeParse(body);
    const word = parsed.success ? parsed.data.scimType : undefined;
    throw new ScimRefusal(
      word === "expiredCursor" || word === "invalidCursor" ? word : "none",
      status,
      `${place}: the server refuses the question (HTTP ${status}); check the setting url, and whether the server speaks SCIM 2.0 there.`,
    );
  }
  return undefined;
}

const Provider = z.object({
  pagination: z
    .object({
      cursor: z.boolean().nullish(),
      index: z.boolean().nullish(),
      defaultPaginationMethod: z.string().nullish(),
    })
    .nullish()
    .catch(undefined),
});

/** How the server is to be paged: as the settings say, else as it says itself; by index where it says nothing. */
export async function pagingOf(reading: ScimReading): Promise<"index" | "cursor"> {
  const { paging } = reading.settings;
  if (paging !== undefined) return paging;
  try {
    const { pagination } = (await askScim(reading, "ServiceProviderConfig", {}, Provider)).value;
    if (pagination?.cursor !== true) return "index";
    return pagination.index === false || pagination.defaultPaginationMethod === "cursor" ? "cursor" : "index";
  } catch (error) {
    // Many servers have no such page, or do not show it to every token; the list itself tells what is wrong.
    if (error instanceof RollcallError && (error.code === "malformed" || error.code === "unauthorised")) return "index";
    throw error;
  }
}
