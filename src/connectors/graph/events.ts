import { createHash } from "node:crypto";
import type { Clock } from "../../app/ports.ts";
import type { DirectoryEvent } from "../../core/directory/event.ts";
import { type Instant, iso } from "../../core/time.ts";
import { type GraphReading, RoundLost } from "./api.ts";
import { DELTA, readRound, type Round } from "./delta.ts";
import { tokenRequest } from "./token.ts";

/** What can be a departure or a return. Other differences wait for the sweep; each would be a call. */
const WATCHED = "accountEnabled,userType,externalUserState";

/** Where the rounds of one directory have come to. It lives as long as the process: a sweep covers what was before. */
interface Course {
  deltaLink: string;
  /** What was read and may have to be given again, with when it was read. */
  recent: { readonly at: Instant; readonly event: DirectoryEvent }[];
}

const courses = new WeakMap<Clock, Map<string, Course>>();

/**
 * What has changed, as hints whom to read: a round of the delta query from where the last one ended. Microsoft's link is a token of
 * seven days that nobody else may need, so it is kept in memory alone: a new process begins "from now" and asks for a sweep, and
 * so does one whose link Microsoft no longer knows.
 */
export async function readDelta(reading: GraphReading, since: Instant): Promise<readonly DirectoryEvent[]> {
  const course = courseOf(reading);
  const known = course.get();
  if (known === undefined)
    return begin(reading, course, "The delta query of Microsoft begins now: what was before has to be read.");
  let round: Round;
  try {
    round = await readRound(reading, known.deltaLink);
  } catch (error) {
    if (!(error instanceof RoundLost)) throw error;
    return begin(reading, course, "Microsoft no longer knows where the delta query had come to: all has to be read.");
  }
  const at = reading.clock.now();
  const found = eventsOf(round, known.deltaLink).map((event) => ({ at, event }));
  const recent = [...known.recent.filter((one) => one.at >= since), ...found];
  course.set({ deltaLink: round.deltaLink, recent });
  return recent.map(({ event }) => event);
}

async function begin(
  reading: GraphReading,
  course: ReturnType<typeof courseOf>,
  why: string,
): Promise<readonly DirectoryEvent[]> {
  // Dropped first: should Microsoft fail now, the next question begins anew as well.
  course.set(undefined);
  const { deltaLink } = await readRound(reading, `${DELTA}?$select=${WATCHED}&$deltatoken=latest`);
  const at = reading.clock.now();
  const event: DirectoryEvent = { key: `delta begins ${iso(at)}`, type: "users/delta", about: { directory: why }, at };
  course.set({ deltaLink, recent: [{ at, event }] });
  return [event];
}

function eventsOf({ users, unreadable }: Round, from: string): DirectoryEvent[] {
  // The same rows come again where the same link is followed again, and under another link they may be news.
  const keyOf = (id: string, row: unknown) =>
    `delta ${createHash("sha256")
      .update(JSON.stringify([from, id, row]))
      .digest("hex")
      .slice(0, 32)}`;
  return [
    ...[...users.values()].map((user): DirectoryEvent => ({
      key: keyOf(user.id, user),
      type: user["@removed"] == null ? "users/delta" : "users/delta @removed",
      about: { account: user.id },
    })),
    ...unreadable.ids.map((id): DirectoryEvent => ({
      key: keyOf(id, null),
      type: "users/delta",
      about: { account: id },
    })),
  ];
}

function courseOf(reading: GraphReading) {
  const { clock, directory, settings } = reading;
  const all = courses.get(clock) ?? new Map<string, Course>();
  courses.set(clock, all);
  const key = `${directory} ${tokenRequest(settings).key}`;
  return {
    get: () => all.get(key),
    set: (course: Course | undefined) => {
      if (course === undefined) all.delete(key);
      else all.set(key, course);
    },
  };
}
