import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileSource } from "./input.ts";
import { jsonParts } from "./json-elements.ts";
import { newPrintKey } from "./kernel.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-input-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(bytes: Uint8Array): string {
  const path = join(folder, "input");
  writeFileSync(path, bytes);
  return path;
}

async function bytesOf(path: string, size: number): Promise<Buffer | undefined> {
  const file = await fileSource(path).file?.();
  if (file === undefined) return undefined;
  const parts: Buffer[] = [];
  for (;;) {
    const into = Buffer.alloc(size);
    const count = await file.read(into);
    if (count === 0) break;
    parts.push(into.subarray(0, count));
  }
  await file.close();
  return Buffer.concat(parts);
}

describe("a file that is read into memory of the reader's", () => {
  const bytes = fc
    .uint8Array({ maxLength: 300 })
    .filter((one) => !(one[0] === 0x1f && one[1] === 0x8b) && one[0] !== 0xef);

  it("is the file from its first byte to its last, however much is asked for at a time", () =>
    fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 400 }), async (text, size) => {
        expect(await bytesOf(fileOf(text), size)).toEqual(Buffer.from(text));
      }),
      { numRuns: 40 },
    ));

  it("is not had where the bytes are packed or marked, or there is a folder: these come in chunks", async () => {
    expect(await bytesOf(fileOf(gzipSync("[]")), 9)).toBeUndefined();
    expect(await bytesOf(fileOf(Buffer.from("\uFEFF[]")), 9)).toBeUndefined();
    expect(await bytesOf(folder, 9)).toBeUndefined();
  });

  it("that is not there is told in the words of any other file", async () => {
    const path = join(folder, "away");
    const error = { code: "bad_file", message: `${path}: there is no such file; check its name` };
    await expect(fileSource(path).file?.()).rejects.toMatchObject(error);
    await expect(fileSource(path).chunks().next()).rejects.toMatchObject(error);
  });
});

it("a list of several reads has the same elements as in chunks of any size", async () => {
  const key = newPrintKey();
  const list = Array.from({ length: 3000 }, (_, i) => ({ id: `U${i}`, text: 'é\\"[{'.repeat(i % 190) }));
  const text = Buffer.from(JSON.stringify(list));
  expect(text.length).toBeGreaterThan(2 << 20);
  const path = fileOf(text);
  const parts = async (source: Parameters<typeof jsonParts>[0]) => {
    const seen: unknown[] = [];
    for await (const part of jsonParts(source, [], key)) {
      seen.push({ ...part, ...(part.part === "element" ? { bytes: part.bytes.toString() } : {}) });
    }
    return seen;
  };
  const whole = await parts(fileSource(path));
  expect(whole).toHaveLength(3001);
  async function* pieces() {
    for (let at = 0; at < text.length; at += 70_001) yield text.subarray(at, at + 70_001);
  }
  expect(await parts({ chunks: pieces })).toEqual(whole);
});
