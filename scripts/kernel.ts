// npm run kernel: compiles kernel/scan.ts into the module that loads it.
import { writeFile } from "node:fs/promises";
import { compiledKernel, GENERATED } from "./compile-kernel.ts";

await writeFile(GENERATED, await compiledKernel());
