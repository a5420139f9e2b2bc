import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RosterEntry } from "../core/directory/roster.ts";
import { refKey } from "../core/person/person.ts";
import { openSqlite } from "../stores/sqlite.ts";
import { forget } from "./forget.ts";
import { keepEntries, linkEverybody, NO_MAPPING } from "./link-persons.ts";
import type { Store } from "./ports.ts";

const DIRECTORIES = ["a", "b", "c"] as const;

async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqlite({ path: ":memory:" });
  try {
    await store.transaction(async (writer) => {
      for (const directory of DIRECTORIES) await writer.putDirectory({ directory, kind: "file" });
    });
    return await use(store);
  } finally {
    await store.close();
  }
}

const entry = (id: string, attributes: RosterEntry["account"]["attributes"]): RosterEntry => ({
  account: { id, status: "active", attributes },
  presence: "present",
});

const keep = (store: Store, directory: string, entries: RosterEntry[], at: number, rules = NO_MAPPING) =>
  store.transaction((writer) => keepEntries(writer, directory, entries, rules, at));

const anEntry = fc
  .record({
    id: fc.constantFrom("1", "2", "3"),
    attributes: fc.record(
      {
        employeeId: fc.constantFrom("e1", "E2", "e3", null),
        email: fc.constantFrom("p@x", "q@x"),
        emailVerified: fc.boolean(),
        kind: fc.constantFrom("human" as const, "bot" as const),
        handle: fc.constantFrom("h1", "h2"),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  })
  .map(({ id, attributes }) => entry(id, attributes));
const someReadings = fc.array(
  fc.record({
    directory: fc.constantFrom(...DIRECTORIES),
    entries: fc.uniqueArray(anEntry, { selector: ({ account }) => account.id, maxLength: 3 }),
  }),
  { maxLength: 6 },
);

describe("linking after a reading", () => {
  it("looks only at what hangs together with it, and comes to what linking everybody comes to", async () => {
    const rules = {
      mapping: [
        { account: { directory: "a", word: "h1" }, is: { employeeId: "e1" } },
        { account: { directory: "b", word: "2" }, is: { directory: "c", word: "h2" } },
      ],
    };
    await fc.assert(
      fc.asyncProperty(someReadings, fc.boolean(), async (readings, mapped) => {
        const use = mapped ? rules : NO_MAPPING;
        const [around, everybody] = await Promise.all(
          [false, true].map((all) =>
            withStore(async (store) => {
              for (const [at, { directory, entries }] of readings.entries()) {
                await keep(store, directory, entries, at, use);
                if (all) await store.transaction((writer) => linkEverybody(writer, use, at));
              }
              return store.belongings("all");
            }),
          ),
        );
        expect(around).toEqual(everybody);
      }),
      {
        numRuns: 25,
        examples: [
          // A word of the mapping comes to be that of two accounts, and is that of one again.
          [
            [
              { directory: "c", entries: [entry("1", { employeeId: "e1" })] },
              { directory: "a", entries: [entry("2", { employeeId: "e1" }), entry("3", { handle: "h1" })] },
              { directory: "a", entries: [entry("1", { handle: "h1" })] },
            ],
            true,
          ],
          [
            [
              { directory: "c", entries: [entry("3", { handle: "h2" }), entry("1", { handle: "h2" })] },
              { directory: "b", entries: [entry("2", {})] },
              { directory: "c", entries: [entry("1", {})] },
            ],
            true,
          ],
          // Whom the mapping meant is a person's account no longer, and the word has become another's.
          [
            [
              { directory: "a", entries: [entry("1", { handle: "h1" })] },
              { directory: "c", entries: [entry("1", { employeeId: "e1" })] },
              { directory: "a", entries: [entry("3", { handle: "h1" })] },
              { directory: "a", entries: [entry("1", { kind: "bot" })] },
            ],
            true,
          ],
        ],
      },
    );
  }, 120_000);

  it("links nobody who is no person, and by no address that only somebody typed", async () => {
    await withStore(async (store) => {
      await keep(store, "a", [entry("1", { email: "p@x", emailVerified: true })], 1);
      await keep(store, "b", [entry("1", { email: "p@x", emailVerified: true, kind: "bot" })], 2);
      await keep(store, "c", [entry("1", { email: "p@x" })], 3);
      expect(await store.belongings("all")).toEqual([]);
    });
  });

  it("is on the record in numbers, without a name, an address or an id of anybody", async () => {
    await withStore(async (store) => {
      await keep(store, "a", [entry("ada-1", { name: "Ada", employeeId: "e1" })], 1);
      await keep(store, "b", [entry("ada-2", { name: "Ada", employeeId: "e1" })], 2);
      expect((await store.records({})).map(({ action, detail }) => [action, detail])).toEqual([
        ["persons linked", { linked: 2, unlinked: 0, conflicts: 0 }],
      ]);
    });
  });

  it("leaves nothing of an account that is let go of, and nobody who belongs to themselves alone", async () => {
    await withStore(async (store) => {
      const ada = { employeeId: "e1", email: "p@x", emailVerified: true };
      for (const [at, directory] of DIRECTORIES.entries()) await keep(store, directory, [entry("1", ada)], at);
      await store.transaction((writer) => forget(writer, "a", ["1"], { why: "unread", at: 9 }));
      expect((await store.belongings("all")).map(refKey)).toEqual(["b\n1", "c\n1"]);
      await store.transaction((writer) => forget(writer, "b", ["1"], { why: "unread", at: 9 }));
      expect(await store.belongings("all")).toEqual([]);
    });
  });
});
