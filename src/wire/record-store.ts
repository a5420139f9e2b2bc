// Apart from what reads texts and tells of them (record.ts): whoever only looks at the record waits for none of it.
import { existsSync } from "node:fs";
import { settingsPlaces } from "../config/places.ts";
import { defined } from "../core/defined.ts";
import type { Publication } from "../core/record/publication.ts";
import { type Choice, openReading, type Reading, readingOf, settingsFor, surroundings } from "./settings.ts";

/**
 * The store with the public record. It needs no directory and no token, and so no settings: without any it is the store of this user.
 */
export async function openRecord(choice: Choice): Promise<Reading> {
  return hasSettings(choice) ? openReading(choice) : readingOf(choice, undefined);
}

export function hasSettings(choice: Choice): boolean {
  const named = choice.store !== undefined || choice.config !== undefined;
  return named || settingsPlaces(surroundings()).some(({ file }) => existsSync(file));
}

/** Under what the settings say that it is published. */
export async function publicationOf(choice: Choice): Promise<Publication> {
  const { publisher, licence } = (hasSettings(choice) ? await settingsFor(choice) : undefined)?.record ?? {};
  return defined({ publisher, licence });
}
