import { eventSources } from "../app/doctor.ts";
import type { Destination } from "../app/destination.ts";
import type { Directory } from "../app/directory.ts";
import { lookAhead } from "../app/look-ahead.ts";
import { transparency } from "../app/transparency.ts";
import { prepareCharts } from "../charts/plot.ts";
import { version } from "../cli/version.ts";
import { systemClock } from "../clock.ts";
import { defined } from "../core/defined.ts";
import { covers } from "../core/disclosure/grant.ts";
import { type App, createApp, routesOf } from "../server/app.tsx";
import { servedAssets } from "../server/assets.ts";
import { createDurations } from "../server/metrics.ts";
import type { Route } from "../server/route.ts";
import { routesBeside } from "../server/routes.ts";
import { pages } from "../web/index.ts";
import type { Site, SiteDestination, SiteDirectory } from "../web/site.ts";
import type { Shown } from "./serve.ts";

/** What answers, and what is made before somebody asks. */
export interface WholeSite {
  readonly app: App;
  /** All that it answers. */
  readonly routes: readonly Route[];
  /** Makes now and then what is only quicker for whoever looks, until the function that it gives is called. */
  readonly ahead: () => () => void;
}

const ASSETS = new URL("../../assets/", import.meta.url);

/** @param hosts by which names it is asked: none is its own until it listens */
export function siteOf(shown: Shown, hosts: ReadonlySet<string>, fault: (error: string) => void): WholeSite {
  const { authentication, behindProxy = false } = shown;
  const durations = createDurations();
  const site = contentOf(shown);
  const options = {
    site,
    pages,
    routes: routesBeside(authentication, { version, durations }),
    observe: durations.observe,
    authentication,
    assets: servedAssets(ASSETS),
    hosts,
    fault,
    behindProxy,
    wall: systemClock,
    ...defined({ address: shown.address }),
  };
  const { store, clock, waves: rules, directories, offboarding } = site;
  const ahead = { store, clock, rules, directories: directories.map(({ id }) => id), ...defined({ offboarding }) };
  return {
    app: createApp(options),
    routes: routesOf(options),
    ahead: () => {
      void prepareCharts();
      return lookAhead(ahead, systemClock.every);
    },
  };
}

function contentOf({ context, directories, record, files, publication = {} }: Shown): Site {
  const { store, clock, destinations, offboarding } = context;
  return {
    store,
    clock,
    directories: directories.map(directoryOf),
    destinations: destinations.map(destinationOf),
    waves: directories[0]?.waves ?? {},
    ...defined({ offboarding }),
    transparency: () => transparency(store, files, record),
    enter: async (entered) => {
      // What reads documents is much to load, and few enter any.
      const { enter } = await import("./entered.ts");
      return enter(store, entered, clock.now());
    },
    lastCheckpoint: () => files.lastCheckpoint(),
    publication,
    version,
  };
}

function directoryOf({ id, connector, settings, every }: Directory): SiteDirectory {
  const { title, sees } = connector;
  const { departure, blindTo } = sees;
  return {
    id,
    title,
    every,
    departure: departure(settings),
    blindTo,
    sources: eventSources(connector.events?.(settings)),
  };
}

function destinationOf({
  name,
  notifier,
  settings,
  audience,
  alias,
  grant,
  rule: { tell, directories },
}: Destination): SiteDestination {
  // What it is set to hear of, as far as its right reaches.
  const hears = directories?.filter((id) => grant === undefined || covers(grant, id)) ?? grant?.directories;
  return {
    name,
    title: notifier.title,
    place: notifier.describe(settings),
    audience: alias ?? audience,
    sees: audience,
    tells: tell,
    ...defined({ directories: hears }),
  };
}
