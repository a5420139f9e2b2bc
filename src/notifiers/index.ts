import type { Notifier } from "../app/ports.ts";
import { command } from "./command.ts";
import { email } from "./email.ts";
import { ntfy } from "./ntfy.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";
import { terminal } from "./terminal.ts";
import { webhook } from "./webhook.ts";

/** Every kind of destination that can be told: one line each. */
export const notifiers: readonly Notifier[] = [slack, terminal, email, teams, webhook, command, ntfy];
