import type { AuditFiles } from "../app/audit.ts";
import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import { eventSources } from "../app/doctor.ts";
import type { Directory } from "../app/directory.ts";
import { lookAhead } from "../app/look-ahead.ts";
import { transparency } from "../app/transparency.ts";
import { version } from "../cli/version.ts";
import { prepareCharts } from "../charts/plot.ts";
import { auditFiles } from "../config/audit-files.ts";
import { systemClock } from "../clock.ts";
import { defined } from "../core/defined.ts";
import { covers } from "../core/disclosure/grant.ts";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import type { Publication } from "../core/record/publication.ts";
import type { Secret } from "../core/secret.ts";
import { SECOND } from "../core/time.ts";
import { createApp, routesOf } from "../server/app.tsx";
import { servedAssets } from "../server/assets.ts";
import { type Authentication, linkAuthentication } from "../server/auth.ts";
import { addressAt, type Place } from "../server/bind.ts";
import { listenAt, type TlsFiles } from "../server/listen.ts";
import { createDurations } from "../server/metrics.ts";
import type { Route } from "../server/route.ts";
import { routesBeside } from "../server/routes.ts";
import { withTokens } from "../server/tokens.ts";
import { pages } from "../web/index.ts";
import type { Site, SiteDestination, SiteDirectory } from "../web/site.ts";
import { HTTP } from "./context.ts";
import type { Watching } from "./settings.ts";

/** What is shown, to whom, and where: of the settings' organisation, or of the simulated one. */
export interface Shown {
  readonly context: Pick<Context, "store" | "clock" | "destinations" | "offboarding">;
  readonly directories: readonly Directory[];
  readonly record: PurposeRecord;
  readonly files: Pick<AuditFiles, "lastCheckpoint">;
  readonly publication?: Publication;
  readonly place: Place;
  /** Where people find it, where the settings say so. */
  readonly address?: string;
  readonly behindProxy?: boolean;
  readonly tls?: TlsFiles;
  readonly authentication: Authentication & { readonly link?: string };
}

/** Pages and API, while they are served. */
export interface ServedSite {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** All that it answers. */
  readonly routes: readonly Route[];
  /** Lets whoever reads it in, once. */
  readonly link?: string;
  readonly close: () => Promise<void>;
}

const ASSETS = new URL("../../assets/", import.meta.url);

/**
 * @param fault as `startSite`
 * @throws RollcallError `bad_secret`, `bad_setting`; as `grantFor` where people are let in by the link
 */
export async function shownOf(watching: Watching, fault: (error: string) => void): Promise<Shown> {
  const { serve, context, audiences } = watching;
  const { clientSecret, tls } = await watching.serving();
  const place = { host: serve.host, port: serve.port, setting: "serve" };
  const set = serve.address === undefined ? undefined : new URL(serve.address).origin;
  const address = set ?? addressAt(place, serve.port, tls);
  return {
    ...watching,
    ...defined({ tls }),
    files: auditFiles(watching.storePath),
    place,
    ...defined({ address: set }),
    behindProxy: serve.behindProxy,
    authentication: withTokens(
      serve.signIn === undefined
        ? linkOf(watching)
        : await signInOf(serve.signIn, { ...context, audiences, clientSecret, address, fault }),
      { ...context, audiences },
    ),
  };
}

/** Whoever can read the terminal is let in, as the audience that was asked for. */
function linkOf(watching: Watching): ReturnType<typeof linkAuthentication> {
  const grant = watching.viewer();
  return linkAuthentication(watching.context.clock, grant === undefined ? "operator" : { sees: "named", ...grant });
}

/** With what speaks to a provider, which is much to load and which only those need who name one. */
async function signInOf(
  { issuer, clientId, scopes, groups, audiences: members, account }: NonNullable<Watching["serve"]["signIn"]>,
  around: Pick<Context, "store" | "clock"> & {
    readonly audiences: Watching["audiences"];
    readonly clientSecret: Secret | undefined;
    readonly address: string;
    readonly fault: (error: string) => void;
  },
): Promise<Authentication> {
  const { store, clock, audiences, clientSecret, address, fault } = around;
  const settings = { issuer, clientId, scopes, groups, ...defined({ clientSecret, account: account?.claim }) };
  const [{ createAskProvider }, { createProvider }, { signInAuthentication }] = await Promise.all([
    import("../http/provider.ts"),
    import("../server/provider.ts"),
    import("../server/sign-in.ts"),
  ]);
  return signInAuthentication({
    store,
    clock,
    audiences,
    members,
    fault,
    provider: createProvider(settings, createAskProvider({ issuer, userAgent: HTTP.userAgent }), clock),
    origin: () => address,
    ...defined({ directory: account?.directory }),
  });
}

/** @param fault hears what went wrong of our own doing: sentences without anything of a request */
export async function startSite(shown: Shown, fault: (error: string) => void): Promise<ServedSite> {
  const { authentication, place, tls, behindProxy = false } = shown;
  const hosts = new Set<string>();
  const durations = createDurations();
  const options = {
    site: siteOf(shown),
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
  const app = createApp(options);
  const { port, close: closeServer } = await listenAt(app, place, { tls, clock: systemClock, fault });
  const own = addressAt(place, port, tls);
  const address = shown.address ?? own;
  // Whoever is at this machine asks by these names: a health check, a browser beside it.
  const here = ["localhost", "127.0.0.1"].map((host) => addressAt({ ...place, host }, port, tls));
  for (const one of [own, address, ...here]) hosts.add(new URL(one).host);
  const { link } = authentication;
  const { store, clock, waves: rules, directories, offboarding } = options.site;
  const ahead = { store, clock, rules, directories: directories.map(({ id }) => id), ...defined({ offboarding }) };
  let ends = (): void => {};
  // Readings begin first: what is only quicker for whoever looks has time until somebody does.
  const soon = setTimeout(() => {
    ends = lookAhead(ahead, systemClock.every);
    void prepareCharts();
  }, SECOND);
  const close = async (): Promise<void> => {
    clearTimeout(soon);
    ends();
    await closeServer();
  };
  return { address, routes: routesOf(options), ...(link === undefined ? {} : { link: `${address}${link}` }), close };
}

function siteOf({ context, directories, record, files, publication = {} }: Shown): Site {
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
