import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Route } from "./route.ts";

/** What pages load besides themselves. Each is named by its content, so that browsers may keep it for good. */
const FILES = {
  style: { name: "rollcall.css", type: "text/css; charset=utf-8" },
  script: { name: "rollcall.js", type: "text/javascript; charset=utf-8" },
  icon: { name: "icon.svg", type: "image/svg+xml" },
} as const;

export interface ServedAssets {
  readonly paths: Readonly<Record<keyof typeof FILES, string>>;
  readonly routes: readonly Route[];
}

/** @param folder where the files are: a URL that ends with a slash */
export function servedAssets(folder: URL): ServedAssets {
  const served = Object.entries(FILES).map(([key, { name, type }]) => {
    const content = readFileSync(new URL(name, folder));
    const hash = createHash("sha256").update(content).digest("base64url").slice(0, 12);
    const headers = { "content-type": type, "cache-control": "public, max-age=31536000, immutable" };
    const path = `/assets/${hash}/${name}`;
    const route: Route = { method: "GET", path, policy: "open", handle: () => new Response(content, { headers }) };
    return { key, path, route };
  });
  const paths = Object.fromEntries(served.map(({ key, path }) => [key, path])) as ServedAssets["paths"];
  return { paths, routes: served.map(({ route }) => route) };
}
