/** Of some it is not known whether there is one. */
export type Signals = readonly (AbortSignal | undefined)[];

/**
 * Does `work` once, when the first of them aborts; at once where one has. `AbortSignal.any` makes a signal that all of them remember until
 * the garbage is collected: for those who wait again and again for one that lasts, that takes longer than what they do in between.
 * @returns what ends the waiting; to be called however it ended
 */
export function onceAborted(signals: Signals, work: () => void): () => void {
  if (signals.some((one) => one?.aborted === true)) {
    work();
    return () => {};
  }
  const end = (): void => {
    for (const one of signals) one?.removeEventListener("abort", first);
  };
  const first = (): void => {
    end();
    work();
  };
  for (const one of signals) one?.addEventListener("abort", first);
  return end;
}

/** Resolves when it aborts; at once where there is none. */
export function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal === undefined) resolve();
  else onceAborted([signal], resolve);
  return promise;
}
