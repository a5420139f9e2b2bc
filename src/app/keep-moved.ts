import { type Moved, movedHeadcounts } from "../core/wave/kept-headcounts.ts";
import type { PersonRules } from "../core/person/rules.ts";
import type { Instant } from "../core/time.ts";
import { keepEntries, NO_MAPPING } from "./link-persons.ts";
import type { StoreWriter } from "./ports.ts";
import { keepHeadcounts } from "./unchanged.ts";

/** Keeps entries that were read one by one, whose persons they are, and how many people are where, without reading the roster. */
export async function keepMoved(
  writer: StoreWriter,
  directory: string,
  moved: readonly Moved[],
  persons: PersonRules | undefined,
  at: Instant,
): Promise<void> {
  const headcounts = movedHeadcounts(await writer.headcounts(directory), moved);
  const entries = moved.map(([, after]) => after);
  await keepEntries(writer, directory, entries, persons ?? NO_MAPPING, at);
  await keepHeadcounts(writer, directory, headcounts, moved.length > 0, undefined);
}
