import { coverage } from "../../src/app/coverage.ts";
import { blindAfter } from "../../src/app/directory.ts";
import type { FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { Secret } from "../../src/core/secret.ts";
import { type Instant, iso, MINUTE } from "../../src/core/time.ts";
import { coveredBy } from "../../src/messages/coverage.ts";
import { DIRECTORY, openStage, staffOf, type Stage } from "./stage.ts";

export const EVERY = 10 * MINUTE;
const SCOPES = ["users:read", "users:read.email", "team:read"];

/** A time of 26 February 2025, or of the day after it: `15:04:30`, `+03:12`. */
export function t(text: string): Instant {
  const [, next, clock = ""] = /^(\+?)(.*)$/.exec(text) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return Date.UTC(2025, 1, next === "+" ? 27 : 26, hours, minutes, seconds);
}

/** When Slack ceased to send events. */
const CEASE = t("14:45");

/**
 * A company of 260 accounts, in which somebody edits their status every six minutes: so often events are usual.
 * @param log whether it has the audit log too, as organisations on an Enterprise plan have, and Rollcall asks it every minute
 */
export async function openDay(from: Instant, until: Instant, log = false): Promise<Stage> {
  const world = { seed: 7, accounts: 260, ...(log ? { workspaces: 1 } : {}) };
  const settings = ({ auditToken, auditUrl }: FakeSlack) => ({
    auditLogs: { token: new Secret(auditToken, "env AUDIT_TOKEN"), every: MINUTE, api: auditUrl },
  });
  const stage = await openStage({ start: from, every: EVERY, world, scopes: SCOPES, ...(log ? { settings } : {}) });
  const [busy] = staffOf(stage.slack);
  for (let time = from + MINUTE; time < until; time += 6 * MINUTE) {
    stage.at(time, ({ acts }) => acts.editStatus(busy?.id ?? "", `at ${iso(time)}`));
  }
  stage.at(CEASE, () => void (stage.events.silent = true));
  return stage;
}

/** Has somebody else leave at each of these times. @returns their ids, in that order */
export function leave(stage: Stage, times: readonly string[]): string[] {
  const people = staffOf(stage.slack).slice(1);
  return times.map((time, i) => {
    const { id } = people[i] ?? { id: "" };
    stage.at(t(time), ({ acts }) => acts.deactivate(id));
    return id;
  });
}

/** What `rollcall coverage` would show, span by span: `26T09:00 to 26T14:43 events and sweeps`. */
export async function coveredIn({ store }: Stage, since: Instant, until: Instant): Promise<string[]> {
  const { spans } = await coverage(store, DIRECTORY, blindAfter({ every: EVERY }), { since, until });
  return spans.map((span) => `${iso(span.since).slice(8, 16)} to ${iso(span.until).slice(8, 16)} ${coveredBy(span)}`);
}
