import type { Child } from "hono/jsx";
import { z } from "zod";
import { may } from "../../core/disclosure/viewer.ts";
import { FEEDS } from "../feeds.ts";
import { definePage } from "../page.ts";
import { Table } from "../parts/table.tsx";

const EXAMPLES = [
  [
    "Who left since the first of the month",
    "departures:read",
    `curl -H "Authorization: Bearer $TOKEN" "$ROLLCALL/api/v1/departures?since=2026-11-01"`,
  ],
  [
    "The last release of safe counts",
    "report:read",
    `curl -H "Authorization: Bearer $TOKEN" "$ROLLCALL/api/v1/report"`,
  ],
  ["Reported job cuts in Germany, largest first", "", `curl "$ROLLCALL/api/v1/layoffs?country=DE&order=count"`],
  [
    "Enter a report by hand",
    "record:write",
    `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"company":"Vexley","date":"2026-01-27","count":289,"source":"https://news.example/vexley"}' "$ROLLCALL/api/v1/layoffs"`,
  ],
] as const;

/** What programs may ask, for the people who write them. */
export const apiPage = definePage({
  path: "/api",
  policy: "open",
  title: "API",
  query: z.object({}),
  load: async ({ url }) => url.origin,
  view: (origin, { viewer }) => (
    <article class="prose">
      <h1>API</h1>
      <p class="lead">
        What these pages show, for programs. <a href="/api/v1/openapi.json">The whole description</a> is OpenAPI 3.1;
        what is answered is checked against it.
      </p>
      <h2>Examples</h2>
      {EXAMPLES.map(([title, scope, command]) => (
        <section>
          <h3>{title}</h3>
          <pre tabindex={0}>
            <code>{command.replaceAll("$ROLLCALL", origin)}</code>
          </pre>
          <p class="quiet">{scope === "" ? "For everybody." : `With a token for ${scope}.`}</p>
        </section>
      ))}
      <h2>How it answers</h2>
      <ul>
        <li>A token stands in the header and nowhere else, and has the scopes that it was issued for.</li>
        <li>
          Lists give <code>next</code>; send it back as <code>cursor</code>. What comes in meanwhile moves nothing.
        </li>
        <li>
          Errors are <code>application/problem+json</code>. Answers have an <code>ETag</code>.
        </li>
        <li>That names were looked at is put on the record before they are sent.</li>
      </ul>
      <h2 id="feeds">Feeds</h2>
      <p>
        For programs that send a token, or for whoever has signed in. There is no address with the right in it:
        addresses are kept in histories, logs and lists of other people's readers, and nobody would know who has them.
        The feed of the public record is open.
      </p>
      <Table
        columns={["Of what", "Atom", "RSS", "JSON Feed", "For whom"]}
        rows={FEEDS.map(({ title, path, policy, readers }): Child[] => [
          title,
          ...[".atom", ".rss", ".json"].map((ending) => {
            const address = `${path}${ending}`;
            // What would be refused is told, and leads nowhere.
            return may(viewer, policy) ? <a href={address}>{address}</a> : <span class="quiet">{address}</span>;
          }),
          readers,
        ])}
      />
    </article>
  ),
});
