import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { SECOND } from "../../src/core/time.ts";
import { bundled } from "../support/bundled.ts";
import type { Runs } from "./runs.ts";

/**
 * `runAll` in a process of its own, of one file: where tests run, each name that a module has from another is looked up anew, which takes a
 * fifteenth of a run.
 * @param limit milliseconds, of the test: what hangs is ended before it, which would leave it running
 */
export async function runApart(seeds: readonly number[], limit: number): Promise<Runs> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-runs-"));
  try {
    const program = await bundled(new URL("main.ts", import.meta.url), folder);
    const options = { timeout: limit - 5 * SECOND, maxBuffer: Infinity };
    const { stdout } = await promisify(execFile)(process.execPath, [program, "--list", seeds.join()], options);
    return JSON.parse(stdout) as Runs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
