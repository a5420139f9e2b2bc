import { Hono } from "hono";
import { compress } from "hono/compress";
import { html as markup } from "hono/html";
import { secureHeaders } from "hono/secure-headers";
import type { Clock } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import { ANYONE, may, type Policy, POLICIES, type Scope, type Viewer } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import { firstPageOf, Layout } from "../web/layout.tsx";
import type { Page, Rendered } from "../web/page.ts";
import { Failure } from "../web/pages/failure.tsx";
import type { Asked, Site } from "../web/site.ts";
import type { ServedAssets } from "./assets.ts";
import { type Authentication, bearerOf, type LookAs } from "./auth.ts";
import { failureOf, headersOf, problem, Refused, statusOf, TITLES } from "./failures.ts";
import { createLimits, guard } from "./guard.ts";
import type { Route } from "./route.ts";
import { tagged } from "./tags.ts";

export interface AppOptions {
  readonly site: Site;
  readonly pages: readonly Page[];
  readonly routes: readonly Route[];
  readonly authentication: Authentication;
  readonly assets: ServedAssets;
  /** What this server is called, with its port. */
  readonly hosts: ReadonlySet<string>;
  /** For our own journal: a sentence without anything of the request. */
  readonly fault: (error: string) => void;
  /** Hears how long each answer took, in seconds, by its route. */
  readonly observe?: (route: Route, status: number, seconds: number) => void;
  /** Where people find it, where the settings say so: what leads here from elsewhere begins with it, whatever was asked by. */
  readonly address?: string;
  /** Whether whoever connects is our own proxy. */
  readonly behindProxy?: boolean;
  /** By which limits are counted, where the clock of what is shown runs faster. */
  readonly wall?: Pick<Clock, "now">;
}

/** The server as a function. @param from the other end of the connection; undefined where there is none */
export type App = (request: Request, from?: string) => Promise<Response>;

/** The whole table, of which tests and documentation are made: pages, and everything else that is answered. */
export function routesOf({
  pages,
  routes,
  authentication,
  assets,
}: Pick<AppOptions, "pages" | "routes" | "authentication" | "assets">): readonly Route[] {
  const shell = shellOf(assets, authentication);
  const shown = [...pages, ...(authentication.pages ?? [])].map((page): Route => ({
    method: "GET",
    path: page.path,
    policy: page.policy,
    ...defined({ heavy: page.heavy }),
    handle: show(page, shell),
  }));
  const all = [HOME, ...shown, ...routes, ...authentication.routes, ...assets.routes];
  for (const { method, path, policy } of all) {
    if (!POLICIES.includes(policy)) throw new Error(`${method} ${path} says not who may have it`);
  }
  return all;
}

export function createApp(options: AppOptions): App {
  const { site, authentication, hosts, fault, behindProxy = false, wall = site.clock } = options;
  const shell = shellOf(options.assets, authentication);
  const limits = createLimits(wall, behindProxy);
  const app = new Hono<{ Bindings: { readonly from: string | undefined } }>({ strict: true });
  const refused = (error: unknown, request: Request, viewer: Viewer = ANYONE): Promise<Response> => {
    const failure = failureOf(error);
    if (failure.blame !== "caller" && !(error instanceof RollcallError)) fault(failure.message);
    return failed(failure, { viewer, url: new URL(request.url), shell });
  };
  app.use(secureHeaders(HEADERS), compress());
  // Whatever is asked for, and whether or not there is such a thing.
  app.use(async (context, next) => {
    try {
      guard(context.req.raw, hosts);
      limits.request(context.req.raw, context.env.from);
    } catch (error) {
      return refused(error, context.req.raw);
    }
    return next();
  });
  const routes = routesOf(options);
  for (const route of routes) {
    app.on(route.method, route.path, async (context, next) => {
      const began = performance.now();
      await next();
      options.observe?.(route, context.res.status, (performance.now() - began) / 1000);
    });
    app.on(route.method, route.path, async (context) => {
      const { raw: request } = context.req;
      const { from } = context.env;
      const url = urlOf(request, options.address);
      let viewer = ANYONE;
      try {
        if (route.guessed === true && request.method === "HEAD") throw notDone(routes, route.path);
        const tries = route.guessed === true || bearerOf(request) !== undefined;
        if (tries) limits.mayTry(request, from);
        if (route.guessed === true) limits.tried(request, from);
        const identity = await authentication.identify(request).catch((error: unknown) => {
          if (tries) limits.tried(request, from);
          throw error;
        });
        viewer = identity.viewer;
        if (identity.token !== undefined) limits.token(identity.token);
        if (identity.scopes !== undefined && !hasScope(route, identity.scopes)) throw outOfScope(route);
        if (!may(viewer, route.policy)) throw refusal(viewer, route.policy);
        const asked: Asked = {
          site,
          viewer,
          url,
          params: context.req.param(),
          ...defined({ choices: identity.choices }),
        };
        const done = route.heavy === undefined ? undefined : limits.heavy(request, from, route.heavy);
        if (done === undefined) return await route.handle(asked, request);
        return await untilRead(async () => route.handle(asked, request), request.method === "HEAD", done);
      } catch (error) {
        return await refused(error, request, viewer);
      }
    });
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    app.all(path, (context) => refused(notDone(routes, path), context.req.raw));
  }
  app.notFound((context) =>
    refused(new RollcallError("not_found", "There is nothing at this address."), context.req.raw),
  );
  return async (request, from) => app.fetch(request, { from });
}

/** What was asked for, at the address where people find it. */
function urlOf(request: Request, address: string | undefined): URL {
  const url = new URL(request.url);
  return address === undefined ? url : new URL(`${url.pathname}${url.search}`, address);
}

/** @param done called once the answer has been read, has been given up, or was none */
async function untilRead(answer: () => Promise<Response>, isHead: boolean, done: () => void): Promise<Response> {
  let response: Response;
  try {
    response = await answer();
  } catch (error) {
    done();
    throw error;
  }
  const { body, status, headers } = response;
  // Whoever asks for the head alone reads nothing, and so nothing would end.
  if (body === null || isHead) {
    await body?.cancel();
    done();
    return new Response(null, { status, headers });
  }
  const reader = body.getReader();
  const read = new ReadableStream<Uint8Array>({
    pull: async (out) => {
      try {
        const next = await reader.read();
        if (!next.done) return out.enqueue(next.value);
        done();
        out.close();
      } catch (error) {
        done();
        out.error(error);
      }
    },
    cancel: async (why) => {
      done();
      await reader.cancel(why);
    },
  });
  return new Response(read, { status, headers });
}

/** A method that there is none for at this path. */
function notDone(routes: readonly Route[], path: string): RollcallError {
  const methods = routes
    .filter((route) => route.path === path)
    .flatMap(({ method, guessed }) => (method === "GET" && guessed !== true ? ["GET", "HEAD"] : [method]));
  const headers = { allow: [...new Set(methods)].join(", ") };
  return new Refused("not_done", `This address takes ${headers.allow}.`, { status: 405, headers });
}

interface Shell {
  readonly assets: ServedAssets["paths"];
  readonly canSignIn: boolean;
  readonly lookAs: readonly LookAs[];
}

function shellOf({ paths }: ServedAssets, { canSignIn, lookAs = [] }: Authentication): Shell {
  return { assets: paths, canSignIn, lookAs };
}

/**
 * Nothing is loaded from elsewhere, nothing is run or styled that does not come from our own files, and nobody frames it (OWASP
 * ASVS 5.0, 3.4).
 */
const HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  referrerPolicy: "no-referrer",
  xFrameOptions: "DENY",
  crossOriginOpenerPolicy: "same-origin",
  crossOriginResourcePolicy: "same-origin",
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
};

/** What everybody may have is for tokens as well, unless it says what they need for it. */
function hasScope({ scope, policy, method }: Route, scopes: readonly Scope[]): boolean {
  return scope === undefined ? policy === "open" && method === "GET" : scopes.includes(scope);
}

function outOfScope({ scope }: Route): RollcallError {
  const needed = scope === undefined ? "is for people who have signed in" : `needs a token with the scope ${scope}`;
  return new RollcallError("refused", `This ${needed}.`);
}

/** Each begins where what they may see begins. */
const HOME: Route = {
  method: "GET",
  path: "/",
  policy: "open",
  handle: ({ viewer }) => new Response(null, { status: 302, headers: { location: firstPageOf(viewer) } }),
};

function refusal(viewer: Viewer, policy: Policy): RollcallError {
  if (viewer.sees === "nobody") return new RollcallError("unauthorised", "Sign in to see this.");
  const wanted = policy === "named" ? "those who may know names" : "those who may know counts";
  return new RollcallError("refused", `This is for ${wanted}; you are signed in for ${viewer.sees}.`);
}

function show(page: Page, shell: Shell): Route["handle"] {
  return async (asked, request) => {
    const rendered = await page.render(asked);
    return html(request, await documentOf(rendered, asked, shell), page.policy);
  };
}

async function documentOf(
  { title, body, live, links = [], data }: Rendered,
  { viewer, url, choices = [] }: Pick<Asked, "viewer" | "url" | "choices">,
  shell: Shell,
): Promise<string> {
  const page = (
    <Layout
      title={title}
      path={url.pathname}
      viewer={viewer}
      canChoose={choices.length > 1}
      live={live === true}
      links={links}
      {...defined({ data })}
      {...shell}
    >
      {body}
    </Layout>
  );
  return String(await markup`<!doctype html>${page}`);
}

/** What may be kept where: names nowhere; what anybody may have, as long as it has not changed. */
const KEPT: Readonly<Record<Policy, string>> = {
  open: "private, no-cache",
  counts: "no-store",
  named: "no-store",
};

function html(request: Request, text: string, policy: Policy): Response {
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": KEPT[policy], vary: "cookie" };
  return policy === "open" ? tagged(request, text, headers) : new Response(text, { headers });
}

async function failed(
  failure: RollcallError,
  { viewer, url, shell }: { readonly viewer: Viewer; readonly url: URL; readonly shell: Shell },
): Promise<Response> {
  if (url.pathname.startsWith("/api/")) return problem(failure);
  const status = statusOf(failure);
  const title = TITLES[status] ?? "Failed";
  const body = <Failure title={title} message={failure.message} canSignIn={status === 401 && shell.canSignIn} />;
  const text = await documentOf({ title, body }, { viewer, url }, shell);
  return new Response(text, {
    status,
    headers: { ...headersOf(failure), "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
