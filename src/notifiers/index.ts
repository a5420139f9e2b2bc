import type { Kind } from "../app/kinds.ts";
import type { Notifier } from "../app/ports.ts";

/** Every kind of destination that can be told: one line each. */
export const notifierKinds: readonly Kind<Notifier>[] = [
  { kind: "slack", load: async () => (await import("./slack.ts")).slack },
  { kind: "terminal", load: async () => (await import("./terminal.ts")).terminal },
  { kind: "email", load: async () => (await import("./email.ts")).email },
  { kind: "teams", load: async () => (await import("./teams.ts")).teams },
  { kind: "webhook", load: async () => (await import("./webhook.ts")).webhook },
  { kind: "command", load: async () => (await import("./command.ts")).command },
  { kind: "ntfy", load: async () => (await import("./ntfy.ts")).ntfy },
];
