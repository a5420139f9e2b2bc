import { randomBytes } from "node:crypto";
import { LogCheck } from "../core/audit/check.ts";
import { checkpointText, originOf } from "../core/audit/checkpoint.ts";
import { entryHash } from "../core/audit/entry.ts";
import { ERASURE, spansText } from "../core/audit/erasure.ts";
import { parseSigningKey, type SigningKey, signingKeyText, signNote } from "../core/audit/note.ts";
import { sealOf, sealText } from "../core/audit/seal.ts";
import { checkpointOf } from "../core/audit/verify.ts";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { Instant } from "../core/time.ts";
import { closingLine, entryLine } from "./audit-lines.ts";
import type { Clock, KeyFile, LoggedEntry, Store, StoreReader, StoreWriter } from "./ports.ts";

/** What the audit log has beside the store, where whoever writes the store alone does not reach it: the signing key, and more. */
export interface AuditFiles extends KeyFile {
  /** The checkpoint that was signed last, as it was kept, and when. */
  lastCheckpoint(): Promise<{ readonly note: string; readonly place: string; readonly at: Instant } | undefined>;
  keepCheckpoint(note: string): Promise<void>;
}

export interface AuditContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly files: AuditFiles;
}

/** The log as it stands: what is wrong with it, and its signed checkpoint where nothing is. */
export interface Signed {
  readonly check: LogCheck;
  readonly note?: string;
  /** The same without the number of entries: for those to whom it would tell of what happened. */
  readonly sealed?: string;
}

/**
 * The log's key, made and put on the record where there is none yet.
 * @throws RollcallError `bad_secret`
 */
export async function auditKey({ store, clock, files }: AuditContext): Promise<SigningKey> {
  const known = await files.key();
  if (known !== undefined) return signerOf(known);
  const made = await store.transaction(async (writer) => {
    const at = clock.now();
    // The log and its key are called after its first entry, so there has to be one.
    if ((await firstOf(writer)) === undefined) await writer.record({ at, action: "audit begins", detail: {} });
    const first = await firstOf(writer);
    if (first === undefined) throw new Error("the log is empty after something was recorded");
    const key = new Secret(signingKeyText(originOf(entryHash(first.entry)), randomBytes(32)), "a new key");
    await writer.record({ at, action: "audit key", detail: { key: signerOf(key).verifier.text } });
    return key;
  });
  await files.keepKey(made);
  // Another process may have been faster: then its key is the log's.
  return signerOf((await files.key()) ?? made);
}

async function firstOf(reader: StoreReader): Promise<LoggedEntry | undefined> {
  return (await reader.log({ after: 0, limit: 1 }))[0];
}

function signerOf(secret: Secret): SigningKey {
  const key = parseSigningKey(secret.reveal());
  if (key !== undefined) return key;
  throw new RollcallError(
    "bad_secret",
    `${secret.origin} holds no signing key of an audit log: put the right one back, or move the file away for a new key.`,
  );
}

/** Signs the log as it stands. What is wrong with it is not signed, and neither is what does not go on from what was. */
export async function signCheckpoint(context: AuditContext): Promise<Signed> {
  return signLog(context, await auditKey(context));
}

/** The same with a key that is at hand. */
export async function signLog(context: Pick<AuditContext, "store" | "files">, key: SigningKey): Promise<Signed> {
  return signed(context, key, () => {});
}

/**
 * Writes the whole log, entry by entry, and then the signed checkpoint, unless something is wrong with the log. That it is
 * exported is on the record before the first line is written, and so in the export.
 */
export async function exportLog(context: AuditContext, write: (line: string) => void): Promise<Signed> {
  const key = await auditKey(context);
  const { store, clock } = context;
  await store.transaction((writer) => writer.record({ at: clock.now(), action: "audit export", detail: {} }), "log");
  const result = await signed(context, key, (logged) => write(entryLine(logged)));
  if (result.note !== undefined) write(closingLine({ checkpoint: result.note, key: key.verifier.text }));
  return result;
}

/** Entries that are held in memory at once. */
const PAGE = 500;

async function signed(
  { store, files }: Pick<AuditContext, "store" | "files">,
  key: SigningKey,
  each: (logged: LoggedEntry) => void,
): Promise<Signed> {
  const last = await lastSigned(files);
  const check = await checkLog(store, last === undefined ? [] : [last.size], each);
  // "A log MUST not sign any checkpoint which is inconsistent with any checkpoint it previously signed" (C2SP tlog-checkpoint).
  if (last !== undefined) check.compare(last);
  const { name } = key.verifier;
  if (check.origin !== name) check.found({ wrong: "origin", of: "export", origin: name, expected: check.origin ?? "" });
  if (check.findings.length > 0) return { check };
  const checkpoint = { origin: name, size: check.size, root: check.root() };
  const note = signNote(checkpointText(checkpoint), key);
  await files.keepCheckpoint(note);
  return { check, note, sealed: signNote(sealText(sealOf(checkpoint)), key) };
}

/**
 * Goes through the log as the store has it. To the very end, though more may come in meanwhile: what is erased behind us is
 * told by an entry before us.
 * @param sizes at which the root is wanted
 */
export async function checkLog(
  store: StoreReader,
  sizes: readonly number[] = [],
  each: (logged: LoggedEntry) => void = () => {},
): Promise<LogCheck> {
  const check = new LogCheck(sizes);
  for (let after = 0; ;) {
    const page = await store.log({ after, limit: PAGE });
    for (const logged of page) {
      check.add(check.size + 1, logged.entry, logged.opening);
      each(logged);
      after = logged.entry.seq;
    }
    if (page.length === 0) break;
  }
  check.end();
  return check;
}

async function lastSigned(files: AuditFiles) {
  const last = await files.lastCheckpoint();
  if (last === undefined) return undefined;
  const checkpoint = checkpointOf(last.note);
  if (checkpoint !== undefined) return checkpoint;
  throw new RollcallError(
    "bad_file",
    `${last.place} holds no signed checkpoint: put back what was there, or move it away and compare with one kept elsewhere.`,
  );
}

/**
 * Lets go of what these entries are about, and records that it was done: the log stays whole, and says nothing of it any more.
 * @param why under which rule, in a word or two; nothing of anybody
 * @returns how many there were
 */
export async function eraseRecords(
  writer: StoreWriter,
  seqs: readonly number[],
  why: string,
  at: number,
): Promise<number> {
  const erased = await writer.eraseRecords(seqs);
  if (erased.length > 0) {
    await writer.record({ at, action: ERASURE, detail: { entries: spansText(erased), count: erased.length, why } });
  }
  return erased.length;
}
