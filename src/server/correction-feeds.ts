import { type CorrectionTold, correctionsOf } from "../app/corrections.ts";
import { iso } from "../core/time.ts";
import { FEED_FORMS, type FeedItem, uriOf, wholeFeed } from "../messages/feed.ts";
import { causesText, changeText, correctionJson } from "../messages/layoff-history.ts";
import { brief, plain } from "../messages/words.ts";
import { foundAt } from "../web/parts/record-forms.tsx";
import { layoffPath } from "../web/parts/record.tsx";
import type { Asked } from "../web/site.ts";
import type { Route } from "./route.ts";
import { tagged } from "./tags.ts";

/** Entries of a feed. */
const NEWEST = 100;

/** What readers of the record have to hear: what it said, what it says now, and why. */
export const correctionFeeds: readonly Route[] = (["atom", "rss", "json"] as const).map((ending): Route => {
  const form = FEED_FORMS[ending];
  const path = `/record/corrections.${ending}`;
  return {
    method: "GET",
    path,
    policy: "open",
    scope: "record:read",
    handle: async (asked, request) => {
      const found = await correctionsOf(asked.site.store, { limit: NEWEST });
      // What nobody knows the place of yet leads nowhere.
      const isPlaced = asked.still?.isPlaced !== false;
      const head = {
        id: uriOf("corrections"),
        title: "Corrections of reported job cuts",
        description: "Where the record no longer says what it said: what it was, what it is, and why.",
        ...(isPlaced ? { self: foundAt(asked, path), page: foundAt(asked, "/record/corrections") } : {}),
      };
      const text = wholeFeed(
        form,
        head,
        found.map((one) => itemOf(one, asked, isPlaced)),
      );
      return tagged(request, text, { "content-type": `${form.type}; charset=utf-8`, "cache-control": "no-cache" });
    },
  };
});

function itemOf(one: CorrectionTold, asked: Asked, isPlaced: boolean): FeedItem {
  const { before, version, known } = one;
  const { layoff, causes } = version;
  const at = iso(layoff.changedAt);
  const text = changeText({ before, after: layoff }) ?? "";
  return {
    id: uriOf(`correction ${layoff.id} ${at}`),
    title: `${brief(plain(layoff.name))}: ${text}`,
    text: `${text}. Why: ${causesText(causes, known)}.`,
    ...(isPlaced ? { link: foundAt(asked, layoffPath(layoff.id)) } : {}),
    published: at,
    updated: at,
    more: correctionJson(one),
  };
}
