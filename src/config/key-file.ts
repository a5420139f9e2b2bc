import { existsSync, linkSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { KeyFile } from "../app/ports.ts";
import { SecretRef } from "../app/secret-ref.ts";
import { errnoOf } from "./errno.ts";
import { withNew } from "./new-file.ts";
import { resolveSecret } from "./secrets.ts";

/** The key by which accounts are known that are not kept any more. @param store the store's file */
export function erasureKeyFile(store: string): KeyFile {
  return keyFile(`${resolve(store)}.erasure-key`);
}

/**
 * A key of our own making, in a file beside the store and never in it: whoever puts an older store back does not put the key back
 * with it by the same act.
 * @param place absolute
 */
export function keyFile(place: string): KeyFile {
  return {
    place,
    async key() {
      if (!existsSync(place)) return undefined;
      return resolveSecret(new SecretRef("file", place), { env: {}, baseDir: dirname(place) });
    },
    async keepKey(secret) {
      // Whole or not at all, and never over another: a link to what has been written fails where there is one already.
      withNew(place, `${secret.reveal()}\n`, (made) => {
        try {
          linkSync(made, place);
        } catch (error) {
          if (errnoOf(error) !== "EEXIST") throw error;
        }
        rmSync(made);
      });
    },
  };
}
