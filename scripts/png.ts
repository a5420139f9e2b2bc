// Screenshots have few colours and large plain areas: with a palette they take a third, and look the same.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

interface Image {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each point, row by row. */
  readonly points: Buffer;
}

/** The same picture with at most 256 colours: those that most of its points have, and for the others the nearest of them. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, points } = decode(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < points.length; at += 3) {
    const colour = points.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf(counts);
  const index = new Map(palette.map((colour, i) => [colour, i]));
  const indexOf = (colour: number): number => {
    const known = index.get(colour) ?? nearest(palette, colour);
    index.set(colour, known);
    return known;
  };
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + 1 + x] = indexOf(points.readUIntBE((y * width + x) * 3, 3));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a point, by palette.
  header[8] = 8;
  header[9] = 3;
  const colours = Buffer.from(palette.flatMap(channels));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The most frequent ones, of which none is nearly another: what is left out stands close to one that is in. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const ranked = [...counts].toSorted((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const palette: number[] = [];
  for (const apart of [24, 12, 6, 0]) {
    for (const colour of ranked) {
      if (palette.length >= COLOURS) return palette;
      if (palette.every((one) => distance(one, colour) > apart ** 2)) palette.push(colour);
    }
  }
  return palette;
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  palette.forEach((one, i) => {
    if (distance(one, colour) < distance(palette[best] ?? 0, colour)) best = i;
  });
  return best;
}

function channels(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function distance(a: number, b: number): number {
  const [ar, ag, ab] = channels(a);
  const [br, bg, bb] = channels(b);
  return (ar - br) ** 2 + (ag - bg) ** 2 + (ab - bb) ** 2;
}

/** Of what chromium writes: eight bits a channel, with or without alpha, not interlaced. */
function decode(png: Buffer): Image {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const size = png[25] === 6 ? 4 : 3;
  const packed: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") packed.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const bytes = inflateSync(Buffer.concat(packed));
  const stride = width * size;
  const points = Buffer.alloc(width * height * 3);
  let above: Buffer = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const row = unfiltered(bytes.subarray(start + 1, start + 1 + stride), above, bytes[start] ?? 0, size);
    for (let x = 0; x < width; x++) row.copy(points, (y * width + x) * 3, x * size, x * size + 3);
    above = row;
  }
  return { width, height, points };
}

/** One row, of which each byte was written as its difference from what its filter foretold (PNG, section 9). */
function unfiltered(row: Buffer, above: Buffer, filter: number, size: number): Buffer {
  for (let i = 0; i < row.length; i++) {
    const left = i < size ? 0 : (row[i - size] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < size ? 0 : (above[i - size] ?? 0);
    const foretold = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    row[i] = (row[i] ?? 0) + foretold;
  }
  return row;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
