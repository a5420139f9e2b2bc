import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { bytesOf } from "./audit.ts";

/** The lines of a text file, or of standard input for `-`. @throws RollcallError `bad_file` */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const input = Readable.from(bytesOf(path));
  let failed: unknown;
  // A reading that fails ends the lines; its error is thrown once they are read.
  input.on("error", (error) => (failed = error));
  yield* createInterface({ input, crlfDelay: Infinity });
  if (failed !== undefined) throw failed;
}
