import { Ber, BerWriter } from "ldapts";

export type Attributes = readonly (readonly [name: string, values: readonly Buffer[]])[];

function message(id: number, operation: number, fill: (writer: BerWriter) => void, controls?: Controls): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(operation);
  fill(writer);
  writer.endSequence();
  if (controls !== undefined && controls.length > 0) {
    writer.startSequence(0xa0);
    for (const [type, value] of controls) {
      writer.startSequence();
      writer.writeString(type);
      writer.writeBuffer(value, Ber.OctetString);
      writer.endSequence();
    }
    writer.endSequence();
  }
  writer.endSequence();
  return writer.buffer;
}

type Controls = readonly (readonly [type: string, value: Buffer])[];

export const OPERATION = { bind: 0x61, entry: 0x64, done: 0x65, reference: 0x73, extended: 0x78 } as const;

export function result(id: number, operation: number, code: number, diagnostic = "", controls: Controls = []): Buffer {
  const fill = (writer: BerWriter): void => {
    writer.writeEnumeration(code);
    writer.writeString("");
    writer.writeString(diagnostic);
  };
  return message(id, operation, fill, controls);
}

export function entry(id: number, dn: string, attributes: Attributes): Buffer {
  return message(id, OPERATION.entry, (writer) => {
    writer.writeString(dn);
    writer.startSequence();
    for (const [name, values] of attributes) {
      writer.startSequence();
      writer.writeString(name);
      writer.startSequence(0x31);
      for (const value of values) writer.writeBuffer(value, Ber.OctetString);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
  });
}

export function reference(id: number, url: string): Buffer {
  return message(id, OPERATION.reference, (writer) => writer.writeString(url));
}

/** An entry with a number where its attributes belong. */
export function oddEntry(id: number, dn: string): Buffer {
  return message(id, OPERATION.entry, (writer) => {
    writer.writeString(dn);
    writer.writeInt(7);
  });
}

export function pagedValue(cookie: Buffer): Buffer {
  return sequence((writer) => {
    writer.writeInt(0);
    writer.writeBuffer(cookie, Ber.OctetString);
  });
}

export function dirSyncValue(more: boolean, cookie: Buffer): Buffer {
  return sequence((writer) => {
    writer.writeInt(more ? 1 : 0);
    writer.writeInt(0);
    writer.writeBuffer(cookie, Ber.OctetString);
  });
}

function sequence(fill: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  fill(writer);
  writer.endSequence();
  return writer.buffer;
}
