import type { Coverage } from "../../app/coverage.ts";
import { iso } from "../../core/time.ts";

export function coverageJson({ spans, lastHeard, ...rest }: Coverage): unknown {
  return {
    ...rest,
    spans: spans.map((span) => ({ ...span, since: iso(span.since), until: iso(span.until) })),
    lastHeard: lastHeard === undefined ? null : iso(lastHeard),
  };
}
