import { Webhook } from "standardwebhooks";
import { Secret } from "../../core/secret.ts";
import type { Received, Stand } from "../testing.ts";
import { webhook } from "../webhook.ts";
import { ANSWER_CANARY, besideOf, openBreakableServer } from "./breakable-server.ts";

type WebhookSettings = Parameters<typeof webhook.describe>[0];

/** In the midst of a change of secrets, as every receiver is now and then. */
const SECRETS = [1, 2].map((n) => `whsec_${Buffer.alloc(32, `canary ${n} `).toString("base64")}`);
const PATH = "/hooks/canaryOfThePath42";

/** A receiver of Standard Webhooks that believes only what the specification's own library verifies, with either secret. */
export async function openWebhookStand(more: Partial<WebhookSettings> = {}): Promise<Stand<WebhookSettings>> {
  const received: Received[] = [];
  const server = await openBreakableServer(({ method, path, headers, body }) => {
    if (method !== "POST" || path !== PATH) return { status: 404, type: "text/plain", body: ANSWER_CANARY };
    try {
      const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      for (const secret of SECRETS) new Webhook(secret).verify(body, sent);
    } catch {
      return { status: 401, type: "text/plain", body: ANSWER_CANARY };
    }
    received.push({ id: headers["webhook-id"]?.toString(), text: body, beside: besideOf({ path, headers }) });
    return { status: 202, type: "text/html", body: `<p>${ANSWER_CANARY}</p>` };
  });
  return {
    notifier: webhook,
    settings: {
      url: new Secret(new URL(PATH, server.url).href, "env HOOK_URL"),
      secret: SECRETS.map((secret, i) => new Secret(secret, `env HOOK_SECRET_${i}`)),
      payload: "full",
      format: "standard",
      source: "rollcall",
      ...more,
    },
    secrets: [...SECRETS, ...SECRETS.map((secret) => secret.slice("whsec_".length)), PATH, ANSWER_CANARY],
    // Only the status counts, so a web page or an empty answer with 200 is an arrival.
    faults: ["400", "401", "403", "404", "410", "429", "500", "503", "redirect", "timeout", "reset"],
    answer: server.answer,
    received,
    close: server.close,
  };
}
