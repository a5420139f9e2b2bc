import type { Clock, Store } from "./ports.ts";

/**
 * Puts on the record that people are about to be shown by name, before the first byte of it leaves: where the record cannot
 * be written, nothing is shown. Readers of counts alone are not recorded.
 * @param what which of them: ids of ours, aliases and numbers, never a name
 */
export async function recordView(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  view: "departures" | "explain" | "waves" | "notify retry",
  what: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  await store.transaction((writer) =>
    writer.record({ at: clock.now(), action: "view", detail: { view, audience: "named", ...what } }),
  );
}
