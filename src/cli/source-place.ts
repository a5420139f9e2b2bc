import { readFileSync } from "node:fs";
import type { SourceMap } from "node:module";
import { pathToFileURL } from "node:url";

const BUILT = /((?:file:\/)?\/[^\s()]+\/dist\/[^\s()]+\.js):(\d+):(\d+)/;

/** As V8 writes it: `load (file:///…:1:2)`. */
interface Frame {
  toString(): string;
}

/**
 * Has errors name the place in the source, of which the built files are made, and not that in the built files. Node's own way reads
 * the map of each file as it is loaded, which takes longer than most commands; this one reads one where a place is asked for.
 */
export function showSource(): void {
  const maps = new Map<string, SourceMap | undefined>();
  Error.prepareStackTrace = (error, frames) => {
    if (isOfClient(error)) return headOf(error);
    const lines = frames.map((frame: Frame) => `\n    at ${inSource(frame.toString(), maps)}`);
    return `${headOf(error)}${lines.join("")}`;
  };
}

/**
 * Of the library that asks servers: each connection that is closed is one of its errors, of which Node looks at the stack and nobody is
 * told. The places of its frames took a fortieth of the demo.
 */
function isOfClient(error: Error): boolean {
  return "code" in error && error.code === "UND_ERR_INFO";
}

function inSource(frame: string, maps: Map<string, SourceMap | undefined>): string {
  const [, built = "", line, column] = BUILT.exec(frame) ?? [];
  if (built === "") return frame;
  const url = built.startsWith("file:") ? built : pathToFileURL(built).href;
  if (!maps.has(url)) maps.set(url, mapOf(url));
  const found = maps.get(url)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (found === undefined || !("originalSource" in found)) return frame;
  const source = new URL(found.originalSource, url).href;
  return frame.replace(BUILT, () => `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`);
}

/** Undefined where there is none: the place is then told in the built file. */
function mapOf(url: string): SourceMap | undefined {
  try {
    const { SourceMap: Map } = process.getBuiltinModule("node:module");
    return new Map(JSON.parse(readFileSync(new URL(`${url}.map`), "utf8")));
  } catch {
    return undefined;
  }
}

function headOf(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
