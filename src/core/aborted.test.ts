import { getEventListeners } from "node:events";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { onceAborted } from "./aborted.ts";

const acts = fc.array(fc.oneof(fc.nat(3), fc.constant("end" as const)), { maxLength: 8 });

it("is told once when the first of several signals aborts, not after its end, and no signal remembers it then", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 2 }), acts, (before, then) => {
      const controllers = Array.from({ length: 4 }, () => new AbortController());
      for (const i of before) controllers[i]?.abort();
      let told = 0;
      const end = onceAborted([undefined, ...controllers.map(({ signal }) => signal)], () => told++);
      let due = before.length > 0 ? 1 : 0;
      let ended = due === 1;
      expect(told).toBe(due);
      for (const act of then) {
        if (act === "end") end();
        else controllers[act]?.abort();
        if (act !== "end" && !ended) due = 1;
        ended = true;
        expect(told).toBe(due);
      }
      if (!ended) end();
      for (const { signal } of controllers) expect(getEventListeners(signal, "abort")).toEqual([]);
    }),
  );
});
