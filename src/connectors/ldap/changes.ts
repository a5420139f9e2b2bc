import { createHash } from "node:crypto";
import { AndFilter, type Filter, GreaterThanEqualsFilter } from "ldapts";
import type { EventSources } from "../../app/ports.ts";
import { defined } from "../../core/defined.ts";
import type { DirectoryEvent } from "../../core/directory/event.ts";
import type { Instant } from "../../core/time.ts";
import { BerError } from "./ber.ts";
import { DIRSYNC, dirSync, dirSyncCookie, OBJECT_SECURITY, showDeleted } from "./controls.ts";
import { generalizedTime, idOf, isTrue, textsOf, writeGeneralizedTime } from "./entry.ts";
import { attributesToRead } from "./map.ts";
import type { Entry } from "./message.ts";
import { malformed, MOST_PAGES, readPages } from "./paging.ts";
import { LdapRefusal, refusalOf } from "./results.ts";
import { anything, byId, type LdapReading, type Session, userObjects, withSession } from "./session.ts";
import { type LdapSettings, TIMESTAMP_OVERLAP } from "./settings.ts";
import { changedAttribute } from "./status.ts";

type Log = NonNullable<EventSources<LdapSettings>["log"]>;
type Changes = NonNullable<LdapSettings["changes"]>;

/** Results that say nothing of a cookie: the password is refused, the server is busy or not available. */
const GOES_ON: ReadonlySet<number> = new Set([49, 51, 52]);

/** How far DirSync has been read. */
interface Place {
  /** 0 with the right to replicate, which also shows deletions; OBJECT_SECURITY without it. */
  readonly flags: number;
  readonly cookie: Buffer;
}

/**
 * Asks which entries have changed. Where the reading has come to stands in memory alone: a new process begins anew, and says that
 * all is to be read.
 */
export function changesLog({ every, by }: Changes): Log {
  let place: Place | undefined;
  let next: Place | undefined;
  let asked: Instant | undefined;
  return {
    every,
    read: (reading, since) =>
      withSession(reading, async (session) => {
        const { root } = session;
        if (by === "timestamp" || (by === undefined && !(root.server === "ad" && root.controls.has(DIRSYNC)))) {
          return changedSince(reading, session, since - TIMESTAMP_OVERLAP);
        }
        // `since` moves on once what was given has been kept: until then the same has to be given again.
        if (asked !== undefined && since > asked) place = next;
        asked = since;
        const found = await changedByCookie(reading, session, place);
        next = found.place;
        return found.events;
      }),
  };
}

/** All entries whose time of change is at or after `since`, oldest first. No deletion is among them. */
async function changedSince(
  reading: LdapReading,
  session: Session,
  since: Instant,
): Promise<readonly DirectoryEvent[]> {
  const attribute = changedAttribute(session.root.server);
  const changed = new GreaterThanEqualsFilter({ attribute, value: writeGeneralizedTime(since) });
  const question = {
    base: session.base,
    scope: "sub",
    filter: new AndFilter({ filters: [session.filter, changed] }),
    attributes: [session.idAttribute, attribute],
  } as const;
  const events: DirectoryEvent[] = [];
  const options = { pageSize: reading.settings.pageSize, place: "LDAP, changes" };
  await readPages(session, question, options, (entries) => {
    for (const entry of entries) {
      const id = idOf(entry, session.idAttribute);
      const [time] = textsOf(entry, attribute);
      if (id === undefined || time === undefined) continue;
      const at = generalizedTime(time);
      events.push({
        key: `changed ${id} ${time.slice(0, 40)}`,
        type: attribute,
        about: { account: id },
        ...defined({ at }),
      });
    }
  });
  return events.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

/** What has changed since the place; without one everything is gone through, so that there is a place to go on from. */
async function changedByCookie(
  reading: LdapReading,
  session: Session,
  from: Place | undefined,
): Promise<{ readonly place: Place; readonly events: readonly DirectoryEvent[] }> {
  if (from !== undefined) {
    try {
      const { cookie, entries } = await readChanges(reading, session, from);
      return { place: { ...from, cookie }, events: await eventsOf(session, entries, cookie) };
    } catch (error) {
      // A cookie of another domain controller, or one that has become too old; a server that is busy knows it later.
      if (!(error instanceof LdapRefusal) || GOES_ON.has(error.result)) throw error;
    }
  }
  const place = await begin(reading, session);
  const why = "Active Directory's log of changes is read from now on, so that what came before has to be read.";
  return {
    place,
    events: [{ key: `dirsync start ${hashOf(place.cookie)}`, type: "dirsync", about: { directory: why } }],
  };
}

async function begin(reading: LdapReading, session: Session): Promise<Place> {
  try {
    const { cookie } = await readChanges(reading, session, { flags: 0, cookie: Buffer.alloc(0) }, "forget");
    return { flags: 0, cookie };
  } catch (error) {
    if (!(error instanceof LdapRefusal) || error.retry !== "never") throw error;
    const { cookie } = await readChanges(
      reading,
      session,
      { flags: OBJECT_SECURITY, cookie: Buffer.alloc(0) },
      "forget",
    );
    return { flags: OBJECT_SECURITY, cookie };
  }
}

/** DirSync gives only what was asked for and has changed, so that a sign-in is none: its attributes are not asked for. */
async function readChanges(
  { settings }: LdapReading,
  session: Session,
  { flags, cookie: from }: Place,
  entriesAre: "kept" | "forget" = "kept",
): Promise<{ readonly cookie: Buffer; readonly entries: readonly Entry[] }> {
  // A rename changes nothing that an account is made of but `name`.
  const attributes = [...attributesToRead(settings, session.root.server), "name"];
  const entries: Entry[] = [];
  let cookie = from;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const place = `LDAP, DirSync, page ${page}`;
    const filter: Filter = userObjects(anything());
    const controls = [dirSync(flags, cookie)];
    const answer = await session.connection.search(
      { base: session.context, scope: "sub", filter, attributes, controls },
      place,
    );
    const refusal = refusalOf(answer.result, place);
    if (refusal !== undefined) throw refusal;
    if (entriesAre === "kept") entries.push(...answer.entries);
    const read = cookieOf(answer.result.controls.get(DIRSYNC), place);
    if (read.more && read.cookie.equals(cookie)) throw malformed(place, "the cookie did not move on");
    cookie = read.cookie;
    if (!read.more) return { cookie, entries };
  }
  throw malformed("LDAP, DirSync", "the changes have no end");
}

function cookieOf(value: Buffer | undefined, place: string): ReturnType<typeof dirSyncCookie> {
  if (value === undefined) throw malformed(place, "the server does not say how far it came (no DirSync control)");
  try {
    return dirSyncCookie(value);
  } catch (error) {
    throw malformed(place, error instanceof BerError ? error.message : "the DirSync control cannot be read");
  }
}

/** Where a deletion is known and the tombstone may not be seen, only the list can say that the account is gone. */
async function eventsOf(
  session: Session,
  entries: readonly Entry[],
  cookie: Buffer,
): Promise<readonly DirectoryEvent[]> {
  const mark = hashOf(cookie);
  const events: DirectoryEvent[] = [];
  let unseen: boolean | undefined;
  for (const entry of entries) {
    const id = idOf(entry, session.idAttribute);
    if (id === undefined) continue;
    const deleted = isTrue(entry, "isDeleted");
    const at = generalizedTime(textsOf(entry, "whenChanged")[0] ?? "");
    const type = deleted ? "dirsync isDeleted" : "dirsync";
    events.push({ key: `dirsync ${id} ${mark}`, type, about: { account: id }, ...defined({ at }) });
    if (deleted) unseen ??= !(await seesTombstone(session, id));
  }
  if (unseen === true) {
    const why = "Accounts were deleted whose tombstones the bind DN may not see.";
    events.push({ key: `dirsync deleted ${mark}`, type: "dirsync isDeleted", about: { directory: why } });
  }
  return events;
}

async function seesTombstone(session: Session, id: string): Promise<boolean> {
  const filter = byId(session, id);
  if (filter === undefined) return false;
  const question = {
    base: session.context,
    scope: "sub",
    filter,
    attributes: ["cn"],
    controls: [showDeleted()],
  } as const;
  return (await session.connection.search(question, "LDAP, deleted objects")).entries.length > 0;
}

function hashOf(cookie: Buffer): string {
  return createHash("sha256").update(cookie).digest("hex").slice(0, 24);
}
