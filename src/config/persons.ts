import { z } from "zod";
import { pathRef } from "../app/secret-ref.ts";
import { once } from "../core/once.ts";

const written = once(() => z.string().trim().min(1));

export const persons = once(() =>
  z
    .strictObject({
      from: pathRef
        .optional()
        .describe(
          "A CSV file with the columns account and is: one row for each account of which it is known whose it is. It counts from the folder of the settings file.",
        ),
      same: z
        .record(written(), written())
        .default({})
        .describe(
          "The same, written here: ALIAS:ACCOUNT (by its id, else by its handle) to another ALIAS:ACCOUNT of the person, or to their employee id.",
        ),
    })
    .describe(
      "Whose accounts are one person's, beyond equal employee ids and equal addresses that the tools vouch for. Links by it last as long as it says so.",
    ),
);

export type DeclaredPersons = z.output<ReturnType<typeof persons>>;
