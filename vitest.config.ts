import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Hundreds of children compile the same modules; half of what they take is that. Tests alone do so: what is run from there is
// what was put there, and a place that others can write to would be no place for it.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/compiled");

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // One less than the cores would be one on a machine of two: many tests wait for processes and servers.
    maxWorkers: 2,
  },
});
