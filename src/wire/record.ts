import { watchedRecord } from "../app/announce-layoffs.ts";
import { type Delivery, deliverDue } from "../app/deliver.ts";
import type { Destination } from "../app/destination.ts";
import type { Model } from "../app/model-port.ts";
import { type ModelReader, modelReader } from "../app/model-reader.ts";
import type { Reader } from "../app/read-documents.ts";
import { textReader } from "../app/text-reader.ts";
import { systemClock } from "../clock.ts";
import { resolveModelKey } from "../config/resolve.ts";
import { defined } from "../core/defined.ts";
import type { WatchList } from "../core/record/watch-list.ts";
import { createHttp } from "../http/client.ts";
import { createModel } from "../models/openai.ts";
import { gazetteer } from "./gazetteer.ts";
import { hasSettings } from "./record-store.ts";
import { contextOf, HTTP, interruption } from "./context.ts";
import { type Choice, destinationsOf, load, type Reading, readingOf, settingsFor } from "./settings.ts";

/** What reads texts: the rules and, where the settings name a model, that behind them. */
export async function readerOf(choice: Choice): Promise<Reader | ModelReader> {
  const model = await modelOf(choice);
  return model === undefined ? textReader(gazetteer) : modelReader(gazetteer, model);
}

/** The model of the settings; undefined where they name none. */
export async function modelOf(choice: Choice): Promise<Model | undefined> {
  // Another store is read by the model of the same settings.
  const { store: _, ...rest } = choice;
  const loaded = hasSettings(rest) ? await load(rest) : undefined;
  const declared = loaded?.record.model;
  if (loaded === undefined || declared === undefined) return undefined;
  const { timeout, key: _key, ...settings } = declared;
  const http = createHttp({ ...HTTP, timeoutMs: timeout, maxBytes: 1024 * 1024 });
  const key = await resolveModelKey(loaded, process.env);
  return createModel({ ...settings, ...defined({ key }) }, { http, clock: systemClock });
}

/** The watch lists of the settings with those who may be told, over a store that is only read. */
export async function openWatchLists(
  choice: Choice,
): Promise<Reading & { readonly lists: readonly WatchList[]; readonly destinations: readonly Destination[] }> {
  const loaded = hasSettings(choice) ? await settingsFor(choice) : undefined;
  const lists = loaded?.record.watch ?? [];
  const destinations = loaded === undefined || lists.length === 0 ? [] : await destinationsOf(loaded);
  return { ...(await readingOf(choice, loaded)), lists, destinations };
}

/** The same for whoever changes the record: what is new about the watch lists of the settings goes into the outbox with it. */
export interface Keeping extends Reading {
  /** One try at whatever was put there; what does not arrive is tried again by `watch` and `sweep`. */
  readonly tellNews: (tell: (delivery: Delivery) => void) => Promise<void>;
}

/** @throws RollcallError `bad_secret` where a destination of the settings has none, and there are watch lists */
export async function openKeeping(choice: Choice): Promise<Keeping> {
  const { lists, destinations, ...reading } = await openWatchLists(choice);
  const fresh = new Set<string>();
  const store = watchedRecord(reading.store, { lists, destinations }, (incidents) => {
    for (const { id } of incidents) fresh.add(id);
  });
  const tellNews: Keeping["tellNews"] = async (tell) => {
    if (fresh.size === 0) return;
    const { signal, release } = interruption();
    try {
      const context = contextOf({ store: reading.store, progress: () => {}, signal, destinations });
      await deliverDue(context, tell, ({ incident }) => fresh.has(incident));
    } finally {
      release();
    }
  };
  return { ...reading, store, tellNews };
}
