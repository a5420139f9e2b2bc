import { BerError, type Element, elementsOf, expect, integerOf, TAG } from "./ber.ts";

/** An entry as a search gives it; the values of an attribute by its name in lower case. */
export interface Entry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
}

/** How an operation ended (RFC 4511, section 4.1.9). */
export interface Result {
  readonly code: number;
  /** Foreign text that may name people: looked into for known words, never shown. */
  readonly diagnostic: string;
  /** The values of the controls that came with it, by OID. */
  readonly controls: ReadonlyMap<string, Buffer>;
}

export type Message = { readonly id: number } & (
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "reference" }
  | { readonly kind: "result"; readonly result: Result }
);

/** The protocol operations that answer (RFC 4511, section 4.2 and following). */
const OPERATION = { bind: 0x61, entry: 0x64, done: 0x65, reference: 0x73, extended: 0x78 } as const;
const CONTROLS = 0xa0;

/** Reads one LDAPMessage of a server. Throws BerError for what is none. */
export function readMessage(bytes: Buffer): Message {
  const [whole, ...more] = elementsOf(bytes);
  if (more.length > 0) throw new BerError("two messages stand in one");
  const [number, operation, controls] = elementsOf(expect(whole, TAG.sequence));
  const id = integerOf(expect(number, TAG.integer));
  if (operation === undefined) throw new BerError("a message holds no answer");
  switch (operation.tag) {
    case OPERATION.entry:
      return { id, kind: "entry", entry: entryOf(operation.value) };
    case OPERATION.reference:
      return { id, kind: "reference" };
    case OPERATION.bind:
    case OPERATION.done:
    case OPERATION.extended:
      return { id, kind: "result", result: resultOf(operation.value, controls) };
    default:
      throw new BerError("an answer is none that was asked for");
  }
}

function entryOf(bytes: Buffer): Entry {
  const [name, list] = elementsOf(bytes);
  const attributes = new Map<string, readonly Buffer[]>();
  for (const attribute of elementsOf(expect(list, TAG.sequence))) {
    const [type, values] = elementsOf(expect(attribute, TAG.sequence));
    const key = expect(type, TAG.octets).toString("utf8").toLowerCase();
    attributes.set(
      key,
      elementsOf(expect(values, TAG.set)).map((value) => expect(value, TAG.octets)),
    );
  }
  return { dn: expect(name, TAG.octets).toString("utf8"), attributes };
}

function resultOf(bytes: Buffer, controls: Element | undefined): Result {
  const [code, , diagnostic] = elementsOf(bytes);
  return {
    code: integerOf(expect(code, TAG.enumerated)),
    diagnostic: expect(diagnostic, TAG.octets).toString("utf8"),
    controls: new Map(controls?.tag === CONTROLS ? elementsOf(controls.value).map(controlOf) : []),
  };
}

/** The criticality may stand between the type and the value. */
function controlOf(element: Element): [string, Buffer] {
  const [type, ...rest] = elementsOf(expect(element, TAG.sequence));
  const value = rest.find(({ tag }) => tag === TAG.octets)?.value ?? Buffer.alloc(0);
  return [expect(type, TAG.octets).toString("latin1"), value];
}
