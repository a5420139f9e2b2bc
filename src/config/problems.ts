import { z } from "zod";
import { shownName } from "../core/token-text.ts";
import { nearest } from "../core/suggest.ts";
import type { Fault, Path, YamlText } from "./yaml.ts";

/** How `inPlainWords` begins where something is missing. */
const MISSING = "is missing";

/** One thing that is wrong: what to point at, which path to name, and what to say. */
interface Finding {
  readonly at: Path;
  readonly of: "key" | "value";
  readonly path: Path;
  readonly text: string;
  /** The path that a misspelt key was meant to be. */
  readonly meant?: Path;
}

type Issue = z.core.$ZodIssue;

/** What zod found (with the messages of `inPlainWords`), each at its place in the text. */
export function faultsOf(error: z.ZodError, yaml: YamlText): readonly Fault[] {
  const findings = findingsOf(error.issues, [], yaml.value);
  const meant = new Set(findings.flatMap((finding) => (finding.meant === undefined ? [] : [key(finding.meant)])));
  return (
    findings
      // The misspelt key is the one fault; that the right one is therefore missing would only be noise.
      .filter((finding) => !(meant.has(key(finding.path)) && finding.text.startsWith(MISSING)))
      .map(({ at, of, path, text }) => ({
        ...yaml.position(at, of),
        text: path.length === 0 ? text : `${pathText(path)}: ${text}`,
      }))
  );
}

function findingsOf(issues: readonly Issue[], prefix: Path, root: unknown): readonly Finding[] {
  const unknown = new Set(issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? [key(issue.path)] : [])));
  return (
    issues
      // A rule over a whole mapping says nothing of worth while one of its keys is misspelt.
      .filter((issue) => !(issue.code === "custom" && unknown.has(key(issue.path))))
      .flatMap((issue) => findingOf(issue, issues, prefix, root))
  );
}

function findingOf(issue: Issue, issues: readonly Issue[], prefix: Path, root: unknown): readonly Finding[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "unrecognized_keys") return unknownKeys(issue, issues, path, root);
  if (issue.code === "invalid_union") return union(issue, path, root);
  if (issue.code === "invalid_key") return [{ at: path, of: "key", path: path.slice(0, -1), text: issue.message }];
  return [{ at: path, of: "value", path, text: issue.message }];
}

/**
 * An unknown key is named only where a known one is near: it may be a secret in the wrong place. It was meant to be one that
 * is missing, else one that is not written yet.
 */
function unknownKeys(
  { keys, message, path }: Issue & { code: "unrecognized_keys" },
  issues: readonly Issue[],
  parent: Path,
  root: unknown,
): readonly Finding[] {
  const known = message.split(", ");
  const written = keysOf(valueAt(root, parent));
  const absent = new Set(issues.flatMap((issue) => (issue.message.startsWith(MISSING) ? [key(issue.path)] : [])));
  const missing = known.filter((candidate) => absent.has(key([...path, candidate])));
  const free = known.filter((candidate) => !written.includes(candidate));
  return keys.map((name) => {
    const near = nearest(name, missing) ?? nearest(name, free);
    if (near !== undefined) return misspelt(parent, name, near);
    return {
      at: [...parent, name],
      of: "key",
      path: parent,
      text: `unknown key; the keys here are ${known.join(", ")}`,
    };
  });
}

function misspelt(parent: Path, name: string, near: string): Finding {
  const at = [...parent, name];
  return { at, of: "key", path: at, text: `unknown key, did you mean "${near}"?`, meant: [...parent, near] };
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function union(issue: Issue & { code: "invalid_union" }, path: Path, root: unknown): readonly Finding[] {
  const plain: Finding = { at: path, of: "value", path, text: issue.message };
  const discriminator = path.at(-1);
  if (issue.discriminator !== undefined && discriminator !== undefined) {
    const parent = path.slice(0, -1);
    const keys = keysOf(valueAt(root, parent));
    const name = keys.includes(String(discriminator))
      ? undefined
      : keys.find((written) => nearest(written, [String(discriminator)]) !== undefined);
    return [name === undefined ? plain : misspelt(parent, name, String(discriminator))];
  }
  // The form that was meant is the one whose type fits; its faults lie deeper.
  const meant = issue.errors.filter(
    (issues) => !issues.some(({ code, path: inner }) => inner.length === 0 && isTypeFault(code)),
  );
  const [only] = meant;
  if (only === undefined || meant.length > 1) return [plain];
  return findingsOf(only, path, root);
}

function isTypeFault(code: Issue["code"]): boolean {
  return code === "invalid_type" || code === "invalid_value";
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, segment) => (typeof value === "object" && value !== null ? Reflect.get(value, segment) : undefined),
    root,
  );
}

/** `directories.acme.allowScopes[2]`; a key that may be a secret or a person's is shown as … */
export function pathText(path: Path): string {
  return path
    .map((segment, i) => {
      if (typeof segment === "number") return `[${segment}]`;
      const name = String(segment);
      const shown = /^[\w-]{1,63}$/.test(name) ? shownName(name) : "…";
      return i === 0 ? shown : `.${shown}`;
    })
    .join("");
}

function key(path: Path): string {
  return JSON.stringify(path.map(String));
}
