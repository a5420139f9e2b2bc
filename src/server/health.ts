import type { Site } from "../web/site.ts";
import type { Route } from "./route.ts";

/** Whether the process answers, for whatever restarts it; it asks nothing, so that a slow store restarts nobody. */
const alive: Route = {
  method: "GET",
  path: "/healthz",
  policy: "open",
  handle: () => answer(200, ["ok"]),
};

/** Whether it can do what it is there for, and why not: sentences of ours, without anybody's name. */
const ready: Route = {
  method: "GET",
  path: "/readyz",
  policy: "open",
  handle: async ({ site }) => {
    const why = await whyNot(site);
    return why.length === 0 ? answer(200, ["ready"]) : answer(503, why);
  },
};

export const healthRoutes: readonly Route[] = [alive, ready];

/** Blindness is no reason: it is told on other routes, and pages are needed most then. */
async function whyNot({ store, directories }: Site): Promise<readonly string[]> {
  try {
    const unread: string[] = [];
    for (const { id } of directories) {
      const [first] = await store.sweeps({ directory: id, limit: 1 });
      if (first === undefined) unread.push(`${id} has not been read yet.`);
    }
    return unread;
  } catch {
    return ["The store does not answer."];
  }
}

function answer(status: number, lines: readonly string[]): Response {
  return new Response(`${lines.join("\n")}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
