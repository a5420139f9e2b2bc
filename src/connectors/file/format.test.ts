import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { describeFormat } from "./format.ts";
import { fileSource, type Input, standardInput } from "../../files/input.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-format-"));
afterAll(() => rmSync(folder, { recursive: true }));

function source(content: string | Buffer): Input {
  return standardInput(Readable.from([Buffer.from(content)]));
}

async function contentOf(input: Input): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const big = "x".repeat(100_000);

describe("the format of a dump", () => {
  it.each([
    ["slack", '{"ok":true,"members":[{"id":"U1"'],
    ["slack", '\n{\n  "response_metadata": {},\n  "members": ['],
    ["slack", '{"ok":false,"error":"invalid_auth"}'],
    ["slack", `[{"ok":true,"members":[{"id":"${big}`],
    ["slack", '[ {"id":"U1","team_id":"T1","name":"a"},'],
    ["slack", " [ ] "],
    ["stream", '{"directory":"d","takenAt":"2024-01-01","complete":true,"accounts":[]}'],
    ["stream", `{"accounts":[{"id":"${big}`],
    ["ndjson", '{"id":"a"}\n{"id":"b"}'],
    ["ldif", "# extended LDIF\n#\n\ndn: cn=a\n"],
    ["ldif", "version: 1\r\ndn: cn=a\r\n"],
    ["ldif", "dn:: Y249YQ==\n"],
    ["csv", "id,name\n"],
    ["csv", "user_id\n1\n"],
    ["csv", '"Name"\t"Email"\n'],
  ])("is recognised by its content as %s", async (format, content) => {
    expect(await describeFormat(source(content))).toMatchObject({ format });
    expect(await describeFormat(source(gzipSync(`\uFEFF${content}`)))).toMatchObject({ format });
  });

  it("is CSV where the only column is the named key", async () => {
    expect(await describeFormat(source("badge\n1\n"), "badge")).toMatchObject({ format: "csv" });
    await expect(describeFormat(source("badge\n1\n"))).rejects.toThrow("the format is not recognised; answers of");
  });

  it.each([
    [
      "a saved login page",
      "\n<!DOCTYPE html><html>",
      "it is a web page, probably a saved login page; save the answer of the API itself",
    ],
    ["XML", "<?xml version='1.0'?>", "it is XML; export it as CSV"],
    ["a spreadsheet", "PK\u0003\u0004", "it is a zip archive or a spreadsheet; unpack it, or export the sheet as CSV"],
    ["a PDF", "%PDF-1.7", "it is a PDF; export the list as CSV"],
    ["UTF-16", Buffer.from("\uFEFFid,name\n", "utf16le"), "it is UTF-16; save it as UTF-8"],
    ["an empty file", "", "the file is empty; make the dump again"],
    ["a file of blanks", "\n \n", "the file is empty; make the dump again"],
    ["an empty gzip file", gzipSync(""), "the file is empty; make the dump again"],
    [
      "Slack users a line",
      '{"id":"U1","profile":{}}\n',
      "these are Slack users one by one; make one list of them (jq -s .)",
    ],
    [
      "a list of other objects",
      '[{"id":"a","name":"A"}]',
      "it is a list of objects that are no Slack users; write one account a line (jq -c '.[]')",
    ],
  ])("is refused with advice for %s", async (_, content, message) => {
    await expect(describeFormat(source(content))).rejects.toMatchObject({
      code: "bad_file",
      message: `standard input: ${message}`,
    });
  });

  it.each([
    ["a program", "\u007fELF\0\0"],
    ["prose", "Hello"],
    ["other JSON", '{"users":[]}'],
    ["broken JSON", "{]"],
  ])("is refused for %s with what is understood", async (_, content) => {
    await expect(describeFormat(source(content))).rejects.toThrow("CSV, LDIF, one account a line (NDJSON)");
  });
});

describe("what is read", () => {
  it("is the whole content after the head has been looked at, from a file and from standard input", async () => {
    const path = join(folder, "whole.gz");
    writeFileSync(path, gzipSync(big + big));
    const inputs = [fileSource(path), standardInput(Readable.from([...big].map((letter) => Buffer.from(letter))))];
    for (const [n, input] of inputs.entries()) {
      expect((await input.head()).length).toBeGreaterThan(60_000);
      expect(await contentOf(input)).toBe(n === 0 ? big + big : big);
    }
  });

  it("is refused at every position at which a gzip file can be cut off", async () => {
    const packed = gzipSync("id,name\n1,A\n2,B\n");
    for (let length = 2; length < packed.length; length++) {
      await expect(contentOf(source(packed.subarray(0, length)))).rejects.toMatchObject({
        code: "bad_file",
        message: "standard input: the gzip file is cut off in the middle; fetch or export it again",
      });
    }
  });

  it("is refused where a gzip file is damaged", async () => {
    const packed = gzipSync("id,name\n1,A\n2,B\n");
    packed[packed.length - 6] = (packed.at(-6) ?? 0) ^ 1;
    await expect(contentOf(source(packed))).rejects.toThrow(
      "standard input: the gzip file is damaged; fetch or export it again",
    );
  });

  it("is refused for a file that is not there, and for a folder", async () => {
    const missing = join(folder, "missing.csv");
    await expect(describeFormat(fileSource(missing))).rejects.toMatchObject({
      code: "bad_file",
      message: `${missing}: there is no such file; check its name`,
    });
    await expect(describeFormat(fileSource(folder))).rejects.toThrow("this is a folder; name the files in it");
  });
});
