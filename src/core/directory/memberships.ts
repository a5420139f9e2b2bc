import type { Account } from "./account.ts";
import type { Difference } from "./difference.ts";
import type { Roster } from "./roster.ts";
import type { CompleteSnapshot } from "./snapshot.ts";

/** A channel that loses at least this many people and more than half of its members in one reading was emptied. */
const EMPTIED_AT_LEAST = 5;

/** Why people are gone from a channel, where the reason is the channel and not the person. */
export type EndedChannels = ReadonlyMap<string, "channel archived" | "channel gone" | "channel emptied">;

/**
 * The channels whose own end explains that people are gone from them: archived, no longer listed (deleted, made private,
 * unshared), or emptied. Only accounts that are active before and after count, so that a wave empties no channel. Where the
 * reading does not list the channels themselves, only what empties can be told.
 */
export function endedChannels(roster: Roster, snapshot: CompleteSnapshot): EndedChannels {
  const ended = new Map<string, "channel archived" | "channel gone" | "channel emptied">();
  const open = snapshot.channels === undefined ? undefined : new Set<string>();
  for (const channel of snapshot.channels ?? []) {
    if (channel.archived) ended.set(channel.id, "channel archived");
    else open?.add(channel.id);
  }
  const members = new Map<string, { before: number; lost: number }>();
  const countOf = (id: string) => {
    const count = members.get(id) ?? { before: 0, lost: 0 };
    members.set(id, count);
    return count;
  };
  for (const [account, channels] of snapshot.unchangedIn ?? []) {
    if (snapshot.unchanged?.has(account) === true) for (const id of channels) countOf(id).before++;
  }
  for (const account of snapshot.accounts) {
    const before = roster.entries.get(account.id)?.account;
    if (before?.status !== "active" || account.status !== "active") continue;
    if (before.attributes.channels === undefined || account.attributes.channels === undefined) continue;
    const now = new Set(account.attributes.channels);
    for (const id of before.attributes.channels) {
      const count = countOf(id);
      count.before++;
      if (!now.has(id)) count.lost++;
    }
  }
  for (const [id, { before, lost }] of members) {
    if (ended.has(id)) continue;
    if (open !== undefined && !open.has(id)) ended.set(id, "channel gone");
    else if (lost >= EMPTIED_AT_LEAST && lost > before / 2) ended.set(id, "channel emptied");
  }
  return ended;
}

/**
 * What changed in the channels of one account. The channels that it was dropped from are told in one change; those that
 * ended by themselves, and new ones, are kept and not told.
 */
export function channelDifferences(
  before: Account,
  after: Account,
  ended: EndedChannels,
  cameBack: boolean,
): Difference[] {
  const was = before.attributes.channels;
  const is = after.attributes.channels;
  if (is === undefined) return [];
  if (was === undefined) {
    return [{ change: "joined_channel", before: {}, after: { channels: is }, quiet: "learnt, not changed" }];
  }
  const now = new Set(is);
  const lost = was.filter((id) => !now.has(id));
  // Reactivated people are put back into no channel; what they had is in their departure.
  const dropped = cameBack ? [] : lost.filter((id) => !ended.has(id));
  const kept = was.filter((id) => !dropped.includes(id));
  const found: Difference[] = [];
  if (dropped.length > 0) found.push({ change: "left_channel", before: { channels: was }, after: { channels: kept } });
  if (kept.length !== is.length || kept.some((id, i) => id !== is[i])) {
    const gained = is.some((id) => !was.includes(id));
    const quiet =
      lost.length === dropped.length ? "joined" : cameBack ? "came back" : "channel archived, gone or emptied";
    const change = gained ? "joined_channel" : "left_channel";
    found.push({ change, before: { channels: kept }, after: { channels: is }, quiet });
  }
  return found;
}
