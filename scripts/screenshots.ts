// npm run screenshots: every page of the simulated company, at a fifth of its size, into docs/screenshots. `-- FOLDER ACCOUNTS` writes those of another
// one elsewhere.
import { join } from "node:path";
import { runnerImport } from "vite";

const [folder = join(import.meta.dirname, "../docs/screenshots"), accounts] = process.argv.slice(2);
// Node runs types as they are, and no JSX.
const { module } = await runnerImport<typeof import("../test/browser/screenshots.ts")>(
  join(import.meta.dirname, "../test/browser/screenshots.ts"),
);
const bytes = await module.takeScreenshots(folder, Number(accounts ?? 1200));
process.stdout.write(`${(bytes / 1e6).toFixed(1)} MB in ${folder}\n`);
process.exit();
