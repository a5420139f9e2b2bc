import type { Instant } from "../../core/time.ts";
import type { Entry } from "./message.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The values of an attribute that are text, without blank ones. */
export function textsOf(entry: Entry, attribute: string): string[] {
  return (entry.attributes.get(attribute.toLowerCase()) ?? []).flatMap((value) => {
    const text = textOf(value)?.trim();
    return text === undefined || text === "" ? [] : [text];
  });
}

function textOf(value: Buffer): string | undefined {
  try {
    return utf8.decode(value);
  } catch {
    return undefined;
  }
}

/** The first value of the first of these attributes that has one. */
export function firstOf(
  entry: Entry,
  attributes: readonly string[],
): { readonly value: string; readonly from: string } | undefined {
  for (const from of attributes) {
    const [value] = textsOf(entry, from);
    if (value !== undefined) return { value, from };
  }
  return undefined;
}

export function isTrue(entry: Entry, attribute: string): boolean {
  return textsOf(entry, attribute)[0]?.toUpperCase() === "TRUE";
}

/** The order of a GUID's bytes as Active Directory stores them (MS-DTYP, section 2.3.4.2). */
const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** What names an account for ever, from the attribute that holds it; undefined where the entry does not have it. */
export function idOf(entry: Entry, attribute: string): string | undefined {
  const value = entry.attributes.get(attribute.toLowerCase())?.[0];
  if (value === undefined || value.length === 0) return undefined;
  if (!isGuid(attribute)) return textOf(value)?.trim() || undefined;
  return guidOf(value);
}

/** A GUID as it is written, from the bytes that Active Directory stores; undefined for what has another length. */
export function guidOf(bytes: Buffer): string | undefined {
  if (bytes.length !== 16) return undefined;
  const hex = GUID_ORDER.map((index) => (bytes[index] ?? 0).toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The bytes that the attribute has for an id, or undefined for what is none. */
export function idBytes(id: string, attribute: string): Buffer | undefined {
  if (!isGuid(attribute)) return Buffer.from(id, "utf8");
  const shown = Buffer.from(id.replaceAll("-", ""), "hex");
  if (shown.length !== 16) return undefined;
  const bytes = Buffer.alloc(16);
  GUID_ORDER.forEach((from, to) => (bytes[from] = shown[to] ?? 0));
  return bytes;
}

function isGuid(attribute: string): boolean {
  return attribute.toLowerCase() === "objectguid";
}

/** GeneralizedTime (RFC 4517, section 3.3.13): `20261129153000Z`, `20261129153000.0Z`, `202611291530+0100`. */
export function generalizedTime(text: string): Instant | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})?)?(?:[.,]\d+)?(Z|[+-]\d{2}(?:\d{2})?)$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute = "00", second = "00", zone = "Z"] = match;
  const offset = zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3) || "00"}`;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}

export function writeGeneralizedTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`;
}

/** Steps of 100 ns since 1601, as Active Directory counts; undefined for the two that mean never (MS-ADA1, accountExpires). */
export function fileTime(text: string): Instant | undefined {
  if (!/^\d{1,19}$/.test(text)) return undefined;
  const ticks = BigInt(text);
  if (ticks === 0n || ticks >= 0x7fff_ffff_ffff_ffffn) return undefined;
  return Number(ticks / 10_000n) - 11_644_473_600_000;
}
