import fc from "fast-check";
import { expect, it } from "vitest";
import { createActs } from "./acts.ts";
import { createWorld } from "./generate.ts";
import { listedRecord, userRecord, type View } from "./record.ts";
import { HOUR } from "../../../core/time.ts";
import { Written, writtenJson } from "./written.ts";

const START = Date.UTC(2026, 2, 28, 8);

it("an answer with parts that are written already has the text that JSON.stringify gives it", () => {
  const value = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(value, fc.array(fc.oneof(value, fc.object())))), (answer) => {
      const isPart = (one: unknown): one is object => typeof one === "object" && one !== null && !Array.isArray(one);
      const parts = (one: unknown): unknown =>
        Array.isArray(one) ? one.map((item) => (isPart(item) ? new Written(item) : item)) : one;
      const some = Object.fromEntries(
        Object.entries(answer).map(([key, one]) => [key, isPart(one) ? new Written(one) : parts(one)]),
      );
      expect(writtenJson(some)).toBe(JSON.stringify(answer));
    }),
  );
});

it("whatever happens to an account, and whoever looks when, its record in the list is the one that users.info gives", () => {
  const act = fc.constantFrom("deactivate", "reactivate", "rename", "makeGuest", "setStatus", "moved", "nothing");
  fc.assert(
    fc.property(
      fc.array(fc.record({ act, who: fc.nat(29), hours: fc.integer({ min: 0, max: 30 }), email: fc.boolean() })),
      (steps) => {
        const world = createWorld({ seed: 3, accounts: 30, now: START });
        let now = START;
        const acts = createActs(
          world,
          () => now,
          () => {},
        );
        const ids = [...world.members.keys()];
        for (const { act: name, who, hours, email } of steps) {
          now += hours * HOUR;
          const member = world.members.get(ids[who] ?? "");
          try {
            if (name === "deactivate" || name === "reactivate") acts[name](ids[who] ?? "");
          } catch {
            // It cannot happen to everybody.
          }
          if (member !== undefined && name === "rename") member.first = `${member.first}x`;
          if (member !== undefined && name === "makeGuest") member.role = "guest";
          if (member !== undefined && name === "setStatus") member.statusText = `away ${hours}`;
          if (member !== undefined && name === "moved") member.removedFrom = [...member.workspaces];
          for (const workspace of [undefined, world.workspaces[0].id]) {
            const view: View = { world, workspace, now, email };
            for (const one of world.members.values())
              expect(listedRecord(one, view).text).toBe(JSON.stringify(userRecord(one, view)));
          }
        }
      },
    ),
  );
});
