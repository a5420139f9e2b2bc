import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

// Hundreds of children compile the same modules; half of what they take is that. Tests alone do so: what is run from there is
// what was put there, and a place that others can write to would be no place for it.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/compiled");

/**
 * Files of src share a process, but for those that need one of their own: they replace a module for all that runs beside them, or kill and
 * copy so much that nobody should wait behind them. Half of what such a file takes is its start, and what a process has started once all
 * of its files have: a PostgreSQL.
 */
const APART = ["src/wire/settings.test.ts", "src/stores/interruptions.test.ts"];

export default defineConfig({
  test: {
    // Ends what hangs: ten times what the longest of those take that have no limit of their own.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes, however busy the machine is; a second, the usual, decides by how busy it is.
    expect: { poll: { timeout: 20_000 } },
    // One less than the cores would be one on a machine of two: many tests wait for processes and servers.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          include: ["src/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...APART],
          isolate: false,
        },
      },
      { extends: true, test: { name: "apart", include: [...APART, "test/**/*.test.ts"] } },
    ],
  },
});
