import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Channel } from "../../core/directory/snapshot.ts";
import type { Answer, SlackReading } from "./api.ts";
import type { Identity } from "./identity.ts";
import type { Memberships } from "./map.ts";
import { readPages } from "./paging.ts";
import { SlackRefusal } from "./refusals.ts";
import { paceSettings } from "./settings.ts";

export interface ChannelReading {
  readonly channels: readonly Channel[];
  readonly memberships: Memberships;
}

const cursor = z.object({ next_cursor: z.string().nullable() });

const ChannelPage = z.object({
  channels: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string().nullish(),
      is_archived: z.boolean().nullish(),
      is_private: z.boolean().nullish(),
    }),
  ),
  response_metadata: cursor,
});

const MemberPage = z.object({ members: z.array(z.string()), response_metadata: cursor });

/**
 * Reads every channel that the scopes allow, and who is in those that are not archived. Channels have no event that can
 * be relied on (bolt-js issue 1847), and the membership of a leaver is gone with them: this is the list to restore from.
 */
export async function readChannels(reading: SlackReading, identity: Identity): Promise<ChannelReading> {
  const channels = await listChannels(reading, identity);
  const memberships = new Map<string, string[]>();
  const vanished = new Set<string>();
  for (const [index, { id, archived }] of channels.entries()) {
    reading.progress({ stage: "channels", done: index, total: channels.length });
    if (archived) continue;
    const members = await readMembers(reading, id);
    if (members === undefined) vanished.add(id);
    else for (const member of members) addTo(memberships, member, id);
  }
  for (const ids of memberships.values()) ids.sort();
  return { channels: channels.filter(({ id }) => !vanished.has(id)), memberships };
}

function addTo(memberships: Map<string, string[]>, member: string, channel: string): void {
  const known = memberships.get(member);
  if (known === undefined) memberships.set(member, [channel]);
  else known.push(channel);
}

async function listChannels(reading: SlackReading, identity: Identity): Promise<Channel[]> {
  const types = identity.scopes?.includes("groups:read") === true ? "public_channel,private_channel" : "public_channel";
  const limit = String(paceSettings(reading.settings).pageSize);
  const found = new Map<string, Channel>();
  for (const workspace of identity.organisation ? identity.workspaces : [undefined]) {
    const params = {
      types,
      limit,
      exclude_archived: "false",
      ...(workspace === undefined ? {} : { team_id: workspace }),
    };
    const listing = { method: "conversations.list", params, schema: ChannelPage };
    const { pages } = await readPages(reading, listing, () => {
      const read = new Map<string, Channel>();
      const add = ({ value }: Answer<z.output<typeof ChannelPage>>): number => {
        for (const { id, name, is_archived: archived, is_private: hidden } of value.channels) {
          const known = defined({ name: name || undefined, private: hidden ?? undefined });
          read.set(id, { id, ...known, archived: archived === true });
        }
        return read.size;
      };
      return { read, add };
    });
    // A channel that several workspaces of an organisation share counts once.
    for (const [id, channel] of pages.read) found.set(id, channel);
  }
  return [...found.values()];
}

/** Undefined where the channel has gone since it was listed. */
async function readMembers(reading: SlackReading, channel: string): Promise<ReadonlySet<string> | undefined> {
  const listing = { method: "conversations.members", params: { channel, limit: "999" }, schema: MemberPage };
  try {
    const { pages } = await readPages(reading, listing, () => {
      const ids = new Set<string>();
      return {
        ids,
        add: ({ value }: Answer<z.output<typeof MemberPage>>) =>
          value.members.reduce((all, id) => all.add(id), ids).size,
      };
    });
    return pages.ids;
  } catch (error) {
    if (error instanceof SlackRefusal && error.word === "channel_not_found") return undefined;
    throw error;
  }
}
