import { html as markup } from "hono/html";
import { defined } from "../core/defined.ts";
import { ANYONE } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import { recordExtent } from "../app/record-extent.ts";
import { recordFiles } from "../server/record-files.ts";
import type { Route } from "../server/route.ts";
import { Layout } from "../web/layout.tsx";
import type { Page } from "../web/page.ts";
import { choicesOf } from "../web/parts/record-choices.ts";
import type { Asked, Site, Still } from "../web/site.ts";
import { type Paths, pathsOf } from "./paths.ts";
import { relative, relinked } from "./relink.ts";
import { robots, sitemaps } from "./sitemap.ts";

/** One file of the site. */
export interface SiteFile {
  /** From its top, with slashes. */
  readonly path: string;
  readonly content: string | ReadableStream<Uint8Array>;
}

export interface SiteOptions {
  readonly site: Site;
  readonly pages: readonly Page[];
  readonly assets: { readonly style: string; readonly icon: string };
  /** Where it will be found, with a slash at its end; undefined where nobody has said. */
  readonly address: string | undefined;
}

/** Which nothing is asked at; addresses of ours need one. */
const NOWHERE = "http://record.invalid";
const STYLE = "/record/style.css";
const ICON = "/record/icon.svg";

/**
 * The public record as files, each in its turn: whatever the page of the record leads to, and nothing that leads nowhere. What is in
 * memory grows by the names of pages alone.
 * @throws RollcallError `fault` where a page cannot be made
 */
export async function* siteFiles({ site, pages, assets, address }: SiteOptions): AsyncGenerator<SiteFile> {
  const { store } = site;
  const routes = recordFiles();
  const shown = pages.filter(({ path, policy }) => policy === "open" && /^\/record(?:\/|$)/.test(path));
  const single = new Set([...shown, ...routes].map(({ path }) => path));
  const { years, countries, industries } = await choicesOf(store);
  const paths = pathsOf({ year: years, country: countries, industry: industries }, (path) => {
    return single.has(path) || path === STYLE || path === ICON;
  });
  const extent = await recordExtent(store, {});
  const still = stillOf(paths, address);
  const of = { version: site.version, asOf: extent.modified?.slice(0, 10), publisher: site.publication.publisher };
  const asked = (at: string): Asked => ({
    // What is made of the same record is the same, whenever that is.
    site: { ...site, clock: { ...site.clock, now: () => Date.parse(extent.modified ?? "2026-01-01") } },
    viewer: ANYONE,
    url: new URL(at, NOWHERE),
    params: {},
    still,
  });

  yield { path: "style.css", content: assets.style };
  yield { path: "icon.svg", content: assets.icon };
  const queue = ["/record"];
  const seen = new Set(["index.html", "style.css", "icon.svg"]);
  // What is found on the way is added at its end.
  for (const at of queue) {
    const file = paths.fileOf(at) ?? "";
    const [path = ""] = at.split("?", 1);
    const route = routes.find((one) => one.path === path);
    if (route !== undefined) {
      yield { path: file, content: await contentOf(route, asked(at)) };
      continue;
    }
    const found = pageAt(shown, path);
    if (found === undefined)
      throw new RollcallError("fault", `${at}: the site leads there, and there is no such page.`);
    const { title, body, links = [], data } = await found.page.render({ ...asked(at), params: found.params });
    const whole = (
      <Layout
        title={title}
        path={path}
        viewer={ANYONE}
        canSignIn={false}
        lookAs={[]}
        assets={{ style: STYLE, icon: ICON, script: "" }}
        links={[...links, ...(address === undefined ? [] : [canonical(address, file)])]}
        // What is of one layoff or company alone stays as it was while the record goes on: few files change from day to day.
        still={found.page.path.includes(":") ? { ...of, asOf: undefined } : of}
        {...defined({ data })}
      >
        {body}
      </Layout>
    );
    const text = String(await markup`<!doctype html>${whole}`);
    yield {
      path: file,
      content: relinked(text, {
        from: file,
        fileOf: (to, next) => {
          const there = next ? paths.follow(to, file) : paths.fileOf(to);
          if (there === undefined || seen.has(there)) return there;
          seen.add(alone(there));
          queue.push(alone(to));
          return there;
        },
      }),
    };
  }
  if (address === undefined) return yield { path: "robots.txt", content: robots(undefined) };
  const all = [...seen].filter((path) => path.endsWith(".html")).toSorted();
  yield* sitemaps(address, all);
  yield { path: "robots.txt", content: robots(address) };
}

/** A part of a page's text that does not hold on to all of it: engines share the characters of a text with its parts. */
function alone(text: string): string {
  return Buffer.from(text).toString();
}

/** The file itself is where it is found: `index.html` is its folder. */
function placeOf(address: string, file: string): string {
  return new URL(file === "index.html" ? "." : file, address).href;
}

function canonical(address: string, file: string) {
  return {
    rel: "canonical",
    type: "text/html",
    title: "Where this page is found",
    href: placeOf(address, file),
  } as const;
}

function stillOf({ fileOf }: Paths, address: string | undefined): Still {
  return {
    has: (at) => fileOf(at) !== undefined,
    placeOf: (at) => {
      const file = fileOf(at) ?? "index.html";
      return address === undefined ? relative("", file) : placeOf(address, file);
    },
    isPlaced: address !== undefined,
  };
}

function pageAt(pages: readonly Page[], path: string) {
  const words = path.split("/");
  for (const page of pages) {
    const pattern = page.path.split("/");
    if (pattern.length !== words.length) continue;
    const fits = pattern.every((word, i) => word.startsWith(":") || word === words[i]);
    if (!fits) continue;
    const params = Object.fromEntries(
      pattern.flatMap((word, i) => (word.startsWith(":") ? [[word.slice(1), decodeURIComponent(words[i] ?? "")]] : [])),
    );
    return { page, params };
  }
  return undefined;
}

async function contentOf(route: Route, asked: Asked): Promise<SiteFile["content"]> {
  const answer = await route.handle(asked, new Request(asked.url));
  if (answer.status !== 200 || answer.body === null)
    throw new RollcallError("fault", `${route.path}: there is no such file to be made, ${answer.status}.`);
  return answer.body;
}
