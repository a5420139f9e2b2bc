import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

// Hundreds of children compile the same modules; half of what they take is that. Tests alone do so: what is run from there is
// what was put there, and a place that others can write to would be no place for it.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/compiled");

/** What keeps nothing from one call to the next, and needs no process of its own for each file: half of what such a file takes is its start. */
const PURE = ["src/core/**/*.test.ts", "src/messages/**/*.test.ts", "src/charts/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is waited for comes, however busy the machine is; a second, the usual, decides by how busy it is.
    expect: { poll: { timeout: 20_000 } },
    // One less than the cores would be one on a machine of two: many tests wait for processes and servers.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: "apart",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...PURE],
        },
      },
    ],
  },
});
