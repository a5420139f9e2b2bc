// npm run build: bundles src into dist. Commands share chunks, so that a start reads a few files instead of hundreds; packages
// are in them too, but for those that look for files of their own beside themselves.
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";

const ROOT = join(import.meta.dirname, "..");
/** What is run; and what tests and benches ask of the program as it is built. */
const ENTRIES = ["cli/main", "cli/program", "cli/output", "wire/settings", "wire/serve", "web/index"];
const BESIDE_THEMSELVES = [/^highs$/];

/**
 * Node makes every export of its own module that is imported, also those that it would otherwise make when they are asked for: of
 * node:fs that are streams and promises, of node:http a browser's fetch. Taken this way, only what is named is made. And of what
 * takes a while to load, a function is taken when it is called first: most commands sign nothing and start no other program.
 */
const builtins: Plugin = {
  name: "builtins",
  renderChunk: (code) => ({ code: code.replace(IMPORT, taken), map: null }),
};
const IMPORT =
  /^import (?:(?<whole>[\w$]+)|\* as (?<all>[\w$]+)|)(?:, )?(?:\{ (?<names>[^}]+) \})? ?from "(?<module>node:[\w/]+)";$/gm;
const SLOW = new Set([
  "node:child_process",
  "node:crypto",
  "node:net",
  "node:stream/promises",
  "node:tls",
  "node:zlib",
]);

function taken(found: string, ...rest: unknown[]): string {
  const { whole, all, names, module = "" } = rest.at(-1) as Record<string, string | undefined>;
  const from = `process.getBuiltinModule("${module}")`;
  const lines: string[] = [];
  const one = whole ?? all;
  if (one !== undefined) {
    // Nobody asks for more of it than for a member by its name.
    const given = SLOW.has(module) ? `new Proxy({}, { get: (_, name) => ${from}[name] })` : from;
    lines.push(`const ${one} = ${given};`);
  }
  const atOnce: string[] = [];
  for (const part of names?.split(", ") ?? []) {
    const [name = "", as = name] = part.split(" as ");
    if (SLOW.has(module) && isPlainFunction(module, name)) {
      lines.push(`let ${as} = (...args) => (${as} = ${from}.${name})(...args);`);
    } else atOnce.push(name === as ? name : `${name}: ${as}`);
  }
  if (atOnce.length > 0) lines.push(`const { ${atOnce.join(", ")} } = ${from};`);
  return lines.length === 0 ? found : lines.join(" ");
}

/** And no class, of which somebody may ask more than to be called. */
function isPlainFunction(module: string, name: string): boolean {
  const all: object | undefined = process.getBuiltinModule(module);
  return /^[a-z]/.test(name) && typeof Reflect.get(all ?? {}, name) === "function";
}

/**
 * What is loaded together stands together, with all that it imports and no earlier part has: a file takes as long to find, read and
 * link as many lines to run. First what has to be there before Node keeps what it compiles.
 */
const TOGETHER: readonly (readonly [name: string, from: RegExp])[] = [
  ["places", /src\/config\/places\.ts$/],
  ["base", /src\/cli\/(?:program|output)\.ts$/],
  ["diff", /src\/cli\/commands\/diff\.ts$/],
  ["accounts", /src\/connectors\/slack\/map\.ts$/],
  ["settings", /src\/(?:wire\/(?:settings|view)|connectors\/file\/connector)\.ts$/],
  ["store", /src\/stores\/sqlite\.ts$/],
];

const bundle = await rolldown({
  cwd: ROOT,
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`])),
  platform: "node",
  tsconfig: true,
  plugins: [builtins],
  external: BESIDE_THEMSELVES,
  onLog: (level, log) => {
    if (level === "warn") throw new Error(log.message);
  },
});
await bundle.write({
  dir: join(ROOT, "dist"),
  cleanDir: true,
  format: "esm",
  codeSplitting: {
    groups: TOGETHER.map(([name, test], i) => ({ name, test, priority: TOGETHER.length - i })),
  },
  entryFileNames: "[name].js",
  // Two folders deep like the sources, which find assets/ and gazetteer/ from where they stand.
  chunkFileNames: "chunks/[name]-[hash].js",
  sourcemap: true,
});
await bundle.close();
