import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkpointText, parseCheckpoint } from "./checkpoint.ts";
import { judgeNote, parseNote, parseSigningKey, parseVerifierKey, signingKeyText, signNote } from "./note.ts";

// From the tests of golang.org/x/mod/sumdb/note, which the specification was written after.
const VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`;
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

// The example of C2SP signed-note: of its key only name and id are known.
const EXAMPLE = `Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
`;

const key = present(parseVerifierKey(VERIFIER));
const note = present(parseNote(NOTE));

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("it cannot be read");
  return value;
}

function keyOf(name: string, seed: number) {
  return present(parseSigningKey(signingKeyText(name, Buffer.alloc(32, seed))));
}

describe("a note that others signed", () => {
  it("is signed by the key that they publish", () => {
    expect(note.text).toBe(TEXT);
    expect(judgeNote(note, key)).toBe("signed");
  });

  it("comes out the same, to the byte, where their private key signs its text here", () => {
    const signer = present(parseSigningKey(SIGNER));
    expect(signer.verifier.text).toBe(VERIFIER);
    expect(signNote(TEXT, signer)).toBe(NOTE);
  });

  it("keeps the empty lines of its text", () => {
    const { text, signatures } = present(parseNote(EXAMPLE));
    expect(text).toBe(EXAMPLE.slice(0, EXAMPLE.indexOf("\n—")));
    expect(signatures.map(({ name, id }) => `${name} ${id.toString("hex")}`)).toEqual([
      "quasimodo.example/salvatore 367ba04b",
    ]);
  });
});

describe("the signatures of a note", () => {
  const [one, other] = [keyOf("example.com/a", 1), keyOf("example.com/b", 2)];
  const signed = signNote("a\n", one);

  it("of other keys are left aside, and with no other the note is not signed", () => {
    expect(judgeNote(present(parseNote(signed)), other.verifier)).toBe("unsigned");
    const both = `${signed}${signNote("a\n", other).slice(3)}`;
    expect(judgeNote(present(parseNote(both)), one.verifier)).toBe("signed");
    expect(judgeNote(present(parseNote(both)), other.verifier)).toBe("signed");
  });

  it("of another key of the same name are left aside too", () => {
    expect(judgeNote(present(parseNote(signed)), keyOf("example.com/a", 3).verifier)).toBe("unsigned");
  });

  it("of the key itself have to be of this text, and all of them", () => {
    const moved = signed.replace("a\n", "b\n");
    expect(judgeNote(present(parseNote(moved)), one.verifier)).toBe("forged");
    const twice = `${signed}${signNote("b\n", one).slice(3)}`;
    expect(judgeNote(present(parseNote(twice)), one.verifier)).toBe("forged");
  });

  it.each([
    ["no empty line before them", "a\n— x AAAAAAA=\n"],
    ["none", "a\n\n"],
    ["another dash", signed.replace("—", "-")],
    ["a carriage return", signed.replace("\n", "\r\n")],
    ["no newline at the end", signed.slice(0, -1)],
    ["a plus in the name", signed.replace("com/a", "com+a")],
    ["an unusual space in the name", signed.replace("com/a", "com\u00a0a")],
    ["nothing after the id", "a\n\n— x AAAAAA==\n"],
    ["101 of them", `a\n\n${"— x AAAAAAA=\n".repeat(101)}`],
  ])("with %s make it no note", (_, text) => {
    expect(parseNote(text)).toBeUndefined();
  });
});

describe("a key as text", () => {
  it("is read as it was written, for any seed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const { verifier } = present(parseSigningKey(signingKeyText("rollcall/0", seed)));
        expect(parseVerifierKey(verifier.text)?.text).toBe(verifier.text);
      }),
    );
  });

  it("with any other character anywhere is none", () => {
    for (let at = 0; at < VERIFIER.length; at++) {
      for (const character of ["A", "b", "+", "/", " ", "\n"]) {
        const other = VERIFIER.slice(0, at) + character + VERIFIER.slice(at + 1);
        if (other !== VERIFIER) expect(parseVerifierKey(other), `at ${at}`).toBeUndefined();
      }
    }
  });
});

describe("a checkpoint", () => {
  const root = Buffer.alloc(32, 7).toString("base64");

  it("is three lines, and is read back", () => {
    const checkpoint = { origin: "example.com/behind-the-sofa", size: 20_852_163, root };
    expect(checkpointText(checkpoint)).toBe(`example.com/behind-the-sofa\n20852163\n${root}\n`);
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
  });

  it("may have further lines, which say nothing to us", () => {
    expect(parseCheckpoint(`a\n0\n${root}\nmore\n`)).toEqual({ origin: "a", size: 0, root });
  });

  it.each([
    ["no origin", `\n1\n${root}\n`],
    ["a size with a zero in front", `a\n01\n${root}\n`],
    ["a size that is none", `a\n-1\n${root}\n`],
    ["a short root", `a\n1\n${root.slice(4)}\n`],
    ["a root in other characters for the same bytes", `a\n1\n${root.slice(0, -2)}d=\n`],
    ["an empty line", `a\n1\n${root}\n\nmore\n`],
    ["no newline at the end", `a\n1\n${root}`],
  ])("with %s is none", (_, text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });
});
