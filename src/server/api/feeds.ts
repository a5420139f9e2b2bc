import { z } from "zod";
import { releasesTo } from "../../app/published.ts";
import { wavesOf } from "../../app/waves.ts";
import type { Policy, Scope } from "../../core/disclosure/viewer.ts";
import { readersFor } from "../../core/disclosure/viewer.ts";
import { reportOf } from "../../core/ledger/report.ts";
import { policyText, totalText } from "../../messages/report.ts";
import { FEED_FORMS, type FeedItem, wholeFeed } from "../../messages/feed.ts";
import { departureRow } from "../../messages/rows.ts";
import { moment } from "../../messages/time.ts";
import { waveHeadline, waveLines } from "../../messages/waves.ts";
import type { Asked } from "../../web/site.ts";
import { noteView } from "../../web/viewing.ts";
import { API, answered, asksFor, type Endpoint } from "./endpoint.ts";
import { departureView, directoriesAsked } from "./viewing.ts";

/** As many as a reader that looks in once a day misses none of, on most days. */
const MOST = 100;

const NOTE =
  "For programs that send a token in the header, or for a session. There is no address with the right in it: addresses are " +
  "kept in histories, logs and lists of others' readers, and nobody would know who has it.";

const FORMATS = [
  ["atom", "Atom", "Atom", FEED_FORMS.atom, z.string()],
  ["rss", "Rss", "RSS", FEED_FORMS.rss, z.string()],
  [
    "json",
    "JsonFeed",
    "JSON Feed",
    FEED_FORMS.json,
    z.looseObject({ version: z.string(), items: z.array(z.looseObject({})) }),
  ],
] as const;

interface FeedOf {
  readonly name: string;
  readonly title: string;
  readonly page: string;
  readonly policy: Policy;
  readonly scope: Scope;
  readonly items: (asked: Asked) => Promise<readonly FeedItem[]>;
}

function feed({ name, title, page, policy, scope, items }: FeedOf): Endpoint[] {
  return FORMATS.map(([ending, called, words, form, answer]): Endpoint => {
    const path = `${API}/feeds/${name}.${ending}`;
    return {
      method: "GET",
      path,
      policy,
      scope,
      operation: {
        id: `feedOf${name.charAt(0).toUpperCase()}${name.slice(1)}${called}`,
        tag: "Feeds",
        summary: `${title}, as ${words}`,
        more: NOTE,
        params: z.object({}),
        query: z.object({}),
        answer,
        type: form.type,
      },
      handle: async (asked, request) => {
        asksFor(z.object({}), asked.url);
        const head = {
          id: `urn:rollcall:feed:${name}`,
          title,
          self: new URL(path, asked.url).href,
          page: new URL(page, asked.url).href,
        };
        return answered(request, wholeFeed(form, head, await items(asked)), form.type, policy);
      },
    };
  });
}

const departures: FeedOf = {
  name: "departures",
  title: "Departures",
  page: "/departures",
  policy: "named",
  scope: "departures:read",
  items: async (asked) => {
    const directories = directoriesAsked(asked, undefined);
    const found = await asked.site.store.listDepartures(directories === undefined ? {} : { directories }, {
      order: "newest",
      skip: 0,
      limit: MOST,
    });
    const views = found.flatMap((one) => departureView(asked, one) ?? []);
    await noteView(asked, "departures", views.length);
    return views.map((view) => {
      const { who, how, where, team, when } = departureRow(view);
      const updated = view.reversed?.at.notAfter ?? view.at.notAfter;
      return {
        id: `urn:rollcall:${view.id}`,
        title: `${who}: ${how}`,
        text: [where, team, when].filter((part) => part !== "").join(", "),
        link: new URL(`/departures/${view.id}`, asked.url).href,
        published: view.at.notAfter,
        updated,
      };
    });
  },
};

const waves: FeedOf = {
  name: "waves",
  title: "Waves of departures",
  page: "/waves",
  policy: "named",
  scope: "waves:read",
  items: async (asked) => {
    const directories = directoriesAsked(asked, undefined);
    const all = (await wavesOf(asked.site.store, {})).filter((one) => directories?.includes(one.directory) !== false);
    const found = all.slice(0, MOST);
    await noteView(asked, "waves", found.length);
    return found.map(({ directory, wave, view }) => ({
      id: `urn:rollcall:${wave.id}`,
      title: waveHeadline(wave, directory),
      text: waveLines(wave)
        .map(({ text }) => text)
        .join(" "),
      link: new URL(`/waves/${wave.id}`, asked.url).href,
      published: wave.opened,
      updated: view.updatedAt,
    }));
  },
};

const releases: FeedOf = {
  name: "releases",
  title: "Releases of safe counts",
  page: "/report",
  policy: "counts",
  scope: "report:read",
  items: async (asked) => {
    const all = (await releasesTo(asked.site.store, readersFor(asked.viewer), MOST)).map(reportOf).toReversed();
    return all.map((one) => {
      const text = totalText(one);
      return {
        id: `urn:rollcall:${one.policy.partition}:${one.policy.release}`,
        title: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
        text: policyText(one, moment(one.at)),
        link: new URL("/report", asked.url).href,
        published: one.at,
        updated: one.at,
      };
    });
  },
};

export const feeds: readonly Endpoint[] = [departures, waves, releases].flatMap(feed);
