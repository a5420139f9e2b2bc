#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "../runtime/launch.mjs";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
if (existsSync(main)) {
  await launch(main, process.argv.slice(2));
} else {
  process.stderr.write('rollcall: not built yet. Run "npm run build" in the project\'s folder.\n');
  process.exitCode = 1;
}
