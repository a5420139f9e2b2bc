// What a wave looks like, by the directory that says who belongs.
import { expect, it } from "vitest";
import { takeReading } from "../../src/app/take-reading.ts";
import type { Account } from "../../src/core/directory/account.ts";
import type { Cause } from "../../src/core/wave/cause.ts";
import { DAY, HOUR, type Instant } from "../../src/core/time.ts";
import { openStore } from "../../src/wire/context.ts";
import { deactivate, hour, person, reading } from "../support/directory.ts";

const everybody = (directory: string): Account[] =>
  Array.from({ length: 200 }, (_, n) =>
    person(`${directory}-${n}`, { name: `Person ${n}`, email: `person.${n}@acme.example`, emailVerified: true }),
  );
const LEAVERS = Array.from({ length: 30 }, (_, n) => n);

/** 30 of 200 are gone from Slack by one reading, and from Okta or not. @returns what it looks like an hour later */
async function causeOf(gone: readonly string[], leads: readonly string[]): Promise<Cause | undefined> {
  const store = await openStore();
  try {
    const read = async (directory: string, at: Instant, left: boolean): Promise<void> => {
      const ids = left && gone.includes(directory) ? LEAVERS.map((n) => `${directory}-${n}`) : [];
      await takeReading(store, reading(deactivate(everybody(directory), ...ids), at, { directory }), {
        kind: "file",
        absence: "proves nothing",
        departures: { demotion: false },
        persons: { mapping: [] },
        waves: { leads },
      });
    };
    for (let day = 0; day < 3; day++) {
      for (const directory of ["okta", "slack"]) await read(directory, hour(24 * day), false);
    }
    // Slack shows it first; then Okta is read, and Slack once more.
    await read("slack", hour(72), true);
    await read("okta", hour(73), true);
    await read("slack", hour(72) + DAY + HOUR, true);
    const [wave] = await store.incidents({ kind: "waves", directory: "slack" });
    return wave?.wave?.cause;
  } finally {
    await store.close();
  }
}

it("30 gone from Slack who are still in Okta look like a sync that went wrong, and without Okta like nothing clear", async () => {
  expect(await causeOf(["slack"], ["okta"])).toBe("broken_sync");
  expect(await causeOf(["slack"], [])).not.toBe("broken_sync");
});

it("30 gone from both look like people leaving", async () => {
  expect(await causeOf(["slack", "okta"], ["okta"])).toBe("departures");
});
