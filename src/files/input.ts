import { createReadStream } from "node:fs";
import { open as openFile } from "node:fs/promises";
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
  /** The same for who has memory of their own: where the bytes are those of a file as it is, and undefined where they are not. */
  file?(): Promise<FileBytes | undefined>;
  /** Lets go of an input of which only the head was wanted. */
  close(): Promise<void>;
}

/** A file that is read from its beginning. */
interface FileBytes {
  /** @returns how many bytes were written; 0 at the end */
  read(into: Buffer): Promise<number>;
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
    file: () => plainFile(path),
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

/** Undefined where `unpacked` would give other bytes than there are, or reading them would take them away. */
async function plainFile(path: string): Promise<FileBytes | undefined> {
  const file = await readable(path, () => openFile(path));
  const read = (into: Buffer, at?: number) =>
    readable(path, async () => (await file.read(into, 0, into.length, at ?? null)).bytesRead);
  const head = Buffer.alloc(BOM.length);
  let isPlain = false;
  try {
    if ((await file.stat()).isFile()) {
      await read(head, 0);
      isPlain = !isGzip(head) && !head.equals(BOM);
    }
  } finally {
    if (!isPlain) await file.close();
  }
  return isPlain ? { read: (into) => read(into), close: () => file.close() } : undefined;
}

async function readable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
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

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* unpacked(raw: AsyncGenerator<Buffer>, place: string): AsyncGenerator<Buffer> {
  const packed = await peek(raw, 2);
  const plain = await peek(isGzip(packed.head) ? gunzipped(packed.all, place) : packed.all, BOM.length);
  let skip = plain.head.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
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
