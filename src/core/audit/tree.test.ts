import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Tree } from "./tree.ts";

const leafOf = (data: Uint8Array): Uint8Array => createHash("sha256").update("\0").update(data).digest();

function rootOf(leaves: readonly Uint8Array[]): string {
  const tree = new Tree();
  for (const leaf of leaves) tree.add(leafOf(leaf));
  return Buffer.from(tree.root()).toString("hex");
}

/** The leaves and roots of the tests of Certificate Transparency's reference implementation. */
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(
  (hex) => Buffer.from(hex, "hex"),
);
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** Section 2.1 of RFC 6962, as it is written there. */
function byTheBook(leaves: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  const [first] = leaves;
  if (first === undefined) return hash.digest();
  if (leaves.length === 1) return hash.update(Buffer.of(0)).update(first).digest();
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hash
    .update(Buffer.of(1))
    .update(byTheBook(leaves.slice(0, k)))
    .update(byTheBook(leaves.slice(k)))
    .digest();
}

describe("the root of the tree", () => {
  it.each(ROOTS.map((root, size) => ({ root, size })))("of $size leaves is the known one", ({ root, size }) => {
    expect(rootOf(LEAVES.slice(0, size))).toBe(root);
  });

  it("is that of the definition, for any leaves", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 70 }), (leaves) => {
        expect(rootOf(leaves)).toBe(byTheBook(leaves).toString("hex"));
      }),
    );
  });
});
