import { z } from "zod";
import { defineNotifier, type Sending } from "../app/ports.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import type { Receipt } from "../core/notification/notification.ts";
import { SECOND } from "../core/time.ts";
import { paceOf } from "../http/pace.ts";
import { noticeOf } from "../messages/notice.ts";
import { counted, listed } from "../messages/words.ts";
import { type Answer, callSlack, orThrow, type Slack } from "./slack-api.ts";
import { type SlackMessage, slackMessage, slackWords } from "./slack-blocks.ts";
import { channelForNames, isStillForNames } from "./slack-channel.ts";
import { slackOf, type SlackSettings, slackSettings } from "./slack-settings.ts";

type SlackSending = Sending<SlackSettings>;

/** What is kept of a message: where it is, and what the channel was last alerted to. */
const Kept = z.object({
  channel: z.string(),
  ts: z.string(),
  /** What the settings called the channel. */
  setting: z.string(),
  /** How many people and changes. */
  alerted: z.number(),
  state: z.enum(["open", "blind", "over"]),
});
type Kept = Readonly<z.infer<typeof Kept>>;

/** One message about an incident, edited in place; a short reply where an edit, which rings no bell, is not enough. */
export const slack = defineNotifier<SlackSettings>({
  kind: "slack",
  title: "Slack",
  docs: "docs/notifiers/slack.md",
  settings: slackSettings,
  updates: "edits",
  through: () => "slack",
  // Whether a channel is private, Slack says when something is sent.
  exposure: ({ namesInPublicChannel }, granted) =>
    namesInPublicChannel === undefined
      ? undefined
      : {
          refused: granted,
          why: granted
            ? "namesInPublicChannel lets everybody in the workspace read what is for one audience; take it out, and name a private channel"
            : "everybody in the workspace may read names there, where the channel is public: namesInPublicChannel says so",
        },
  describe: ({ channel }) => channel,
  send: async (sending) => {
    const api = slackOf(sending.settings);
    const kept = Kept.safeParse(sending.previous);
    if (!kept.success || hasMoved(sending.settings, kept.data)) return post(sending, api);
    return (await edit(sending, api, kept.data)) ? ring(sending, api, kept.data) : post(sending, api);
  },
});

/**
 * Whether the settings name another channel than the message is in: names go where they are to go now. The first letter of
 * an id may change when a channel is shared (https://docs.slack.dev/apis/web-api/using-the-conversations-api).
 */
function hasMoved({ channel }: SlackSettings, kept: Kept): boolean {
  return channel.startsWith("#") ? channel !== kept.setting : channel.slice(1) !== kept.channel.slice(1);
}

const Posted = z.object({
  channel: z.string().regex(/^[A-Z0-9]{1,40}$/),
  ts: z.string().regex(/^\d{1,20}\.\d{1,20}$/),
});

/** A new message. Before each one with names, and before each edit, Slack is asked who can read the channel. */
async function post(sending: SlackSending, api: Slack): Promise<Receipt> {
  const { settings, audience, view, id, repeat } = sending;
  const publicToo = settings.namesInPublicChannel !== undefined;
  const channel =
    audience === "named" ? await channelForNames(sending, api, settings.channel, publicToo) : settings.channel;
  const message = slackMessage(view, repeat ? id : undefined);
  const posted = orThrow(await write(sending, api, channel, { ...params(message), ...metadata(sending) }));
  return { ...posted, setting: settings.channel, alerted: toldIn(view).sum, state: stateOf(view) } satisfies Kept;
}

/** What Slack says where the message is not to be had any more, or not by this app: then a new one is posted. */
const GONE = new Set(["message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"]);

/** False where the message cannot be edited. A repeated edit shows nothing twice, so it need not be marked. */
async function edit(sending: SlackSending, api: Slack, { channel, ts }: Kept): Promise<boolean> {
  const publicToo = sending.settings.namesInPublicChannel !== undefined;
  if (sending.audience === "named" && !(await isStillForNames(sending, api, channel, publicToo))) return false;
  const { text, blocks } = slackMessage(sending.view);
  const edited = await callSlack(
    sending,
    api,
    "chat.update",
    // Unlike chat.postMessage it looks for links and names unless told not to.
    { channel, ts, text, blocks: JSON.stringify(blocks), parse: "none", link_names: "false", ...metadata(sending) },
    Posted,
  );
  if (!edited.ok && GONE.has(edited.word)) return false;
  orThrow(edited);
  return true;
}

/**
 * Replies in the thread, and to the channel, where the channel has to hear of what was edited. The message itself is up to
 * date by then, so a reply that fails does not fail the sending: it stays owed, and the next edit tries it again. Only
 * where Slack asks to wait, or the program ends, is the whole sending given back: nothing was posted, and editing twice
 * does no harm.
 */
async function ring(sending: SlackSending, api: Slack, kept: Kept): Promise<Receipt> {
  const words = bell(sending.view, kept);
  if (words === undefined) return kept;
  try {
    const reply = { ...params(slackWords(words)), thread_ts: kept.ts, reply_broadcast: "true" };
    orThrow(await write(sending, api, kept.channel, reply));
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === "rate_limited" || error.code === "interrupted") throw error;
    return kept;
  }
  return { ...kept, alerted: Math.max(kept.alerted, toldIn(sending.view).sum), state: stateOf(sending.view) };
}

/** What to call out; nothing below ten times as many as at the last alert, and for a state that has been called out. */
function bell(view: Disclosed<IncidentView>, kept: Kept): string | undefined {
  if (stateOf(view) !== kept.state) return noticeOf(view).headline;
  const { people, changes, sum } = toldIn(view);
  if (sum < 10 * Math.max(1, kept.alerted)) return undefined;
  const told = [
    ...(people === 0 ? [] : [counted(people, "person", "people")]),
    ...(changes === 0 ? [] : [counted(changes, "change")]),
  ];
  return `now ${listed(told)}: the message above is up to date`;
}

function toldIn({ directories }: Disclosed<IncidentView>) {
  const people = directories.reduce(
    (sum, { tally }) => sum + (tally === undefined ? 0 : tally.staff + tally.guests),
    0,
  );
  const changes = directories.reduce((sum, part) => sum + part.changes.length, 0);
  return { people, changes, sum: people + changes };
}

function stateOf({ health, failure }: Disclosed<IncidentView>): Kept["state"] {
  if (health?.over === true || failure?.over === true) return "over";
  return health?.blind === true ? "blind" : "open";
}

/** Slack allows about one message a second in a channel: https://docs.slack.dev/apis/web-api/rate-limits */
const ONE_A_SECOND = { calls: 1, perMs: SECOND };

function write(
  sending: SlackSending,
  api: Slack,
  channel: string,
  message: Readonly<Record<string, string>>,
): Promise<Answer<z.infer<typeof Posted>>> {
  const call = () => callSlack(sending, api, "chat.postMessage", { channel, ...message }, Posted);
  return paceOf(sending.clock).run(`slack message ${channel}`, ONE_A_SECOND, call, sending.signal);
}

function params({ text, blocks }: SlackMessage): Record<string, string> {
  return {
    text,
    blocks: JSON.stringify(blocks),
    // Nothing of what was read is markup, a link or a mention.
    mrkdwn: "false",
    parse: "none",
    link_names: "false",
    unfurl_links: "false",
    unfurl_media: "false",
  };
}

/** By which a reader of the channel, another app say, can tell a repeat and the later of two: ids, and no names. */
function metadata({ id, view: { incident, version } }: SlackSending): { readonly metadata: string } {
  return {
    metadata: JSON.stringify({ event_type: "rollcall_incident", event_payload: { id, incident, version } }),
  };
}
