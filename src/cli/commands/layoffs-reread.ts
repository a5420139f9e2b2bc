import { importReports } from "../../app/import-reports.ts";
import { rereadDocuments } from "../../app/reread.ts";
import type { Store } from "../../app/ports.ts";
import type { Reported } from "../../app/record-port.ts";
import type { Reader } from "../../app/read-documents.ts";
import { RollcallError } from "../../core/errors.ts";
import { correctionJson } from "../../messages/layoff-history.ts";
import { counted, number, plain } from "../../messages/words.ts";
import { interruption } from "../../wire/context.ts";
import { openRecord } from "../../wire/record-store.ts";
import { readerOf } from "../../wire/record.ts";
import { openSources, placeNamed } from "../../wire/sources.ts";
import { sources } from "../../wire/source-kinds.ts";
import { choice, flag, type Invocation, type Run, textOption } from "../command.ts";
import { showCorrections } from "../show/layoff-history.ts";
import type { Output } from "../output.ts";
import { version } from "../version.ts";
import { askModel, settingsOf } from "./layoffs-import.ts";

/**
 * Reads again what another reader has read: files and addresses that are given, or the pages of the web that are due. Texts are not
 * kept, so that each source has to give its own again; what it gives no more keeps its claims.
 */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const reader = await readerOf(choice(invocation));
  const { store, clock } = await openRecord(choice(invocation));
  try {
    const due = args.length > 0 ? [] : await store.pagesReadBefore(reader.version);
    if (flag(invocation, "dryRun")) return await showDue(invocation, store, reader, due);
    const places = args.length > 0 ? args.map(placeNamed) : due;
    const { documents, gone } = await readAgain(invocation, places);
    await askModel(invocation, store, documents, reader);
    const { taken, corrections } = await rereadDocuments(store, documents, reader, clock.now());
    if (flag(invocation, "json")) {
      for (const one of corrections) output.json(correctionJson(one));
      output.json({ reread: taken, gone });
      return 0;
    }
    showCorrections(output, corrections);
    for (const { place, reason } of gone)
      output.note(`${plain(place)} gave nothing, and what it said is kept: ${reason}`);
    const same = taken.known + taken.changed;
    output.note(
      `${counted(same, "document")} read again, ${number(taken.changed)} of them otherwise; ${counted(corrections.length, "figure")} that readers know ${corrections.length === 1 ? "is another" : "are others"}.`,
    );
    return 0;
  } finally {
    await store.close();
  }
};

interface Gone {
  readonly place: string;
  readonly reason: string;
}

/** Each place by itself: one that is gone keeps nobody from reading the others, unless it was named. */
async function readAgain(
  invocation: Invocation,
  places: readonly string[],
): Promise<{ readonly documents: readonly Reported[]; readonly gone: readonly Gone[] }> {
  const { output, args } = invocation;
  const { signal, release } = interruption();
  const opened = await openSources(choice(invocation), {
    places,
    version,
    contact: textOption(invocation, "contact"),
    signal,
  });
  const documents: Reported[] = [];
  const gone: Gone[] = [];
  try {
    for (const [i, place] of places.entries()) {
      output.status(`${number(i + 1)} of ${number(places.length)}: ${plain(place)}`);
      try {
        const given = await opened.open(place);
        if (given === undefined) continue;
        const read = await importReports([given], {
          sources,
          source: textOption(invocation, "source"),
          settings: settingsOf(invocation),
          follow: opened.follow,
        });
        documents.push(...read.documents);
      } catch (error) {
        if (args.length > 0 || !(error instanceof RollcallError)) throw error;
        gone.push({ place, reason: error.message });
      }
    }
    output.status("");
    return { documents, gone };
  } finally {
    await opened.close();
    release();
  }
}

/** What was read by which reader, and which pages would be asked for; places that were named are no news. */
async function showDue(
  { output, options }: Invocation,
  store: Store,
  reader: Reader,
  places: readonly string[],
): Promise<number> {
  const readings = await store.readings();
  const due = readings.filter(({ reader: by }) => by !== reader.version && by !== "stated");
  const stated = readings.filter(({ reader: by }) => by === "stated");
  if (options["json"] === true) {
    output.json({ reader: reader.version, readings, places });
    return 0;
  }
  const sum = (some: typeof readings): number => some.reduce((all, { documents }) => all + documents, 0);
  for (const { source, reader: by, documents } of due)
    output.line(`${plain(source)}  ${counted(documents, "document")} read by ${plain(by)}`);
  for (const place of places) output.line(`${plain(place)}  is asked again`);
  dueNotes(output, { due: sum(due), stated: sum(stated), reader: reader.version });
  return 0;
}

function dueNotes(output: Output, { due, stated, reader }: { due: number; stated: number; reader: string }): void {
  output.note(
    due === 0
      ? `Every text was read by today's reader (${reader}).`
      : `${counted(due, "text")} of which another reader's claims are kept; today's is ${reader}.`,
  );
  if (stated > 0)
    output.note(
      `${counted(stated, "document")} of registers and tables: give their files or addresses, and those that are read otherwise are listed.`,
    );
}
