import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { DAY, iso } from "../../core/time.ts";

/** A key and a certificate that it has signed itself, in PEM; who trusts the certificate trusts the server that has both. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/**
 * Made anew for each test, so that no key lies in the repository and nothing expires there.
 * @param names what the certificate is for; 127.0.0.1 without it.
 * @param until how long it is valid, in milliseconds since 1970; until tomorrow without it.
 */
export function selfSigned({ names = [] as readonly string[], until = Date.now() + DAY } = {}): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subject = sequence(set(sequence(oid(COMMON_NAME), tagged(0x0c, Buffer.from("rollcall test")))));
  // RFC 5280, 4.1: https://www.rfc-editor.org/rfc/rfc5280#section-4.1
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from([1, ...randomBytes(8)])),
    sequence(oid(ECDSA_WITH_SHA256)),
    subject,
    sequence(moment(until - 2 * DAY), moment(until)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(extension(SUBJECT_ALT_NAME, alternatives(names)))),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, sequence(oid(ECDSA_WITH_SHA256)), tagged(0x03, Buffer.from([0]), signature));
  const base64 = (certificate.toString("base64").match(/.{1,64}/g) ?? []).join("\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];

function alternatives(names: readonly string[]): Buffer {
  if (names.length === 0) return sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])));
  return sequence(...names.map((name) => tagged(0x82, Buffer.from(name))));
}

function extension(id: readonly number[], value: Buffer): Buffer {
  return sequence(oid(id), tagged(0x04, value));
}

/** DER: a tag, the length, the content. */
function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const all = Buffer.concat(content);
  const length = all.length < 0x80 ? [all.length] : [0x82, all.length >> 8, all.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), all]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return tagged(0x30, ...content);
}

function set(...content: readonly Buffer[]): Buffer {
  return tagged(0x31, ...content);
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function oid(bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

/** GeneralizedTime, `20261123120000Z`. */
function moment(at: number): Buffer {
  return tagged(0x18, Buffer.from(iso(at).replace(/\.\d+|[-:T]/g, "")));
}
