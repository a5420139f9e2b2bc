import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { KeyFile } from "../app/ports.ts";
import { isHash } from "../core/audit/entry.ts";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";

const KEY_BYTES = 32;

/** The key by which tombstones are hashed. */
export interface ErasureKey {
  readonly place: string;
  /** As it was read before, where it was; `anew`: as the file has it now, since whoever lost it may put it back. */
  readonly read: (anew?: "anew") => Promise<KeyObject | undefined>;
  /** Makes it where there is none. */
  readonly make: () => Promise<KeyObject>;
}

export function erasureKey(file: KeyFile): ErasureKey {
  let known: KeyObject | undefined;
  const read: ErasureKey["read"] = async (anew) => {
    if (known !== undefined && anew === undefined) return known;
    const secret = await file.key();
    if (secret === undefined) return (known = undefined);
    const text = secret.reveal();
    if (isHash(text)) return (known = createSecretKey(text, "base64"));
    throw new RollcallError(
      "bad_secret",
      `${file.place} holds no key of Rollcall's: put the right one back, or move it away.`,
    );
  };
  return {
    place: file.place,
    read,
    make: async () => {
      const there = await read("anew");
      if (there !== undefined) return there;
      await file.keepKey(new Secret(randomBytes(KEY_BYTES).toString("base64"), "a new key"));
      const made = await read("anew");
      if (made === undefined) throw new Error(`${file.place} was not kept`);
      return made;
    },
  };
}

/** Of a store that ends with its process. */
export function keyInMemory(): KeyFile {
  let key: Secret | undefined;
  return {
    place: "the memory of this process",
    key: async () => key,
    keepKey: async (made) => {
      key ??= made;
    },
  };
}
