import type { CompleteSnapshot } from "../../../core/directory/snapshot.ts";
import { Secret } from "../../../core/secret.ts";
import { createHttp } from "../../../http/client.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { GraphReading } from "../api.ts";
import { CLIENT, type FakeGraph, type FakeGraphOptions, SECRET, startFakeGraph, TENANT } from "./index.ts";
import { graph } from "../index.ts";
import type { GraphSettings } from "../settings.ts";

type Clock = ReturnType<typeof virtualClock>;

export interface Tenant {
  readonly fake: FakeGraph;
  readonly clock: Clock;
  reading(settings?: Partial<GraphSettings>): GraphReading;
  snapshot(settings?: Partial<GraphSettings>): Promise<CompleteSnapshot>;
}

/** A fake tenant with 12 users in pages of 5, and readings of it. */
export async function startTenant(options: Partial<FakeGraphOptions> = {}): Promise<Tenant> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const fake = await startFakeGraph({ now: clock.now, users: 12, pageSize: 5, ...options });
  const reading = (settings: Partial<GraphSettings> = {}): GraphReading => ({
    directory: "acme",
    settings: {
      tenant: TENANT,
      clientId: CLIENT,
      ...("certificate" in settings ? {} : { secret: new Secret(SECRET, "env GRAPH_SECRET") }),
      ...fake.settings,
      ...settings,
    },
    clock,
    http: createHttp({ timeoutMs: 2000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
    progress: () => undefined,
  });
  return {
    fake,
    clock,
    reading,
    snapshot: async (settings) => {
      const snapshot = await graph.snapshot(reading(settings));
      if (!snapshot.complete) throw new Error(snapshot.reason);
      return snapshot;
    },
  };
}
