/** The connector or notifier of a kind, which the settings have let through. */
export function ofKind<T extends { readonly kind: string }>(registry: readonly T[], kind: string): T {
  const found = registry.find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(`the settings let through the kind ${kind}`);
  return found;
}
