import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Linkable } from "./keys.ts";
import { link, type Linking, type Mapped } from "./link.ts";
import { type AccountRef, type Act, type Belonging, personsOf, refKey } from "./person.ts";

const ref = (text: string): AccountRef => {
  const [directory = "", id = ""] = text.split(":");
  return { directory, id };
};
const has = (text: string, keys: Omit<Linkable, "directory" | "id"> = {}): Linkable => ({ ...ref(text), ...keys });
const act = (what: Act["act"], account: string, other: string, at = 5): Act => ({
  id: `l-${what} ${account} ${other}`,
  at,
  act: what,
  account: ref(account),
  other: ref(other),
});
const mapped = (account: string, is: string): Mapped => ({
  account: ref(account),
  text: account,
  is: is.includes(":") ? { account: ref(is), text: is } : { employeeId: is },
});

const linked = (given: Partial<Linking>) => link({ accounts: [], kept: [], acts: [], mapping: [], now: 10, ...given });
/** Who is together, as `a:1 b:2`, each once, in order. */
const together = (belongings: readonly Belonging[]): string[] =>
  personsOf(belongings).map(({ accounts }) => accounts.map(({ directory, id }) => `${directory}:${id}`).join(" "));

const ADA = has("hr:1", { employeeId: "e1", email: "ada@x" });

describe("accounts of several directories", () => {
  it("are one person's where their employee ids are equal, or their addresses that tools vouch for", () => {
    const { belongings, conflicts } = linked({
      accounts: [ADA, has("okta:1", { employeeId: "e1" }), has("slack:1", { email: "ada@x" }), has("slack:2")],
    });
    expect(together(belongings)).toEqual(["hr:1 okta:1 slack:1"]);
    expect(belongings.map(({ ground }) => ground)).toEqual([
      { by: "employee_id", value: "e1", since: 10 },
      { by: "employee_id", value: "e1", since: 10 },
      { by: "email", value: "ada@x", since: 10 },
    ]);
    expect(conflicts).toEqual([]);
  });

  it("stay one person's, of the same id and by the ground as it was, when every key of theirs has changed", () => {
    const { belongings } = linked({ accounts: [ADA, has("slack:1", { email: "ada@x" })] });
    const after = [has("hr:1", { email: "ada.married@x" }), has("slack:1", { email: "a@x" })];
    expect(linked({ accounts: after, kept: belongings, now: 20 }).belongings).toEqual(belongings);
  });

  it("are not linked by a key that two accounts of one directory have, and that is told", () => {
    const { belongings, conflicts } = linked({
      accounts: [ADA, has("slack:1", { email: "ada@x" }), has("slack:2", { email: "ada@x" })],
    });
    expect(belongings).toEqual([]);
    expect(conflicts).toEqual([
      { reason: "one directory", by: "email", value: "ada@x", accounts: ["hr:1", "slack:1", "slack:2"].map(ref) },
    ]);
  });

  it("are not linked by an address where their employee ids differ, and that is told", () => {
    const { belongings, conflicts } = linked({
      accounts: [ADA, has("okta:1", { employeeId: "e1" }), has("slack:1", { email: "ada@x", employeeId: "e2" })],
    });
    expect(together(belongings)).toEqual(["hr:1 okta:1"]);
    expect(conflicts).toMatchObject([{ reason: "employee ids differ", by: "email", value: "ada@x" }]);
  });

  it("stay linked where employee ids that are learnt later differ, and that is told", () => {
    const before = linked({ accounts: [has("hr:1", { email: "a@x" }), has("slack:1", { email: "a@x" })] }).belongings;
    const after = linked({
      accounts: [has("hr:1", { email: "a@x", employeeId: "e1" }), has("slack:1", { employeeId: "e2" })],
      kept: before,
    });
    expect(after.belongings).toEqual(before);
    expect(after.conflicts).toMatchObject([{ reason: "employee ids differ", by: "employee_id" }]);
  });

  it("are not chained by addresses into a person with two accounts in one directory", () => {
    const { belongings, conflicts } = linked({
      accounts: [
        has("hr:1", { employeeId: "e1", email: "a@x" }),
        has("okta:1", { employeeId: "e1", email: "b@x" }),
        has("slack:1", { email: "a@x" }),
        has("slack:2", { email: "b@x" }),
      ],
    });
    expect(together(belongings)).toEqual(["hr:1 okta:1"]);
    expect(conflicts).toMatchObject([{ reason: "one directory", by: "email" }]);
  });

  it("are linked by the mapping for as long as it says so, to an account or to an employee id", () => {
    const accounts = [ADA, has("github:77"), has("slack:1")];
    const mapping = [mapped("github:77", "e1"), mapped("slack:1", "hr:1")];
    const { belongings } = linked({ accounts, mapping });
    expect(together(belongings)).toEqual(["github:77 hr:1 slack:1"]);
    expect(belongings[0]?.ground).toEqual({ by: "mapping", value: "github:77", since: 10 });
    expect(linked({ accounts, mapping, kept: belongings, now: 30 }).belongings).toEqual(belongings);
    expect(linked({ accounts, kept: belongings }).belongings).toEqual([]);
  });

  it("are not linked by an employee id of the mapping that two accounts of one directory have", () => {
    const accounts = [ADA, has("hr:2", { employeeId: "e1" }), has("github:77")];
    const { belongings, conflicts } = linked({ accounts, mapping: [mapped("github:77", "e1")] });
    expect(belongings).toEqual([]);
    expect(conflicts).toMatchObject([{ reason: "one directory", by: "employee_id", value: "e1" }]);
  });

  it("follow the mapping against what was linked before, and that is told", () => {
    const accounts = [has("hr:1", { email: "a@x" }), has("hr:2"), has("slack:1", { email: "a@x" })];
    const before = linked({ accounts }).belongings;
    const after = linked({ accounts, kept: before, mapping: [mapped("slack:1", "hr:2")] });
    expect(together(after.belongings)).toEqual(["hr:2 slack:1"]);
    expect(after.conflicts).toContainEqual(expect.objectContaining({ reason: "one directory" }));
    expect(together(linked({ accounts, kept: after.belongings }).belongings)).toEqual(["hr:1 slack:1"]);
  });

  it("are linked and taken apart by what somebody says, whatever the keys say", () => {
    const accounts = [ADA, has("okta:1", { employeeId: "e1" }), has("slack:1"), has("slack:2", { email: "ada@x" })];
    const acts = [act("link", "slack:1", "hr:1"), act("unlink", "slack:2", "hr:1"), act("unlink", "slack:2", "okta:1")];
    expect(together(linked({ accounts, acts }).belongings)).toEqual(["hr:1 okta:1 slack:1"]);
  });

  it("that somebody took out stay out when others join, who may join", () => {
    const accounts = [ADA, has("slack:1", { email: "ada@x" })];
    const { belongings } = linked({ accounts });
    const acts = [act("unlink", "slack:1", "hr:1")];
    const more = linked({ accounts: [...accounts, has("okta:1", { email: "ada@x" })], kept: belongings, acts });
    expect(together(more.belongings)).toEqual(["hr:1 okta:1"]);
    expect(more.conflicts).toEqual([]);
  });

  it("that somebody kept apart are not brought together by what comes in later, and that is told", () => {
    const accounts = [has("hr:1", { employeeId: "e1" }), has("slack:1", { email: "a@x" })];
    const acts = [act("unlink", "slack:1", "hr:1")];
    const between = has("okta:1", { employeeId: "e1", email: "a@x" });
    const { belongings, conflicts } = linked({ accounts: [...accounts, between], acts });
    expect(together(belongings)).toEqual(["hr:1 okta:1"]);
    expect(conflicts).toMatchObject([{ reason: "kept apart", by: "email" }]);
  });
});

const DIRECTORIES = ["a", "b", "c"];
const anAccount = fc.record(
  {
    directory: fc.constantFrom(...DIRECTORIES),
    id: fc.constantFrom("1", "2", "3"),
    employeeId: fc.constantFrom("e1", "e2", "e3"),
    email: fc.constantFrom("p@x", "q@x", "r@x"),
  },
  { requiredKeys: ["directory", "id"], noNullPrototype: true },
);
const someAccounts = fc.uniqueArray(anAccount, { selector: refKey, maxLength: 9 });
const aRef = fc.record({ directory: fc.constantFrom(...DIRECTORIES), id: fc.constantFrom("1", "2", "3") });
const someActs = fc
  .array(fc.tuple(fc.constantFrom("link" as const, "unlink" as const), aRef, aRef), { maxLength: 4 })
  .map((all) =>
    all.flatMap(([what, account, other], i): Act[] => {
      return refKey(account) === refKey(other) ? [] : [{ id: `l-${i}`, at: i, act: what, account, other }];
    }),
  );
const someMapping = fc.array(fc.tuple(aRef, fc.oneof(aRef, fc.constantFrom("e1", "e2"))), { maxLength: 2 }).map((all) =>
  all.map(([account, is]): Mapped => ({
    account,
    text: refKey(account),
    is: typeof is === "string" ? { employeeId: is } : { account: is, text: refKey(is) },
  })),
);
/** A history: what was there at one time after the other, with what was kept of the time before. */
const history = fc.record({
  times: fc.array(someAccounts, { minLength: 1, maxLength: 3 }),
  acts: someActs,
  mapping: someMapping,
});

function lived({ times, acts, mapping }: { times: Linkable[][]; acts: Act[]; mapping: Mapped[] }) {
  let kept: readonly Belonging[] = [];
  let last = linked({});
  for (const [i, accounts] of times.entries()) {
    last = linked({ accounts, kept, acts, mapping, now: 10 + i });
    kept = last.belongings;
  }
  return { accounts: times.at(-1) ?? [], kept, last, now: 9 + times.length };
}

describe("whatever has happened, linking", () => {
  it("gives the same in whatever order accounts, acts and what was kept are looked at", () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (given, random) => {
        const { accounts, kept, now } = lived(given);
        const shuffled = <T>(all: readonly T[]): T[] => {
          return all
            .map((one) => ({ one, at: random.next().value as number }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ one }) => one);
        };
        const { acts, mapping } = given;
        const usual = linked({ accounts, kept, acts, mapping, now });
        const other = linked({
          accounts: shuffled(accounts),
          kept: shuffled(kept),
          acts: shuffled(acts),
          mapping,
          now,
        });
        expect(other.belongings).toEqual(usual.belongings);
        expect(new Set(other.conflicts.map((one) => JSON.stringify(one)))).toEqual(
          new Set(usual.conflicts.map((one) => JSON.stringify(one))),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("changes nothing when it is done again", () => {
    fc.assert(
      fc.property(history, (given) => {
        const { accounts, kept, last, now } = lived(given);
        const { acts, mapping } = given;
        const again = linked({ accounts, kept, acts, mapping, now: now + 5 });
        expect(again.belongings).toEqual(last.belongings);
        // What a surer ground had overruled was told once, where its accounts have been linked otherwise since.
        expect(linked({ accounts, kept, acts, mapping, now: now + 9 }).conflicts).toEqual(again.conflicts);
      }),
      { numRuns: 2000 },
    );
  });

  it("is as it was once an act is taken back, where nothing was in conflict and no key has linked somebody anew meanwhile", () => {
    fc.assert(
      fc.property(history, aRef, aRef, fc.constantFrom("link" as const, "unlink" as const), (given, a, b, what) => {
        fc.pre(refKey(a) !== refKey(b));
        const { accounts, kept, now } = lived(given);
        const { acts, mapping } = given;
        const before = linked({ accounts, kept, acts, mapping, now });
        fc.pre(before.conflicts.length === 0);
        const more: Act = { id: "l-more", at: now, act: what, account: a, other: b };
        const between = linked({ accounts, kept: before.belongings, acts: [...acts, more], mapping, now });
        const after = linked({ accounts, kept: between.belongings, acts, mapping, now });
        const bondOf = (all: readonly Belonging[]) =>
          new Map(all.map((one) => [refKey(one), JSON.stringify(one.bond)]));
        const had = bondOf(before.belongings);
        const isNew = [...bondOf(between.belongings)].some(
          ([one, bond]) => bond !== undefined && had.get(one) !== bond,
        );
        fc.pre(!isNew);
        expect(together(after.belongings)).toEqual(together(before.belongings));
        expect(bondOf(after.belongings)).toEqual(had);
        // Of what is one bond and no more: of two bonds that an act holds together either may give the id.
        const byKeys = (all: readonly Belonging[]) =>
          all.filter(({ person, bond }) => all.every((one) => one.person !== person || one.bond?.id === bond?.id));
        expect(byKeys(after.belongings).filter(({ bond }) => bond)).toEqual(
          byKeys(before.belongings).filter(({ bond }) => bond),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("never links without a strong ground, and never what somebody keeps apart", () => {
    fc.assert(
      fc.property(history, (given) => {
        const { times, acts, mapping } = given;
        const { kept } = lived(given);
        // All that ever was equal, and all that was said: whoever is together hangs together by it.
        const group = new Map<string, string>();
        const top = (one: string): string => (group.get(one) === undefined ? one : top(group.get(one) ?? one));
        const join = (one: string, other: string) => top(one) !== top(other) && group.set(top(one), top(other));
        for (const { act: what, account, other } of acts) if (what === "link") join(refKey(account), refKey(other));
        for (const { account, is } of mapping) {
          join(refKey(account), "employeeId" in is ? `id ${is.employeeId}` : refKey(is.account));
        }
        for (const [i, accounts] of times.entries()) {
          for (const one of accounts) {
            for (const { directory, id } of [one]) {
              if (one.employeeId !== undefined) join(refKey({ directory, id }), `${i} id ${one.employeeId}`);
              if (one.employeeId !== undefined) join(`id ${one.employeeId}`, `${i} id ${one.employeeId}`);
              if (one.email !== undefined) join(refKey({ directory, id }), `${i} address ${one.email}`);
            }
          }
        }
        for (const { accounts } of personsOf(kept)) {
          expect(new Set(accounts.map((one) => top(refKey(one)))).size).toBe(1);
          const mine = new Set(accounts.map(refKey));
          for (const { act: what, account, other } of acts) {
            if (what === "unlink") expect(mine.has(refKey(account)) && mine.has(refKey(other))).toBe(false);
          }
          const isSaid = acts.length > 0 || mapping.length > 0;
          if (!isSaid) expect(new Set(accounts.map(({ directory }) => directory)).size).toBe(accounts.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("gives every person an id of their own", () => {
    fc.assert(
      fc.property(history, (given) => {
        const persons = personsOf(lived(given).kept);
        expect(new Set(persons.map(({ id }) => id)).size).toBe(persons.length);
        const ids = lived(given).kept.filter(({ person }) => person !== undefined);
        expect(ids.length).toBe(persons.flatMap(({ accounts }) => accounts).length);
      }),
      { numRuns: 2000 },
    );
  });
});
