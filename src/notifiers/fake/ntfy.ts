import { z } from "zod";
import { Secret } from "../../core/secret.ts";
import { ntfy } from "../ntfy.ts";
import type { Received, Stand } from "../testing.ts";
import { ANSWER_CANARY, besideOf, openBreakableServer } from "./breakable-server.ts";

type NtfySettings = Parameters<typeof ntfy.describe>[0];

const TOPIC = "canaryTopic0123456789abcdef";
const TOKEN = "tk_canary0123456789abcdefghijklm";

/** What ntfy takes as JSON, with its limits: https://docs.ntfy.sh/publish/#publish-as-json and #limitations. */
const Publication = z.strictObject({
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  title: z.string().refine((text) => Buffer.byteLength(text) <= 1024),
  // Here ntfy makes an attachment of a longer one, which no phone shows.
  message: z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) < 4096),
  priority: z.int().min(1).max(5),
  tags: z.array(z.string()).optional(),
  // The field is documented; its form is that of the server: server/server.go of binwiederhier/ntfy.
  sequence_id: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
});

/** A ntfy server with one topic, into which only the bearer of one token may write. */
export async function openNtfyStand(more: Partial<NtfySettings> = {}): Promise<Stand<NtfySettings>> {
  const received: Received[] = [];
  const server = await openBreakableServer(({ method, path, headers, body }) => {
    // As with auth-default-access: deny-all.
    if (method === "GET" && path.includes("/json?")) return refusal(403, 40301, "forbidden");
    if (method !== "POST" || path !== "/") return refusal(404, 40401, "page not found");
    if (headers.authorization !== undefined && headers.authorization !== `Bearer ${TOKEN}`)
      return refusal(401, 40101, "unauthorized");
    // The server reads twice the length of a message, whatever is in it.
    if (Buffer.byteLength(body) > 2 * 4096) return refusal(413, 41303, "JSON body too large");
    const publication = Publication.safeParse(JSON.parse(body));
    if (!publication.success) return refusal(400, 40017, "invalid request: request body must be message JSON");
    if (publication.data.topic !== TOPIC) return refusal(403, 40301, "forbidden");
    // ntfy has an id of its own for every message; a repeat is told by nothing but its sequence.
    received.push({ id: undefined, text: body, beside: besideOf({ path, headers }) });
    const { tags = [], ...rest } = publication.data;
    const id = `canary${String(received.length).padStart(6, "0")}`;
    const event = { id, time: Math.floor(Date.now() / 1000), event: "message", ...rest, tags };
    return { status: 200, type: "application/json", body: `${JSON.stringify(event)}\n` };
  });
  return {
    notifier: ntfy,
    settings: {
      url: server.url,
      topic: new Secret(TOPIC, "env NTFY_TOPIC"),
      token: new Secret(TOKEN, "env NTFY_TOKEN"),
      priority: { news: 3, warning: 4, good: 2 },
      ...more,
    },
    secrets: [TOPIC, TOKEN, ANSWER_CANARY],
    faults: [
      "400",
      "401",
      "403",
      "404",
      "429",
      "500",
      "503",
      "redirect",
      "timeout",
      "reset",
      "web page",
      "empty",
      "garbage",
    ],
    answer: server.answer,
    received,
    close: server.close,
  };
}

function refusal(
  status: number,
  code: number,
  error: string,
): { readonly status: number; readonly type: string; readonly body: string } {
  return { status, type: "application/json", body: JSON.stringify({ code, http: status, error }) };
}
