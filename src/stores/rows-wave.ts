import type { Announcement } from "../app/ports.ts";
import type { Plan } from "../core/wave/plan.ts";
import * as json from "./json-waves.ts";
import { readJson } from "./json.ts";
import type { Saved } from "../core/wave/detect.ts";
import type { AnnouncementRow, DetectorRow, PlanRow } from "./tables.ts";

export function fromDetector(directory: string, state: Saved): DetectorRow {
  return { directory, who: state.who, state: JSON.stringify(state) };
}

export function toDetector(row: DetectorRow): Saved {
  return readJson(json.detector, row.state, "detectors.state");
}

export function fromPlan({ id, directory, from, until, about, addedAt, withdrawnAt }: Plan): PlanRow {
  return {
    id,
    directory,
    since: from,
    until,
    about: about ?? null,
    added_at: addedAt,
    withdrawn_at: withdrawnAt ?? null,
  };
}

export function toPlan(row: PlanRow): Plan {
  return {
    id: row.id,
    directory: row.directory,
    from: row.since,
    until: row.until,
    ...(row.about === null ? {} : { about: row.about }),
    addedAt: row.added_at,
    ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at }),
  };
}

export function fromAnnouncement({ id, directory, addedAt, announced }: Announcement): AnnouncementRow {
  return { id, directory, added_at: addedAt, announced: JSON.stringify(announced) };
}

export function toAnnouncement(row: AnnouncementRow): Announcement {
  return {
    id: row.id,
    directory: row.directory,
    addedAt: row.added_at,
    announced: readJson(json.announced, row.announced, "announcements.announced"),
  };
}
