// "Tell me of any new claim about these companies": each once, with what was told before where it changes, in the transaction that holds it.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchedRecord } from "../../src/app/announce-layoffs.ts";
import { aliasCompany } from "../../src/app/company-alias.ts";
import { deliverDue } from "../../src/app/deliver.ts";
import { mergeLayoffs, splitLayoff, suppress } from "../../src/app/merge-claims.ts";
import type { Clock, Store } from "../../src/app/ports.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { Reported, StatedClaim } from "../../src/app/record-port.ts";
import type { WatchList } from "../../src/core/record/watch-list.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { contentOf } from "../../src/messages/content.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { type CountingDestination, countingDestination } from "../support/destination.ts";
import { NO_READER, reported } from "./reports.ts";

let plain: Store;
let now: number;
const clock: Clock = { now: () => now, sleep: async () => {}, every: () => () => {} };
beforeEach(async () => {
  plain = await openStore();
  now = Date.UTC(2026, 2, 10, 9);
});
afterEach(() => plain.close());

function watching(lists: readonly WatchList[], ...counting: CountingDestination[]) {
  const destinations = counting.map(({ destination }) => destination);
  const store = watchedRecord(plain, { lists, destinations });
  const context = contextOf({ store, clock, progress: () => {}, destinations });
  return {
    store,
    take: (claims: readonly Partial<StatedClaim>[], more?: Partial<Reported>) =>
      readDocuments(
        store,
        claims.map((claim) => reported([claim], more)),
        NO_READER,
        now,
      ),
    deliver: () => deliverDue(context, () => {}),
  };
}
const hears = (name: string, more: Parameters<typeof countingDestination>[0] = {}) =>
  countingDestination({ name, tell: ["layoffs"], ...more });

/** What stands there as people read it: the last message of each incident, the newest incident last. */
function said({ arrivals }: CountingDestination): string {
  const last = new Map(arrivals.map(({ view }) => [view.incident, view]));
  return [...last.values()].map(textOf).join("\n\n");
}

function textOf(view: CountingDestination["arrivals"][number]["view"]): string {
  const { headline, sections } = contentOf(view, false);
  const lines = sections.flatMap((section) => [
    ...section.lines.map(({ label, text }) => `${label}: ${text}`),
    ...section.people.map(({ who, cells }) => [who, ...cells].join(" | ")),
  ]);
  return [headline, ...lines].join("\n").replaceAll("\u200b", "");
}

const SUPPLIERS: WatchList = { name: "suppliers", companies: ["Aldermoor Inc.", "Birchway"] };

/** Names that begin with words of their own: nobody takes two of them for one company. */
function word(n: number): string {
  const letters = [...String(n + 1000)].map((digit) => "bcdfghjklm"[Number(digit)] ?? "").join("a");
  return `${letters.charAt(0).toUpperCase()}${letters.slice(1)}o`;
}

describe("a watch list", () => {
  it("tells of what is reported of its companies, once, and of nobody else", async () => {
    const ops = hears("ops");
    const { take, deliver } = watching([SUPPLIERS], ops);
    await take([{ company: "Corvane", count: 90, date: "2026-03-09" }]);
    await deliver();
    expect(ops.arrivals).toHaveLength(0);
    const claim = { company: "Aldermoor", count: 700, qualifier: "approx", date: "2026-03-10", country: "NO" } as const;
    await take([claim], { key: "same" });
    await deliver();
    expect(ops.arrivals).toHaveLength(1);
    expect(said(ops)).toMatch(
      /^suppliers: Aldermoor: about 700\nsource: the public record.*\nwhat: layoff, announced; reported by The Example\nwhere: Norway\ndate: 2026-03-10\nwhy: rollcall layoffs show l-[0-9a-f]{16}$/,
    );
    await take([claim], { key: "same" });
    await deliver();
    expect(ops.arrivals).toHaveLength(1);
  });

  it("follows up what it told: another report, a correction with what was said before, a merge", async () => {
    const ops = hears("ops");
    const { store, take, deliver } = watching([SUPPLIERS], ops);
    const claim = { company: "Birchway", count: 900, qualifier: "up_to", date: "2026-03-10" } as const;
    await take([claim], { key: "story" });
    await deliver();
    now += 3 * DAY;
    await take([{ ...claim, count: 782, qualifier: "exact" }], { key: "story" });
    await deliver();
    expect(said(ops)).toMatch(/^suppliers: Birchway: 782, was up to 900\n[^]*the document says otherwise now/);
    // The same message, where it can be edited.
    expect(ops.arrivals.map(({ update }) => update)).toEqual([false, true]);
    expect(new Set(ops.arrivals.map(({ view }) => view.incident)).size).toBe(1);
    now += HOUR;
    await take([{ ...claim, count: 782, qualifier: "exact" }], { key: "other", publisher: "Another Paper" });
    await deliver();
    expect(said(ops)).toContain("reported by The Example and Another Paper");
    now += HOUR;
    await take([{ company: "Birchway", count: 40, date: "2025-06-01" }], { key: "old" });
    const [one, other] = await store.layoffs({ search: "Birchway", limit: 2 });
    if (one === undefined || other === undefined) throw new Error("there are two rounds");
    now += MINUTE;
    await mergeLayoffs(store, one.id, other.id, { at: now });
    await deliver();
    expect(said(ops)).toContain(`found to be one round with ${one.id}`);
    now += MINUTE;
    await splitLayoff(store, one.id, other.id, { at: now });
    await deliver();
    expect(said(ops)).not.toContain("found to be one round");
  });

  it("makes of thousands at once one message, the largest first", async () => {
    const ops = hears("ops");
    const { take, deliver } = watching([{ name: "all of Norway", country: "NO", min: 10 }], ops);
    await take(
      Array.from({ length: 500 }, (_, n) => ({
        company: word(n),
        count: n + 1,
        date: "2026-03-10",
        country: n % 2 === 0 ? "NO" : "SE",
      })),
    );
    await deliver();
    expect(ops.arrivals).toHaveLength(1);
    const news = ops.arrivals[0]?.view.layoffs;
    expect([news?.news.length, news?.more]).toEqual([200, 45]);
    expect(news?.news[0]).toMatchObject({ count: 499, country: "NO", isNew: true });
    expect(said(ops)).toMatch(/^all of Norway: 200 new layoffs of 200 companies, and 45 more\n/);
  }, 60_000);

  it("is for the destinations that it names, and for those alone that hear of layoffs", async () => {
    const [ops, hr, deaf] = [hears("ops"), hears("hr"), hears("deaf", { tell: ["departures"] })];
    const lists = [
      { ...SUPPLIERS, to: ["hr"] },
      { name: "large", min: 500 },
    ];
    const { take, deliver } = watching(lists, ops, hr, deaf);
    await take([{ company: "Aldermoor", count: 700, date: "2026-03-10" }]);
    await deliver();
    expect(ops.arrivals.map(({ view }) => view.layoffs?.list)).toEqual(["large"]);
    expect(new Set(hr.arrivals.map(({ view }) => view.layoffs?.list))).toEqual(new Set(["large", "suppliers"]));
    expect(deaf.arrivals).toHaveLength(0);
  });

  it("tells an audience of counts as well: it is of nobody here", async () => {
    const council = hears("council", { audience: "counts" });
    const { take, deliver } = watching([SUPPLIERS], council);
    await take([{ company: "Aldermoor", count: 700, date: "2026-03-10" }]);
    await deliver();
    expect(council.arrivals).toHaveLength(1);
  });

  it("waits for the digest where a destination has one, and is one message then", async () => {
    const daily = hears("daily", {
      digest: { at: "18:00", days: ["mon", "tue", "wed", "thu", "fri"], timezone: "UTC" },
    });
    const { take, deliver } = watching([SUPPLIERS], daily);
    await take([{ company: "Aldermoor", count: 700, date: "2026-03-10" }]);
    now += HOUR;
    await take([{ company: "Birchway", count: 3, date: "2026-03-10" }]);
    await deliver();
    expect(daily.arrivals).toHaveLength(0);
    now = Date.UTC(2026, 2, 10, 18, 0, 1);
    await deliver();
    expect(daily.arrivals.map(({ view }) => view.layoffs?.news.length)).toEqual([2]);
  });

  it("knows a company by any name that is recorded of it, and by its id", async () => {
    const ops = hears("ops");
    const { store, take } = watching([], ops);
    await take([{ company: "Meta Platforms", count: 5, date: "2026-03-10" }]);
    const [meta] = await store.layoffs({ limit: 1 });
    await aliasCompany(store, "Facebook", meta?.id ?? "", { at: now, remove: false });
    const lists = [
      { name: "by alias", companies: ["Facebook"] },
      { name: "by id", companies: [meta?.company ?? ""] },
    ];
    const own = watching(lists, ops);
    now += HOUR;
    await own.take([{ company: "Facebook", count: 9000, date: "2026-06-10" }]);
    await own.deliver();
    expect(new Set(ops.arrivals.map(({ view }) => view.layoffs?.list))).toEqual(new Set(["by alias", "by id"]));
  });

  it("says nothing of what is suppressed before it is sent, and takes it back where a message can be edited", async () => {
    const ops = hears("ops");
    const { store, take, deliver } = watching([SUPPLIERS], ops);
    await take([
      { company: "Aldermoor", count: 700, date: "2026-03-10" },
      { company: "Birchway", count: 3, date: "2026-03-10", quote: "gone" },
    ]);
    const [secret] = await store.layoffs({ search: "Birchway", limit: 1 });
    now += MINUTE;
    await suppress(store, secret?.id ?? "", false, { at: now });
    await deliver();
    expect(JSON.stringify(ops.arrivals.at(-1)?.view)).not.toContain("Birchway");
    expect(ops.arrivals.at(-1)?.view.layoffs?.news).toHaveLength(1);
  });

  it("is in the outbox with the record, or neither is there", async () => {
    const ops = hears("ops");
    const { store } = watching([SUPPLIERS], ops);
    const broken = (function* () {
      yield reported([{ company: "Aldermoor", count: 700, date: "2026-03-10" }]);
      throw new Error("the file breaks off");
    })();
    await expect(readDocuments(store, broken, NO_READER, now)).rejects.toThrow("breaks off");
    expect(await plain.notifications({})).toEqual([]);
    expect(await plain.layoffs({ limit: 1 })).toEqual([]);
  });

  it("is silent where a document is only read otherwise and nothing that was told has changed", async () => {
    const ops = hears("ops");
    const { take, deliver } = watching([SUPPLIERS], ops);
    const claim = { company: "Aldermoor", count: 700, date: "2026-03-10" } as const;
    await take([claim], { key: "k", raw: "raw" });
    await deliver();
    now += DAY;
    await take([{ ...claim, industry: "Media" }], { key: "k", raw: "raw" });
    await deliver();
    expect(ops.arrivals).toHaveLength(1);
  });
});
