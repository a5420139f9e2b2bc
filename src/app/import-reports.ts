import { RollcallError } from "../core/errors.ts";
import type { Reported } from "./record-port.ts";
import type { Entry, Given, Source, SourceReading } from "./source-port.ts";

/** What became of one file or address. Rows are `kept` and `refused`, and nothing else. */
export interface Imported {
  readonly place: string;
  /** What it was read as: `warn:ca`. */
  readonly source: string;
  readonly rows: number;
  readonly kept: number;
  /** Why, the most frequent first, with how many and the first rows of them. */
  readonly refused: readonly { readonly reason: string; readonly count: number; readonly rows: readonly number[] }[];
  /** Columns of which cells were neither blank nor understood, and how many. */
  readonly unread: readonly { readonly column: string; readonly count: number }[];
  /** Claims with a number of people, and the sum of these numbers; ranges and words without a number are in neither. */
  readonly figures: number;
  readonly people: number;
  /** Documents whose text is still to be read. */
  readonly texts: number;
}

export interface ImportWork {
  readonly sources: readonly Source<never>[];
  /** `warn:ca` or `csv`; guessed without it, file by file. */
  readonly source?: string | undefined;
  /** As they were typed; the source's own schema judges them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly follow?: SourceReading<never>["follow"];
  readonly progress?: (place: string, rows: number) => void;
}

/** Rows of a reason that are told. */
const ROWS_TOLD = 5;

/**
 * Reads files and pages whole, before anything is kept: where any of them breaks off, none of it is.
 * @throws RollcallError `usage`, `bad_file`
 */
export async function importReports(
  given: readonly Given[],
  work: ImportWork,
): Promise<{ readonly files: readonly Imported[]; readonly documents: readonly Reported[] }> {
  const files: Imported[] = [];
  const documents: Reported[] = [];
  for (const one of given) {
    const tally = new Tally();
    const { source, name } = await sourceFor(one, work);
    for await (const entry of entriesOf(source, name, one, work)) {
      tally.add(entry);
      work.progress?.(one.place, tally.rows);
      if ("reported" in entry) documents.push(entry.reported);
    }
    files.push(tally.result(one.place, name === undefined ? source.kind : `${source.kind}:${name}`));
  }
  return { files, documents };
}

function entriesOf(
  source: Source<never>,
  name: string | undefined,
  given: Given,
  { settings, follow }: ImportWork,
): AsyncIterable<Entry> {
  const parsed = source.settings.safeParse(settings);
  if (!parsed.success) {
    const wrong = Object.keys(settings).map((key) => `--${key}`);
    const issue = parsed.error.issues[0];
    throw new RollcallError(
      "usage",
      issue?.code === "unrecognized_keys" && issue.path.length === 0
        ? `${wrong.join(", ")}: ${given.place} is read as ${source.kind}, which takes no such option.`
        : `${wrong.join(", ")}: ${issue?.path.join(".") ?? ""} is not as it has to be (${issue?.message ?? ""}).`,
    );
  }
  // The schema is the one of this source; that the types agree is held by defineSource.
  const reading = { given, name, settings: parsed.data as never };
  return source.read(follow === undefined ? reading : { ...reading, follow });
}

async function sourceFor(
  given: Given,
  { sources, source }: ImportWork,
): Promise<{ readonly source: Source<never>; readonly name: string | undefined }> {
  const kinds = sources.map(({ kind }) => kind);
  if (source !== undefined) {
    const named = chosen(sources, source);
    if (named === undefined) {
      throw new RollcallError(
        "usage",
        `--source ${source}: there is no such kind of source; there are ${kinds.join(", ")}.`,
      );
    }
    return named;
  }
  for (const candidate of sources) {
    const recognised = await candidate.recognise(given);
    const found = recognised === undefined ? undefined : chosen(sources, recognised);
    if (found !== undefined) return found;
  }
  throw new RollcallError(
    "bad_file",
    `${given.place}: it is not recognised as any source; name one with --source (${kinds.join(", ")}), or say what its columns mean with --source csv --map company=COLUMN.`,
  );
}

function chosen(
  sources: readonly Source<never>[],
  text: string,
): { readonly source: Source<never>; readonly name: string | undefined } | undefined {
  const colon = text.indexOf(":");
  const kind = colon === -1 ? text : text.slice(0, colon);
  const source = sources.find((candidate) => candidate.kind === kind);
  return source && { source, name: colon === -1 ? undefined : text.slice(colon + 1) };
}

class Tally {
  rows = 0;
  #kept = 0;
  #figures = 0;
  #people = 0;
  #texts = 0;
  readonly #refused = new Map<string, { count: number; rows: number[] }>();
  readonly #unread = new Map<string, number>();

  add(entry: Entry): void {
    this.rows++;
    if ("refused" in entry) {
      const { row, reason } = entry.refused;
      const known = this.#refused.get(reason) ?? { count: 0, rows: [] };
      known.count++;
      if (known.rows.length < ROWS_TOLD) known.rows.push(row);
      this.#refused.set(reason, known);
      return;
    }
    this.#kept++;
    if (entry.reported.text !== null) this.#texts++;
    for (const column of entry.unread) this.#unread.set(column, (this.#unread.get(column) ?? 0) + 1);
    for (const { count } of entry.reported.claims) {
      if (count === null) continue;
      this.#figures++;
      this.#people += count;
    }
  }

  result(place: string, source: string): Imported {
    return {
      place,
      source,
      rows: this.rows,
      kept: this.#kept,
      refused: [...this.#refused].map(([reason, told]) => ({ reason, ...told })).toSorted((a, b) => b.count - a.count),
      unread: [...this.#unread].map(([column, count]) => ({ column, count })).toSorted((a, b) => b.count - a.count),
      figures: this.#figures,
      people: this.#people,
      texts: this.#texts,
    };
  }
}
