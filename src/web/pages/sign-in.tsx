import { z } from "zod";
import type { OwnAudience } from "../../core/disclosure/grant.ts";
import { day } from "../../messages/time.ts";
import { plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";

/** Where people sign in at their organisation's identity provider. */
export const signIn = definePage({
  path: "/sign-in",
  policy: "open",
  title: "Sign in",
  query: z.object({}),
  load: async () => undefined,
  view: () => (
    <section class="narrow">
      <h1>Sign in</h1>
      <p>You sign in where you sign in to everything else, and come back here. Rollcall has no passwords of its own.</p>
      <p>
        <a class="button primary" href="/sign-in/begin">
          Go on to sign in
        </a>
      </p>
    </section>
  ),
});

/** Names are for one audience at a time: whoever is in several says as which they look. */
export const audience = definePage({
  path: "/audience",
  policy: "open",
  title: "For which audience",
  query: z.object({}),
  load: async ({ choices = [] }) => choices,
  view: (choices, { viewer }) => (
    <section class="narrow">
      <h1>For which audience</h1>
      {choices.length === 0 ? (
        <p>You are in no audience, or have not signed in.</p>
      ) : (
        <>
          <p>You are in several. What you see, and what is put on the record, is for one of them at a time.</p>
          <ul class="plain-list">
            {choices.map((choice) => (
              <li>
                <form method="post" action={`/audience/${choice.alias}`}>
                  <button type="submit" aria-current={choice.alias === aliasOf(viewer) ? "true" : undefined}>
                    {choice.alias}
                  </button>
                </form>
                <p class="quiet">{sightOf(choice)}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  ),
});

function aliasOf(viewer: Parameters<typeof audience.render>[0]["viewer"]): string | undefined {
  return viewer.sees === "counts" ? viewer.alias : viewer.sees === "named" ? viewer.grant?.alias : undefined;
}

function sightOf(choice: OwnAudience): string {
  if (choice.sees === "counts") return `${plain(choice.who)}: counts`;
  return `${plain(choice.who)}: names, until ${day(choice.until)}, to ${plain(choice.reason)}`;
}
