import { z } from "zod";
import { type SeenWave, stripFor, wavesOf } from "../../app/waves.ts";
import { mayKnow } from "../../core/disclosure/viewer.ts";
import { DAY, iso } from "../../core/time.ts";
import type { Asked } from "../../web/site.ts";
import { noteView } from "../../web/viewing.ts";
import { cursorOf, keyOf, pageOf, PAGING } from "./cursor.ts";
import { ID, moment } from "./departures.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { strip, wave } from "./schemas.ts";
import { directoriesAsked, notFound } from "./viewing.ts";

const shared = { tag: "Waves", policy: "named", scope: "waves:read" } as const;

const list = defineEndpoint({
  ...shared,
  id: "listWaves",
  path: "/waves",
  summary: "Waves of departures, those first that were opened last",
  query: z.object({
    directory: z.string().max(200).optional().describe("Of this directory alone."),
    since: moment.optional().describe("Still going on at this moment or later."),
    ...PAGING,
  }),
  answer: pageOf(wave),
  load: async (asked, { query: { directory, since, limit, cursor } }) => {
    const directories = directoriesAsked(asked, directory);
    const key = keyOf(cursor, z.tuple([z.string(), z.string()]));
    const found = (await wavesOf(asked.site.store, since === undefined ? {} : { since }))
      .filter((one) => directories?.includes(one.directory) !== false)
      .flatMap(waveJson)
      .toSorted((a, b) => order(keyFor(b), keyFor(a)))
      .filter((one) => key === undefined || order(keyFor(one), key) < 0);
    const data = found.slice(0, limit);
    const last = data.at(-1);
    await noteView(asked, "waves", data.length, { what: directory ?? null });
    return { data, next: found.length > limit && last !== undefined ? cursorOf(keyFor(last)) : null };
  },
});

/** Texts of one form are in the order of their times. */
function keyFor({ opened, id }: { readonly opened: string; readonly id: string }): [string, string] {
  return [opened, id];
}

function order([at, id]: readonly [string, string], [otherAt, otherId]: readonly [string, string]): number {
  if (at !== otherAt) return at < otherAt ? -1 : 1;
  return id === otherId ? 0 : id < otherId ? -1 : 1;
}

function waveJson({ directory, view }: SeenWave) {
  return view.wave === undefined ? [] : [{ ...view.wave, directory }];
}

async function waveOf({ site, viewer }: Asked, id: string): Promise<SeenWave> {
  const directory = (await site.store.incident(id))?.directory;
  const known = directory !== undefined && mayKnow(viewer, directory);
  const found = known ? (await wavesOf(site.store, { directory })).find(({ view }) => view.incident === id) : undefined;
  if (found?.view.wave === undefined) throw notFound(id);
  return found;
}

const one = defineEndpoint({
  ...shared,
  id: "getWave",
  path: "/waves/:id",
  summary: "One wave: where, how fast, what it looks like and why",
  params: z.object(ID),
  answer: wave,
  load: async (asked, { params: { id } }) => {
    const [found] = waveJson(await waveOf(asked, id));
    if (found === undefined) throw notFound(id);
    await noteView(asked, "waves", 1, { what: id });
    return found;
  },
});

const drawn = defineEndpoint({
  ...shared,
  id: "getWaveStrip",
  path: "/waves/:id/strip",
  summary: "Departures over time around a wave, beside what was expected: numbers, and nobody's name",
  params: z.object(ID),
  answer: strip,
  load: async (asked, { params: { id } }) => {
    const { store, clock, waves: rules } = asked.site;
    const { directory, view } = await waveOf(asked, id);
    if (view.wave === undefined) throw notFound(id);
    const { who, start, end, closed } = view.wave;
    const now = clock.now();
    const [from, to] = [Date.parse(start), closed === undefined ? now : Date.parse(end)];
    const margin = Math.max(DAY / 4, (to - from) / 4);
    const span = { from: from - margin, to: Math.min(now, to + margin) };
    const { bins, vague, waves, width, ...whole } = await stripFor(store, directory, who, span, rules);
    return {
      from: iso(whole.from),
      to: iso(whole.to),
      width,
      bins: bins.map((bin) => ({
        from: iso(bin.from),
        to: iso(bin.to),
        count: bin.count,
        expected: bin.expected ?? null,
        inWave: bin.inWave,
      })),
      vague,
      waves: waves.map((each) => ({ start: iso(each.start), end: iso(each.end), open: each.open === true })),
    };
  },
});

export const waves: readonly Endpoint[] = [list, one, drawn];
