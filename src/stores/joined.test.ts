import { expect, it } from "vitest";
import { joined } from "./joined.ts";

const made: string[] = [];
const one = (given: number) => {
  made.push(`one of ${given}`);
  let asked = 0;
  return { next: () => given + asked++, same: () => "the first", alone: () => given };
};
const other = (given: number) => {
  made.push(`other of ${given}`);
  return { same: () => "the second", other: () => -given };
};
const whole = joined<[number]>()(one, other);

it("has the members of all parts, those of the later before those of the earlier, and no others", async () => {
  const all = whole(7);
  expect([all.alone(), all.same(), all.other()]).toEqual([7, "the second", -7]);
  expect(Reflect.get(all, "toString")).toBeUndefined();
  // One that waits for it is not told that it is a promise.
  expect(await Promise.resolve(all)).toBe(all);
});

it("makes a part when the first of its members is asked for, and once", () => {
  whole(1);
  made.length = 0;
  const all = whole(2);
  expect(made).toEqual([]);
  expect([all.next(), all.next(), all.alone()]).toEqual([2, 3, 2]);
  expect(made).toEqual(["one of 2"]);
});

it("keeps what is made of one apart from what is made of another", () => {
  const [first, second] = [whole(10), whole(20)];
  expect([first.next(), second.next(), first.next(), second.next()]).toEqual([10, 20, 11, 21]);
});

it("is copied whole", () => {
  const copy = { ...whole(5), other: () => 0 };
  expect(Object.keys(copy).toSorted()).toEqual(["alone", "next", "other", "same"]);
  expect([copy.alone(), copy.same(), copy.other()]).toEqual([5, "the second", 0]);
});
