import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Boundary, openStage, type Stage } from "./kill.ts";

describe("a sweep that is killed with SIGKILL at any boundary of its statements", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it("has boundaries of the lease, of the reading's transaction and of the custom fields", () => {
    const statements = stage.boundaries.map(({ sql }) => sql.toLowerCase());
    expect(statements.filter((sql) => sql.startsWith("commit")).length).toBeGreaterThanOrEqual(6);
    expect(statements.some((sql) => sql.includes("leases"))).toBe(true);
    expect(statements.some((sql) => sql.includes("departures"))).toBe(true);
    expect(stage.after).toMatchObject({
      departures: 9,
      sweeps: stage.before.sweeps + 1,
      records: stage.before.records + 1,
    });
  });

  it("leaves the earlier state or the later one, never one between, and the next sweep tells everybody exactly once", async () => {
    // Reading statements change nothing that a kill could tear; npm run faults kills at those too.
    const boundaries = stage.boundaries.filter(({ sql }) => !sql.startsWith("select"));
    const states = new Set<string>();
    const trial = async ({ number, phase, sql }: Boundary): Promise<void> => {
      const place = `${number} ${phase} ${sql}`;
      const { killed, recovered } = await stage.killAt(number);
      const which = [stage.before, stage.after].findIndex((state) => JSON.stringify(state) === JSON.stringify(killed));
      expect(which, `between two states at ${place}: ${JSON.stringify(killed)}`).not.toBe(-1);
      expect(recovered, place).toMatchObject({ departures: 9, changes: stage.after.changes, gone: stage.after.gone });
      states.add(which === 0 ? "earlier" : "later");
    };
    // Two at a time: each trial is mostly the start of two processes.
    const halves = [0, 1].map(async (half) => {
      for (const boundary of boundaries.filter((_, i) => i % 2 === half)) await trial(boundary);
    });
    await Promise.all(halves);
    expect([...states].toSorted()).toEqual(["earlier", "later"]);
  }, 240_000);
});
