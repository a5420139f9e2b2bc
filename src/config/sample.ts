import { z } from "zod";
import { pathRef, secretRef } from "../app/secret-ref.ts";
import { parseSettings } from "./load.ts";
import type { LoadedSettings } from "./load.ts";
import type { ConnectorSettings } from "./settings.ts";

// For the tests beside this file: two made-up tools whose settings have every form that a connector's may have.

const chat = z.strictObject({
  token: secretRef.describe("The token."),
  fields: z
    .strictObject({ location: z.string().min(1).optional().describe("Where.") })
    .optional()
    .describe("Fields."),
  channels: z
    .union([z.boolean(), z.strictObject({ only: z.array(z.string()).min(1).describe("Names.") })])
    .optional()
    .describe("Channels."),
  allowScopes: z.array(z.string().min(1)).optional().describe("Scopes."),
  pace: z
    .strictObject({ perMinute: z.int().min(1).max(100).optional().describe("Calls.") })
    .optional()
    .describe("Pace."),
  api: z.url().optional().describe("Address."),
  hook: z
    .strictObject({ secret: secretRef.optional().describe("The secret.") })
    .optional()
    .describe("Hook."),
});

const list = z.strictObject({ path: pathRef.describe("The file.") });

export const tools: readonly ConnectorSettings[] = [
  { kind: "chat", settings: chat },
  { kind: "list", settings: list },
];

/** Every key of the schema of `tools`, once at least. */
export const EVERY_KEY = `purpose:
  text: Verify off-boarding
  authorisedBy: CISO, 2026-11-20
  contact: it@example.com
directories:
  acme:
    kind: chat
    token: { env: CHAT_TOKEN }
    fields: { location: Office }
    channels: { only: [general, random] }
    allowScopes: [users:read.email]
    pace:
      perMinute: 20
    api: https://chat.example.com/
    attributes: { from: people.csv, key: email }
    hook:
      secret:
        file: hook.secret
  people:
    kind: list
    path: people.ldif
departures: { demotion: false }
store:
  path: rollcall.db
`;

export function parseSample(text: string, file = "/etc/rollcall/rollcall.yaml"): LoadedSettings {
  return parseSettings(text, { file, label: "rollcall.yaml" }, tools);
}

/** What `work` throws; undefined where it throws nothing. */
export async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The message of what `work` throws; "" where it throws nothing. */
export async function messageOf(work: () => unknown): Promise<string> {
  const error = await errorOf(work);
  return error instanceof Error ? error.message : "";
}
