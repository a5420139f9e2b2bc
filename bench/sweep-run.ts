// A process of the bench of sweeps: takes one dump into a store in one of these ways, and says what that took.
import { readFileSync } from "node:fs";
import { groupCounts } from "../src/app/places.ts";
import { sweep } from "../src/app/sweep.ts";
import { fileConnector } from "../src/connectors/file/connector.ts";
import { guidOf } from "../src/connectors/ldap/entry.ts";
import { endedBy } from "../src/connectors/ldap/status.ts";
import { slackUsers } from "../src/connectors/slack/map.ts";
import { DAY, HOUR } from "../src/core/time.ts";
import { virtualClock } from "../src/http/testing.ts";
import { fileSource } from "../src/files/input.ts";
import { PAGES } from "./sweep.ts";
import { contextOf, openStore } from "../src/wire/context.ts";
import type { Store } from "../src/app/ports.ts";

/**
 * `parse`: every page parsed by `JSON.parse`, and nothing done with it. `page`: what the pages of departures and places ask the store when
 * something has happened since they were last looked at; `page again`: when nothing has.
 */
export type Way = "prints" | "parse all" | "parse" | "page" | "page again";

/** What a run took: the processor's seconds, the clock's, and the most memory in MB. */
export interface Took {
  /** The processor's seconds until the store was open. */
  readonly opening: number;
  readonly cpu: number;
  readonly wall: number;
  readonly peak: number;
  readonly accounts: number;
  readonly changes: number;
  readonly departures: number;
}

const file = fileConnector({ slack: slackUsers, ldap: { guidOf, endedBy } });

function withoutKnown({ known: _known, ...reading }: Parameters<typeof file.snapshot>[0]): typeof reading {
  return reading;
}

async function taken(way: Way, store: string, path: string, at: number, begin: () => void) {
  if (way === "parse") {
    begin();
    let accounts = 0;
    for (const line of await pages(path)) accounts += line;
    return { accounts, changes: 0, departures: 0 };
  }
  const context = contextOf({ store: await openStore(store), progress: () => {}, clock: virtualClock(at) });
  if (way === "page" || way === "page again") {
    const ask = way === "page" ? page : pageAgain;
    // Once before, as in a process that goes on serving.
    await ask(context.store, at);
    begin();
    for (let i = 0; i < PAGES; i++) await ask(context.store, at);
    await context.store.close();
    return { accounts: 0, changes: 0, departures: 0 };
  }
  const connector =
    way === "prints"
      ? file
      : {
          ...file,
          snapshot: (reading: Parameters<typeof file.snapshot>[0]) => file.snapshot(withoutKnown(reading)),
        };
  const settings = { path, absent: "unknown" as const };
  const directory = { id: "acme", connector, settings, rules: { demotion: false }, every: 4 * HOUR };
  begin();
  const outcome = await sweep(context, directory, { details: { limit: 0 } });
  await context.store.close();
  const { changes, departures, sweep: read } = outcome;
  return { accounts: read.accounts, changes: changes.length, departures: departures.length };
}

const NEWEST = { order: "newest", skip: 0, limit: 50 } as const;

async function page(store: Store, now: number): Promise<void> {
  await store.listDepartures({ directories: ["acme"] }, NEWEST);
  await store.peopleHere("acme", "place");
  await store.peopleGone("acme", "place", { since: now - 90 * DAY, now, unit: 7 * DAY });
}

/** The counts are remembered. */
async function pageAgain(store: Store, now: number): Promise<void> {
  await store.listDepartures({ directories: ["acme"] }, NEWEST);
  await groupCounts(store, "acme", { who: "staff", by: "place", now });
}

/** Accounts of each page: of 1,000 lines of the dump, an account each. */
async function pages(path: string): Promise<number[]> {
  const counts: number[] = [];
  let held: Buffer[] = [];
  let lines = 0;
  const parse = (): void => {
    const text = Buffer.concat(held).toString("utf8").trim();
    const [from, to] = [text.startsWith("[") ? 1 : 0, /[,\]]/.test(text.slice(-1)) ? -1 : undefined];
    const accounts = JSON.parse(`[${text.slice(from, to)}]`) as readonly unknown[];
    if (accounts.length > 0) counts.push(accounts.length);
    [held, lines] = [[], 0];
  };
  for await (const chunk of fileSource(path).chunks()) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, end + 1)) {
      if (++lines < 1000) continue;
      held.push(chunk.subarray(from, end + 1));
      parse();
      from = end + 1;
    }
    held.push(Buffer.from(chunk.subarray(from)));
  }
  parse();
  return counts;
}

const [way, store = "", path = "", at] = process.argv.slice(2);
if (way !== undefined) {
  let [before, began] = [process.cpuUsage(), performance.now()];
  const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;
  let opening = 0;
  const seen = await taken(way as Way, store, path, Number(at), () => {
    opening = seconds(process.cpuUsage(before));
    [before, began] = [process.cpuUsage(), performance.now()];
  });
  const took: Took = {
    opening,
    cpu: seconds(process.cpuUsage(before)),
    wall: (performance.now() - began) / 1000,
    peak: Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "latin1"))?.[1] ?? 0) / 1000,
    ...seen,
  };
  process.send?.(took);
}
