import { hearsOf, type Rule } from "./rule.ts";

/** A directory by its alias, and the kind of its tool. */
interface Watched {
  readonly id: string;
  readonly kind: string;
}

interface Told {
  readonly name: string;
  readonly rule: Rule;
  /** The kind of tool that its messages pass through; absent where they pass through none that is watched. */
  readonly through?: string;
}

/**
 * The directories of which nobody would hear that they have gone dark: each destination that is told of their health is
 * missing, or passes through the same kind of tool (law 7).
 */
export function withoutSecondRoute(directories: readonly Watched[], destinations: readonly Told[]): string[] {
  const dark = directories.filter(
    ({ id, kind }) => !destinations.some(({ rule, through }) => through !== kind && hearsOf(rule, "health", id)),
  );
  return dark.map(({ id }) => id);
}
