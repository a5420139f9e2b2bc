import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { signing } from "./signature.ts";

const ascii = fc.string({ unit: "binary-ascii", maxLength: 200 });

it("is HMAC-SHA-256, of keys of any length and of one message after another", () => {
  const messages = fc.array(fc.tuple(ascii, fc.uint8Array({ maxLength: 3_000 })), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.string({ maxLength: 150 }), messages, (secret, some) => {
      const sign = signing(secret);
      for (const [head, body] of some) {
        expect(sign(head, body)).toBe(createHmac("sha256", secret).update(head).update(body).digest("hex"));
      }
    }),
  );
});
