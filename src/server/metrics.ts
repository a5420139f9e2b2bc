import type { Registry as Registered } from "prom-client";
import { directoriesFor, type Viewer } from "../core/disclosure/viewer.ts";
import { isSeeing, whoeverLeft } from "../core/notification/outage.ts";
import { HEALTHS } from "../core/directory/health.ts";
import { NOTIFICATION_STATES } from "../core/notification/notification.ts";
import { once } from "../core/once.ts";
import type { Site, SiteDirectory } from "../web/site.ts";
import type { Route } from "./route.ts";

/** Seconds that answers took, by the pattern of their route: no address as it was asked for, and nobody's id. */
export interface Durations {
  readonly observe: (
    route: { readonly method: string; readonly path: string },
    status: number,
    seconds: number,
  ) => void;
  readonly metrics: () => Promise<string>;
}

/** Loaded when the first answer was given: it is much to load, and a start needs nothing of it. */
const library = () => import("prom-client");
type Library = Awaited<ReturnType<typeof library>>;

export function createDurations(): Durations {
  const made = once(async () => {
    const { Histogram, Registry } = await library();
    const registry = new Registry();
    const histogram = new Histogram({
      name: "rollcall_http_request_duration_seconds",
      help: "How long answers took, by the pattern of their route and the class of their status.",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [registry],
    });
    return { registry, histogram };
  });
  return {
    metrics: async () => (await made()).registry.metrics(),
    observe: ({ method, path }, status, seconds) =>
      void made().then(({ histogram }) =>
        histogram.observe({ method, route: path, status: `${Math.floor(status / 100)}xx` }, seconds),
      ),
  };
}

/**
 * What a monitor is told. Anyone learns whether directories are seen, as of the beginning of the interval in which they were read last,
 * and no more: how much was told or asked for, and when, says that something happened. Whoever may know names, or has a token for
 * health, is told that as well.
 */
export function metricsRoute(durations: Durations): Route {
  return {
    method: "GET",
    path: "/metrics",
    policy: "open",
    scope: "health:read",
    handle: async ({ site, viewer }) => {
      const client = await library();
      const parts = [await open(client, site).metrics()];
      if (seesAll(viewer)) {
        const whole = await detailed(client, site);
        parts.push(await whole.metrics(), await durations.metrics());
      }
      return new Response(parts.join("\n"), {
        headers: { "content-type": client.Registry.PROMETHEUS_CONTENT_TYPE, "cache-control": "no-store" },
      });
    },
  };
}

/** Deliveries and the inbox are of all directories. */
function seesAll(viewer: Viewer): boolean {
  return directoriesFor(viewer) === undefined;
}

function open({ Gauge, Registry }: Library, site: Site): Registered {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({ name: "rollcall_build_info", help: "Which version runs.", labelNames: ["version"], registers }).set(
    { version: site.version },
    1,
  );
  const of = (name: string, help: string, value: (directory: SiteDirectory) => Promise<number>): void => {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ["directory"],
      registers: [],
      async collect() {
        for (const directory of site.directories) this.set({ directory: directory.id }, await value(directory));
      },
    });
    registry.registerMetric(gauge);
  };
  of(
    "rollcall_directory_last_complete_sweep_timestamp_seconds",
    "The beginning of the interval (of the sweeps' schedule) in which the directory was last read to its end; 0: never.",
    async ({ id, every }) => {
      const [whole] = await site.store.sweeps({ directory: id, limit: 1, completeOnly: true });
      // How long a sweep takes, and one more after events, would say how many people there are or that something happened.
      return whole === undefined ? 0 : Math.floor((Math.floor(whole.takenAt / every) * every) / 1000);
    },
  );
  of(
    "rollcall_directory_seeing",
    "Whether whoever has left would have shown in the last reading: 1 or 0.",
    async ({ id }) => {
      const [last] = await site.store.sweeps({ directory: id, limit: 1 });
      // A list that fell short says that many left: to those who may know no names it is as if it had not.
      return last !== undefined && isSeeing(whoeverLeft(last)) ? 1 : 0;
    },
  );
  of("rollcall_directory_sweep_interval_seconds", "From one sweep to the next.", async ({ every }) => every / 1000);
  return registry;
}

async function detailed({ Gauge, Registry }: Library, site: Site): Promise<Registered> {
  const registry = new Registry();
  const registers = [registry];
  const { deliveries, inbox, bytes, readings } = await site.store.gauges();
  const health = new Gauge({
    name: "rollcall_directory_health",
    help: "1 for what the last reading was.",
    labelNames: ["directory", "health"],
    registers,
  });
  const sweeps = new Gauge({
    name: "rollcall_sweeps",
    help: "Readings that are kept, by what they were.",
    labelNames: ["directory", "health"],
    registers,
  });
  for (const { id } of site.directories) {
    const [last] = await site.store.sweeps({ directory: id, limit: 1 });
    for (const one of HEALTHS) {
      health.set({ directory: id, health: one }, last?.health === one ? 1 : 0);
      const count = readings.find(({ directory, health: was }) => directory === id && was === one)?.count ?? 0;
      sweeps.set({ directory: id, health: one }, count);
    }
  }
  const told = new Gauge({
    name: "rollcall_deliveries",
    help: "Messages by how they stand; failed: given up.",
    labelNames: ["state"],
    registers,
  });
  for (const state of NOTIFICATION_STATES) told.set({ state }, deliveries.get(state) ?? 0);
  const events = new Gauge({
    name: "rollcall_events",
    help: "Events in the inbox that wait, or were given up until a sweep settles them (quarantined).",
    labelNames: ["state"],
    registers,
  });
  for (const [state, count] of inbox) events.set({ state }, count);
  new Gauge({ name: "rollcall_store_bytes", help: "The size of the store's file.", registers }).set(bytes);
  return registry;
}
