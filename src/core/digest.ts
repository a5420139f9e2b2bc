// SHA-256 (FIPS 180-4, section 6.2) of a short text, for ids that are a digest of what they are about. Node's own takes a fifth of a bare
// Node to load, of which a command that only makes ids needs nothing else.

const ROUNDS = 64;
const BLOCK = 64;

/** Section 4.2.2: of the cube roots of the first 64 primes. */
// prettier-ignore
const CONSTANTS = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
  0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
  0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
  0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
  0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
  0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
/** Section 5.3.3: of the square roots of the first eight. */
const INITIAL = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const schedule = new Int32Array(ROUNDS);
const state = new Int32Array(8);

/** The first 16 hexadecimal digits of a text's SHA-256. */
export function shortDigest(text: string): string {
  const end = pad(text);
  state.set(INITIAL);
  for (let at = 0; at < end; at += BLOCK) take(at);
  room.writeInt32BE(word(state, 0), 0);
  room.writeInt32BE(word(state, 1), 4);
  return room.toString("hex", 0, 8);
}

/** One for all texts: making one takes longer than filling it. */
let room = Buffer.alloc(1024);

/** Section 5.1.1: to whole blocks, with a bit behind the text and how many it has at the end. @returns how many bytes these are */
function pad(text: string): number {
  // No letter takes more than three, and what is added fits into two blocks.
  if (room.length < 3 * text.length + 2 * BLOCK) room = Buffer.alloc(6 * text.length);
  const length = room.write(text);
  const end = Math.ceil((length + 9) / BLOCK) * BLOCK;
  room.fill(0, length, end);
  room[length] = 0x80;
  room.writeUInt32BE(Math.floor(length / 2 ** 29), end - 8);
  room.writeUInt32BE((length * 8) >>> 0, end - 4);
  return end;
}

/** Written without lists of words: they would be made anew each round, and it would take five times as long. */
function take(at: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t++) w[t] = room.readInt32BE(at + 4 * t);
  for (let t = 16; t < ROUNDS; t++) {
    const x = word(w, t - 15);
    const y = word(w, t - 2);
    const small0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
    const small1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    w[t] = (word(w, t - 16) + small0 + word(w, t - 7) + small1) | 0;
  }
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  let e = word(state, 4);
  let f = word(state, 5);
  let g = word(state, 6);
  let h = word(state, 7);
  for (let t = 0; t < ROUNDS; t++) {
    const big1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + word(CONSTANTS, t) + word(w, t)) | 0;
    const big0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = word(state, 0) + a;
  state[1] = word(state, 1) + b;
  state[2] = word(state, 2) + c;
  state[3] = word(state, 3) + d;
  state[4] = word(state, 4) + e;
  state[5] = word(state, 5) + f;
  state[6] = word(state, 6) + g;
  state[7] = word(state, 7) + h;
}

function word(words: Int32Array, at: number): number {
  return words[at] ?? 0;
}

function turned(number: number, by: number): number {
  return (number >>> by) | (number << (32 - by));
}
