import { badFile } from "./bad-file.ts";

/** All bytes of an input that has to be read whole. Refused above `most`, before more of them are held. */
export async function collect(
  input: { readonly place: string; chunks(): AsyncIterable<Buffer> },
  most: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input.chunks()) {
    size += chunk.length;
    if (size > most) throw badFile(input.place, `it is larger than ${most} bytes unpacked; nothing was read`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
