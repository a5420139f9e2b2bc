import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const ROOT = join(import.meta.dirname, "../..");
/** What sources look for beside the folder of theirs. */
const BESIDE = ["package.json", "assets", "gazetteer"];

/**
 * A program of a test's own as one file: a child that is started a hundred times takes three quarters of its time to find, strip and link
 * hundreds of modules. @param program its source @param folder an empty one, for as long as it is run
 */
export async function bundled(program: URL, folder: string): Promise<string> {
  const build = await rolldown({
    cwd: ROOT,
    input: fileURLToPath(program),
    platform: "node",
    tsconfig: true,
    // Looks for files of its own beside itself.
    external: [/^highs$/],
  });
  for (const name of BESIDE) symlinkSync(join(ROOT, name), join(folder, name));
  const file = join(folder, "test", "bundled", "program.mjs");
  await build.write({ file, format: "esm", codeSplitting: false });
  await build.close();
  return file;
}
