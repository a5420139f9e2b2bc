// "Cut the page sequence at every position, kill the cursor at every page, return each kind of bad body at every page."
import { afterEach, describe, expect, it } from "vitest";
import { createHttp } from "../../src/http/client.ts";
import { sweep as sweepWith } from "../../src/app/sweep.ts";
import type { Health } from "../../src/core/directory/health.ts";
import { leavers, watchWorkspace, type WatchedWorkspace, type WatchOptions } from "../support/workspace.ts";

type Fault = Parameters<WatchedWorkspace["slack"]["fault"]>[0];
type Ailment = Omit<Fault, "method" | "page">;

/** Seven pages: every third is a little short, as Slack's may be, and the last holds fewer than one reading may lose. */
const SEVEN_PAGES: WatchOptions = { accounts: 300, settings: { pace: { perMinute: 20, pageSize: 50 } } };
const PAGES = [1, 2, 3, 4, 5, 6, 7];
const FOR_GOOD = 1000;

let open: WatchedWorkspace[] = [];
afterEach(async () => {
  for (const workspace of open) await workspace.close();
  open = [];
});

async function watched(options: WatchOptions = SEVEN_PAGES): Promise<WatchedWorkspace> {
  const workspace = await watchWorkspace(options);
  open.push(workspace);
  await workspace.sweep();
  return workspace;
}

/** So many people, spread over all pages, leave. @returns the truth: their ids, sorted. */
function leave({ slack, staff }: WatchedWorkspace, count: number): string[] {
  const { truth } = slack.world;
  const mark = truth.length;
  const ids = staff(Infinity);
  for (let i = 0; i < count; i++) slack.acts.deactivate(ids[Math.floor((i * ids.length) / count)] ?? "");
  return truth
    .slice(mark)
    .map(({ user }) => user)
    .toSorted();
}

/** People leave, the next sweep is broken by `fault`, the one after is sound: what the two say and what is kept. */
async function breakOneSweep(workspace: WatchedWorkspace, fault: Fault, leaving: number) {
  const { slack, context, sweep } = workspace;
  const before = await context.store.roster("acme");
  const truth = leave(workspace, leaving);
  slack.fault(fault);
  const broken = await sweep();
  const kept = await context.store.roster("acme");
  slack.clearFaults();
  const good = await sweep();
  return { before, truth, broken, kept, good };
}

const UNAUTHORISED = ["invalid_auth", "token_revoked", "account_inactive", "not_authed", "team_access_not_granted"];

/** What stays broken for the whole sweep, and how the sweep has to call it. */
const BROKEN: readonly (readonly [string, Ailment, Health])[] = [
  ["a proxy's login page", { kind: "html" }, "malformed"],
  ["an empty body", { kind: "empty_body" }, "malformed"],
  ["JSON that is cut off", { kind: "truncated_json" }, "malformed"],
  ["null in the place of the list", { kind: "wrong_shape" }, "malformed"],
  ["an object in the place of the list", { kind: "wrong_shape", as: "object" }, "malformed"],
  ["HTTP 500", { kind: "http_500" }, "unreachable"],
  ["HTTP 503", { kind: "http_503" }, "unreachable"],
  ["a broken connection", { kind: "reset" }, "unreachable"],
  ["HTTP 429 without end", { kind: "http_429", retryAfter: 30 }, "unreachable"],
  ["HTTP 429 for an hour", { kind: "http_429", retryAfter: 3600 }, "unreachable"],
  ["ok: false with fatal_error", { kind: "ok_false", error: "fatal_error" }, "unreachable"],
  ["ok: false with a word that nobody knows", { kind: "ok_false", error: "out_of_cheese" }, "malformed"],
  ["ok: false with missing_scope", { kind: "ok_false", error: "missing_scope" }, "scope_lost"],
  ...UNAUTHORISED.map((error): [string, Ailment, Health] => [
    `ok: false with ${error}`,
    { kind: "ok_false", error },
    "unauthorised",
  ]),
];

describe("a page sequence that does not reach its end", () => {
  it("has seven pages in these tests", async () => {
    const { slack } = await watched();
    const pages = slack.calls.filter(({ method }) => method === "users.list").map(({ page }) => page);
    expect(pages).toEqual(PAGES);
  });

  it.each(BROKEN)(
    "%s at any page: no change, the right health, nothing written, and then the truth",
    async (_name, ailment, health) => {
      const workspace = await watched();
      for (const page of PAGES) {
        for (const leaving of [0, 4]) {
          const fault = { method: "users.list", page, times: FOR_GOOD, ...ailment };
          const { before, truth, broken, kept, good } = await breakOneSweep(workspace, fault, leaving);
          const place = `page ${page}, ${leaving} leaving`;
          expect(broken.sweep, place).toMatchObject({ complete: false, health });
          expect(broken.sweep.reasons[0], place).toContain(`page ${page}`);
          expect(broken.changes, place).toEqual([]);
          expect(broken.departures, place).toEqual([]);
          expect(kept, place).toEqual(before);
          expect(good.sweep, place).toMatchObject({ complete: true, health: "ok", reasons: [] });
          expect(leavers(good), place).toEqual(truth);
          expect(good.changes, place).toHaveLength(leaving);
        }
      }
    },
  );

  // The shape of an answer is read only as far as it is needed, and of auth.test that is not the list.
  const anywhere = BROKEN.filter(([, { kind }]) => kind !== "wrong_shape");
  it.each(anywhere)("%s before the first page: the same", async (_name, ailment, health) => {
    const workspace = await watched();
    const fault = { method: "auth.test", times: FOR_GOOD, ...ailment };
    const { before, truth, broken, kept, good } = await breakOneSweep(workspace, fault, 4);
    expect(broken.sweep).toMatchObject({ complete: false, health });
    expect(broken.changes).toEqual([]);
    expect(kept).toEqual(before);
    expect(leavers(good)).toEqual(truth);
  });

  it("no answer at all, at any page: the same", async () => {
    const { slack, context, directory, sweep, ...rest } = await watched();
    const impatient = { ...context, http: createHttp({ timeoutMs: 100, maxBytes: 1e7, userAgent: "test" }) };
    const before = await context.store.roster("acme");
    const truth = leave({ slack, context, directory, sweep, ...rest }, 4);
    for (const page of PAGES) {
      slack.fault({ method: "users.list", page, kind: "hang", times: FOR_GOOD });
      const broken = await sweepWith(impatient, directory, { details: { limit: 0 } });
      expect(broken.sweep, `page ${page}`).toMatchObject({ complete: false, health: "unreachable" });
      expect(broken.changes, `page ${page}`).toEqual([]);
      slack.clearFaults();
    }
    expect(await context.store.roster("acme")).toEqual(before);
    expect(leavers(await sweep())).toEqual(truth);
  });

  it("a cursor that dies at any page each time: no change, malformed, nothing written, and then the truth", async () => {
    const workspace = await watched();
    for (const page of PAGES.slice(0, -1)) {
      for (const leaving of [0, 4]) {
        const fault: Fault = { method: "users.list", page, kind: "cursor_dies", times: FOR_GOOD };
        const { before, truth, broken, kept, good } = await breakOneSweep(workspace, fault, leaving);
        const place = `page ${page}, ${leaving} leaving`;
        expect(broken.sweep, place).toMatchObject({ complete: false, health: "malformed" });
        expect(broken.sweep.reasons[0], place).toContain("invalid_cursor");
        expect(broken.changes, place).toEqual([]);
        expect(kept, place).toEqual(before);
        expect(leavers(good), place).toEqual(truth);
      }
    }
  });
});

/** What passes within the sweep. */
const PASSING: readonly (readonly [string, Ailment])[] = [
  ["a cursor that dies once", { kind: "cursor_dies", times: 1 }],
  ["a cursor that dies twice", { kind: "cursor_dies", times: 2 }],
  ["HTTP 429 once", { kind: "http_429", retryAfter: 30 }],
  ["HTTP 429 four times", { kind: "http_429", retryAfter: 5, times: 4 }],
  ["HTTP 500 four times", { kind: "http_500", times: 4 }],
  ["HTTP 503 once", { kind: "http_503" }],
  ["a connection that breaks once", { kind: "reset" }],
  ["fatal_error once", { kind: "ok_false", error: "fatal_error" }],
];

describe("a page sequence that is disturbed and reaches its end", () => {
  it.each(PASSING)("%s at any page: the truth, within that sweep", async (_name, ailment) => {
    const workspace = await watched();
    for (const page of PAGES) {
      for (const leaving of [0, 4]) {
        const fault = { method: "users.list", page, ...ailment };
        const { truth, broken, good } = await breakOneSweep(workspace, fault, leaving);
        const place = `page ${page}, ${leaving} leaving`;
        expect(broken.sweep, place).toMatchObject({ complete: true, health: "ok", accounts: 300 });
        expect(leavers(broken), place).toEqual(truth);
        expect(
          broken.departures.every(({ confirmed }) => confirmed),
          place,
        ).toBe(true);
        expect(good.changes, place).toEqual([]);
      }
    }
  });
});

describe("a page sequence that is cut with a proper end marker", () => {
  it("nobody is called gone at any page, and the roster stays as it is", async () => {
    const workspace = await watched();
    const healths = new Set<Health>();
    for (const page of PAGES) {
      const fault: Fault = { method: "users.list", page, kind: "cut" };
      const { before, broken, kept, good } = await breakOneSweep(workspace, fault, 0);
      healths.add(broken.sweep.health);
      // The last page holds fewer than one reading may lose: they are asked for one by one, and are all there.
      expect(broken.sweep, `page ${page}`).toMatchObject(
        page < 6 ? { health: "short" } : { health: "ok", accounts: 300 },
      );
      expect(broken.changes, `page ${page}`).toEqual([]);
      expect(kept.entries, `page ${page}`).toEqual(before.entries);
      expect(good.changes, `page ${page}`).toEqual([]);
    }
    expect([...healths]).toEqual(["short", "ok"]);
  });

  it("of those who left, the pages that came name theirs, the next sweep names the others, and nobody else is named", async () => {
    const workspace = await watched();
    for (const page of PAGES) {
      const fault: Fault = { method: "users.list", page, kind: "cut" };
      const { truth, broken, good } = await breakOneSweep(workspace, fault, 7);
      expect([...leavers(broken), ...leavers(good)].toSorted(), `page ${page}`).toEqual(truth);
      expect(broken.departures.every(({ confirmed, change }) => confirmed && change === "deactivated")).toBe(true);
      expect(new Set([...broken.changes, ...good.changes].map(({ change }) => change))).toEqual(
        new Set(["deactivated"]),
      );
    }
  });

  it("in a large workspace too, where a cut page is far less than one reading may lose", async () => {
    const workspace = await watched({ accounts: 4700 });
    const last = Math.max(...workspace.slack.calls.map(({ page }) => page));
    for (const page of [last - 1, last - 2]) {
      const fault: Fault = { method: "users.list", page, kind: "cut" };
      const { before, broken, kept, good } = await breakOneSweep(workspace, fault, 0);
      expect(broken.changes, `page ${page} of ${last}`).toEqual([]);
      expect(broken.sweep.health, `page ${page} of ${last}`).toBe("short");
      expect(kept.entries).toEqual(before.entries);
      expect(good.changes).toEqual([]);
    }
  });
});
