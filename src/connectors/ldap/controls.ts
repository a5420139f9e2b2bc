import { Ber, BerWriter, Control } from "ldapts";
import { elementsOf, expect, integerOf, TAG } from "./ber.ts";

/** RFC 2696. */
export const PAGED = "1.2.840.113556.1.4.319";
/** [MS-ADTS] 3.1.1.3.4.1.14: the search sees deleted objects too. */
export const SHOW_DELETED = "1.2.840.113556.1.4.417";
/** [MS-ADTS] 3.1.1.3.4.1.3: what has changed since a cookie. */
export const DIRSYNC = "1.2.840.113556.1.4.841";

/** Only what the account itself may see, with no right beyond that of reading. */
export const OBJECT_SECURITY = 1;

class ValueControl extends Control {
  readonly #fill: ((value: BerWriter) => void) | undefined;

  constructor(type: string, critical: boolean, fill?: (value: BerWriter) => void) {
    super(type, { critical });
    this.#fill = fill;
  }

  override writeControl(writer: BerWriter): void {
    if (this.#fill === undefined) return;
    const value = new BerWriter();
    value.startSequence();
    this.#fill(value);
    value.endSequence();
    writer.writeBuffer(value.buffer, Ber.OctetString);
  }
}

export function paged(size: number, cookie: Buffer): Control {
  return new ValueControl(PAGED, true, (value) => {
    value.writeInt(size);
    value.writeBuffer(cookie, Ber.OctetString);
  });
}

export function showDeleted(): Control {
  return new ValueControl(SHOW_DELETED, true);
}

export function dirSync(flags: number, cookie: Buffer): Control {
  return new ValueControl(DIRSYNC, true, (value) => {
    value.writeInt(flags);
    // The most bytes that an answer holds; 0 leaves it to the server.
    value.writeInt(0);
    value.writeBuffer(cookie, Ber.OctetString);
  });
}

/** What a server's paging says: an empty cookie is the end. Throws BerError. */
export function pagedCookie(value: Buffer): Buffer {
  const [, cookie] = elementsOf(expect(elementsOf(value)[0], TAG.sequence));
  return expect(cookie, TAG.octets);
}

/** Throws BerError. */
export function dirSyncCookie(value: Buffer): { readonly more: boolean; readonly cookie: Buffer } {
  const [more, , cookie] = elementsOf(expect(elementsOf(value)[0], TAG.sequence));
  return { more: integerOf(expect(more, TAG.integer)) !== 0, cookie: expect(cookie, TAG.octets) };
}
