// npm run build: bundles src into dist. Commands share chunks, so that a start reads a few files instead of hundreds; packages
// are in them too, but for those that look for files of their own beside themselves.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LogLevel, type Plugin, rolldown, type RolldownLog } from "rolldown";

const ROOT = join(import.meta.dirname, "..");
/** What is run; and what tests and benches ask of the program as it is built. */
const ENTRIES = ["cli/run", "cli/program", "cli/output", "wire/settings", "wire/serve", "web/index"];
const BESIDE_THEMSELVES = [/^highs$/];

/**
 * What is loaded together stands together, with all that it imports and no earlier part has: a file takes as long to find, read and
 * link as many lines to run.
 */
const TOGETHER: readonly (readonly [name: string, from: RegExp])[] = [
  ["base", /src\/cli\/run\.ts$/],
  ["diff", /src\/cli\/commands\/diff\.ts$/],
  ["accounts", /src\/connectors\/slack\/map\.ts$/],
  ["settings", /src\/(?:wire\/(?:settings|view)|connectors\/file\/connector)\.ts$/],
  ["store", /src\/stores\/sqlite\.ts$/],
];

const DIST = join(ROOT, "dist");
const onLog = (level: LogLevel, { message }: RolldownLog): void => {
  if (level === "warn") throw new Error(message);
};

/**
 * What answers over HTTP asks of each request whether it is of HTTP/2, by a class of a module that takes a fifth of a bare Node to
 * load. None is: we listen by HTTP/1 alone (src/server/listen.ts).
 */
const onlyHttp1: Plugin = {
  name: "only-http1",
  resolveId: (id, importer) =>
    id === "node:http2" && importer?.includes("@hono/node-server") === true ? NO_HTTP2 : null,
  load: (id) => (id === NO_HTTP2 ? "export class Http2ServerRequest {}\nexport const constants = {};\n" : null),
};
const NO_HTTP2 = "\0no-http2";

const program = await rolldown({
  cwd: ROOT,
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`])),
  platform: "node",
  tsconfig: true,
  // The same code as modules, of which what nobody asks for is left out.
  resolve: { alias: { yaml: join(ROOT, "node_modules/yaml/browser/dist/index.js") } },
  external: BESIDE_THEMSELVES,
  plugins: [onlyHttp1],
  onLog,
});
const { output } = await program.write({
  dir: DIST,
  cleanDir: true,
  format: "cjs",
  strict: true,
  codeSplitting: {
    groups: TOGETHER.map(([name, test], i) => ({ name, test, priority: TOGETHER.length - i })),
  },
  entryFileNames: "[name].js",
  // Two folders deep like the sources, which find assets/ and gazetteer/ from where they stand.
  chunkFileNames: "chunks/[name]-[hash].js",
  // What is shorter, and of one byte a letter, takes less to read.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true, asciiOnly: true } },
  sourcemap: true,
});
await program.close();
const files = new Set(output.map(({ fileName }) => fileName));
for (const part of output) {
  const foreign = part.type === "chunk" ? part.dynamicImports.filter((id) => !files.has(id)) : [];
  // Scripts cannot (src/cli/built.ts): it would be a fault when it is first come to.
  if (foreign.length > 0)
    throw new Error(`${part.name}: import("${foreign.join('"), import("')}") is to stand at the top.`);
}

/**
 * An import of a module of Node's, or `require`, makes every export of it, also those that it would otherwise make when they are
 * asked for.
 */
const builtins: Plugin = {
  name: "builtins",
  renderChunk: (code) => ({ code: code.replaceAll('require("node:', 'process.getBuiltinModule("node:'), map: null }),
};
const begin = await rolldown({
  cwd: ROOT,
  input: "src/cli/built.ts",
  platform: "node",
  tsconfig: true,
  plugins: [builtins],
  onLog,
});
await begin.write({ file: join(DIST, "cli/main.js"), format: "cjs", strict: true, sourcemap: true });
await begin.close();
writeFileSync(join(DIST, "package.json"), '{ "type": "commonjs" }\n');
