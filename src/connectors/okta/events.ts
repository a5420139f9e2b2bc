import { createHash } from "node:crypto";
import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Actor, DirectoryEvent, Subject } from "../../core/directory/event.ts";
import { type Instant, iso, parseInstant } from "../../core/time.ts";
import { turnPages } from "../../http/pages.ts";
import { callOkta, type OktaReading, placeOf } from "./api.ts";
import { userId } from "./user.ts";

/** https://developer.okta.com/docs/reference/api/event-types/ */
const ENDINGS: readonly string[] = [
  "user.lifecycle.deactivate",
  "user.lifecycle.suspend",
  "user.lifecycle.delete.initiated",
  "user.lifecycle.delete.completed",
];
/** Okta's own guard against imports that would deactivate too many. */
const ROADBLOCK = "system.import.roadblock";
const ACTIONS: ReadonlySet<string> = new Set([
  ...ENDINGS,
  "user.lifecycle.create",
  "user.lifecycle.activate",
  "user.lifecycle.reactivate",
  "user.lifecycle.unsuspend",
  ROADBLOCK,
]);

const LIMIT = 1000;

const Page = z.array(z.unknown());
const text = z.string().nullish();

const Entry = z.object({
  uuid: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
  published: z.string(),
  eventType: z.string(),
  actor: z.object({ id: text, type: text, displayName: text }).nullish(),
  target: z.array(z.object({ id: text, type: text })).nullish(),
});
type Entry = z.output<typeof Entry>;

const Head = z.object({
  uuid: Entry.shape.uuid.optional().catch(undefined),
  eventType: z.string().optional().catch(undefined),
});

/**
 * The entries since then that are about the beginning or end of an account. Asked without `until`: Okta then goes by when an entry
 * was stored and not by when it happened, so that one that is stored late is not missed, and always names a next page; the end is
 * a page without entries.
 */
export async function readSystemLog(reading: OktaReading, since: Instant): Promise<readonly DirectoryEvent[]> {
  const found = new Map<string, DirectoryEvent>();
  const filter = [...ACTIONS].map((type) => `eventType eq "${type}"`).join(" or ");
  const params = new URLSearchParams({ since: iso(since), filter, sortOrder: "ASCENDING", limit: String(LIMIT) });
  let entries = 0;
  await turnPages(
    (page) => placeOf("system log", page),
    async (next, page) => {
      const { value, next: more } = await callOkta(
        reading,
        placeOf("system log", page),
        "logs",
        next ?? `api/v1/logs?${params.toString()}`,
        Page,
      );
      for (const event of value.flatMap(eventsOf)) found.set(event.key, event);
      entries += value.length;
      return { next: value.length === 0 ? undefined : more, known: entries };
    },
  );
  return [...found.values()].toSorted((a, b) => (a.at ?? since) - (b.at ?? since));
}

function eventsOf(raw: unknown): readonly DirectoryEvent[] {
  const parsed = Entry.safeParse(raw);
  if (!parsed.success) return unreadable(raw, parsed.error);
  const entry = parsed.data;
  if (!ACTIONS.has(entry.eventType)) return [];
  const at = parseInstant(entry.published);
  const made = (about: Subject, more = ""): DirectoryEvent => ({
    key: `log ${entry.uuid}${more}`,
    type: entry.eventType,
    about,
    ...defined({ at, actor: ENDINGS.includes(entry.eventType) ? actorOf(entry) : undefined }),
  });
  if (entry.eventType === ROADBLOCK)
    return [made({ directory: "Okta stopped an import that would have ended too many accounts." })];
  const users = (entry.target ?? []).flatMap(({ id, type }) => (type === "User" && id != null ? [id] : []));
  const known = users.filter((id) => userId.safeParse(id).success);
  if (known.length === 0)
    return [made({ unreadable: `Okta, system log, ${entry.eventType}: the entry names no user.` })];
  return known.map((id, index) => made({ account: id }, index === 0 ? "" : ` ${index}`));
}

/** What is none of the kinds asked for (a gateway that does not filter) is of no interest in whatever shape. */
function unreadable(raw: unknown, error: z.ZodError): readonly DirectoryEvent[] {
  const { uuid, eventType } = Head.safeParse(raw).data ?? {};
  if (eventType !== undefined && !ACTIONS.has(eventType)) return [];
  const type = eventType ?? "unknown";
  const path = error.issues[0]?.path.map(String).join(".") || "its beginning";
  const key =
    uuid ??
    createHash("sha256")
      .update(JSON.stringify(raw) ?? "")
      .digest("hex")
      .slice(0, 32);
  const wrong = `Okta, system log, ${type}: the entry has another shape than Okta documents, at ${path}.`;
  return [{ key: `log ${key}`, type, about: { unreadable: wrong } }];
}

/** A person, or something of Okta's own or an app's (an import, an API client). */
function actorOf({ actor }: Entry): Actor | undefined {
  if (!actor?.id) return undefined;
  const name = actor.displayName ? { name: actor.displayName.slice(0, 200) } : {};
  return { kind: actor.type === "User" ? "person" : "app", id: actor.id.slice(0, 64), ...name };
}
