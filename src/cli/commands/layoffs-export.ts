import { layoffsWithClaims } from "../../app/layoffs.ts";
import { exported, LAYOFF_FORMATS } from "../../messages/layoff-export.ts";
import { openRecord } from "../../wire/record.ts";
import { choice, type Run } from "../command.ts";
import { layoffFilter, oneOf, wholeNumber } from "../layoff-options.ts";

/** The record as others may take it. Written batch by batch: what is in memory does not grow with the record. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store, clock } = await openRecord(choice(invocation));
  try {
    const format = oneOf(invocation, "format", LAYOFF_FORMATS) ?? "csv";
    const filter = layoffFilter(invocation, clock.now());
    const limit = wholeNumber(invocation, "limit") ?? Number.MAX_SAFE_INTEGER;
    for await (const piece of exported(format, layoffsWithClaims(store, { ...filter, limit }))) output.write(piece);
    return 0;
  } finally {
    await store.close();
  }
};
