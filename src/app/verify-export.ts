import type { Finding } from "../core/audit/check.ts";
import type { VerifierKey } from "../core/audit/note.ts";
import { checkAgainst, type Closing, savedFrom, verifyClosing } from "../core/audit/verify.ts";
import { readLine } from "./audit-lines.ts";

export interface Verified {
  readonly findings: readonly Finding[];
  /** Findings beyond those that are listed. */
  readonly more: number;
  readonly entries: number;
  /** By which signatures were judged. */
  readonly key: VerifierKey | undefined;
}

/** No entry comes near it; without a limit a file without newlines would be read into memory whole. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Checks an export of the audit log, and nothing else: no store, no settings, no network.
 * @param trusted the log's key as somebody was given it; without it the export's own is believed
 * @param saved a text with a signed checkpoint that was kept elsewhere
 */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array>,
  { trusted, saved }: { readonly trusted?: VerifierKey; readonly saved?: string },
): Promise<Verified> {
  const kept = saved === undefined ? undefined : savedFrom(saved);
  const check = checkAgainst(kept);
  let closing: Closing | undefined;
  let line = 0;
  for await (const text of linesOf(chunks)) {
    line++;
    if (closing !== undefined) {
      check.found({ wrong: "more after checkpoint", line });
      break;
    }
    const found = text === undefined ? undefined : readLine(text);
    if (found === undefined) check.unreadable(line);
    else if ("entry" in found) check.add(line, found.entry, found.opening);
    else closing = found;
  }
  check.end();
  const key = verifyClosing(check, closing, {
    ...(trusted === undefined ? {} : { trusted }),
    ...(kept === undefined ? {} : { saved: kept }),
  });
  return { findings: check.findings, more: check.more, entries: check.size, key };
}

/** Each line without its newline; undefined for one that is too long, is no UTF-8, or that no newline ends. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  // A mark at the beginning is a change like any other.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decoded = (bytes: Uint8Array): string | undefined => {
    try {
      return bytes.length > LONGEST_LINE ? undefined : decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
  let pending: Uint8Array[] = [];
  let length = 0;
  const keep = (part: Uint8Array): void => {
    length += part.length;
    // One byte over the limit is enough to know that the line is too long.
    if (length - part.length <= LONGEST_LINE) pending.push(part);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, at));
      from = at + 1;
      yield length > LONGEST_LINE ? undefined : decoded(Buffer.concat(pending));
      pending = [];
      length = 0;
    }
    keep(chunk.subarray(from));
  }
  if (length > 0) yield undefined;
}
