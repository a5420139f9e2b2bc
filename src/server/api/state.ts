// What is watched and how it goes: directories, places, counts, transparency, the last checkpoint.
import { z } from "zod";
import { GROUPED_BY } from "../../app/departures-port.ts";
import { groupCounts } from "../../app/places.ts";
import { publishedTo, releasesTo } from "../../app/published.ts";
import { HEALTHS } from "../../core/directory/health.ts";
import { directoriesFor, mayKnow, readersFor } from "../../core/disclosure/viewer.ts";
import { RollcallError } from "../../core/errors.ts";
import { reportOf } from "../../core/ledger/report.ts";
import { isSeeing } from "../../core/notification/outage.ts";
import { iso } from "../../core/time.ts";
import type { Asked } from "../../web/site.ts";
import { PAGING } from "./cursor.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { instant, report } from "./schemas.ts";
import { directoriesAsked } from "./viewing.ts";

const directories = defineEndpoint({
  tag: "Directories",
  policy: "named",
  scope: "health:read",
  id: "listDirectories",
  path: "/directories",
  summary: "What is watched, and how its last readings were",
  answer: z.strictObject({
    data: z.array(
      z.strictObject({
        id: z.string(),
        tool: z.string(),
        everySeconds: z.number().describe("From one sweep to the next."),
        seeing: z.boolean().describe("Whether somebody who has left would have shown in the last reading."),
        last: z
          .strictObject({
            id: z.string(),
            takenAt: instant,
            complete: z.boolean(),
            accounts: z.int(),
            health: z.enum(HEALTHS),
            reasons: z.array(z.string()),
          })
          .nullable(),
        lastComplete: instant.nullable(),
      }),
    ),
  }),
  load: async ({ site, viewer }) => {
    const mine = site.directories.filter(({ id }) => mayKnow(viewer, id));
    const data = await Promise.all(
      mine.map(async ({ id, title, every }) => {
        const [last] = await site.store.sweeps({ directory: id, limit: 1 });
        const [whole] = await site.store.sweeps({ directory: id, limit: 1, completeOnly: true });
        const told = last && {
          id: last.id,
          takenAt: iso(last.takenAt),
          complete: last.complete,
          accounts: last.accounts,
          health: last.health,
          reasons: last.reasons,
        };
        return {
          id,
          tool: title,
          everySeconds: every / 1000,
          seeing: last !== undefined && isSeeing(last),
          last: told ?? null,
          lastComplete: whole === undefined ? null : iso(whole.takenAt),
        };
      }),
    );
    return { data };
  },
});

const group = z.strictObject({
  value: z.string().nullable().describe("Null of those of whom it is not known, or who have none."),
  here: z.int().min(0),
  left: z
    .strictObject({ week: z.int(), month: z.int(), quarter: z.int() })
    .describe("Confirmed, without those who are back: within 7, 28 and 90 days."),
  before: z.int().min(0).describe("Of the four weeks before the last four."),
  weeks: z.array(z.int()).describe("Left in each of 13 weeks, the oldest first."),
});

const places = defineEndpoint({
  tag: "Directories",
  policy: "named",
  scope: "departures:read",
  id: "listPlaces",
  path: "/places",
  summary: "Who is here and who has left, by place, team or time zone: numbers, and nobody's name",
  query: z.object({
    directory: z.string().max(200).optional(),
    by: z.enum(GROUPED_BY).default("place"),
    who: z.enum(["staff", "guests"]).default("staff"),
  }),
  answer: z.strictObject({ data: z.array(z.strictObject({ directory: z.string(), groups: z.array(group) })) }),
  load: async (asked, { query: { directory, by, who } }) => {
    const wanted = directoriesAsked(asked, directory) ?? asked.site.directories.map(({ id }) => id);
    const now = asked.site.clock.now();
    const data = [];
    for (const id of wanted)
      data.push({ directory: id, groups: await groupCounts(asked.site.store, id, { who, by, now }) });
    return { data };
  },
});

const counts = { tag: "Counts", policy: "counts", scope: "report:read" } as const;

const last = defineEndpoint({
  ...counts,
  id: "getReport",
  path: "/report",
  summary: "The last release of safe counts, by the ledger of whoever asks",
  answer: report,
  load: async ({ site, viewer }) => reportOf(await ifReleased(publishedTo(site.store, readersFor(viewer)))),
});

const releases = defineEndpoint({
  ...counts,
  id: "listReleases",
  path: "/report/releases",
  summary: "What was published in all, release by release, of the newest so many",
  query: z.object({ limit: PAGING.limit }),
  answer: z.strictObject({
    data: z.array(z.strictObject({ release: z.int(), at: instant, atLeast: z.int().min(0) })),
  }),
  load: async ({ site, viewer }, { query: { limit } }) => {
    const all = (await releasesTo(site.store, readersFor(viewer), limit)).map(reportOf);
    return { data: all.map(({ policy, at, total }) => ({ release: policy.release, at, atLeast: total.atLeast })) };
  },
});

/** Before the first release there is none, which is no fault of whoever asks. */
async function ifReleased<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof RollcallError) || error.code !== "usage") throw error;
    throw new RollcallError("not_found", "Nothing has been released yet.");
  });
}

const watching = defineEndpoint({
  tag: "Transparency",
  policy: "open",
  id: "getTransparency",
  path: "/transparency",
  summary: "What is watched, why, by whose authority, how long it is kept, and whom to ask",
  answer: z.looseObject({
    record: z.looseObject({}),
    versions: z.array(z.strictObject({ version: z.int(), at: instant, changed: z.array(z.string()) })),
    checkpoint: z.strictObject({ at: instant, root: z.string() }).nullable(),
  }),
  load: async ({ site }) => {
    const { record, versions, checkpoint } = await site.transparency();
    return {
      record: { ...record },
      versions: versions.map(({ version, at, changed }) => ({ version, at: iso(at), changed })),
      checkpoint: checkpoint === undefined ? null : { at: iso(checkpoint.at), root: checkpoint.root },
    };
  },
});

const checkpoint = defineEndpoint({
  tag: "Audit",
  policy: "named",
  scope: "health:read",
  id: "getCheckpoint",
  path: "/audit/checkpoint",
  summary: "The checkpoint of the audit log that was signed last, to be kept elsewhere",
  more: "A note by C2SP signed-note. Not for audiences of counts: it says how many entries there are.",
  answer: z.strictObject({ at: instant, note: z.string() }),
  load: async (asked) => {
    refuseLimited(asked);
    const found = await asked.site.lastCheckpoint();
    if (found === undefined) throw new RollcallError("not_found", "No checkpoint has been signed yet.");
    return { at: iso(found.at), note: found.note };
  },
});

/** The log is of all directories. */
function refuseLimited({ viewer }: Asked): void {
  if (directoriesFor(viewer) === undefined) return;
  throw new RollcallError("refused", "This is of all directories: for those who may know names of each.");
}

export const state: readonly Endpoint[] = [directories, places, last, releases, watching, checkpoint];
