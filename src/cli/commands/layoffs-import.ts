import { type Imported, importReports } from "../../app/import-reports.ts";
import type { ModelReader } from "../../app/model-reader.ts";
import { readDocuments, type Reader, type Taken } from "../../app/read-documents.ts";
import type { ReadPage, Store } from "../../app/ports.ts";
import type { Reported } from "../../app/record-port.ts";
import type { Given } from "../../app/source-port.ts";
import { RollcallError } from "../../core/errors.ts";
import { modelLines } from "../../messages/model.ts";
import { moment } from "../../messages/time.ts";
import { counted, number, plain } from "../../messages/words.ts";
import { interruption } from "../../wire/context.ts";
import { openRecord } from "../../wire/record-store.ts";
import { openKeeping, readerOf } from "../../wire/record.ts";
import { isAddress, openSources, placeNamed, type Validators } from "../../wire/sources.ts";
import { sources } from "../../wire/source-kinds.ts";
import { choice, flag, type Invocation, type Run, textOption } from "../command.ts";
import type { Output } from "../output.ts";
import { version } from "../version.ts";
import { deliveryText } from "../show/deliveries.ts";
import { takenTexts } from "../show/taken.ts";

/** Reads registers, tables, feeds and articles into the record, and says of every row what became of it. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const places = invocation.args.map(placeNamed);
  const json = flag(invocation, "json");
  const dry = flag(invocation, "dryRun");
  const { signal, release } = interruption();
  const opened = await openSources(choice(invocation), {
    places,
    version,
    contact: textOption(invocation, "contact"),
    signal,
  });
  try {
    const given: Given[] = [];
    const unchanged: string[] = [];
    const seen = dry ? new Map<string, ReadPage>() : await seenPages(invocation, places.filter(isAddress));
    for (const place of places) {
      if (isAddress(place)) output.status(`${new URL(place).host} is asked`);
      const before = seen.get(place);
      const found = await opened.open(place, before);
      if (found !== undefined) given.push(found);
      else if (before !== undefined) unchanged.push(`${plain(place)}  not changed since ${moment(before.readAt)}`);
    }
    // Read whole before the store is opened for it: whoever writes there does not wait for a server.
    const { files, documents } = await importReports(given, {
      sources,
      source: textOption(invocation, "source"),
      settings: settingsOf(invocation),
      ...(places.some(isAddress) ? { follow: opened.follow } : {}),
      progress: (place, rows) => {
        if (rows % 1000 === 0) output.status(`${plain(place)}: ${counted(rows, "row")}`);
      },
    });
    output.status("");
    const taken = dry ? undefined : await taking(invocation, documents, opened.validators());
    // All at once: a fault in the last file is not found below half of an answer.
    if (json) {
      if (taken === undefined) for (const one of documents) output.json(one);
      else {
        for (const { place: file, ...of } of files) output.json({ file, ...of });
        output.json({ taken });
      }
    }
    const line = json ? output.note : output.line;
    if (!json || dry) for (const file of files) for (const text of lines(file, output)) line(text);
    for (const text of unchanged) line(text);
    if (taken === undefined) output.note("A dry run: nothing was kept.");
    else if (!json) for (const text of takenTexts(taken)) output.line(text);
    if (opened.contact === undefined && places.some(isAddress)) {
      output.note(
        "Servers were not told whom to write to: name it as record.contact in the settings, or with --contact.",
      );
    }
    return 0;
  } finally {
    await opened.close();
    release();
  }
};

/** Pages that this reader has read before. */
async function seenPages(invocation: Invocation, addresses: readonly string[]): Promise<Map<string, ReadPage>> {
  const seen = new Map<string, ReadPage>();
  if (addresses.length === 0) return seen;
  const { version: ours } = await readerOf(choice(invocation));
  const { store } = await openRecord(choice(invocation));
  try {
    for (const address of addresses) {
      const page = await store.readPage(address);
      if (page?.reader === ours) seen.set(address, page);
    }
    return seen;
  } finally {
    await store.close();
  }
}

/** Takes documents into the record. @param pages that they are from, by address */
export async function taking(
  invocation: Invocation,
  documents: readonly Reported[],
  pages: ReadonlyMap<string, Validators> = new Map(),
): Promise<Taken> {
  const { store, clock, tellNews } = await openKeeping(choice(invocation));
  try {
    const reader = await readerOf(choice(invocation));
    const isWhole = await askModel(invocation, store, documents, reader);
    const now = clock.now();
    const taken = await readDocuments(store, documents, reader, now);
    // Afterwards: what was not kept is asked for again, and so is what the model was not asked about.
    if (pages.size > 0 && isWhole)
      await store.transaction(async (writer) => {
        for (const [address, validators] of pages)
          await writer.putReadPage({ address, reader: reader.version, ...validators, readAt: now });
      });
    await tellNews((delivery) => invocation.output.note(deliveryText(delivery)));
    return taken;
  } finally {
    await store.close();
  }
}

/** Asks the model of the settings about these documents, where there is one. @returns whether it was asked about all of them */
export async function askModel(
  { output }: Invocation,
  store: Store,
  documents: readonly Reported[],
  reader: Reader | ModelReader,
): Promise<boolean> {
  if (!("prepare" in reader)) return true;
  const { signal, release } = interruption();
  try {
    const use = await reader.prepare(documents, store, signal);
    for (const line of modelLines(use)) output.note(line);
    return use.failed + use.left === 0;
  } finally {
    release();
  }
}

export function settingsOf(invocation: Invocation): Record<string, unknown> {
  const pairs = invocation.options["map"];
  const dates = textOption(invocation, "dates");
  const map = Array.isArray(pairs) ? Object.fromEntries(pairs.map((pair) => mapped(String(pair)))) : undefined;
  return { ...(map === undefined ? {} : { map }), ...(dates === undefined ? {} : { dates }) };
}

function mapped(pair: string): [string, string] {
  const equals = pair.indexOf("=");
  if (equals < 1 || equals === pair.length - 1) {
    throw new RollcallError("usage", `--map ${pair}: write FIELD=COLUMN, such as company=Firm.`);
  }
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}

function* lines(file: Imported, output: Output): Generator<string> {
  const { place, source, rows, kept, refused, unread, figures, people, texts } = file;
  const lost = rows - kept;
  yield `${output.style("bold", plain(place))}  ${source}`;
  yield `  ${counted(rows, "row")} in, ${number(kept)} kept, ${number(lost)} refused`;
  const claims = kept - texts;
  if (claims > 0) {
    const without = claims - figures;
    const rest = without === 0 ? "" : `; ${number(without)} without one number`;
    yield `  ${counted(people, "person", "people")} in ${counted(figures, "figure")}${rest}`;
  }
  if (texts > 0) yield `  ${counted(texts, "text")} to be read`;
  for (const { reason, count, rows: told } of refused) {
    const more = count > told.length ? " …" : "";
    yield `  refused, ${number(count)}: ${plain(reason)} (row ${told.join(", ")}${more})`;
  }
  for (const { column, count } of unread) {
    yield `  not understood in ${counted(count, "row")}, which ${count === 1 ? "is" : "are"} kept without it: ${plain(column.replaceAll(/\s+/g, " "))}`;
  }
}
