import { deliverDue } from "../../src/app/deliver.ts";
import type { Http } from "../../src/app/ports.ts";
import { sweep } from "../../src/app/sweep.ts";
import { systemClock } from "../../src/clock.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { Secret } from "../../src/core/secret.ts";
import { createHttp } from "../../src/http/client.ts";
import { webhook } from "../../src/notifiers/webhook.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { contextOf } from "../../src/wire/context.ts";
import { SIGNING_KEY } from "./receiver.ts";

/** Where a sweep and its telling take place. */
export interface Place {
  /** Of the fake workspace. */
  readonly url: string;
  readonly token: string;
  /** The store's file. */
  readonly path: string;
  /** The address of a webhook. */
  readonly receiver: string;
}

/**
 * One sweep of the fake workspace, and one try at everything due.
 * @param passes called before and after each statement and each message, from the beginning of the sweep to its end.
 */
export async function sweepAndTell(
  { url, token, path, receiver }: Place,
  passes: (phase: string, what: string) => void = () => {},
): Promise<void> {
  let armed = false;
  const boundary = (phase: string, what: string): void => {
    if (armed) passes(phase, what.replaceAll(/\s+/g, " ").slice(0, 70));
  };
  const store = await openSqlite({ path, onStatement: ({ phase, sql }) => boundary(phase, sql) });
  const plain = createHttp({ timeoutMs: 10_000, maxBytes: 10_000_000, userAgent: "Rollcall" });
  const http: Http = {
    send: async (request, signal) => {
      if (!request.url.startsWith(receiver)) return plain.send(request, signal);
      boundary("before", "send the message");
      const response = await plain.send(request, signal);
      boundary("after", "send the message");
      return response;
    },
  };
  const context = contextOf({
    store,
    http,
    // A clock of its own: calls are paced by clock, and each of these stands for a process of its own.
    clock: { ...systemClock },
    progress: () => {},
    destinations: [
      {
        name: "hr",
        audience: "named",
        rule: { tell: ["departures", "health", "deliveries"] },
        notifier: webhook,
        settings: {
          url: receiver,
          secret: new Secret(SIGNING_KEY, "the test"),
          payload: "full",
          format: "standard",
          source: "rollcall",
        },
      },
    ],
  });
  armed = true;
  await sweep(
    context,
    {
      id: "acme",
      connector: slack,
      settings: { token: new Secret(token, "the test"), api: url, fields: { location: "Office" } },
      rules: { demotion: false },
      every: 300_000,
    },
    { details: { limit: 5 } },
  );
  await deliverDue(context, () => {});
  armed = false;
  await store.close();
}
