import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Alias, Document, ErrorCode, Node, Pair } from "yaml";

export type Path = readonly PropertyKey[];

/** Counted from 1, as editors do. */
interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Fault extends Position {
  readonly text: string;
}

export interface YamlText {
  /** Undefined where the text cannot be read as one document. */
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /**
   * Where the value at `path` stands, or its key where the value is not written or `of` says so. Where the path is not in
   * the text, the key of the nearest mapping above it that is.
   */
  readonly position: (path: Path, of?: "key" | "value") => Position;
}

/** So many that no honest settings file meets it, and few enough that nested aliases cannot fill the memory. */
const ALIASES_AT_MOST = 100;

/** The library's own sentences quote the text, which may be a secret. */
const SENTENCES: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias (*name) takes neither an anchor nor a tag",
  BAD_ALIAS: "* begins an alias, and this is none; put the value in quotes",
  BAD_COLLECTION_TYPE: "tags (!name) are not read here; put the value in quotes if the ! belongs to it",
  BAD_DIRECTIVE: "% begins a YAML directive, and this is none that is read here; remove the line",
  BAD_DQ_ESCAPE: "after \\ in double quotes stands a character that cannot be escaped; write \\\\ or use single quotes",
  BAD_INDENT: "wrong indentation; keys of one mapping begin in the same column, and every bracket is closed",
  BAD_PROP_ORDER: "an anchor or tag stands in the wrong place; remove it",
  BAD_SCALAR_START: "a value cannot begin with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a second key in the same line; begin a new line, or put the value in quotes",
  BLOCK_IN_FLOW: "inside { } and [ ] entries are separated by commas, not by lines; rewrite this one",
  DUPLICATE_KEY: "this key is given twice in the same mapping; keep one",
  IMPOSSIBLE: "this cannot be read as YAML; rewrite the line",
  KEY_OVER_1024_CHARS: "this key is too long, or the colon after it is missing",
  MISSING_CHAR: "a quote, bracket, comma, colon or space is missing here",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line and be followed by a colon",
  MULTIPLE_ANCHORS: "two anchors for one value; keep one",
  MULTIPLE_DOCS: "a second document begins here; the settings are one document",
  MULTIPLE_TAGS: "tags (!name) are not read here; remove them",
  NON_STRING_KEY: "a key must be plain text",
  RESOURCE_EXHAUSTION: "nested too deeply",
  TAB_AS_INDENT: "a tab indents this line; use spaces",
  TAG_RESOLVE_FAILED: "tags (!name) are not read here; put the value in quotes if the ! belongs to it",
  UNEXPECTED_TOKEN: "this does not belong here; put the value in quotes, or look at the line above",
};

export function readYaml(source: string): YamlText {
  const lines = new LineCounter();
  // The schema is fixed, so that a %YAML 1.1 line cannot turn "no" into false.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, schema: "core", stringKeys: true });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const faults = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    ...at(pos[0]),
    text: SENTENCES[code],
  }));
  // After a doubled key the rest of the text still means what it says; after any other fault it may not.
  const sound = document.errors.every(({ code }) => code === "DUPLICATE_KEY");
  if (sound) faults.push(...nodeFaults(document).map(({ offset, text }) => ({ ...at(offset), text })));
  const expanded = sound ? expand(document) : undefined;
  if (expanded?.tooOften !== undefined)
    faults.push({ ...at(expanded.tooOften), text: "too many aliases; write the values out" });
  return {
    value: expanded?.value,
    faults: faults.filter(({ line }, i) => faults.findIndex((other) => other.line === line) === i),
    position: (path, of = "value") => at(offsetOf(document, path, of)),
  };
}

interface NodeFault {
  readonly offset: number;
  readonly text: string;
}

function nodeFaults(document: Document.Parsed): readonly NodeFault[] {
  const faults: NodeFault[] = [];
  visit(document, {
    Alias(_, alias) {
      const target = alias.resolve(document);
      if (target === undefined)
        faults.push({ offset: start(alias), text: "this alias (*name) has no anchor (&name) above it" });
      else if (start(target) <= start(alias) && start(alias) < end(target)) {
        faults.push({ offset: start(alias), text: "this alias contains itself; write the value out" });
      }
    },
    Pair(_, pair) {
      // zod passes over it in silence, as in `directories: { __proto__: … }`.
      if (keyText(pair) === "__proto__") faults.push({ offset: start(pair.key), text: "a key cannot have this name" });
    },
  });
  return faults;
}

function expand(document: Document.Parsed): { readonly value?: unknown; readonly tooOften?: number } {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  if (aliases.some((alias) => alias.resolve(document) === undefined)) return {};
  try {
    return { value: document.toJS({ maxAliasCount: ALIASES_AT_MOST }) };
  } catch (error) {
    // What the library throws at the limit.
    if (error instanceof ReferenceError) return { tooOften: start(aliases[0]) };
    throw error;
  }
}

function offsetOf(document: Document.Parsed, path: Path, of: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = start(node);
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => keyText(item) === String(segment));
      if (pair === undefined) return offset;
      offset = start(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(segment)];
      if (node === undefined) return offset;
      offset = start(node);
    } else {
      return offset;
    }
  }
  return of === "value" && start(node) < end(node) ? start(node) : offset;
}

function keyText({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function start(node: unknown): number {
  return range(node)?.[0] ?? 0;
}

function end(node: unknown): number {
  return range(node)?.[1] ?? 0;
}

function range(node: unknown): Node["range"] {
  return isNode(node) ? node.range : undefined;
}
