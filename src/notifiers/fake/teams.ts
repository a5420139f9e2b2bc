import { z } from "zod";
import { Secret } from "../../core/secret.ts";
import { teams } from "../teams.ts";
import type { Received, Stand } from "../testing.ts";
import { ANSWER_CANARY, besideOf, openBreakableServer } from "./breakable-server.ts";

type TeamsSettings = Parameters<typeof teams.describe>[0];

const SIGNATURE = "canaryOfTheSignature0123456789";
const PATH = `/workflows/canaryOfTheWorkflow/triggers/manual/paths/invoke?api-version=2016-06-01&sig=${SIGNATURE}`;
/** Above it Teams answers that the request is too large. */
const BYTES_AT_MOST = 28 * 1024;

const spacing = z.enum(["Default", "None", "Small", "Medium", "Large", "ExtraLarge", "Padding"]).optional();

const textRun = z.strictObject({
  type: z.literal("TextRun"),
  text: z.string().min(1),
  size: z.enum(["Small", "Default", "Medium", "Large", "ExtraLarge"]).optional(),
  weight: z.enum(["Lighter", "Default", "Bolder"]).optional(),
  isSubtle: z.boolean().optional(),
  fontType: z.enum(["Default", "Monospace"]).optional(),
});

const richTextBlock = z.strictObject({
  type: z.literal("RichTextBlock"),
  inlines: z.array(textRun).min(1),
  spacing,
});

const container = z.strictObject({
  type: z.literal("Container"),
  id: z.string().optional(),
  style: z.enum(["default", "emphasis", "good", "attention", "warning", "accent"]).optional(),
  bleed: z.boolean().optional(),
  separator: z.boolean().optional(),
  spacing,
  items: z.array(richTextBlock).min(1),
});

/**
 * What Rollcall uses of https://adaptivecards.io/schemas/adaptive-card.json (1.4), each with the keys that it may have, in the
 * message that a workflow takes; `msteams` is Teams' own:
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format#full-width-adaptive-card
 */
export const teamsMessage = z.strictObject({
  type: z.literal("message"),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal("application/vnd.microsoft.card.adaptive"),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.url(),
        type: z.literal("AdaptiveCard"),
        version: z.literal("1.4"),
        fallbackText: z.string(),
        msteams: z.strictObject({ width: z.literal("Full") }),
        body: z.array(container).min(1),
      }),
    }),
  ]),
});

/** A workflow as Power Automate runs it: it takes what is a card, with 202 and no body. */
export async function openTeamsStand(): Promise<Stand<TeamsSettings>> {
  const received: Received[] = [];
  const server = await openBreakableServer(({ method, path, headers, body }) => {
    const json = "application/json";
    const error = (status: number, code: string) => ({
      status,
      type: json,
      body: JSON.stringify({ error: { code, message: `${ANSWER_CANARY} ${body}` } }),
    });
    if (method !== "POST") return error(405, "MethodNotAllowed");
    if (path !== PATH) return error(401, "DirectApiAuthorizationRequired");
    if (Buffer.byteLength(body) > BYTES_AT_MOST) return error(413, "RequestEntityTooLarge");
    if (!/^application\/json\b/.test(headers["content-type"] ?? "")) return error(415, "UnsupportedMediaType");
    const message = teamsMessage.safeParse(JSON.parse(body));
    if (!message.success) return error(400, "InvalidRequestContent");
    const { body: containers } = message.data.attachments[0].content;
    received.push({
      id: containers[0]?.id,
      text: containers
        .flatMap(({ items }) => items.map(({ inlines }) => inlines.map(({ text }) => text).join("")))
        .join("\n"),
      beside: besideOf({ path, headers }),
    });
    return { status: 202, type: json, body: "" };
  });
  return {
    notifier: teams,
    settings: { url: new Secret(new URL(PATH, server.url).href, "env TEAMS_URL") },
    secrets: [SIGNATURE, "canaryOfTheWorkflow", ANSWER_CANARY],
    // A workflow answers 202 without a body, so an empty answer is an arrival, and so is one of any words.
    faults: ["400", "401", "403", "404", "410", "429", "500", "503", "redirect", "timeout", "reset", "web page"],
    answer: server.answer,
    received,
    close: server.close,
  };
}
