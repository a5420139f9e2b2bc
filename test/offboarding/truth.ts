// What is true of the company at a moment, as far as readings could have shown it: said by the company's own spans, and by the words
// of docs/offboarding.md; by nothing that judges.
import { BEGIN, BLIND, type Company, HOUR, inUse, type Tool, TOOL_NAMES, TOOLS, type TrueAccount } from "./company.ts";

/** When healthy readings of a tool begin, up to a moment. */
export function readingsOf(tool: Tool, until: number): number[] {
  const { every, offset } = TOOLS[tool];
  const all: number[] = [];
  for (let at = BEGIN + offset; at <= until; at += every) {
    if (tool !== BLIND.tool || at < BLIND.from) all.push(at);
  }
  return all;
}

export interface Truth {
  /** By `tool id`: how the account of somebody who left stands. */
  readonly standings: ReadonlyMap<string, string>;
  /** `tool id` of what was ended of people who belong. */
  readonly accidents: ReadonlySet<string>;
  /** `tool id` of what nobody provably owns. */
  readonly orphans: ReadonlySet<string>;
}

interface Shown {
  readonly last: number;
  readonly used: boolean;
  /** Since when it was in use, or had ended, reading by reading. */
  readonly since: number;
  readonly end?: { readonly before: number | null; readonly after: number; readonly sure: boolean };
}

export function keyOf({ tool, id }: Pick<TrueAccount, "tool" | "id">): string {
  return `${tool} ${id}`;
}

export function truthAt({ accounts }: Company, now: number): Truth {
  const readings = new Map(TOOL_NAMES.map((tool) => [tool, readingsOf(tool, now)]));
  const look = (one: TrueAccount): Shown | undefined => shownBy(one, readings.get(one.tool) ?? []);
  const standings = new Map<string, string>();
  const accidents = new Set<string>();
  const orphans = new Set<string>();
  const led = readings.get("okta")?.at(-1) ?? 0;
  for (const [owner, theirs] of Map.groupBy(accounts, (one) => one.owner)) {
    const lead = owner === null ? undefined : theirs.find(({ tool }) => tool === "okta");
    const leading = lead && look(lead);
    for (const one of theirs) {
      const seen = one === lead ? undefined : look(one);
      if (seen === undefined) continue;
      const key = keyOf(one);
      const proven = lead !== undefined && leading !== undefined && one.tie !== "likeness" && one.tie !== "none";
      if (!proven) {
        if (one.kind !== "human" || !seen.used || seen.since > led) continue;
        orphans.add(key);
        continue;
      }
      if (!leading.used) {
        standings.set(key, standing(seen, leading, TOOLS[one.tool].limit, now));
        continue;
      }
      const moved = theirs.some((other) => other !== one && other.tool === one.tool && look(other)?.used === true);
      const { end } = seen;
      if (end === undefined || end.before === null || !end.sure || moved) continue;
      if (led >= end.after + HOUR) accidents.add(key);
    }
  }
  return { standings, accidents, orphans };
}

/** What the readings show of an account; undefined of one that none has shown. */
function shownBy(one: TrueAccount, readings: readonly number[]): Shown | undefined {
  const absent = TOOLS[one.tool].absence === "counts";
  const begun = (at: number): boolean => one.spans.some(({ from }) => from <= at);
  const first = readings.findIndex((at) => (absent ? inUse(one, at) : begun(at)));
  const last = readings.at(-1);
  if (first === -1 || last === undefined) return undefined;
  const used = inUse(one, last);
  const turned = Math.max(first, readings.findLastIndex((at) => inUse(one, at) !== used) + 1);
  const since = readings[turned] ?? last;
  if (used) return { last, used, since };
  const before = turned === first ? null : (readings[turned - 1] ?? null);
  // One that is missing for a single reading is looked for once more.
  return { last, used, since, end: { before, after: since, sure: !absent || turned < readings.length - 1 } };
}

function standing({ used, last, end }: Shown, leading: Shown, limit: number, now: number): string {
  const due = (leading.end?.after ?? 0) + limit;
  if (used || end === undefined) return now < due ? "within" : last < due ? "unknown" : "overdue";
  if (end.sure && end.after <= due) return "in_time";
  if (end.before !== null && end.before >= due) return end.sure ? "late" : "overdue";
  if (end.sure) return "ended";
  return now < due ? "within" : "unknown";
}
