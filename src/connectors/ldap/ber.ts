/**
 * Reads BER (ITU-T X.690) as LDAP restricts it (RFC 4511, section 5.1: definite lengths only). Strict: a length that reaches
 * beyond what holds it is an error. ldapts' own reader goes round for ever in such a message, which is why it writes here and does not read.
 */
export interface Element {
  readonly tag: number;
  readonly value: Buffer;
}

export class BerError extends Error {
  override readonly name = "BerError";
}

export const TAG = { integer: 0x02, octets: 0x04, enumerated: 0x0a, sequence: 0x30, set: 0x31 } as const;

/** How many bytes the element at the beginning takes, head and all; undefined while its head has not come whole. */
export function sizeOf(bytes: Buffer): number | undefined {
  const first = bytes[1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new BerError("a length is not written as LDAP has it");
  return bytes.length < 2 + count ? undefined : 2 + count + bytes.readUIntBE(2, count);
}

/** The elements that fill these bytes. Throws BerError where they do not fit. */
export function elementsOf(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const size = sizeOf(rest);
    if (size === undefined || size > rest.length) throw new BerError("an element reaches beyond what holds it");
    const first = rest[1] ?? 0;
    const head = first < 0x80 ? 2 : 2 + (first & 0x7f);
    found.push({ tag: rest[0] ?? 0, value: rest.subarray(head, size) });
    rest = rest.subarray(size);
  }
  return found;
}

/** The element at this place, which has to have this tag. */
export function expect(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new BerError("an element is another than LDAP has there");
  return element.value;
}

/** A whole number of up to 6 bytes; LDAP has none that is longer. */
export function integerOf(value: Buffer): number {
  if (value.length === 0 || value.length > 6) throw new BerError("a number is not written as LDAP has it");
  return value.readIntBE(0, value.length);
}
