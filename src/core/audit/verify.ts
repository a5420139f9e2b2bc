import { LogCheck, type Signed } from "./check.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { judgeNote, type Note, noteIn, parseNote, parseVerifierKey, type VerifierKey } from "./note.ts";
import { parseSeal, type Seal } from "./seal.ts";

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

/** A checkpoint that was kept elsewhere, sealed or not, as somebody saved it. */
export interface Saved {
  readonly note: Note | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly seal: Seal | undefined;
}

/** @param text a signed note, or a text with one in it: a message that was saved whole */
export function savedFrom(text: string): Saved {
  const note = parseNote(noteIn(text));
  return {
    note,
    checkpoint: note === undefined ? undefined : parseCheckpoint(note.text),
    seal: note === undefined ? undefined : parseSeal(note.text),
  };
}

/** What goes through a log so that it can be held against that checkpoint afterwards. */
export function checkAgainst(saved: Saved | undefined): LogCheck {
  const { checkpoint, seal } = saved ?? {};
  return new LogCheck(checkpoint === undefined ? [] : [checkpoint.size], seal);
}

/**
 * Holds the entries that went through `check`, to its end, against the checkpoint at the end of their export, and against one that was
 * kept elsewhere.
 * @param trusted the key that somebody was given, where there is one; the export's own else
 * @param saved the same that `check` was made for
 * @returns the key by which signatures were judged; undefined where there was none
 */
export function verifyClosing(
  check: LogCheck,
  closing: Closing | undefined,
  { trusted, saved }: { readonly trusted?: VerifierKey; readonly saved?: Saved },
): VerifierKey | undefined {
  const own = closing === undefined ? undefined : parseVerifierKey(closing.key);
  const key = trusted ?? own;
  if (closing === undefined) check.found({ wrong: "no checkpoint" });
  else {
    if (own === undefined) check.found({ wrong: "note", of: "export" });
    else if (trusted !== undefined && own.text !== trusted.text) check.found({ wrong: "key", key: own.text });
    const checkpoint = checkpointOf(closing.checkpoint);
    // An export carries the log's signature alone; a checkpoint that went round may have come back with those of witnesses.
    if (checkpoint?.note.signatures.length !== 1) check.found({ wrong: "note", of: "export" });
    else {
      judge(check, "export", checkpoint, key);
      if (check.whole) compareWhole(check, checkpoint);
    }
  }
  if (saved !== undefined) {
    const { note, checkpoint, seal } = saved;
    const state = checkpoint ?? seal;
    if (note === undefined || state === undefined) check.found({ wrong: "note", of: "saved" });
    else judge(check, "saved", { origin: state.origin, note }, key);
    if (checkpoint !== undefined && check.whole) check.compare(checkpoint);
    if (seal !== undefined && check.whole) check.compareSeal();
  }
  return key;
}

function compareWhole(check: LogCheck, { size, root }: Checkpoint): void {
  if (size !== check.size) check.found({ wrong: "size", size, entries: check.size });
  else if (root !== check.root()) check.found({ wrong: "root", size });
}

/** By whom it is signed, and whether it is of this log. */
function judge(
  check: LogCheck,
  of: Signed,
  { origin, note }: { readonly origin: string; readonly note: Note },
  key: VerifierKey | undefined,
): void {
  const verdict = key === undefined ? "signed" : judgeNote(note, key);
  if (key !== undefined && verdict !== "signed") {
    check.found({ wrong: "signature", of, forged: verdict === "forged", key: key.text });
  }
  const expected = check.origin ?? origin;
  const other = [origin, key?.name ?? origin].find((name) => name !== expected);
  if (other !== undefined) check.found({ wrong: "origin", of, origin: other, expected });
}
