import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { RollcallError } from "../core/errors.ts";
import { badFile } from "./bad-file.ts";

/** Bytes to read, unpacked and without a UTF-8 byte order mark. */
export interface Input {
  /** How messages call it: the path as it was given, or `standard input`. */
  readonly place: string;
  /** Undefined for standard input. */
  readonly path?: string;
  /** The first bytes (up to some 64 KB), to recognise the format by. */
  head(): Promise<Buffer>;
  /** All of it from the beginning; once only for standard input. */
  chunks(): AsyncGenerator<Buffer>;
  /** Lets go of an input of which only the head was wanted. */
  close(): Promise<void>;
}

const HEAD = 64 * 1024;
/** Read at a time: of what Node reads without being told, most of the time goes into asking. */
const CHUNK = 1 << 20;

/** A file can be read again and again, and holds no file handle in between. */
export function fileSource(path: string): Input {
  const chunks = (size: number): AsyncGenerator<Buffer> => unpacked(fileBytes(path, size), path);
  return {
    place: path,
    path,
    chunks: () => chunks(CHUNK),
    async head() {
      const { head, close } = await peek(chunks(HEAD), HEAD);
      await close();
      return head;
    },
    close: async () => {},
  };
}

export function standardInput(input: Readable): Input {
  const place = "standard input";
  let peeked: Promise<Peeked> | undefined;
  const open = (): Promise<Peeked> => (peeked ??= peek(unpacked(buffers(input), place), HEAD));
  return {
    place,
    head: async () => (await open()).head,
    async *chunks() {
      yield* (await open()).all;
    },
    close: async () => (await peeked)?.close(),
  };
}

async function* fileBytes(path: string, size: number): AsyncGenerator<Buffer> {
  try {
    yield* buffers(createReadStream(path, { highWaterMark: size }));
  } catch (error) {
    throw badFile(path, whyUnreadable(error), { cause: error });
  }
}

async function* buffers(input: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of input) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Record<string, string> = {
    ENOENT: "there is no such file; check its name",
    ENOTDIR: "there is no such file; check its name",
    EISDIR: "this is a folder; name the files in it",
    EACCES: "no permission to read this file",
    EPERM: "no permission to read this file",
  };
  return known[code] ?? `the file cannot be read (${code || "unknown fault"})`;
}

async function* unpacked(raw: AsyncGenerator<Buffer>, place: string): AsyncGenerator<Buffer> {
  const packed = await peek(raw, 2);
  const gzip = packed.head[0] === 0x1f && packed.head[1] === 0x8b;
  const plain = await peek(gzip ? gunzipped(packed.all, place) : packed.all, 3);
  const marked = plain.head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  let skip = marked ? 3 : 0;
  for await (const chunk of plain.all) {
    const rest = chunk.subarray(skip);
    skip -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

async function* gunzipped(raw: AsyncGenerator<Buffer>, place: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // Whoever reads `gunzip` gets the same error.
  const fed = pipeline(Readable.from(raw), gunzip).catch(() => {});
  try {
    for await (const chunk of gunzip) yield Buffer.from(chunk);
  } catch (error) {
    if (error instanceof RollcallError) throw error;
    const cut = error instanceof Error && "code" in error && error.code === "Z_BUF_ERROR";
    const what = cut ? "the gzip file is cut off in the middle" : "the gzip file is damaged";
    throw badFile(place, `${what}; fetch or export it again`);
  } finally {
    gunzip.destroy();
    await fed;
  }
}

interface Peeked {
  readonly head: Buffer;
  /** Begins again at the first byte. */
  readonly all: AsyncGenerator<Buffer>;
  /** A generator that nobody has started does not clean up when it is returned, so `all` cannot be closed in its place. */
  close(): Promise<void>;
}

/** Reads ahead until `size` bytes are there. */
async function peek(chunks: AsyncGenerator<Buffer>, size: number): Promise<Peeked> {
  const held: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await chunks.next();
    if (next.done === true) break;
    held.push(next.value);
    length += next.value.length;
  }
  const head = Buffer.concat(held);
  async function close(): Promise<void> {
    await chunks.return(undefined);
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      for (let chunk = held.shift(); chunk !== undefined; chunk = held.shift()) yield chunk;
      yield* chunks;
    } finally {
      await close();
    }
  }
  return { head, all: all(), close };
}

/** What is held in memory. */
export function heldSource(bytes: Buffer, place: string): Input {
  return {
    place,
    head: async () => bytes.subarray(0, HEAD),
    async *chunks() {
      yield bytes;
    },
    close: async () => {},
  };
}
