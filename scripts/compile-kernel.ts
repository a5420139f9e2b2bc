import { readFile } from "node:fs/promises";
import asc from "assemblyscript/asc";

/** What is exported by these is what the kernel exports; the last they share. */
const SOURCES = ["scan.ts", "join.ts", "project.ts", "step.ts"];
const SHARED = "text.ts";

/** Where the compiled kernel stands: as text in a module, so that it is found wherever the program runs. */
export const GENERATED = new URL("../src/files/kernel-wasm.ts", import.meta.url);

/** @returns the module that holds the kernel, compiled from its source */
export async function compiledKernel(): Promise<string> {
  const sources = new Map<string, string>();
  for (const name of [...SOURCES, SHARED])
    sources.set(name, await readFile(new URL(`../kernel/${name}`, import.meta.url), "utf8"));
  let wasm: Uint8Array | undefined;
  const options = [
    "-O3",
    "--runtime",
    "stub",
    "--noAssert",
    "--enable",
    "simd",
    "--importMemory",
    "--initialMemory",
    "0",
  ];
  const { error } = await asc.main([...SOURCES, ...options, "--outFile", "kernel.wasm"], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (_, contents) => void (wasm = contents as Uint8Array),
    listFiles: () => [],
  });
  if (error !== null || wasm === undefined) throw error ?? new Error("The compiler wrote no kernel.");
  const text = Buffer.from(wasm).toString("base64");
  return `// Compiled from kernel/ by \`npm run kernel\`.\nexport const KERNEL =\n  "${text}";\n`;
}
