import { processOutput } from "./output.ts";
import { main } from "./program.ts";
import { showSource } from "./source-place.ts";

/**
 * The program, as this process was asked for it, which it ends.
 * @param begins told of the command, before its code is loaded
 */
export async function run(begins?: (command: string) => void): Promise<void> {
  showSource();
  const output = processOutput();
  process.exitCode = await main(process.argv.slice(2), output, begins);
  // To take itself apart would be a twentieth of what a short command takes. All is written by now, but perhaps to a terminal.
  if (output.width === undefined && !output.watched) process.exit();
}
