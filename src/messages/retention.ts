import type { RetentionKind } from "../core/disclosure/retention.ts";
import { counted, listed } from "./words.ts";

const NOUNS: Readonly<Record<RetentionKind, readonly [string, string]>> = {
  left: ["person who left", "people who left"],
  here: ["old change", "old changes"],
  messages: ["message", "messages"],
  waves: ["wave", "waves"],
  events: ["event", "events"],
  readings: ["reading", "readings"],
  coverage: ["span of listening", "spans of listening"],
  plans: ["plan or announcement", "plans and announcements"],
  audit: ["entry's subject in the audit log", "entries' subjects in the audit log"],
  unread: ["account of a directory that is not read any more", "accounts of a directory that is not read any more"],
};

/** What went by retention, and because a tool had erased it; undefined where nothing did. Numbers, no names. */
export function letGoText(done: {
  readonly expired: Readonly<Partial<Record<RetentionKind, number>>>;
  readonly followed: number;
}): string | undefined {
  const parts = Object.entries(done.expired).map(([kind, n]) => counted(n, ...NOUNS[kind as RetentionKind]));
  if (done.followed > 0)
    parts.push(counted(done.followed, "account that its tool has erased", "accounts that their tools have erased"));
  return parts.length === 0 ? undefined : `Let go of ${listed(parts)}.`;
}
