import { expect, it } from "vitest";
import type { StoreReader } from "./ports.ts";
import { load, seatIn, tableOf } from "./stored-prints.ts";

/** A print as the store has it, and as two numbers. */
const digits = (n: number): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(n);
  return bytes.toString("hex");
};

it("all prints that a store has are loaded, and found, however many there are and in how many lists", async () => {
  const many = 60_000;
  const lines = Array.from({ length: many }, (_, n) => {
    const id = `U${String(n).padStart(6, "0")}`;
    // Every third has another seat.
    return n % 3 === 0 ? `${digits(2 * n)}\t\t\t+${digits(2 * n + 1)}\t${id}` : `${digits(2 * n)}${id}`;
  });
  const parts = [lines.slice(0, 25_000), lines.slice(25_000)].map((some) => some.join("\n"));
  const reader = {
    prints: async (_directory: string, after?: string) => {
      const part = parts[after === undefined ? 0 : Number(after)];
      return part === undefined ? undefined : { lines: part, last: String(Number(after ?? 0) + 1) };
    },
  } satisfies Partial<StoreReader> as unknown as StoreReader;
  const { ids, first, prints } = await load(reader, "acme");
  expect(ids.size).toBe(many);
  const seats = many + many / 3;
  expect(first[many]).toBe(seats);
  const table = tableOf(prints, seats);
  for (let n = 0; n < many; n++) {
    const place = ids.find(`U${String(n).padStart(6, "0")}`);
    const wanted = n % 3 === 0 ? [2 * n, 2 * n + 1] : [2 * n];
    const found = wanted.map((one) => (table === undefined ? -1 : seatIn(table, prints, one, 0)));
    const from = first[place] ?? -1;
    if (found.join() !== wanted.map((_, i) => from + i).join()) expect([n, found]).toEqual([n, [from]]);
  }
});
