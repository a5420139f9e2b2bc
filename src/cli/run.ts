import { processOutput } from "./output.ts";
import { main } from "./program.ts";
import { showSource } from "./source-place.ts";

/** The program, as this process was asked for it. @param begins told of the command, before its code is loaded */
export async function run(begins?: (command: string) => void): Promise<void> {
  showSource();
  process.exitCode = await main(process.argv.slice(2), processOutput(), begins);
}
