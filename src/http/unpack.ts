import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

type Unshared = Buffer<ArrayBuffer>;

/** What `unpacked` can undo, as `accept-encoding` has it. */
export const PACKINGS = "gzip, deflate, br";

/** Larger than zlib's own, which spends as long again on putting small pieces together. */
const CHUNK = 256 * 1024;
/** No byte of deflate unpacks to more: https://zlib.net/zlib_tech.html */
const MOST_OF_A_BYTE = 1032;

/**
 * The body as it was before it was packed. What a tool sends is read whole before any of it is believed, so it is unpacked in one go,
 * which takes a third of the processor's time that streams take.
 * @param encoding the header `content-encoding`: codings in the order in which they were put on (RFC 9110, 8.4)
 * @returns undefined where it would be larger than `maxBytes`. Throws zlib's errors for what is cut or broken
 */
export function unpacked(body: Unshared, encoding: string, maxBytes: number): Unshared | undefined {
  const options = { chunkSize: CHUNK, maxOutputLength: Math.max(1, maxBytes) };
  const codings = encoding.split(",").map((coding) => coding.trim().toLowerCase());
  try {
    return codings.reduceRight((packed, coding) => undone(packed, coding, options), body);
  } catch (error) {
    if (error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw error;
  }
}

function undone(
  packed: Unshared,
  coding: string,
  options: { readonly chunkSize: number; readonly maxOutputLength: number },
): Unshared {
  // Answers without a body say how it would be packed all the same.
  if (packed.length === 0) return packed;
  if (coding === "gzip" || coding === "x-gzip") {
    return gunzipSync(packed, { ...options, chunkSize: roomOf(packed, options.maxOutputLength) });
  }
  if (coding === "br") return brotliDecompressSync(packed, options);
  if (coding !== "deflate") return packed;
  // Some servers leave zlib's own head out; its first byte always ends in 8.
  return ((packed[0] ?? 0) & 0x0f) === 8 ? inflateSync(packed, options) : inflateRawSync(packed, options);
}

/**
 * Room for all of it in one piece, so that nothing is put together afterwards: gzip says at its end how long it was (RFC 1952, 2.3.1). Whoever
 * says more gets what could be at most; whoever says less has it put together out of pieces.
 */
function roomOf(packed: Buffer, maxBytes: number): number {
  const told = packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
  return Math.max(64, packed.length, Math.min(told, MOST_OF_A_BYTE * packed.length, maxBytes) + 1);
}
