// The questions that a person answers: in one order, answered once, and each answer can be taken back.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decideQuestion, reopenQuestion, waitingQuestions, wholeQuestion } from "../../src/app/desk.ts";
import { suppress } from "../../src/app/merge-claims.ts";
import type { Store } from "../../src/app/ports.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { NO_READER, reported } from "./reports.ts";

let store: Store;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
  await readDocuments(
    store,
    [
      reported([{ count: 289 }]),
      reported([{ count: 101 }], { published: "2026-03-12" }),
      reported([{ count: 40 }], { published: "2026-03-11" }),
    ],
    NO_READER,
    1,
  );
});
afterEach(() => store.close());

const all = async () =>
  (await waitingQuestions(store, { limit: 10 })).map(({ later: _later, earlier: _earlier, ...ask }) => ask);
const pairs = async () => (await all()).map(({ layoff, candidate }) => `${layoff} ${candidate}`);
const state = async () => ({
  waiting: await pairs(),
  layoffs: (await store.layoffs({ limit: 10 })).map(({ changedAt: _at, ...rest }) => rest),
  claims: (await store.claimsOf((await store.layoffs({ limit: 10 })).map(({ id }) => id))).map(({ id, layoff }) => [
    id,
    layoff,
  ]),
});

describe("questions that wait", () => {
  it("are gone through in one order, part by part, and none is left out or comes twice", async () => {
    const asks = await all();
    expect(asks).toHaveLength(3);
    expect(await store.questionsWaiting()).toBe(3);
    const parts: unknown[] = [];
    for (let after = undefined as (typeof asks)[number] | undefined; ;) {
      const [next] = await store.questions({ limit: 1, ...(after === undefined ? {} : { after }) });
      if (next === undefined) break;
      parts.push(next);
      after = next;
    }
    expect(parts).toEqual(asks);
    const [one, two, three] = asks;
    if (one === undefined || two === undefined || three === undefined) throw new Error("there are three");
    expect(await store.questions({ limit: 9, before: three })).toEqual([two, one]);
    expect(await store.questions({ limit: 1, before: two })).toEqual([one]);
    expect(await store.questions({ limit: 9, before: one })).toEqual([]);
  });

  it("are none of a layoff that is suppressed", async () => {
    const [first] = await all();
    await suppress(store, first?.layoff ?? "", false, { at: 2 });
    expect((await all()).every(({ layoff, candidate }) => ![layoff, candidate].includes(first?.layoff ?? ""))).toBe(
      true,
    );
    expect(await store.questionsWaiting()).toBe((await all()).length);
  });

  it("show both sides, and what of them is the same", async () => {
    const [ask] = await all();
    const whole = ask && (await wholeQuestion(store, ask));
    expect(whole?.beside).toMatchObject({ company: "same", date: "other", people: "other", kind: "same" });
    expect(whole?.earlier.claims).toHaveLength(1);
    expect(whole?.later.claims).toHaveLength(1);
  });
});

describe.each(["same", "different"] as const)("the answer %s", (verdict) => {
  it("is on the record with the right by which it was given, and can be taken back: all is as it was", async () => {
    const before = await state();
    const ask = (await all())[0] ?? expect.fail();
    const { act } = await decideQuestion(store, ask, verdict, { at: 2, by: { through: "desk", as: "hr" } });
    expect(await pairs()).not.toContain(`${ask.layoff} ${ask.candidate}`);
    expect((await store.records({ limit: 1 }))[0]?.detail).toMatchObject({ through: "desk", as: "hr" });
    expect(await store.lastDecision()).toEqual(act);
    await reopenQuestion(store, act.subject, act.id, { at: 3, by: { through: "desk", as: "hr" } });
    expect(await state()).toEqual(before);
    expect((await store.records({ limit: 1 }))[0]).toMatchObject({ action: "reopen layoffs", detail: { as: "hr" } });
    expect(await store.lastDecision()).toBeUndefined();
    await expect(reopenQuestion(store, act.subject, act.id, { at: 4 })).rejects.toThrow("taken back already");
  });

  it("is given once", async () => {
    const ask = (await all())[0] ?? expect.fail();
    await decideQuestion(store, ask, verdict, { at: 2 });
    const before = await state();
    await expect(decideQuestion(store, ask, "same", { at: 3 })).rejects.toThrow("answered meanwhile");
    await expect(decideQuestion(store, ask, "different", { at: 3 })).rejects.toThrow("answered meanwhile");
    expect(await state()).toEqual(before);
  });

  it("leaves the other questions where they are, or moves them with the claims", async () => {
    const ask = (await all())[0] ?? expect.fail();
    await decideQuestion(store, ask, verdict, { at: 2 });
    const left = await all();
    expect(left.length).toBe(verdict === "same" ? 1 : 2);
    // What comes next changes nothing of what still waits.
    await readDocuments(store, [reported([{ count: 5000 }], { published: "2026-08-01" })], NO_READER, 3);
    expect(await all()).toEqual(left);
  });
});

it("what was decided last is taken back first, one after another, to the beginning", async () => {
  const before = await state();
  for (let at = 2; ; at++) {
    const [ask] = await all();
    if (ask === undefined) break;
    await decideQuestion(store, ask, at % 2 === 0 ? "same" : "different", { at });
  }
  for (let at = 10; ; at++) {
    const last = await store.lastDecision();
    if (last === undefined) break;
    await reopenQuestion(store, last.subject, last.id, { at });
  }
  expect(await state()).toEqual(before);
});

it("nothing that nobody asks is answered", async () => {
  await expect(decideQuestion(store, { layoff: "l-a", candidate: "l-b" }, "same", { at: 2 })).rejects.toThrow(
    "Nobody asks",
  );
  await expect(reopenQuestion(store, "l-a", "act-1", { at: 2 })).rejects.toThrow("no decision of this id");
});
