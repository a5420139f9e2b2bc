import { z } from "zod";
import { definePage } from "../page.ts";

/** Where the link leads that `serve` prints. Looking at it changes nothing, so that a browser may fetch it ahead; the button signs in. */
export const link = definePage({
  path: "/link/:secret",
  policy: "open",
  title: "Sign in",
  query: z.object({}),
  load: async ({ url }) => url.pathname,
  view: (path) => (
    <section class="narrow">
      <h1>Sign in</h1>
      <p>This link was printed by the Rollcall that runs on this machine. It works once, for 15 minutes.</p>
      <form method="post" action={path}>
        <button type="submit" class="primary" data-press>
          Open Rollcall
        </button>
      </form>
    </section>
  ),
});
