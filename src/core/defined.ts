/** The values without the keys that are undefined: in what a tool states, a key that is there and undefined is a trap. */
export function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Called for every account of every page: entries of their own would be most of its time.
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in values)
    if (values[key] !== undefined) kept[key] = values[key] as Exclude<(typeof values)[typeof key], undefined>;
  return kept;
}
