import { z } from "zod";
import { isApiAddress } from "../core/address.ts";
import { RollcallError } from "../core/errors.ts";
import { DAY, parseDuration, SECOND } from "../core/time.ts";

/** Parts of connectors' settings that more than one tool has. */

const ADDRESS = "must be an https address without name, query or fragment; http only on loopback";

/** The address of an API, for a gateway or another cloud of the vendor. */
export const apiAddress = z.string().refine(isApiAddress, { error: ADDRESS });

/** The address with a slash at its end. Throws `bad_setting`; the schema has refused the same before. */
export function addressOf(api: string, setting: string): string {
  if (!isApiAddress(api)) {
    throw new RollcallError(
      "bad_setting",
      `The setting ${setting} must be an https address; plain http is for loopback only.`,
    );
  }
  return api.endsWith("/") ? api : `${api}/`;
}

const PAUSE = "must be a duration such as 30s, 1m or 1h, and at least 10s";

/** From one question to a log to the next: milliseconds, once it is read. */
export const logPause = z
  .string({ error: PAUSE })
  .meta({ pattern: "^\\d{1,6}[smhd]$" })
  .default("1m")
  .transform((written, context) => {
    const ms = parseDuration(written);
    if (ms !== undefined && ms >= 10 * SECOND && ms <= DAY) return ms;
    context.addIssue({ code: "custom", message: ms !== undefined && ms > DAY ? "must be at most 1d" : PAUSE });
    return z.NEVER;
  });

/** @param perMinute without the setting @param why ends the sentence that describes it */
export function perMinuteSetting(perMinute: number, most: number, why: string) {
  return z
    .strictObject({ perMinute: z.int().min(1).max(most).default(perMinute).describe(`Calls a minute. ${why}`) })
    .describe("How fast the tool is read.");
}

interface Bound {
  /** Without the setting. */
  readonly usual: number;
  readonly most: number;
  /** What it is, and why no more: the description of the setting. */
  readonly says: string;
}

/** How fast a list is read that comes in pages of a size that is asked for. @param tool `GitHub`, for the description */
export function paceSetting(tool: string, perMinute: Bound, pageSize: Bound) {
  const number = ({ usual, most, says }: Bound) => z.int().min(1).max(most).default(usual).describe(says);
  return z
    .strictObject({ perMinute: number(perMinute), pageSize: number(pageSize) })
    .describe(`How fast ${tool} is read.`);
}

/** Names of a right that the token may have beyond the needed. */
export const allowScopes = z
  .array(z.string().min(1))
  .optional()
  .describe("Rights that the token may have beyond those that Rollcall needs; any other is refused.");
