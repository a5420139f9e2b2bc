// Law 3: events are hints, reads are truth. Events come with a later step; what holds already is that the account, asked for
// by itself, outranks the list that flagged it, in whatever order the answers come and however often.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deactivate, hour, people, reading, stripped, watch } from "../support/directory.ts";

const staff = people(60);

describe("what an account says of itself outranks what the list says of it", () => {
  const scene = fc
    .uniqueArray(fc.nat(staff.length - 1), { minLength: 1, maxLength: 20 })
    .chain((flagged) => fc.tuple(fc.constant(flagged), fc.subarray(flagged), fc.infiniteStream(fc.nat(1000))));

  it("whoever is flagged and reads back as active is not called gone, and everybody else is; order and repetition change nothing", () => {
    fc.assert(
      fc.property(scene, ([flagged, back, random]) => {
        const ids = flagged.map((n) => `U${n}`);
        const active = new Set(back.map((n) => `U${n}`));
        const answers = staff
          .filter(({ id }) => ids.includes(id))
          .map((account) => (active.has(account.id) ? account : stripped(account)));
        const shuffled = [...answers, ...answers]
          .map((account) => ({ account, key: random.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ account }) => account);

        const outcomes = [answers, shuffled].map((accounts) => {
          const seen = watch("proves nothing");
          seen.take(reading(staff, hour(0)));
          const { told } = seen.take(reading(deactivate(staff, ...ids), hour(1)), { accounts, at: hour(1) });
          const gone = [...seen.roster().entries.values()].filter(({ account }) => account.status === "deactivated");
          return { told: told.map(({ account }) => account.id), gone: gone.map(({ account }) => account.id) };
        });
        const truth = staff.map(({ id }) => id).filter((id) => ids.includes(id) && !active.has(id));
        expect(outcomes[0]).toEqual({ told: truth, gone: truth });
        expect(outcomes[1]).toEqual(outcomes[0]);
      }),
    );
  });
});
