import type { Members } from "./part-parser.ts";

/**
 * A kind of value in JSON, for lists of thousands of records: of what is looked at nothing is made anew. Everything else that is foreign is
 * read with zod, which does, and takes eight times as long.
 */
export interface Kind<T, R extends true | Members = true | Members> {
  readonly is: (value: unknown) => value is T;
  /** What is read of it. */
  readonly reads: R;
}

export type Of<K> = K extends Kind<infer T> ? T : never;

function whole<T>(is: (value: unknown) => value is T): Kind<T, true> {
  return { is, reads: true };
}

export const anything = whole((value): value is unknown => value !== undefined);
export const text = whole((value) => typeof value === "string");
export const flag = whole((value) => typeof value === "boolean");
export const number = whole((value): value is number => typeof value === "number" && Number.isFinite(value));

export function listOf<T>({ is }: Kind<T>): Kind<readonly T[], true> {
  return whole((value): value is readonly T[] => Array.isArray(value) && value.every((one) => is(one)));
}

type Shape = Readonly<Record<string, Kind<unknown>>>;
type Shaped<S extends Shape> = { readonly [N in keyof S]?: Of<S[N]> | null };
type Reads<S extends Shape> = { readonly [N in keyof S]: S[N]["reads"] };

/** Objects in which any member may be absent or null, since tools leave out what they do not state, and may have others that nobody reads. */
export function objectOf<S extends Shape>(shape: S): Kind<Shaped<S>, Reads<S>> {
  const kinds = new Map(Object.entries(shape));
  const is = (value: unknown): value is Shaped<S> => {
    if (!isObject(value)) return false;
    for (const name in value) {
      const member = value[name];
      if (member != null && kinds.get(name)?.is(member) === false) return false;
    }
    return true;
  };
  return { is, reads: Object.fromEntries([...kinds].map(([name, { reads }]) => [name, reads])) as Reads<S> };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
