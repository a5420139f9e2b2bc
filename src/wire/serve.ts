import type { AuditFiles } from "../app/audit.ts";
import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import { eventSources } from "../app/doctor.ts";
import type { Directory } from "../app/directory.ts";
import { readDocuments } from "../app/read-documents.ts";
import { textReader } from "../app/text-reader.ts";
import { transparency } from "../app/transparency.ts";
import { version } from "../cli/version.ts";
import { auditFiles } from "../config/audit-files.ts";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import { createApp } from "../server/app.tsx";
import { servedAssets } from "../server/assets.ts";
import { type Authentication, linkAuthentication } from "../server/auth.ts";
import type { Place } from "../server/bind.ts";
import { listenAt } from "../server/listen.ts";
import { createDurations } from "../server/metrics.ts";
import { routesBeside } from "../server/routes.ts";
import { pages } from "../web/index.ts";
import type { Site, SiteDestination, SiteDirectory } from "../web/site.ts";
import { gazetteer } from "./gazetteer.ts";
import type { Watching } from "./settings.ts";
import { enteredDocument } from "./source-kinds.ts";

/** What is shown, to whom, and where: of the settings' organisation, or of the simulated one. */
export interface Shown {
  readonly context: Pick<Context, "store" | "clock" | "destinations">;
  readonly directories: readonly Directory[];
  readonly record: PurposeRecord;
  readonly files: Pick<AuditFiles, "lastCheckpoint">;
  readonly place: Place;
  readonly authentication: Authentication & { readonly link?: string };
}

/** Pages and API, while they are served. */
export interface ServedSite {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** Lets whoever reads it in, once. */
  readonly link?: string;
  readonly close: () => Promise<void>;
}

const ASSETS = new URL("../../assets/", import.meta.url);

export function shownOf(watching: Watching): Shown {
  const grant = watching.viewer();
  return {
    ...watching,
    files: auditFiles(watching.storePath),
    place: { ...watching.serve, setting: "serve" },
    authentication: linkAuthentication(
      watching.context.clock,
      grant === undefined ? "operator" : { sees: "named", ...grant },
    ),
  };
}

/** @param fault hears what went wrong of our own doing: sentences without anything of a request */
export async function startSite(shown: Shown, fault: (error: string) => void): Promise<ServedSite> {
  const { authentication, place } = shown;
  const hosts = new Set<string>();
  const durations = createDurations();
  const app = createApp({
    site: siteOf(shown),
    pages,
    routes: routesBeside(authentication, { version, durations }),
    observe: durations.observe,
    authentication,
    assets: servedAssets(ASSETS),
    hosts,
    fault,
  });
  const { port, close } = await listenAt(app, place);
  const host = place.host.includes(":") ? `[${place.host}]` : place.host;
  for (const name of [host, "localhost"]) hosts.add(`${name}:${port}`);
  const address = `http://${host}:${port}`;
  const { link } = authentication;
  return { address, ...(link === undefined ? {} : { link: `${address}${link}` }), close };
}

function siteOf({ context: { store, clock, destinations }, directories, record, files }: Shown): Site {
  return {
    store,
    clock,
    directories: directories.map(directoryOf),
    destinations: destinations.map(destinationOf),
    waves: directories[0]?.waves ?? {},
    transparency: () => transparency(store, files, record),
    enter: (entered) => readDocuments(store, [enteredDocument(entered)], textReader(gazetteer), clock.now()),
    lastCheckpoint: () => files.lastCheckpoint(),
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

function destinationOf({ name, notifier, settings, audience, alias, rule }: Destination): SiteDestination {
  const place = notifier.describe(settings);
  return { name, title: notifier.title, place, audience: alias ?? audience, sees: audience, tells: rule.tell };
}
