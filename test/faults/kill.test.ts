import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Boundary, openStage, type Stage } from "./kill.ts";
import { repeats } from "./receiver.ts";

describe("a sweep and its telling that are killed with SIGKILL at any boundary", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it("has boundaries of the lease, of the reading's transaction, of the custom fields, and of the message", () => {
    const statements = stage.boundaries.map(({ sql }) => sql.toLowerCase());
    expect(statements.filter((sql) => sql.startsWith("commit")).length).toBeGreaterThanOrEqual(6);
    expect(statements.some((sql) => sql.includes("leases"))).toBe(true);
    expect(statements.some((sql) => sql.includes("departures"))).toBe(true);
    expect(statements.some((sql) => sql.includes("notifications"))).toBe(true);
    expect(statements.filter((sql) => sql === "send the message")).toHaveLength(2);
    expect(stage.after).toMatchObject({
      departures: 9,
      sweeps: stage.before.sweeps + 1,
      records: stage.before.records + 1,
    });
  });

  it("leaves the earlier state or the later one, never one between; in the end everybody is told, at most one message twice", async () => {
    // Reading statements change nothing that a kill could tear; npm run faults kills at those too.
    const boundaries = stage.boundaries.filter(({ sql }) => !sql.startsWith("select"));
    const states = new Set<string>();
    let repeated = 0;
    const trial = async ({ number, phase, sql }: Boundary): Promise<void> => {
      const place = `${number} ${phase} ${sql}`;
      const { killed, recovered, open, received } = await stage.killAt(number);
      const which = [stage.before, stage.after].findIndex((state) => JSON.stringify(state) === JSON.stringify(killed));
      expect(which, `between two states at ${place}: ${JSON.stringify(killed)}`).not.toBe(-1);
      expect(recovered, place).toMatchObject({ departures: 9, changes: stage.after.changes, gone: stage.after.gone });
      expect(new Set(received.flatMap(({ people }) => people)), place).toEqual(new Set(stage.leavers));
      expect(repeats(received), place).toBeLessThanOrEqual(1);
      expect(open, place).toBe(0);
      repeated += repeats(received);
      states.add(which === 0 ? "earlier" : "later");
    };
    // Two at a time: each trial is mostly the start of two processes.
    const halves = [0, 1].map(async (half) => {
      for (const boundary of boundaries.filter((_, i) => i % 2 === half)) await trial(boundary);
    });
    await Promise.all(halves);
    expect([...states].toSorted()).toEqual(["earlier", "later"]);
    // A message that was on its way when the process died is one whose arrival nobody knew.
    expect(repeated).toBeGreaterThan(0);
  }, 240_000);
});
