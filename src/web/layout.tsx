import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import { jsonText } from "../core/json-text.ts";
import { may, type Policy, type Viewer } from "../core/disclosure/viewer.ts";
import { day } from "../messages/time.ts";
import { plain } from "../messages/words.ts";
import { FEEDS } from "./feeds.ts";
import type { PageLink } from "./page.ts";

interface Assets {
  readonly style: string;
  readonly script: string;
  readonly icon: string;
}

interface StillOf {
  readonly version: string;
  /** ISO 8601 day; undefined of a record with nothing in it, and on a page of one thing alone. */
  readonly asOf: string | undefined;
  /** Whoever publishes it. */
  readonly publisher: string | undefined;
}

interface Shell {
  readonly title: string;
  readonly path: string;
  readonly viewer: Viewer;
  readonly assets: Assets;
  readonly canSignIn: boolean;
  /** Whether they are in several audiences, and look as one of them at a time. */
  readonly canChoose?: boolean;
  /** Of a simulated company: as whom anybody may look at it. */
  readonly lookAs: readonly { readonly alias: string; readonly title: string }[];
  /** Whether the page is sent anew when there is news. */
  readonly live?: boolean;
  readonly links?: readonly PageLink[];
  readonly data?: object;
  /** Of a page that is kept as a file: what it was made by, and of when the record is. */
  readonly still?: StillOf;
  readonly children?: Child;
}

interface Entry {
  readonly path: string;
  readonly title: string;
  readonly policy: Policy;
}

/** What pages there are; the first of those that somebody may see is where `/` leads. */
const ENTRIES: readonly Entry[] = [
  { path: "/now", title: "Now", policy: "named" },
  { path: "/departures", title: "Departures", policy: "named" },
  { path: "/waves", title: "Waves", policy: "named" },
  { path: "/offboarding", title: "Off-boarding", policy: "named" },
  { path: "/places", title: "Places", policy: "named" },
  { path: "/report", title: "Report", policy: "counts" },
  { path: "/record", title: "Public record", policy: "open" },
  { path: "/transparency", title: "Transparency", policy: "open" },
  { path: "/health", title: "Health", policy: "named" },
];

/** Everything around a page's own content. */
export function Layout({
  title,
  path,
  viewer,
  assets,
  canSignIn,
  canChoose,
  lookAs,
  live,
  links = [],
  data,
  still,
  children,
}: Shell) {
  const entries = ENTRIES.filter(({ policy }) => may(viewer, policy));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Rollcall`}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.style} />
        {links.map(({ rel = "alternate", ...link }) => (
          <link rel={rel} {...link} />
        ))}
        {data === undefined ? null : <DataBlock of={data} />}
        {still === undefined ? <script src={assets.script} defer></script> : null}
      </head>
      <body data-live={live === true ? "" : undefined}>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href={still === undefined ? "/" : "/record"}>
            <Mark />
            {still?.publisher === undefined ? "Rollcall" : plain(still.publisher)}
          </a>
          {still === undefined ? (
            <>
              <nav aria-label="Pages">
                <ul>
                  {entries.map((entry) => (
                    <li>
                      <a href={entry.path} aria-current={isCurrent(entry.path, path) ? "page" : undefined}>
                        {entry.title}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
              <Who viewer={viewer} canSignIn={canSignIn} canChoose={canChoose === true} />
            </>
          ) : null}
        </header>
        {lookAs.length === 0 ? null : <LookAs viewer={viewer} lookAs={lookAs} />}
        <main id="content" tabindex={-1}>
          {children}
        </main>
        {still === undefined ? <Foot viewer={viewer} path={path} /> : <StillFoot still={still} />}
      </body>
    </html>
  );
}

/** Data and no script: nothing runs it, and so no policy of what may run keeps it out (HTML, 4.12.1). No text in it ends it. */
function DataBlock({ of }: { of: object }) {
  return <script type="application/ld+json">{raw(jsonText(of).replaceAll("<", "\\u003c"))}</script>;
}

function isCurrent(entry: string, path: string): boolean {
  return path === entry || path.startsWith(`${entry}/`);
}

/** Where somebody begins. */
export function firstPageOf(viewer: Viewer): string {
  return ENTRIES.find(({ policy }) => may(viewer, policy))?.path ?? "/record";
}

/** For programs: quietly, below everything. */
function Foot({ viewer, path }: Pick<Shell, "viewer" | "path">) {
  return (
    <footer class="foot">
      <nav aria-label="For programs">
        <ul>
          <li>
            <a href="/api" aria-current={path === "/api" ? "page" : undefined}>
              API
            </a>
          </li>
          {FEEDS.filter(({ policy }) => may(viewer, policy)).map((feed) => (
            <li>
              <a href={`${feed.path}.atom`} type="application/atom+xml">
                {feed.title} (feed)
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </footer>
  );
}

/** Of when the files are, and by what they were made. */
function StillFoot({ still: { version, asOf } }: { still: StillOf }) {
  return (
    <footer class="foot">
      <p>
        {asOf === undefined ? "" : `The record as it changed last on ${day(asOf)}. `}
        Made by Rollcall {version}. <a href="/record/feed.atom">Feed of what is new</a>
      </p>
    </footer>
  );
}

/** For whom the page is, and until when: whoever looks over a shoulder should know as well. */
function Who({ viewer, canSignIn, canChoose }: Pick<Shell, "viewer" | "canSignIn" | "canChoose">) {
  if (viewer.sees === "nobody" && canChoose !== true) {
    return (
      <div class="who">{canSignIn ? <a href="/sign-in">Sign in</a> : <span class="quiet">Not signed in</span>}</div>
    );
  }
  return (
    <div class="who">
      {viewer.sees === "nobody" ? null : (
        <span>
          <strong>{nameOf(viewer)}</strong>
          <span class="quiet">{sightOf(viewer)}</span>
        </span>
      )}
      {canChoose === true ? <a href="/audience">{viewer.sees === "nobody" ? "Choose an audience" : "Change"}</a> : null}
      <form method="post" action="/sign-out">
        <button type="submit" class="plain">
          Sign out
        </button>
      </form>
    </div>
  );
}

/** Of a simulated company: the same story as others are shown it. */
function LookAs({ viewer, lookAs }: Pick<Shell, "viewer" | "lookAs">) {
  const current = viewer.sees === "nobody" ? "anybody" : nameOf(viewer);
  return (
    <aside class="look-as" aria-label="Look as">
      <span>A simulated company. Look at it as</span>
      {lookAs.map(({ alias, title }) => (
        <form method="post" action={`/look-as/${alias}`}>
          <button type="submit" class="plain" aria-current={alias === current ? "true" : undefined}>
            {title}
          </button>
        </form>
      ))}
    </aside>
  );
}

function nameOf(viewer: Exclude<Viewer, { sees: "nobody" }>): string {
  if (viewer.sees === "counts") return viewer.alias;
  return viewer.grant?.alias ?? "Operator";
}

function sightOf(viewer: Exclude<Viewer, { sees: "nobody" }>): string {
  if (viewer.sees === "counts") return "counts";
  return viewer.grant === undefined ? "names" : `names, until ${day(viewer.grant.until)}`;
}

/** Three present, one gone. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <circle cx="5.5" cy="5.5" r="3.5" />
      <circle cx="14.5" cy="5.5" r="3.5" />
      <circle cx="5.5" cy="14.5" r="3.5" />
      <circle cx="14.5" cy="14.5" r="2.75" class="gone" />
    </svg>
  );
}
