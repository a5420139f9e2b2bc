import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, statfsSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

// Hundreds of children compile the same modules; half of what they take is that. Tests alone do so: what is run from there is
// what was put there, and a place that others can write to would be no place for it.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/compiled");

// Stores and folders of a moment, made and removed ten thousand times: a disk that they wait for is no test's.
if (process.env["TMPDIR"] === undefined) Object.assign(process.env, roomInMemory("/dev/shm"));

/** A folder there until this process ends; nothing where there is no such place, too little room in it, or nothing in it may be run. */
function roomInMemory(place: string): { readonly TMPDIR?: string } {
  try {
    const { bavail, bsize } = statfsSync(place);
    if (Math.min(bavail * bsize, process.availableMemory() / 2) < 4 * 1024 ** 3) return {};
    const folder = mkdtempSync(join(place, "tests-"));
    // Once nobody holds the other end of its input: however this process ends, and after the databases that end with it.
    const keeper = spawn("sh", ["-c", 'cat; sleep 2; cd /; rm -rf "$0"', folder], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    keeper.unref();
    if (keeper.stdin instanceof Socket) keeper.stdin.unref();
    // As the usual one: some of what runs there is another user.
    chmodSync(folder, 0o1777);
    const program = join(folder, "runs");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o700 });
    execFileSync(program);
    return { TMPDIR: folder };
  } catch {
    return {};
  }
}

/**
 * Files share a process, but for those that need one of their own: they replace a module or the time for all that runs beside them, or
 * kill, copy and wait for other processes so much that nobody should wait behind them. Half of what a small file takes is its start, and
 * what a process has started once all of its files have: a PostgreSQL.
 */
const APART = [
  "src/wire/settings.test.ts",
  "src/stores/interruptions.test.ts",
  "test/*.test.ts",
  "test/{browser,canaries,e2e,faults,simulation}/**/*.test.ts",
  "test/laws/law-08-a-try-ends-before-its-claim.test.ts",
];

export default defineConfig({
  test: {
    // Ends what hangs: ten times what the longest of those take that have no limit of their own.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes, however busy the machine is; a second, the usual, decides by how busy it is.
    expect: { poll: { timeout: 20_000 } },
    // A third of what many tests take is waiting for processes and servers: one more than the cores keeps the cores busy. Each takes a
    // gigabyte, so that there are no more than eight.
    maxWorkers: Math.min(availableParallelism() + 1, 8),
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          include: ["{src,test}/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...APART],
          isolate: false,
        },
      },
      { extends: true, test: { name: "apart", include: APART } },
    ],
  },
});
