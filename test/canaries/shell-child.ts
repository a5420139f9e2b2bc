// Runs command lines one after another in one process, as rollcall does in one each: its own streams, environment and folder.
// A test of some hundred commands has no time for some hundred processes.
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import type { Asked, Ended } from "./shell.ts";

const built = (file: string): string => pathToFileURL(join(import.meta.dirname, "..", "..", "dist", "cli", file)).href;
const { main } = (await import(built("program.js"))) as typeof import("../../src/cli/program.ts");
const { processOutput } = (await import(built("output.js"))) as typeof import("../../src/cli/output.ts");

// The pace that a tool is read at is the process's: each command begins a minute after the one before, and waits for none.
const now = Date.now;
let later = 0;
Date.now = () => now() + later;

process.on("message", ({ args, env, folder, leak, mark }: Asked) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(folder);
  later += 61_000;
  void (async () => {
    // What a test puts there to see that it would have been seen.
    if (leak !== undefined) process[leak.to].write(`${leak.text}\n`);
    const code = await main(args, processOutput());
    for (const stream of [process.stdout, process.stderr]) stream.write(mark);
    process.send?.({ code } satisfies Ended);
  })();
});
process.send?.("ready");
