/** One of several tools or destinations, whose code is loaded when the settings name it. */
export interface Kind<T> {
  readonly kind: string;
  readonly load: () => Promise<T>;
}

/**
 * Those that are named; all of them where none is, or nobody knows which, or there is none of a name, so that it can be said what there is.
 */
export async function loadKinds<T>(kinds: readonly Kind<T>[], named?: ReadonlySet<string>): Promise<readonly T[]> {
  const wanted = kinds.filter(({ kind }) => named?.has(kind) === true);
  return Promise.all((wanted.length > 0 && wanted.length === named?.size ? wanted : kinds).map(({ load }) => load()));
}
