import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // One less than the cores would be one on a machine of two: many tests wait for processes and servers.
    maxWorkers: 2,
  },
});
