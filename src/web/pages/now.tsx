import { z } from "zod";
import { isSeeing } from "../../core/notification/outage.ts";
import { moment } from "../../messages/time.ts";
import { definePage } from "../page.ts";

/** What there is to know at a glance: whether each directory is seen, who left of late, and what goes on. */
export const now = definePage({
  path: "/now",
  policy: "named",
  title: "Now",
  live: true,
  query: z.object({}),
  load: async ({ site }) =>
    Promise.all(
      site.directories.map(async (directory) => {
        const [last] = await site.store.sweeps({ directory: directory.id, limit: 1 });
        return { directory, last };
      }),
    ),
  view: (directories) => (
    <>
      <h1>Now</h1>
      <ul class="tiles">
        {directories.map(({ directory, last }) => (
          <li class="tile">
            <h2>{directory.id}</h2>
            <p>
              {last !== undefined && isSeeing(last) ? (
                <span class="badge good">seen</span>
              ) : (
                <span class="badge bad">not seen</span>
              )}
            </p>
            <p class="quiet">{last === undefined ? "Not read yet." : `Read ${moment(last.takenAt)}.`}</p>
          </li>
        ))}
      </ul>
    </>
  ),
});
