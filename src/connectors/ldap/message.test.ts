import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BerError, elementsOf, sizeOf } from "./ber.ts";
import { entry, OPERATION, pagedValue, result } from "./fake/answers.ts";
import { readMessage } from "./message.ts";

const ada = entry(5, "uid=ada,dc=acme", [["mail", [Buffer.from("ada@acme.test"), Buffer.from([0xff, 0x00])]]]);

describe("what a server sends", () => {
  it("is read with its values byte by byte and its controls", () => {
    const message = readMessage(ada);
    if (message.kind !== "entry") throw new Error("an entry was read as something else");
    expect(message.entry.dn).toBe("uid=ada,dc=acme");
    expect(message.entry.attributes.get("mail")).toEqual([Buffer.from("ada@acme.test"), Buffer.from([0xff, 0x00])]);
    const done = readMessage(result(5, OPERATION.done, 4, "why", [["1.2.3", pagedValue(Buffer.from("next"))]]));
    expect(done).toMatchObject({ id: 5, kind: "result", result: { code: 4, diagnostic: "why" } });
  });

  it("is refused wherever it is cut off, and never waited for without end", () => {
    for (let length = 2; length < ada.length; length++) {
      expect(() => readMessage(ada.subarray(0, length))).toThrow(BerError);
    }
  });

  it("is read or refused as what it is, whatever bytes come", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        try {
          readMessage(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(BerError);
        }
      }),
    );
  });

  it("is read or refused whichever byte of a good message is another", () => {
    fc.assert(
      fc.property(fc.nat(ada.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(ada);
        changed[at] = byte;
        try {
          readMessage(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(BerError);
        }
      }),
    );
  });

  it("has no lengths without an end, which LDAP leaves out of BER", () => {
    expect(() => sizeOf(Buffer.from([0x30, 0x80]))).toThrow(BerError);
    expect(() => elementsOf(Buffer.from([0x30, 0x05, 0x00]))).toThrow(BerError);
    expect(sizeOf(Buffer.from([0x30, 0x82, 0x01]))).toBeUndefined();
  });
});
