import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/core/time.ts";
import { watched } from "../../bench/polling.ts";

// As `npm run bench -- polling`, in a workspace of 3,000 accounts whose list takes five minutes as well.
const mean = (delays: readonly number[]): number => delays.reduce((sum, one) => sum + one, 0) / delays.length;

describe("a wave under Slack's limits", () => {
  it("is told in half the time that lists alone take, nobody later than by them, with the list's budget used up and no call refused", async () => {
    const [lists, closer] = [await watched(3000, 30, "list"), await watched(3000, 30, "closer")];
    expect(closer.delays.length).toBe(lists.delays.length);
    expect(mean(closer.delays)).toBeLessThanOrEqual(0.5 * mean(lists.delays));
    expect(Math.max(...closer.delays)).toBeLessThanOrEqual(Math.max(...lists.delays));
    for (const { used, refused } of [lists, closer]) {
      expect(used).toBeGreaterThanOrEqual(0.95);
      expect(refused).toBe(0);
    }
    // Nobody's list is read more seldom for it.
    expect(closer.lists).toBeGreaterThanOrEqual(lists.lists);
  }, 400_000);

  it("holds up no reading that has leavers to confirm for more than the ten calls under way, while 75 a minute leave", async () => {
    const course = { waves: { struck: 0.75, within: 2 * MINUTE, begin: SECOND }, every: 4 * SECOND };
    const [lists, closer] = [await watched(400, 999, "list", course), await watched(400, 999, "closer", course)];
    expect(closer.delays.length).toBeGreaterThanOrEqual(150);
    expect(closer.longest).toBeLessThanOrEqual(lists.longest + 10 * 0.15 * SECOND);
    expect(closer.refused).toBe(0);
  }, 100_000);
});
