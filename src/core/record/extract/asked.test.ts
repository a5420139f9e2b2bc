import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manyBefore, once } from "./asked.ts";

describe("a question that costs much", () => {
  it("is put when its answer is first needed, and then never again", () => {
    let put = 0;
    const answer = once(() => ++put > 1);
    expect(put).toBe(0);
    expect([answer(), answer(), put]).toEqual([false, false, 1]);
  });

  it("says of sentences before whether they are of many, as if it had been put for each, whenever it is asked", () => {
    const sentence = fc.record({
      kind: fc.constantFrom("told", "named", "other"),
      many: fc.boolean(),
      isAsked: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(sentence), (sentences) => {
        const before = manyBefore();
        let is = false;
        for (const { kind, many, isAsked } of sentences) {
          if (kind === "told") before.open();
          else if (kind === "named") before.close();
          else before.openIf(() => many);
          is = kind === "told" || (kind === "other" && (is || many));
          if (isAsked) expect(before.isOpen()).toBe(is);
        }
        expect(before.isOpen()).toBe(is);
      }),
    );
  });
});
