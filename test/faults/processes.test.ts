// Several processes on one database: what `npm run bench -- processes` does twenty times, a few times.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRandom } from "../../src/connectors/slack/fake/random.ts";
import { noPostgres, testPostgres } from "../../src/stores/fake/postgres.ts";
import { killOneOfTwo, LEASE } from "./processes.ts";

const SEED = Number(process.env["PROCESSES_SEED"] ?? Math.floor(Math.random() * 1e6));
const KILLS = 4;
const why = noPostgres();
if (why !== undefined) process.stderr.write(`Not tested here: processes on one database: ${why}.\n`);

it.skipIf(why !== undefined)(
  `of two that serve on one PostgreSQL one is killed, ${KILLS} times: nobody lost, doubled or invented, and the other takes over (seed ${SEED})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-processes-"));
    try {
      const parts = { folder, server: await testPostgres(), random: createRandom(SEED) };
      const { takenOver, repeated, ...rest } = await killOneOfTwo(parts, { kills: KILLS, leavers: 40, every: 1 });
      expect(rest).toEqual({ left: 40, lost: 0, doubled: 0, invented: 0, untold: 0, faults: 0 });
      // A message whose sender was killed before it noted the end is sent once more, under the same id.
      expect(repeated).toBeLessThanOrEqual(KILLS);
      expect(takenOver).toHaveLength(KILLS);
      expect(Math.max(...takenOver)).toBeLessThan(2 * LEASE);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
  300_000,
);
