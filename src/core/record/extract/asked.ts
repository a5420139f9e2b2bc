// Questions that are put at most once, and for most sentences never: what they cost is more than what they are needed for.

/** The answer to a question, found when it is first asked for. */
export function once<T>(answer: () => T): () => T {
  let held: { readonly answer: T } | undefined;
  return () => (held ??= { answer: answer() }).answer;
}

/** Whether sentences before speak of many employers, with nobody named since. */
interface ManyBefore {
  readonly isOpen: () => boolean;
  /** A figure over many was told. */
  readonly open: () => void;
  /** An employer was named. */
  readonly close: () => void;
  /** A sentence may be of many. */
  readonly openIf: (many: () => boolean) => void;
}

export function manyBefore(): ManyBefore {
  let isOpen = false;
  let open: (() => boolean)[] = [];
  const settled = (is: boolean): boolean => {
    open = [];
    return (isOpen = is);
  };
  return {
    isOpen: () => settled(isOpen || open.some((many) => many())),
    open: () => void settled(true),
    close: () => void settled(false),
    openIf: (many) => void open.push(many),
  };
}
