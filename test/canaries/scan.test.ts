// What looks for canaries sees them: a scan that finds nothing would make every other claim of this folder empty.
import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findings, found, foundPlainly, hashesOf } from "./scan.ts";
import { ALL_WORDS, SECRETS, type SecretName, SOMEBODY, wordsOf } from "./words.ts";

const everyChar = (text: string, write: (code: number) => string): string =>
  [...text].map((one) => write(one.codePointAt(0) ?? 0)).join("");
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");

/** How a word comes to look where somebody writes it. */
const DRESSES: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  "as it is": (text) => text,
  "in capitals": (text) => text.toUpperCase(),
  "in small letters": (text) => text.toLowerCase(),
  "percent-encoded": (text) => everyChar(text, (code) => `%${hex(code, 2)}`),
  "percent-encoded twice": (text) => everyChar(text, (code) => `%25${hex(code, 2)}`),
  "JSON escapes": (text) => everyChar(text, (code) => String.raw`\u${hex(code, 4)}`),
  "JSON escapes in JSON": (text) => JSON.stringify(everyChar(text, (code) => String.raw`\u${hex(code, 4)}`)),
  "HTML, decimal": (text) => everyChar(text, (code) => `&#${code};`),
  "HTML, hexadecimal": (text) => everyChar(text, (code) => `&#x${hex(code, 2)};`),
  "quoted-printable": (text) => everyChar(text, (code) => `=${hex(code, 2).toUpperCase()}`),
  "a soft line break": (text) => `${text.slice(0, 5)}=\r\n${text.slice(5)}`,
  "wrapped in a table": (text) => `│ ${text.slice(0, 5)}\n│ ${text.slice(5)} │`,
  "wrapped in JSON": (text) => JSON.stringify(`${text.slice(0, 4)}\n  ${text.slice(4)}`),
  "spaced out": (text) => [...text].join(" "),
  "letter by letter in colours": (text) => [...text].map((one) => `\u001b[31m${one}\u001b[39m`).join(""),
  "with characters that nobody sees": (text) => [...text].join("\u200b"),
  "UTF-16, little end first": (text) => Buffer.from(text, "utf16le"),
  "UTF-16, big end first": (text) => Buffer.from(text, "utf16le").swap16(),
  "base 64": (text) => Buffer.from(text).toString("base64"),
  "base 64, one byte in": (text) => Buffer.from(`.${text}.`).toString("base64"),
  "base 64, two bytes in": (text) => Buffer.from(`..${text}..`).toString("base64"),
  "base 64 for addresses": (text) => Buffer.from(`?>${text}`).toString("base64url"),
  "base 64 in lines": (text) => Buffer.from(`--${text}--`).toString("base64").replaceAll(/.{6}/g, "$&\r\n"),
  "base 64 of UTF-16": (text) => Buffer.from(`- ${text}`, "utf16le").toString("base64"),
  hex: (text) => Buffer.from(text).toString("hex"),
  "hex in capitals with colons": (text) =>
    (Buffer.from(text).toString("hex").toUpperCase().match(/../g) ?? []).join(":"),
};

const secretNames = Object.keys(SECRETS) as SecretName[];

describe.each(Object.entries(DRESSES))("%s", (dress, wear) => {
  it.each(ALL_WORDS)("does not hide %s", (word) => {
    for (const text of wordsOf(word)) {
      // Only in these forms do names come in: base 64 and hex of any other spelling are looked for nowhere.
      const shown = text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
      const content = wear(shown);
      const around = typeof content === "string" ? `before ${content} after` : content;
      expect(found(around)).toEqual([word]);
    }
  });

  it.each(secretNames)("does not hide the %s, nor the most of it", (name) => {
    if (dress.startsWith("in ")) return;
    const secret = SECRETS[name];
    const part = secret.slice(-17);
    for (const text of [secret, part]) expect(found(wear(text))).toContain(`the ${name}`);
  });
});

it("what is said plainly is told as such", () => {
  expect(findings("Zyxquillian left")).toEqual([{ what: "name", as: "text" }]);
  expect(findings(Buffer.from("Zyxquillian").toString("base64"))).toEqual([{ what: "name", as: "base 64" }]);
});

it("what stands plainly in bytes is found in one go, whatever else stands there and whatever it runs into", () => {
  const words = [...ALL_WORDS.flatMap((word) => wordsOf(word)), ...Object.values(SECRETS)];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 12 }), (some) => {
      const text = some.join("");
      const bytes = Buffer.from(some.length % 2 === 0 ? text : text.toUpperCase());
      const plainly = findings(bytes).flatMap(({ what, as }) => (as === "text" ? [what] : []));
      expect(foundPlainly(bytes)).toEqual(plainly.toSorted());
    }),
    { examples: [[[]], [words], [[SECRETS.token, "vorblatto", SECRETS["signing secret"]]]] },
  );
});

it("a person in words is all that is known of them", () => {
  expect(found(SOMEBODY)).toEqual(["domain", "email", "handle", "id", "name", "office", "title"]);
});

it("nothing is found where nothing is: in what is random, packed or about somebody else", () => {
  for (let n = 0; n < 20; n++) {
    const noise = randomBytes(20_000);
    for (const content of [noise, noise.toString("base64"), noise.toString("hex"), gzipSync(noise)])
      expect(found(content)).toEqual([]);
  }
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(found(text)).toEqual([]);
    }),
  );
  expect(found("Zofia Nowak of Kraków, xoxb-1-2-3, whsec_, https://hooks.example.com/a, U05EEFY9473")).toEqual([]);
});

it("no word is a part of another, so that each is told by itself", () => {
  const all = ALL_WORDS.flatMap((word) => wordsOf(word));
  for (const one of all) {
    expect(one.length).toBeGreaterThanOrEqual(9);
    expect(all.filter((other) => other.includes(one))).toEqual([one]);
  }
});

it("a hash of a value is found, of whichever kind and case, and a hash of anything else is not", () => {
  const isHash = hashesOf(["zqmailwortig@canaryhouse.example"]);
  for (const algorithm of ["md5", "sha1", "sha256"]) {
    for (const value of ["zqmailwortig@canaryhouse.example", "ZqMailwortig@CanaryHouse.example".toLowerCase()]) {
      const hash = createHash(algorithm).update(value);
      const digest = hash.digest();
      for (const text of [digest.toString("hex"), digest.toString("hex").toUpperCase(), digest.toString("base64")])
        expect(isHash(`avatar: ${text}?s=80`)).toBe(true);
      expect(isHash(`i-${digest.toString("hex").slice(0, 16)}`)).toBe(true);
    }
    expect(isHash(createHash(algorithm).update("somebody else").digest("hex"))).toBe(false);
  }
});
