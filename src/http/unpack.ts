import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** What `unpacked` can undo, as `accept-encoding` has it. */
export const PACKINGS = "gzip, deflate, br";

/** Larger than zlib's own, which spends as long again on putting small pieces together. */
const CHUNK = 256 * 1024;

/**
 * The body as it was before it was packed. What a tool sends is read whole before any of it is believed, so it is unpacked in one go,
 * which takes a third of the processor's time that streams take.
 * @param encoding the header `content-encoding`: codings in the order in which they were put on (RFC 9110, 8.4)
 * @returns undefined where it would be larger than `maxBytes`. Throws zlib's errors for what is cut or broken
 */
export function unpacked(body: Buffer, encoding: string, maxBytes: number): Buffer | undefined {
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
  packed: Buffer,
  coding: string,
  options: { readonly chunkSize: number; readonly maxOutputLength: number },
): Buffer {
  // Answers without a body say how it would be packed all the same.
  if (packed.length === 0) return packed;
  if (coding === "gzip" || coding === "x-gzip") return gunzipSync(packed, options);
  if (coding === "br") return brotliDecompressSync(packed, options);
  if (coding !== "deflate") return packed;
  // Some servers leave zlib's own head out; its first byte always ends in 8.
  return ((packed[0] ?? 0) & 0x0f) === 8 ? inflateSync(packed, options) : inflateRawSync(packed, options);
}
