import type { LogCheck, Signed } from "./check.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { judgeNote, type Note, parseNote, parseVerifierKey, type VerifierKey } from "./note.ts";

/** What stands after the last entry of an export. */
export interface Closing {
  /** The signed note. */
  readonly checkpoint: string;
  /** The key that it is signed with, in the form of a note's verifier keys: what the export says of itself. */
  readonly key: string;
}

/** @param text a signed note @returns undefined where it is none, or no checkpoint */
export function checkpointOf(text: string): (Checkpoint & { readonly note: Note }) | undefined {
  const note = parseNote(text);
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note.text);
  return note === undefined || checkpoint === undefined ? undefined : { ...checkpoint, note };
}

/**
 * Holds the entries that went through `check`, to its end, against the checkpoint at the end of their export, and against one that was
 * kept elsewhere.
 * @param trusted the key that somebody was given, where there is one; the export's own else
 * @param saved the signed note; `check` has to know its size
 * @returns the key by which signatures were judged; undefined where there was none
 */
export function verifyClosing(
  check: LogCheck,
  closing: Closing | undefined,
  { trusted, saved }: { readonly trusted?: VerifierKey; readonly saved?: string },
): VerifierKey | undefined {
  const own = closing === undefined ? undefined : parseVerifierKey(closing.key);
  const key = trusted ?? own;
  if (closing === undefined) check.found({ wrong: "no checkpoint" });
  else {
    if (own === undefined) check.found({ wrong: "note", of: "export" });
    else if (trusted !== undefined && own.text !== trusted.text) check.found({ wrong: "key", key: own.text });
    const checkpoint = judge(check, "export", closing.checkpoint, key);
    if (checkpoint !== undefined && check.whole) compareWhole(check, checkpoint);
  }
  if (saved !== undefined) {
    const checkpoint = judge(check, "saved", saved, key);
    if (checkpoint !== undefined && check.whole) check.compare(checkpoint);
  }
  return key;
}

function compareWhole(check: LogCheck, { size, root }: Checkpoint): void {
  if (size !== check.size) check.found({ wrong: "size", size, entries: check.size });
  else if (root !== check.root()) check.found({ wrong: "root", size });
}

function judge(check: LogCheck, of: Signed, text: string, key: VerifierKey | undefined): Checkpoint | undefined {
  const checkpoint = checkpointOf(text);
  // An export carries the log's signature alone; a checkpoint that went round may have come back with those of witnesses.
  if (checkpoint === undefined || (of === "export" && checkpoint.note.signatures.length !== 1)) {
    check.found({ wrong: "note", of });
    return undefined;
  }
  const { origin, note } = checkpoint;
  const verdict = key === undefined ? "signed" : judgeNote(note, key);
  if (key !== undefined && verdict !== "signed") {
    check.found({ wrong: "signature", of, forged: verdict === "forged", key: key.text });
  }
  const expected = check.origin ?? origin;
  const other = [origin, key?.name ?? origin].find((name) => name !== expected);
  if (other !== undefined) check.found({ wrong: "origin", of, origin: other, expected });
  return checkpoint;
}
