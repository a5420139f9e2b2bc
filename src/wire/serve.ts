import type { AuditFiles } from "../app/audit.ts";
import type { Context } from "../app/context.ts";
import type { Directory } from "../app/directory.ts";
import { auditFiles } from "../config/audit-files.ts";
import { systemClock } from "../clock.ts";
import { defined } from "../core/defined.ts";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import type { Publication } from "../core/record/publication.ts";
import { faultOf } from "../core/errors.ts";
import { once } from "../core/once.ts";
import type { Secret } from "../core/secret.ts";
import { SECOND } from "../core/time.ts";
import { type Authentication, linkAuthentication } from "../server/auth.ts";
import { addressAt, type Place } from "../server/bind.ts";
import { listenAt, type TlsFiles } from "../server/listen.ts";
import type { Route } from "../server/route.ts";
import { withTokens } from "../server/tokens.ts";
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
  readonly routes: () => Promise<readonly Route[]>;
  /** Lets whoever reads it in, once. */
  readonly link?: string;
  readonly close: () => Promise<void>;
}

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

/**
 * What answers is loaded for whoever asks first, or a second later: until then this only listens.
 * @param fault hears what went wrong of our own doing: sentences without anything of a request
 */
export async function startSite(shown: Shown, fault: (error: string) => void): Promise<ServedSite> {
  const { authentication, place, tls } = shown;
  const hosts = new Set<string>();
  const whole = once(async () => (await import("./site.ts")).siteOf(shown, hosts, fault));
  const listening = await listenAt(async () => (await whole()).app, place, { tls, clock: systemClock, fault });
  const own = addressAt(place, listening.port, tls);
  const address = shown.address ?? own;
  // Whoever is at this machine asks by these names: a health check, a browser beside it.
  const here = ["localhost", "127.0.0.1"].map((host) => addressAt({ ...place, host }, listening.port, tls));
  for (const one of [own, address, ...here]) hosts.add(new URL(one).host);
  const { link } = authentication;
  let ends = (): void => {};
  let isClosed = false;
  const lookAhead = async (): Promise<void> => {
    try {
      await listening.prepare();
      const { ahead } = await whole();
      if (!isClosed) ends = ahead();
    } catch (error) {
      fault(faultOf(error, "what answers could not be made").message);
    }
  };
  // Readings begin first: what is only quicker for whoever looks has time until somebody does.
  const soon = setTimeout(() => void lookAhead(), SECOND);
  const close = async (): Promise<void> => {
    isClosed = true;
    clearTimeout(soon);
    ends();
    await listening.close();
  };
  const routes = async (): Promise<readonly Route[]> => (await whole()).routes;
  return { address, routes, ...(link === undefined ? {} : { link: `${address}${link}` }), close };
}
