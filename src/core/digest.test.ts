import { expect, it } from "vitest";
import { shortDigest } from "./digest.ts";

it("a text's short digest is the beginning of its SHA-256, as it is published", () => {
  // Of FIPS 180-4's examples: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  expect(shortDigest("abc")).toBe("ba7816bf8f01cfea");
  expect(shortDigest("")).toBe("e3b0c44298fc1c14");
});
