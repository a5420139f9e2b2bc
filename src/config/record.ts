import { z } from "zod";
import { defined } from "../core/defined.ts";
import type { Publication } from "../core/record/publication.ts";

const text = z.string().trim().min(1);

/** The public record, as the settings have it. */
export interface DeclaredRecord extends Publication {
  /** Whom public servers are told to write to. */
  readonly contact?: string;
}

export const record = z
  .strictObject({
    contact: text
      .optional()
      .describe(
        "Whom the keepers of public servers can write to, an address of the web or of mail: it is sent to them.",
      ),
    publisher: text.optional().describe("Who publishes the record: stands in its data set and beside its tables."),
    licence: z
      .url({
        protocol: /^https?$/,
        error: "must be the address of a licence, such as https://creativecommons.org/licenses/by/4.0/",
      })
      .optional()
      .describe("Under which licence you publish what is yours of it: the address of one. Nothing is said without it."),
  })
  .prefault({})
  .transform((written): DeclaredRecord => defined(written))
  .describe("The public record of job cuts.");
