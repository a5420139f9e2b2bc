import { hash } from "node:crypto";

/** The bytes that SHA-256 takes at a time, and those of its result. */
const BLOCK = 64;
const DIGEST = 32;

/** Gives HMAC-SHA-256, as hexadecimal digits, of a text of ASCII with bytes behind it. */
export type Signing = (head: string, body: Uint8Array) => string;

/**
 * HMAC as https://www.rfc-editor.org/rfc/rfc2104#section-2 has it, of two hashes in one go each: `createHmac` sets up a context for every
 * message, which takes as long as to hash an event.
 */
export function signing(secret: string): Signing {
  const key = blockOf(Buffer.from(secret));
  const outer = Buffer.alloc(BLOCK + DIGEST);
  key.forEach((byte, at) => (outer[at] = byte ^ 0x5c));
  let inner = Buffer.alloc(0);
  /** Room for as much behind the key; what one message needed is there for the next. */
  const makeRoom = (bytes: number): void => {
    if (inner.length >= BLOCK + bytes) return;
    inner = Buffer.alloc(BLOCK + 2 * bytes);
    key.forEach((byte, at) => (inner[at] = byte ^ 0x36));
  };
  return (head, body) => {
    makeRoom(head.length + body.length);
    const from = BLOCK + inner.write(head, BLOCK, "latin1");
    inner.set(body, from);
    outer.write(hash("sha256", inner.subarray(0, from + body.length)), BLOCK, "hex");
    return hash("sha256", outer);
  };
}

/** A key that is longer than a block is taken by its hash. */
function blockOf(key: Buffer): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash("sha256", key, "buffer") : key);
  return block;
}
