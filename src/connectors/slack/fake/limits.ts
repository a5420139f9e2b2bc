import { MINUTE, SECOND, type Instant } from "../../../core/time.ts";

/** Slack's rate limits: so many calls of one method by one token in any minute of the fake's clock. */
export interface Limits {
  /** 0 where the call may go ahead, else the seconds to wait (the Retry-After header). A refused call is not counted. */
  take(key: string, limit: number | "message", now: Instant, cost: number): number;
}

export function createLimits(): Limits {
  const calls = new Map<string, Instant[]>();
  return {
    take: (key, limit, now, cost) => {
      const span = limit === "message" ? SECOND : MINUTE;
      const most = limit === "message" ? 1 : limit;
      const recent = (calls.get(key) ?? []).filter((at) => at > now - span);
      calls.set(key, recent);
      if (recent.length + cost <= most) {
        for (let count = 0; count < cost; count += 1) recent.push(now);
        return 0;
      }
      const freeing = recent[recent.length + cost - most - 1] ?? now;
      return Math.max(1, Math.ceil((freeing + span - now) / SECOND));
    },
  };
}
