import { createHash } from "node:crypto";

/**
 * The Merkle tree of RFC 6962 (section 2.1) over leaves that come one by one. It keeps one hash for each whole subtree, about
 * twenty for a million leaves.
 */
export class Tree {
  readonly #subtrees: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param leaf the leaf's hash */
  add(leaf: Uint8Array): void {
    let hash = leaf;
    // Each 1 at the end of the size is a whole subtree that this leaf completes to the next larger one.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#subtrees.pop();
      if (left === undefined) throw new Error("the tree has fewer subtrees than its size says");
      hash = node(left, hash);
    }
    this.#subtrees.push(hash);
    this.#size++;
  }

  root(): Uint8Array {
    const last = this.#subtrees.at(-1);
    if (last === undefined) return createHash("sha256").digest();
    return this.#subtrees.slice(0, -1).reduceRight((right, left) => node(left, right), last);
  }
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash("sha256").update("\u0001").update(left).update(right).digest();
}
