import { type Element, elementsOf } from "../ber.ts";

/** The values of an attribute, as a filter sees them; none where the entry does not have it. */
export type Values = (attribute: string) => readonly Buffer[];

const BIT_AND = "1.2.840.113556.1.4.803";

/** Whether an entry fits a filter as it is sent (RFC 4511, section 4.5.1.7). Texts are compared without their case. */
export function fits(filter: Element, values: Values): boolean {
  switch (filter.tag) {
    case 0xa0:
      return elementsOf(filter.value).every((one) => fits(one, values));
    case 0xa1:
      return elementsOf(filter.value).some((one) => fits(one, values));
    case 0xa2:
      return elementsOf(filter.value).every((one) => !fits(one, values));
    case 0x87:
      return values(text(filter.value)).length > 0;
    case 0xa3:
      return compared(filter, values, (value, wanted) => value.equals(wanted) || lower(value) === lower(wanted));
    case 0xa5:
      return compared(filter, values, (value, wanted) => lower(value) >= lower(wanted));
    case 0xa6:
      return compared(filter, values, (value, wanted) => lower(value) <= lower(wanted));
    case 0xa4:
      return hasParts(filter, values);
    case 0xa9:
      return hasBits(filter, values);
    default:
      throw new Error(`The fake directory knows no filter 0x${filter.tag.toString(16)}.`);
  }
}

function compared({ value }: Element, values: Values, holds: (value: Buffer, wanted: Buffer) => boolean): boolean {
  const [attribute, wanted] = elementsOf(value);
  return values(text(attribute?.value)).some((one) => holds(one, wanted?.value ?? Buffer.alloc(0)));
}

function hasParts({ value }: Element, values: Values): boolean {
  const [attribute, list] = elementsOf(value);
  const parts = elementsOf(list?.value ?? Buffer.alloc(0));
  return values(text(attribute?.value)).some((one) => {
    let rest = lower(one);
    return parts.every((part) => {
      const wanted = lower(part.value);
      const at = part.tag === 0x82 ? rest.length - wanted.length : rest.indexOf(wanted);
      if (part.tag === 0x80 && at !== 0) return false;
      if (at < 0 || !rest.startsWith(wanted, at)) return false;
      rest = rest.slice(at + wanted.length);
      return true;
    });
  });
}

function hasBits({ value }: Element, values: Values): boolean {
  const parts = new Map(elementsOf(value).map((part) => [part.tag, text(part.value)]));
  if (parts.get(0x81) !== BIT_AND) throw new Error("The fake directory knows no other rule than that of bits.");
  const mask = Number(parts.get(0x83));
  return values(parts.get(0x82) ?? "").some((one) => (Number(text(one)) & mask) === mask);
}

function text(value: Buffer | undefined): string {
  return (value ?? "").toString("utf8");
}

function lower(value: Buffer): string {
  return text(value).toLowerCase();
}
