// A process of the bench of organisations: one sweep of it into a store, and what that took.
import { readFileSync } from "node:fs";
import { sweep } from "../src/app/sweep.ts";
import { systemClock } from "../src/clock.ts";
import { slack } from "../src/connectors/slack/index.ts";
import { Secret } from "../src/core/secret.ts";
import { createHttp } from "../src/http/client.ts";
import { contextOf, openStore } from "../src/wire/context.ts";

export type Way = "prints" | "parse all";

/** The processor's seconds, the clock's, and the most memory in MB. */
export interface Took {
  readonly cpu: number;
  readonly wall: number;
  readonly peak: number;
  readonly accounts: number;
  readonly changes: number;
}

const [way, path = "", api = ""] = process.argv.slice(2);
const settings = {
  token: new Secret("xoxb-111111111111-222222222222-AbCdEfGhIjKlMnOpQrStUvWx", "the bench"),
  api,
  pace: { perMinute: 1_000_000, pageSize: 999 },
};
const http = createHttp({ timeoutMs: 30_000, maxBytes: 50_000_000, userAgent: "rollcall-bench" });
const context = contextOf({ store: await openStore(path), http, clock: systemClock, progress: () => {} });
const connector = {
  ...slack,
  snapshot: ({ known, ...reading }: Parameters<typeof slack.snapshot>[0]) =>
    slack.snapshot(way === "prints" && known !== undefined ? { ...reading, known } : reading),
};
const directory = { id: "bench", connector, settings, rules: { demotion: false }, every: 3_600_000 };
const [before, began] = [process.cpuUsage(), performance.now()];
const { sweep: read, changes } = await sweep(context, directory, { details: { limit: 0 } });
const { user, system } = process.cpuUsage(before);
await context.store.close();
if (!read.complete) throw new Error(read.reasons.join());
const took: Took = {
  cpu: (user + system) / 1e6,
  wall: (performance.now() - began) / 1000,
  peak: Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "latin1"))?.[1] ?? 0) / 1000,
  accounts: read.accounts,
  changes: changes.length,
};
process.send?.(took);
process.disconnect?.();
