// What a process writes that is no terminal, as it arrives.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const OUTPUT = fileURLToPath(new URL("output.ts", import.meta.url));
/** More than a pipe holds. */
const LINES = 30_000;
/** It ends at once (run.ts), so that nothing may be under way still. */
const WRITES = `import { processOutput } from ${JSON.stringify(OUTPUT)};
const output = processOutput();
for (let i = 0; i < ${LINES}; i++) output.line("line " + i);
output.note("done");
process.exit();`;

function inShell(command: string) {
  const env = { PATH: process.env["PATH"] ?? "", NODE: process.execPath, WRITES };
  return spawnSync("bash", ["--norc", "-c", command], { env, encoding: "utf8", maxBuffer: 1 << 26 });
}

const all = Array.from({ length: LINES }, (_, i) => `line ${i}\n`).join("");

describe.skipIf(process.platform === "win32")("into a pipe", () => {
  it("all of it arrives where the reader is slow", () => {
    const { stdout, stderr } = inShell(`"$NODE" --input-type=module -e "$WRITES" | (sleep 0.3; cat)`);
    expect([stdout === all, stderr]).toEqual([true, "done\n"]);
  });

  it("also where who shares the pipe has made it one that does not wait", () => {
    const shared = `"$NODE" -e "process.stdout.write('')"; "$NODE" --input-type=module -e "$WRITES"`;
    const { stdout, stderr } = inShell(`(${shared}) | (sleep 0.5; cat)`);
    expect([stdout === all, stderr]).toEqual([true, "done\n"]);
  });

  it("a reader that closes early is no error, and nothing is noted after it", () => {
    const { stdout, stderr } = inShell(
      `"$NODE" --input-type=module -e "$WRITES" | head -n 1; echo "ended \${PIPESTATUS[0]}"`,
    );
    expect([stdout, stderr]).toEqual(["line 0\nended 0\n", ""]);
  });
});

it("a device that is full is an error", () => {
  const { stdout } = inShell(`"$NODE" --input-type=module -e "$WRITES" > /dev/full; echo "ended $?"`);
  expect(stdout).toBe("ended 1\n");
});
