// A workspace on true time that is simulated, and Slack's limits of it: people of teams of 50 who leave in waves, a list in pages, single
// accounts. Answers are made when they are asked for, as Slack makes them; whatever comes too soon is refused, and counted.
import type { HttpRequest, HttpResponse } from "../src/app/ports.ts";
import type { Random } from "../src/connectors/slack/fake/random.ts";
import { type Instant, MINUTE, SECOND } from "../src/core/time.ts";

const TEAM = 50;
/** Of the teams so many lose half of their people, each within a quarter of an hour, which begins in the course of one. */
export const WAVES = { struck: 0.03, within: 15 * MINUTE, begin: 60 * MINUTE };
export type Waves = typeof WAVES;
/** Of all who leave, so many do so anywhere and at any time. */
const BACKGROUND = 0.015;

export const ADDRESS = "http://127.0.0.1:9/";
const JSON_HEADERS = { "content-type": "application/json", "x-oauth-scopes": "users:read" };
/** Calls in any minute: https://docs.slack.dev/apis/web-api/rate-limits */
const TIERS: Readonly<Record<string, number>> = { "users.list": 20, "users.info": 100, "auth.test": 100 };

export interface PollingWorld {
  /** When each leaves, by account; nobody else does. */
  readonly leaves: ReadonlyMap<string, Instant>;
  readonly answer: (request: HttpRequest) => HttpResponse;
  /** When each method was called. */
  readonly calls: ReadonlyMap<string, readonly Instant[]>;
  readonly refused: () => number;
}

/** @param from when the waves begin */
export function createPollingWorld(
  accounts: number,
  from: Instant,
  random: Random,
  now: () => Instant,
  { struck, within, begin }: Waves = WAVES,
): PollingWorld {
  const leaves = new Map<string, Instant>();
  const teams = Math.floor(accounts / TEAM);
  const mixed = shuffled(
    Array.from({ length: teams }, (_, i) => i),
    random,
  );
  for (const team of mixed.slice(0, Math.max(1, Math.round(teams * struck)))) {
    const begins = from + random.next() * begin;
    const people = shuffled(
      Array.from({ length: TEAM }, (_, i) => team * TEAM + i),
      random,
    ).slice(0, TEAM / 2);
    for (const one of people) leaves.set(idOf(one), begins + random.next() * within);
  }
  const others = Math.ceil(leaves.size * BACKGROUND);
  for (let i = 0; i < others; i++) leaves.set(idOf(random.below(accounts)), from + random.next() * (begin + within));
  // "In no particular order": people of one team are spread over the pages.
  const listed = shuffled(
    Array.from({ length: accounts }, (_, i) => i),
    random,
  );
  const calls = new Map<string, Instant[]>();
  let refused = 0;

  const userOf = (n: number) => {
    const id = idOf(n);
    const deleted = (leaves.get(id) ?? Infinity) <= now();
    const flags = { is_admin: false, is_owner: false, is_restricted: false };
    return {
      id,
      team_id: "T0BENCH01",
      name: id.toLowerCase(),
      deleted,
      is_bot: false,
      updated: 1_700_000_000,
      ...(deleted ? {} : flags),
      profile: { real_name: "", title: "", guest_invited_by: "" },
    };
  };
  const answers: Readonly<Record<string, (params: URLSearchParams) => object>> = {
    "auth.test": () => ({ ok: true, team: "Bench", team_id: "T0BENCH01" }),
    "users.list": (params) => {
      const at = Number(params.get("cursor") ?? "0");
      const end = at + Number(params.get("limit"));
      const next_cursor = end < accounts ? String(end) : "";
      return { ok: true, members: listed.slice(at, end).map(userOf), response_metadata: { next_cursor } };
    },
    "users.info": (params) => ({ ok: true, user: userOf(numberOf(params.get("user") ?? "")) }),
  };
  return {
    leaves,
    calls,
    refused: () => refused,
    answer: ({ url, body }) => {
      const method = url.slice(ADDRESS.length);
      const before = calls.get(method) ?? [];
      calls.set(method, before);
      if (before.filter((at) => at > now() - MINUTE).length >= (TIERS[method] ?? 20)) {
        refused++;
        const headers = new Headers({ ...JSON_HEADERS, "retry-after": "30" });
        return { status: 429, headers, body: Buffer.from('{"ok":false,"error":"ratelimited"}') };
      }
      before.push(now());
      const value = answers[method]?.(new URLSearchParams(body)) ?? { ok: false, error: "unknown_method" };
      return { status: 200, headers: new Headers(JSON_HEADERS), body: Buffer.from(JSON.stringify(value)) };
    },
  };
}

/** A page of 1,000 takes longer than one account. */
export function latencyOf({ url }: HttpRequest, random: Random): number {
  return (url.endsWith("users.list") ? 0.8 : 0.1) * SECOND * (0.5 + random.next());
}

/** By which people.csv would name the team of an account. */
export function teamOf(id: string): string {
  return `Team ${Math.floor(numberOf(id) / TEAM)}`;
}

function idOf(n: number): string {
  return `U${n.toString(36).toUpperCase().padStart(8, "0")}`;
}

function numberOf(id: string): number {
  return Number.parseInt(id.slice(1), 36);
}

function shuffled<T>(all: T[], random: Random): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}
