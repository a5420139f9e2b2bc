import { existsSync } from "node:fs";
import { settingsPlaces } from "../config/places.ts";
import { type Choice, openReading, type Reading, readingOf, surroundings } from "./settings.ts";

/**
 * The store with the public record. It needs no directory and no token, and so no settings: without any it is the store of this user.
 */
export async function openRecord(choice: Choice): Promise<Reading> {
  const named = choice.store !== undefined || choice.config !== undefined;
  const hasSettings = named || settingsPlaces(surroundings()).some(({ file }) => existsSync(file));
  return hasSettings ? openReading(choice) : readingOf(choice, undefined);
}
