import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { layoffsWithClaims, recordOn } from "../../app/layoffs.ts";
import type { StoreReader } from "../../app/ports.ts";
import { recordExtent } from "../../app/record-extent.ts";
import type { LayoffFilter, LayoffOrder } from "../../core/record/layoff.ts";
import { RollcallError } from "../../core/errors.ts";
import { exported, LAYOFF_FORMATS } from "../../messages/layoff-export.ts";
import { tableDescription } from "../../messages/layoff-table.ts";
import { sourcesText } from "../../messages/record-dataset.ts";
import { openRecord, publicationOf } from "../../wire/record-store.ts";
import { choice, type Invocation, type Run, textOption } from "../command.ts";
import { asOfOption, layoffFilter, oneOf, wholeNumber } from "../layoff-options.ts";

/** The record as others may take it. Written batch by batch: what is in memory does not grow with the record. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store, clock } = await openRecord(choice(invocation));
  try {
    const format = oneOf(invocation, "format", LAYOFF_FORMATS) ?? "csv";
    const record = recordOn(store, asOfOption(invocation, clock.now()));
    const filter = layoffFilter(invocation, clock.now());
    const limit = wholeNumber(invocation, "limit") ?? Number.MAX_SAFE_INTEGER;
    // A feed begins with what changed last, since that is when it was changed itself.
    const order: LayoffOrder = format === "csv" || format === "json" ? "date" : "changed";
    const pieces = exported(format, layoffsWithClaims(record, { ...filter, order, limit }));
    const file = textOption(invocation, "output");
    if (file === undefined) for await (const piece of pieces) output.write(piece);
    else {
      if (format === "csv") await whole(`${file}-metadata.json`, [await described(invocation, store, filter, file)]);
      await whole(file, pieces);
    }
    return 0;
  } finally {
    await store.close();
  }
};

/** What the columns of the table mean, for programs that look beside it (CSV on the Web). */
async function described(
  invocation: Invocation,
  store: StoreReader,
  filter: LayoffFilter,
  file: string,
): Promise<string> {
  const extent = await recordExtent(store, filter);
  return tableDescription({
    ...(await publicationOf(choice(invocation))),
    url: encodeURIComponent(basename(file)),
    title: "Reported job cuts",
    modified: extent.modified,
    sources: sourcesText(extent),
  });
}

/** A file that is there whole, or as it was before. */
async function whole(file: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const made = `${file}.new`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(made));
    await rename(made, file);
  } catch (error) {
    const code = error instanceof Error && "code" in error && "syscall" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new RollcallError("usage", `--output ${file}: no file can be written there (${code}).`);
  } finally {
    await rm(made, { force: true });
  }
}
