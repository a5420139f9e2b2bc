import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { createDetector, newborn, type Saved } from "./detect.ts";
import { anonymousId, isAnonymous, withoutNames, withoutPeople } from "./forget.ts";
import { type GroupKey, headcounts } from "./groups.ts";
import type { WaveState } from "./report.ts";

const BEGAN = Date.UTC(2026, 0, 5);
const AT = BEGAN + 3 * DAY;
const TREE: GroupKey[] = ["manager:BOSS", "location:Kraków"];
const here = headcounts([
  ...Array.from({ length: 20 }, () => TREE),
  ...Array.from({ length: 400 }, (): GroupKey[] => ["location:Lisbon"]),
]);

/** Twelve of one manager's people have left within the hour. */
function saved(): Saved {
  const detector = createDetector(newborn("staff", BEGAN));
  const departed = Array.from({ length: 12 }, (_, i) => ({
    id: `d-${i}`,
    since: AT + i * MINUTE,
    at: AT + HOUR + i * MINUTE,
    groups: [...TREE, "inviter:BOSS" as const],
  }));
  const turns = detector.take(departed, here);
  if (!turns.some(({ turn }) => turn === "opened")) throw new Error("there is no wave");
  return detector.saved();
}

describe("a detector that lets go of people", () => {
  it("knows no id of theirs and no group of them, and counts on as if nothing were", () => {
    const before = saved();
    const departures = new Map([["d-3", anonymousId("1")]]);
    const after = withoutPeople(before, { departures, people: new Set(["BOSS"]) });
    expect(JSON.stringify(after)).not.toMatch(/BOSS|"d-3"/);
    expect(after.recent.find(({ id }) => isAnonymous(id))).toMatchObject({ since: AT + 3 * MINUTE });
    expect(after.recent.filter(({ groups }) => groups.includes("manager:(erased)"))).toHaveLength(12);
    const [one, other] = [before, after].map((known) => createDetector(known));
    expect(other?.wave(here)?.members).toHaveLength(one?.wave(here)?.members.length ?? 0);
    for (const { turn } of other?.pass(AT + 30 * DAY, here) ?? []) expect(turn).toBe("closed");
    expect(after.baseline).toEqual(before.baseline);
  });

  it("keeps of a departure the places in which it is one of many, and none that would tell whose it was", () => {
    const recent = Array.from({ length: 6 }, (_, i) => ({
      id: `d-${i}`,
      since: AT,
      at: AT,
      groups: [...(i === 0 ? ["team:Falconry" as const] : []), ...TREE, ...(i < 5 ? ["team:Blue" as const] : [])],
    }));
    const gone = { departures: new Map([["d-0", "x-1"]]), people: new Set<string>() };
    const [first] = withoutPeople({ ...newborn("staff", BEGAN), recent }, gone).recent;
    expect(first).toEqual({ id: "x-1", since: AT, at: AT, groups: TREE });
  });

  it("is the very same where it knows nothing of them", () => {
    const before = saved();
    expect(withoutPeople(before, { departures: new Map([["d-99", "x-1"]]), people: new Set(["U9"]) })).toBe(before);
  });
});

it("a wave's places are called after nobody whose data is gone, and places that only look like them stay", () => {
  const where = [
    { by: "manager", value: "BOSS", left: 12, of: 32 },
    { by: "team", value: "BOSS", left: 12, of: 32 },
  ] as const;
  const wave = { where } as unknown as WaveState;
  const after = withoutNames(wave, { people: new Set(["BOSS"]) });
  expect(after.where.map(({ by, value }) => `${by}:${value}`)).toEqual(["manager:(erased)", "team:BOSS"]);
  expect(withoutNames(wave, { people: new Set(["U9"]) })).toBe(wave);
});
