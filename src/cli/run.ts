import { processOutput } from "./output.ts";
import { main } from "./program.ts";
import { showSource } from "./source-place.ts";

/** The program, as this process was asked for it. @param begins told of the command, before its code is loaded */
export async function run(begins?: (command: string) => void): Promise<void> {
  showSource();
  // A reader that closes early (head) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  process.exitCode = await main(process.argv.slice(2), processOutput(), begins);
}
