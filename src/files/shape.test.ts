import { describe, expect, it } from "vitest";
import { anything, flag, listOf, number, objectOf, text } from "./shape.ts";

const shape = objectOf({
  id: text,
  is_bot: flag,
  at: number,
  any: anything,
  names: listOf(text),
  inner: objectOf({ id: text }),
});

describe("a shape", () => {
  it.each([
    {},
    { id: "", is_bot: false, at: 0, any: [{}], names: [], inner: {} },
    { id: null, is_bot: null, at: null, any: null, names: null, inner: null },
    { id: "a", names: ["b"], inner: { id: "c", other: 1 }, other: { id: 1 } },
  ])("is that of %j", (value) => {
    expect(shape.is(value)).toBe(true);
  });

  it.each([
    [[], null, "id", 1, undefined],
    [{ id: 1 }, { is_bot: "true" }, { at: "1" }, { at: JSON.parse("1e999") as unknown }, { at: Number.NaN }],
    [{ names: "a" }, { names: [null] }, { names: ["a", 1] }, { inner: [] }, { inner: { id: {} } }],
  ])("is not that of anything else", (...values) => {
    for (const value of values) expect(shape.is(value)).toBe(false);
  });

  it("says what is read of it", () => {
    expect(shape.reads).toEqual({ id: true, is_bot: true, at: true, any: true, names: true, inner: { id: true } });
  });
});
