import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestSite, type TestSite } from "../../test/support/whole-site.ts";
import { limitedStore } from "./limited-store.ts";
import type { StoreReader } from "./ports.ts";

let stand: TestSite;
let mine: StoreReader;
beforeAll(async () => {
  stand = await openTestSite();
  mine = limitedStore(stand.store, { directories: ["other"] });
  const told = { version: 1, told: 1, messages: 1, since: 1, dueAt: 1, toldAt: 5, attempts: 0 } as const;
  await stand.store.transaction((writer) =>
    writer.putNotification({
      ...told,
      id: "n-acme",
      incident: stand.ids.acme["wave"] ?? "",
      destination: "desk",
      audience: "named",
      state: "sent",
    }),
  );
});
afterAll(() => stand.close());

/** What there is to be asked of a directory, and is answered with nothing of one that is not theirs. */
const ASKED: Readonly<Record<string, (store: StoreReader, directory: string) => Promise<unknown>>> = {
  directory: (store, of) => store.directory(of),
  directories: async (store, of) => (await store.directories()).filter(({ directory }) => directory === of),
  roster: async (store, of) => [...(await store.roster(of)).entries.keys()],
  sweeps: (store, of) => store.sweeps({ directory: of }),
  departures: (store, of) => store.departures({ directory: of }),
  changes: (store, of) => store.changes({ directory: of }),
  listDepartures: (store, of) => store.listDepartures({ directories: [of] }, { order: "newest", skip: 0, limit: 9 }),
  countDepartures: (store, of) => store.countDepartures({ directories: [of] }),
  colleagues: (store, of) => store.colleagues(of, []),
  peopleHere: (store, of) => store.peopleHere(of, "team"),
  detector: (store, of) => store.detector(of, "staff"),
};

it.each(Object.keys(ASKED))("%s: of theirs, and of no other", async (question) => {
  const ask = ASKED[question] ?? (async () => undefined);
  const isNothing = (answer: unknown): boolean =>
    answer === undefined || answer === 0 || (Array.isArray(answer) && answer.length === 0);
  expect(isNothing(await ask(stand.store, "acme"))).toBe(false);
  expect(isNothing(await ask(mine, "acme"))).toBe(true);
  expect(await ask(mine, "other")).toEqual(await ask(stand.store, "other"));
});

it("messages, what they tell of and when they arrived are those of their own directories", async () => {
  const wave = stand.ids.acme["wave"] ?? "";
  expect((await stand.store.incidentItems(wave)).length).toBeGreaterThan(5);
  expect(await mine.incidentItems(wave)).toEqual([]);
  expect((await stand.store.notifications({})).map(({ id }) => id)).toEqual(["n-acme"]);
  expect(await mine.notifications({})).toEqual([]);
  expect([(await stand.store.notification("n-acme"))?.id, await mine.notification("n-acme")]).toEqual([
    "n-acme",
    undefined,
  ]);
  expect([...(await stand.store.lastTold())]).toEqual([["desk", 5]]);
  expect([...(await stand.store.lastTold(["acme"]))]).toEqual([["desk", 5]]);
  expect([...(await mine.lastTold())]).toEqual([]);
});

it("persons are seen as far as their accounts are theirs, and not that there are others", async () => {
  const { store } = stand;
  const [ref = "", second = ""] = (await store.linkables("all")).flatMap((one) =>
    one.directory === "acme" ? one.id : [],
  );
  const theirs = (await store.linkables("all")).flatMap((one) => (one.directory === "other" ? one.id : []));
  const ground = { by: "act", since: 1 } as const;
  await store.transaction((writer) =>
    writer.putBelongings([
      { directory: "acme", id: ref, person: "p-1", ground },
      { directory: "other", id: theirs[0] ?? "", person: "p-1", ground },
      { directory: "acme", id: second, person: "p-2", ground },
      { directory: "other", id: theirs[1] ?? "", person: "p-2", ground },
      { directory: "other", id: theirs[2] ?? "", person: "p-2", ground },
    ]),
  );
  const seen = await mine.belongings("all");
  expect(seen.map(({ directory, person }) => [directory, person])).toEqual([
    ["other", "p-2"],
    ["other", "p-2"],
  ]);
  expect(await mine.belongings({ ids: ["p-1"] })).toEqual([]);
  expect(await mine.belongings({ accounts: [{ directory: "acme", id: ref }] })).toEqual([]);
  expect((await mine.linkables("all")).every(({ directory }) => directory === "other")).toBe(true);
});
