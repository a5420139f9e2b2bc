/** What is all of them at once. */
type All<Some> = (Some extends unknown ? (one: Some) => void : never) extends (all: infer Every) => void
  ? Every
  : never;

/**
 * Joins what makes parts of an object into what makes the whole. A part is made when the first of its members is asked for: a transaction
 * asks for a few members of one or two parts, and to make them all takes longer than what most transactions do.
 * @returns takes the parts: which members one has is always the same, and where two have one of the same name, that of the later counts
 */
export function joined<Given extends readonly unknown[]>() {
  return <const Parts extends readonly ((...given: Given) => object)[]>(...parts: Parts) => {
    type Whole = All<ReturnType<Parts[number]>> & object;
    /** The name of each member, with the place of its part. */
    let places: ReadonlyMap<string | symbol, number> | undefined;
    /** What the whole is to have, for whoever copies it. */
    let names = {};
    const learn = (given: Given): ReadonlyMap<string | symbol, number> => {
      const found = parts.flatMap((part, place) => Object.keys(part(...given)).map((name) => [name, place] as const));
      names = Object.fromEntries(found);
      return new Map(found);
    };
    return (...given: Given): Whole => {
      const known = (places ??= learn(given));
      const made: (object | undefined)[] = [];
      const get = (_: object, name: string | symbol): unknown => {
        const place = known.get(name);
        if (place === undefined) return undefined;
        return Reflect.get((made[place] ??= parts[place]?.(...given)) ?? {}, name);
      };
      return new Proxy(names, { get }) as Whole;
    };
  };
}
