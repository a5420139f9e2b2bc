import type { Stand } from "../testing.ts";
import { openCommandStand } from "./command.ts";
import { openEmailStand } from "./email.ts";
import { openNtfyStand } from "./ntfy.ts";
import { openSlackStand } from "./slack.ts";
import { openTeamsStand } from "./teams.ts";
import { openTerminalStand } from "./terminal.ts";
import { openWebhookStand } from "./webhook.ts";

/** A stand for every notifier. */
export function openStands(): Promise<readonly Stand[]> {
  return Promise.all([
    openSlackStand(),
    openTerminalStand(),
    openEmailStand(),
    openTeamsStand(),
    openWebhookStand(),
    openCommandStand(),
    openNtfyStand(),
  ]);
}
