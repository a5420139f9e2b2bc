import { transparency } from "../app/transparency.ts";
import { auditFiles } from "../config/audit-files.ts";
import { createApp } from "../server/app.tsx";
import { servedAssets } from "../server/assets.ts";
import { linkAuthentication } from "../server/auth.ts";
import { listenAt } from "../server/listen.ts";
import { pages } from "../web/index.ts";
import type { Site } from "../web/site.ts";
import type { Watching } from "./settings.ts";

/** Pages and API, while they are served. */
export interface ServedSite {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** Lets whoever reads it in, once. */
  readonly link?: string;
  readonly close: () => Promise<void>;
}

const ASSETS = new URL("../../assets/", import.meta.url);

/** @param fault hears what went wrong of our own doing: sentences without anything of a request */
export async function startSite(watching: Watching, fault: (error: string) => void): Promise<ServedSite> {
  const { context, serve } = watching;
  const grant = watching.viewer();
  const authentication = linkAuthentication(
    context.clock,
    grant === undefined ? "operator" : { sees: "named", ...grant },
  );
  const hosts = new Set<string>();
  const app = createApp({
    site: siteOf(watching),
    pages,
    routes: [],
    authentication,
    assets: servedAssets(ASSETS),
    hosts,
    fault,
  });
  const { port, close } = await listenAt(app, { ...serve, setting: "serve" });
  const host = serve.host.includes(":") ? `[${serve.host}]` : serve.host;
  for (const name of [host, "localhost"]) hosts.add(`${name}:${port}`);
  const address = `http://${host}:${port}`;
  return { address, link: `${address}${authentication.link}`, close };
}

function siteOf({ context, directories, record, storePath }: Watching): Site {
  return {
    store: context.store,
    clock: context.clock,
    directories: directories.map(({ id, connector, every }) => ({ id, title: connector.title, every })),
    waves: directories[0]?.waves ?? {},
    transparency: () => transparency(context.store, auditFiles(storePath), record),
  };
}
