import { z } from "zod";
import { defineNotifier, type Exposure, type HttpResponse, type Sending } from "../app/ports.ts";
import { type Resolved, secretRef } from "../app/secret-ref.ts";
import { looksLikeToken } from "../core/token-text.ts";
import { defined } from "../core/defined.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import { jsonText } from "../core/json-text.ts";
import { Secret } from "../core/secret.ts";
import { type Content, contentOf, type Person } from "../messages/content.ts";
import { restOf } from "../messages/rest.ts";
import { counted } from "../messages/words.ts";
import { hostOf, plainAddress, requireSuccess } from "./http-answer.ts";

/** https://docs.ntfy.sh/publish/#picking-a-topic */
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;

const level = z.int().min(1).max(5);

const priority = z
  .strictObject({
    news: level.default(3).describe("Of departures, changes and digests."),
    warning: level.default(4).describe("Of what cannot be read or reached."),
    good: level.default(2).describe("Of what can be read or reached again."),
  })
  .prefault({})
  .describe("How loudly a phone tells of it: 1 without a sound to 5 until somebody looks.");

const settings = z
  .strictObject({
    url: plainAddress.default("https://ntfy.sh").describe("The ntfy server: https, plain http only on loopback."),
    topic: z
      .union([
        z
          .string()
          .regex(TOPIC, { error: "must be 1 to 64 letters, digits, - and _" })
          .refine((topic) => !looksLikeToken(topic), {
            error: "looks like a secret; write { env: NAME } or { file: PATH } in its place",
          }),
        secretRef,
      ])
      .describe("The topic. Without a token it is the only thing that keeps readers out, and has to be a secret."),
    token: secretRef.optional().describe("An access token (tk_…) of a user who may write to the topic."),
    priority,
  })
  .refine(({ topic, token }) => token !== undefined || typeof topic !== "string", {
    path: ["topic"],
    error:
      "can be read by anyone who knows or guesses it; write { env: NAME } or { file: PATH } in its place, or add a token and let only your people read it",
  });

type NtfySettings = Resolved<z.output<typeof settings>>;

/** Notifications on phones and desktops: https://docs.ntfy.sh/publish/ */
export const ntfy = defineNotifier<NtfySettings>({
  kind: "ntfy",
  title: "ntfy",
  docs: "docs/notifiers/ntfy.md",
  settings,
  // Where a notification is replaced, the phone calls for attention all the same.
  updates: "messages",
  exposure,
  describe: ({ url, topic }) => (typeof topic === "string" ? `${hostOf(url)}/${topic}` : hostOf(url)),
  send: async (sending) => {
    const { settings: wanted, clock, http, signal } = sending;
    const place = `ntfy at ${hostOf(wanted.url)}`;
    const request = {
      url: wanted.url,
      method: "POST" as const,
      headers: { "content-type": "application/json", ...authorisation(wanted.token) },
      body: jsonText(publication(sending)),
    };
    if (sending.audience === "named") await requireReaders(sending, place);
    const response = await http.send(request, signal);
    requireSuccess(response, place, clock.now());
    requireReceipt(response, place);
    return {};
  },
});

/** https://docs.ntfy.sh/config/#access-control: who may read can be said only of users, and a token is of one. */
function exposure({ url, token }: NtfySettings): Exposure | undefined {
  if (token !== undefined) return undefined;
  if (PUBLIC.has(hostOf(url))) {
    return {
      refused: true,
      why:
        "on a public server everybody who learns the topic can read names, and nobody would notice; reserve the topic and " +
        "give the token of a user who may write to it, or use a server of your own",
    };
  }
  return {
    refused: false,
    why: "everybody who learns the topic can read names there; give a token, and let only the users of this audience read it",
  };
}

const PUBLIC: ReadonlySet<string> = new Set(["ntfy.sh"]);

function publication({ settings: wanted, view, repeat }: Sending<NtfySettings>): object {
  const content = contentOf(view, repeat);
  const tag = TAGS[content.tone];
  return {
    topic: topicOf(wanted),
    title: cut(content.headline, TITLE_BYTES),
    message: messageOf(view, content),
    priority: wanted.priority[content.tone],
    // So that a later version takes the place of an earlier one: https://docs.ntfy.sh/publish/#updating-deleting-notifications
    sequence_id: view.incident,
    ...defined({ tags: tag === undefined ? undefined : [tag] }),
  };
}

/** https://docs.ntfy.sh/emojis/ */
const TAGS: Readonly<Record<Content["tone"], string | undefined>> = {
  news: undefined,
  warning: "warning",
  good: "white_check_mark",
};

/** Throws RollcallError `bad_secret`; the text holds nothing of the topic. */
function topicOf({ topic, token }: NtfySettings): string {
  if (typeof topic === "string") return topic;
  const name = topic.reveal();
  if (!TOPIC.test(name)) {
    const message = `The ntfy topic from ${topic.origin} must be 1 to 64 letters, digits, - and _; correct it there.`;
    throw new RollcallError("bad_secret", message);
  }
  if (token === undefined && canBeGuessed(name)) {
    throw new RollcallError(
      "bad_secret",
      `The ntfy topic from ${topic.origin} can be guessed, and without a token it is what keeps readers out; ` +
        "give it 24 letters and digits or more (openssl rand -hex 16 makes 32), or add a token.",
    );
  }
  return name;
}

function canBeGuessed(topic: string): boolean {
  return !(topic.length >= 24 && /\d/.test(topic) && /[A-Za-z]/.test(topic));
}

/**
 * A topic that can be guessed must not be open to everybody. The token says who may write; who may read is asked as anybody
 * else would: https://docs.ntfy.sh/subscribe/api/#poll-for-messages. Throws `bad_setting`, and what `requireSuccess` throws
 * where the server does not say.
 */
async function requireReaders({ settings: wanted, http, clock, signal }: Sending<NtfySettings>, place: string) {
  const topic = topicOf(wanted);
  if (!canBeGuessed(topic)) return;
  const base = wanted.url.endsWith("/") ? wanted.url : `${wanted.url}/`;
  const response = await http.send({ url: `${base}${topic}/json?poll=1&since=1s`, method: "GET" }, signal);
  if (response.status === 401 || response.status === 403) return;
  requireSuccess(response, place, clock.now());
  throw new RollcallError(
    "bad_setting",
    `${place}: everybody who guesses the topic can read it, so no names are sent; deny everybody read access to it ` +
      "(reserve it, or ntfy access everyone), or use a topic that nobody guesses.",
  );
}

function authorisation(token: Secret | undefined): { readonly authorization?: string } {
  if (token === undefined) return {};
  if (!/^tk_[A-Za-z0-9]+$/.test(token.reveal())) {
    const message = `The value from ${token.origin} is no ntfy access token (tk_…); make one under Account in ntfy's web app.`;
    throw new RollcallError("bad_secret", message);
  }
  return { authorization: `Bearer ${token.reveal()}` };
}

const Published = z.object({ id: z.string().min(1) });

/** A sign-in page or a proxy answers 200 as well; only ntfy gives the message an id. */
function requireReceipt({ body }: HttpResponse, place: string): void {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    json = undefined;
  }
  if (Published.safeParse(json).success) return;
  throw new RollcallError("malformed", `${place}: the answer is not ntfy's; check the address and the proxy.`);
}

/**
 * A message of 4,096 bytes becomes an attachment, and the JSON around it may have twice as many:
 * https://docs.ntfy.sh/publish/#limitations. Counted as JSON, which is never less, both hold.
 */
const MESSAGE_BYTES = 4000;
const TITLE_BYTES = 240;
/** So that no name of kilobytes takes the place of everything else. */
const LINE_BYTES = 1000;
const PERSON_BYTES = 300;

interface Line {
  readonly text: string;
  /** Whom it is about, where that is one person, or what, where it is one figure. */
  readonly person?: Person;
}

/** Whole lines, as many as fit: what is said of everybody before single people, of whom the last are left out. */
function messageOf(view: Disclosed<IncidentView>, { sections, verbatim, footer }: Content): string {
  const parts = sections.map(({ heading, lines, people, figures }) => ({
    lines: [
      ...(heading === undefined ? [] : [{ text: cut(heading, LINE_BYTES) }]),
      ...lines.map(({ label, text }) => ({ text: cut(`${label}: ${text}`, LINE_BYTES) })),
      ...people.map((person) => ({ text: cut(personText(person), PERSON_BYTES), person })),
    ] satisfies Line[],
    figures,
  }));
  // A digest of many directories has as many readings; the incident, and whether it is told again, come last.
  const readings = footer.slice(0, -2).map((text): Line => ({ text }));
  const last = [...(verbatim === undefined ? [] : [verbatim.trimEnd()]), ...footer.slice(-2)];

  const all: Line[] = [...parts.flatMap(({ lines }) => lines), ...readings];
  const shown = fitting(all, MESSAGE_BYTES - LEFT_OUT_BYTES - last.reduce((sum, text) => sum + bytesOf(text), 0));
  const leftOf = (lines: readonly Line[]): Person[] =>
    lines.flatMap((line) => (shown.has(line) ? [] : (line.person ?? [])));
  const people = leftOf(parts.flatMap(({ lines, figures }) => (figures === undefined ? lines : [])));
  const rest = restOf(view, people);
  const left = all.filter((line) => !shown.has(line) && line.person === undefined).length;
  return [
    ...parts.flatMap(({ lines, figures }) => {
      const others = figures === undefined ? undefined : restOf(view, leftOf(lines), figures);
      return [...textOf(lines, shown), ...(others === undefined ? [] : [`… ${others}`])];
    }),
    ...(rest === undefined ? [] : [`… ${rest}`]),
    ...(left === 0 ? [] : [`… and ${counted(left, "more line")}`]),
    ...textOf(readings, shown),
    ...last,
  ].join("\n");
}

function textOf(lines: readonly Line[], shown: ReadonlySet<Line>): string[] {
  return lines.flatMap((line) => (shown.has(line) ? [line.text] : []));
}

/** Of the sentences that say how much is left out. */
const LEFT_OUT_BYTES = 200;

function fitting(lines: readonly Line[], bytes: number): ReadonlySet<Line> {
  const shown = new Set<Line>();
  let room = bytes;
  for (const line of [
    ...lines.filter(({ person }) => person === undefined),
    ...lines.filter(({ person }) => person !== undefined),
  ]) {
    room -= bytesOf(line.text);
    if (room < 0) break;
    shown.add(line);
  }
  return shown;
}

function personText({ who, kind, cells }: Person): string {
  return `• ${[who, kind, ...cells].filter((text) => text !== "").join(" · ")}`;
}

/** On a line of its own, as JSON writes it. */
function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(`${text}\n`)) - 2;
}

function cut(text: string, bytes: number): string {
  if (bytesOf(text) <= bytes) return text;
  let short = "";
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, bytes))) {
    if (bytesOf(`${short}${segment}…`) > bytes) break;
    short += segment;
  }
  return `${short}…`;
}
