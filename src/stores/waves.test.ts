import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { openIncident, openWave } from "../core/notification/incident.ts";
import { DAY, HOUR } from "../core/time.ts";
import { createDetector, newborn } from "../core/wave/detect.ts";
import { headcounts } from "../core/wave/groups.ts";
import { planned } from "../core/wave/plan.ts";
import { STORES } from "./testing.ts";

const BEGAN = Date.UTC(2026, 0, 5);

/** A detector in the middle of a wave, some of which have come back. */
function inTheMiddle() {
  const here = headcounts(Array.from({ length: 200 }, () => ["location:Kraków"] as const));
  const detector = createDetector(newborn("staff", BEGAN));
  const left = Array.from({ length: 20 }, (_, i) => {
    const at = BEGAN + 3 * DAY + i * HOUR;
    return { id: `d-${i}`, since: at - 1, at, groups: ["location:Kraków"] as const };
  });
  detector.take(left, here);
  detector.takeBack(["d-3", "d-4"], BEGAN + 5 * DAY, here);
  return { saved: detector.saved(), wave: detector.wave(here) };
}

describe.each(STORES)("waves in $name", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it("what a detector knows is given back as it was put last, by directory and by whom it is about", async () => {
    const { saved } = inTheMiddle();
    expect(saved.wave?.back).toHaveLength(2);
    await store.transaction(async (writer) => {
      await writer.putDetector("a", newborn("staff", 1));
      await writer.putDetector("a", saved);
      await writer.putDetector("a", newborn("guests", 2));
    });
    expect(await store.detector("a", "staff")).toStrictEqual(saved);
    expect(await store.detector("a", "guests")).toStrictEqual(newborn("guests", 2));
    expect(await store.detector("b", "staff")).toBeUndefined();
  });

  it("the incident of a wave keeps what the wave is, with its places and reasons", async () => {
    const { wave } = inTheMiddle();
    if (wave === undefined) throw new Error("No wave is open.");
    const { signal: _, ...rest } = wave;
    const state = {
      ...rest,
      cause: "unknown",
      reasons: [{ reason: "confirmed", of: 20, confirmed: 18 }],
      plans: ["p-1"],
    } as const;
    const incident = { ...openWave("a", "staff", BEGAN), wave: state };
    await store.transaction((writer) => writer.putIncident(incident));
    expect(await store.incident(incident.id)).toStrictEqual(incident);
  });

  it("incidents are found by kind, directory and time, the newest first", async () => {
    const all = [
      openWave("a", "staff", 1),
      openWave("b", "staff", 2),
      openIncident("departures", "a", 3),
      openWave("a", "guests", 4),
    ];
    await store.transaction(async (writer) => {
      for (const one of all) await writer.putIncident(one);
    });
    const ids = async (filter: Parameters<Store["incidents"]>[0]) =>
      (await store.incidents(filter)).map(({ id }) => id);
    expect(await ids({})).toEqual(all.map(({ id }) => id).toReversed());
    expect(await ids({ kind: "waves", directory: "a" })).toEqual([all[3]?.id, all[0]?.id]);
    expect(await ids({ kind: "waves", since: 2, limit: 1 })).toEqual([all[3]?.id]);
  });

  it("plans are given back in the order in which they begin, and one that is put again replaces itself", async () => {
    const later = planned({ directory: "a", from: 30, until: 40, addedAt: 1 });
    const first = planned({ directory: "a", from: 10, until: 20, about: "Office move", addedAt: 2 });
    const other = planned({ directory: "b", from: 20, until: 21, addedAt: 3 });
    await store.transaction(async (writer) => {
      for (const plan of [later, first, other, { ...first, withdrawnAt: 5 }]) await writer.putPlan(plan);
    });
    expect(await store.plans({})).toStrictEqual([{ ...first, withdrawnAt: 5 }, other, later]);
    expect(await store.plans({ directory: "b" })).toStrictEqual([other]);
  });

  it("announcements keep their words, those of each directory by themselves", async () => {
    const announced = { percent: 15, count: 700, qualifier: "approx", on: BEGAN } as const;
    const vague = { qualifier: "vague", low: 200, on: BEGAN } as const;
    await store.transaction(async (writer) => {
      await writer.putAnnouncement({ id: "a-2", directory: "a", addedAt: 2, announced: vague });
      await writer.putAnnouncement({ id: "a-1", directory: "a", addedAt: 1, announced });
    });
    expect(await store.announcements({ directory: "a" })).toStrictEqual([
      { id: "a-1", directory: "a", addedAt: 1, announced },
      { id: "a-2", directory: "a", addedAt: 2, announced: vague },
    ]);
    expect(await store.announcements({ directory: "b" })).toEqual([]);
  });
});
