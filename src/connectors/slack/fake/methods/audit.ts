import { TIER_3, done, refuse, type Call, type Method } from "../call.ts";
import { makeCursor, readCursor } from "../paging.ts";

const MOST = 9999;
/** Slack names the largest number and none for a call without one. */
const FEW = 100;

/**
 * GET /audit/v1/logs, newest first. The arguments: docs.slack.dev/reference/audit-logs-api/methods-actions-reference. Its limit
 * of 50 calls a minute is the whole organisation's.
 */
const logs: Method = {
  limit: TIER_3,
  only: "user",
  rest: true,
  scopes: () => ["auditlogs:read"],
  run: (call) => {
    const { params, world } = call;
    if (world.enterprise === undefined) return refuse("feature_not_enabled");
    const limit = Number(params["limit"] ?? FEW);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST) return refuse("invalid_arguments");
    const found = matching(call).toReversed();
    const cursor = params["cursor"] ?? "";
    const start = cursor === "" ? 0 : found.findIndex(({ id }) => id === readCursor("entry", cursor));
    if (start < 0) return refuse("invalid_cursor");
    const next = found[start + limit];
    return done({
      entries: found.slice(start, start + limit),
      response_metadata: { next_cursor: next === undefined ? "" : makeCursor("entry", next.id) },
    });
  },
};

function matching({ params, audit }: Call): Call["audit"] {
  const { action, actor, entity } = params;
  const oldest = Number(params["oldest"] ?? 0);
  const latest = Number(params["latest"] ?? Infinity);
  const actions = action === undefined ? undefined : new Set(action.split(",").map((one) => one.trim()));
  return audit.filter(
    (entry) =>
      entry.date_create >= oldest &&
      entry.date_create <= latest &&
      (actions === undefined || actions.has(entry.action)) &&
      (actor === undefined || entry.actor.user.id === actor) &&
      (entity === undefined || JSON.stringify(entry.entity).includes(JSON.stringify(entity))),
  );
}

export const AUDIT_METHODS: Readonly<Record<string, Method>> = { "audit.logs": logs };
