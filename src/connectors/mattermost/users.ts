import { z } from "zod";
import type { ReadBackAnswer } from "../../app/ports.ts";
import type { Tally } from "../../app/read-snapshot.ts";
import type { Account } from "../../core/directory/account.ts";
import { malformed } from "../../http/json-answer.ts";
import { oddRecords } from "../../http/odd-records.ts";
import { askOneByOne } from "../../http/one-by-one.ts";
import { askMattermost, type MattermostReading, NotThere, placeOf } from "./api.ts";
import { paceSettings } from "./settings.ts";
import { mapMattermostUser, type MattermostUser, readUser } from "./user.ts";

/** How often a list is read that another has changed under us, before it is given up. */
const READINGS = 3;

/**
 * Reads all users. Pages are by offset in the order of user names: whoever joins or is renamed meanwhile shifts them, and somebody falls
 * between two pages. So the list is read to an empty page, and has to have as many as the server counts; else it is read again.
 */
export async function readUsers(reading: MattermostReading, tally: Tally): Promise<Account[]> {
  for (let readings = 1; ; readings++) {
    const before = await countOf(reading);
    const { users, skipped } = await readList(reading, tally);
    const after = await countOf(reading);
    const moved = whyNot([...users.values()], skipped, before, after, reading.settings.team !== undefined);
    if (moved === undefined) {
      tally.notes.push(...oddRecords(placeOf("users"), skipped, users.size + skipped));
      return [...users.values()].map(mapMattermostUser);
    }
    if (readings === READINGS) {
      throw malformed(placeOf("users"), `${moved}, in ${READINGS} readings one after another`);
    }
    tally.notes.push(`The list was read again from its beginning: ${moved}`);
  }
}

/** Undefined where the list is whole. */
function whyNot(
  users: readonly MattermostUser[],
  skipped: number,
  before: number,
  after: number,
  ofTeam: boolean,
): string | undefined {
  // Of a team all members are counted, of the server those who are active; whether people of other servers are among them depends on
  // its version.
  const counted = ofTeam ? users : users.filter(({ delete_at: ended }) => ended === 0);
  const ours = counted.filter(({ remote_id: remote }) => !remote).length;
  const [least, most] = [Math.min(before, after), Math.max(before, after)];
  const fits = [counted.length, ours].some((count) => count + skipped >= least && count <= most);
  return fits ? undefined : `the server counts ${after} accounts, and its list has ${counted.length}`;
}

const Stats = z.object({ total_users_count: z.int().min(0) });
const TeamStats = z.object({ total_member_count: z.int().min(0) });

/** Without a team: active users, bots included. Of a team: all of its members. */
async function countOf(reading: MattermostReading): Promise<number> {
  const { team } = reading.settings;
  if (team === undefined) return (await askMattermost(reading, "users/stats", "users/stats", Stats)).total_users_count;
  return (await askMattermost(reading, "team stats", `teams/${team}/stats`, TeamStats)).total_member_count;
}

async function readList(
  reading: MattermostReading,
  tally: Tally,
): Promise<{ readonly users: ReadonlyMap<string, MattermostUser>; readonly skipped: number }> {
  const { team } = reading.settings;
  const users = new Map<string, MattermostUser>();
  const odd = new Set<unknown>();
  for (let page = 0, idle = 0; ; page++) {
    const query = new URLSearchParams({
      page: String(page),
      per_page: String(paceSettings(reading.settings).pageSize),
      ...(team === undefined ? {} : { in_team: team }),
    });
    const found = await askMattermost(reading, "users", `users?${query.toString()}`, z.array(z.unknown()), page + 1);
    const known = users.size + odd.size;
    for (const raw of found) {
      const user = readUser(raw);
      if (user === undefined) odd.add(raw);
      else users.set(user.id, user);
    }
    tally.count(users.size);
    if (found.length === 0) break;
    // A page may hold nobody but the one who was shifted out of the last; two of them in a row are the same list again.
    idle = users.size + odd.size > known ? 0 : idle + 1;
    if (idle === 2) throw malformed(placeOf("users", page + 1), "the accounts of earlier pages come again without end");
  }
  return { users, skipped: odd.size };
}

/** Asks for these accounts one by one; those that the server does not know are in neither list. */
export function readUsersAgain(
  reading: MattermostReading,
  ids: readonly string[],
): Promise<Pick<ReadBackAnswer, "accounts" | "unread">> {
  return askOneByOne(reading, ids, async (id) => {
    try {
      const user = readUser(await askMattermost(reading, "user", `users/${encodeURIComponent(id)}`, z.unknown()));
      if (user?.id === id) return mapMattermostUser(user);
    } catch (error) {
      if (error instanceof NotThere) return undefined;
      throw error;
    }
    throw malformed(placeOf("user"), "the answer holds another user than the one asked for");
  });
}
