import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { isBase64 } from "./entry.ts";

// Signed notes: https://c2sp.org/signed-note. Private keys are written as Go's sumdb/note writes them.

/** A public key by the name under which it signs. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of a hash of name and key, which a signature repeats. */
  readonly id: Buffer;
  readonly key: KeyObject;
  /** `NAME+ID+KEY`: what is handed to whoever verifies. */
  readonly text: string;
}

export interface SigningKey {
  readonly verifier: VerifierKey;
  readonly key: KeyObject;
}

interface Signature {
  readonly name: string;
  readonly id: Buffer;
  readonly bytes: Buffer;
}

export interface Note {
  /** Ends with a newline; what is signed. */
  readonly text: string;
  readonly signatures: readonly Signature[];
}

const ED25519 = 0x01;
const KEY_BYTES = 32;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
/** The specification asks for at least 16; whoever appends more makes work for others. */
const SIGNATURES_AT_MOST = 100;
const SECRET = "PRIVATE+KEY+";

/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410): node:crypto takes no bare keys. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** Not empty, and neither spaces nor a plus in it. */
function isKeyName(name: string): boolean {
  return name !== "" && !/[\p{White_Space}\p{Cc}+]/u.test(name) && name.isWellFormed();
}

function verifierOf(name: string, bytes: Buffer): VerifierKey {
  const typed = Buffer.concat([Buffer.of(ED25519), bytes]);
  const id = createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, ID_BYTES);
  const key = createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: "der", type: "spki" });
  return { name, id, key, text: `${name}+${id.toString("hex")}+${typed.toString("base64")}` };
}

/** @returns undefined where the text is no Ed25519 key of this form, or its id is of another key */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const parts = keyParts(text);
  if (parts === undefined) return undefined;
  const verifier = verifierOf(parts.name, parts.bytes);
  return verifier.text === text ? verifier : undefined;
}

/** @param seed 32 random bytes @returns the private key as one line; `parseSigningKey` reads it */
export function signingKeyText(name: string, seed: Uint8Array): string {
  if (!isKeyName(name) || seed.length !== KEY_BYTES) throw new Error("a key needs a name of one word, and 32 bytes");
  const { id } = signerOf(name, Buffer.from(seed)).verifier;
  const typed = Buffer.concat([Buffer.of(ED25519), seed]);
  return `${SECRET}${name}+${id.toString("hex")}+${typed.toString("base64")}`;
}

/** @returns undefined where the text is no private key of this form */
export function parseSigningKey(text: string): SigningKey | undefined {
  if (!text.startsWith(SECRET)) return undefined;
  const parts = keyParts(text.slice(SECRET.length));
  if (parts === undefined) return undefined;
  const signer = signerOf(parts.name, parts.bytes);
  return signer.verifier.id.toString("hex") === parts.id ? signer : undefined;
}

function signerOf(name: string, seed: Buffer): SigningKey {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return { verifier: verifierOf(name, spki.subarray(SPKI.length)), key };
}

function keyParts(text: string): { readonly name: string; readonly id: string; readonly bytes: Buffer } | undefined {
  const [, name = "", id = "", key = ""] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/su.exec(text) ?? [];
  if (!isKeyName(name) || !isBase64(key, 1 + KEY_BYTES)) return undefined;
  const typed = Buffer.from(key, "base64");
  return typed[0] === ED25519 ? { name, id, bytes: typed.subarray(1) } : undefined;
}

/** @param text ends with a newline */
export function signNote(text: string, { verifier, key }: SigningKey): string {
  const signature = Buffer.concat([verifier.id, sign(null, Buffer.from(text), key)]).toString("base64");
  return `${text}\n— ${verifier.name} ${signature}\n`;
}

/** @returns undefined where it has not the form of a signed note */
export function parseNote(note: string): Note | undefined {
  // eslint-disable-next-line no-control-regex -- a signed note must have none of them but newlines
  if (/[\0-\u0009\u000b-\u001f]/.test(note) || !note.isWellFormed()) return undefined;
  const end = note.lastIndexOf("\n\n");
  if (end === -1 || !note.endsWith("\n")) return undefined;
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > SIGNATURES_AT_MOST) return undefined;
  const signatures: Signature[] = [];
  for (const line of lines) {
    const [, name = "", base64 = ""] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
    const bytes = Buffer.from(base64, "base64");
    if (!isKeyName(name) || bytes.length <= ID_BYTES || bytes.toString("base64") !== base64) return undefined;
    signatures.push({ name, id: bytes.subarray(0, ID_BYTES), bytes: bytes.subarray(ID_BYTES) });
  }
  return { text: note.slice(0, end + 1), signatures };
}

const QUOTED = /^[>\s]+|\s+$/gu;
/** Lines of text in a note of ours: a checkpoint has three, one that went round a few more. */
const MOST_LINES = 10;

/**
 * The signed note in a text that somebody saved: a message with words around it, quoted in an answer, with the line ends of
 * another system, or without its blank line, which some programs drop. Whether it is genuine is for its signature to say.
 * @returns the text itself where it is a note, or has none in it
 */
export function noteIn(text: string): string {
  if (parseNote(text) !== undefined) return text;
  const lines = text.split(/\r\n|\r|\n/u).map((line) => line.replace(QUOTED, ""));
  const isSignature = (line: string): boolean => line.startsWith("— ");
  const end = lines.findIndex(isSignature);
  // The text begins with the name under which it is signed.
  const name = lines[end]?.split(" ")[1];
  const begin = lines.slice(0, Math.max(end, 0)).lastIndexOf(name ?? "");
  if (name === undefined || begin === -1 || end - begin > MOST_LINES) return text;
  const said = lines.slice(begin, end).filter((line) => line !== "");
  const after = lines.slice(end);
  const others = after.findIndex((line) => !isSignature(line));
  const signatures = after.slice(0, others === -1 ? after.length : others);
  return `${said.join("\n")}\n\n${signatures.join("\n")}\n`;
}

/**
 * Whether the note is signed by this key. Signatures of other keys are left aside; one that is said to be of this key and is
 * not spoils the note.
 */
export function judgeNote(
  { text, signatures }: Note,
  { name, id, key }: VerifierKey,
): "signed" | "unsigned" | "forged" {
  const own = signatures.filter((one) => one.name === name && one.id.equals(id));
  if (own.length === 0) return "unsigned";
  const signed = Buffer.from(text);
  return own.every(({ bytes }) => bytes.length === SIGNATURE_BYTES && verify(null, signed, key, bytes))
    ? "signed"
    : "forged";
}
