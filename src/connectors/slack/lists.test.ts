import { describe, expect, it } from "vitest";
import type { SlackReading } from "./api.ts";
import { slack } from "./index.ts";
import { completed, failed, readingAt, type Said, withSlack } from "./testing.ts";

const read = async (reading: SlackReading) => completed(await slack.snapshot(reading));

describe("a reading through a gateway", () => {
  const member = (id: string, team: string) => ({ id, team_id: team, deleted: false, is_restricted: false });
  const members = [member("U1", "T1"), member("U2", "T9"), member("U3", "T1")];
  const list = { ok: true, members, response_metadata: { next_cursor: "" } };
  const gateway =
    (headers: Readonly<Record<string, string>>, missing: Said) =>
    ({ method }: { method: string }): Said =>
      method === "auth.test" ? missing : { headers, body: list };

  it.each([
    ["HTTP 404", { status: 404, body: "not here" }],
    ["HTTP 405", { status: 405, body: "" }],
    ["unknown_method", { body: { ok: false, error: "unknown_method" } }],
  ])("that answers auth.test with %s takes the workspace from the list, and notes it", async (_, missing) => {
    const snapshot = await withSlack(gateway({}, missing), (url) => read(readingAt(url)));
    expect(snapshot.identity).toBe("T1");
    expect(snapshot).not.toHaveProperty("scopes");
    expect(snapshot.notes).toEqual(["Slack did not say who it is (no auth.test)"]);
    expect(snapshot.accounts.map(({ attributes }) => attributes.kind)).toEqual(["human", "external", "human"]);
  });

  it("that has no auth.test still has its scopes and its workspace judged", async () => {
    const missing = { status: 404, body: "" };
    const headers = { "x-oauth-scopes": "users:read,channels:history" };
    const refused = withSlack(gateway(headers, missing), (url) => slack.snapshot(readingAt(url)));
    await expect(refused).rejects.toMatchObject({ code: "refused_scope" });
    const other = await withSlack(gateway({}, missing), (url) => slack.snapshot(readingAt(url, { workspace: "T9" })));
    expect(failed(other).health).toBe("wrong_workspace");
  });

  it("that gives itself another id than all of its accounts name does not make everybody external", async () => {
    const answer = gateway({}, { body: { ok: true, team_id: "T7" } });
    const snapshot = await withSlack(answer, (url) => read(readingAt(url)));
    expect(snapshot.identity).toBe("T7");
    expect(snapshot.accounts.map(({ attributes }) => attributes.kind)).toEqual(["human", "external", "human"]);
  });

  it("that turns to another workspace while the list is read is not believed, since the list may be of both", async () => {
    const answers = ["T1", "T9"];
    const turning = ({ method }: { method: string }): Said =>
      method === "auth.test" ? { body: { ok: true, team_id: answers.shift() } } : { body: list };
    expect(failed(await withSlack(turning, (url) => slack.snapshot(readingAt(url))))).toMatchObject({
      health: "wrong_workspace",
      reason: expect.stringContaining("While the list was read, T9 answered in the place of T1"),
      accountsRead: 3,
    });
    expect(answers).toEqual([]);
  });

  it("that leaves the scopes out notes that they could not be checked", async () => {
    const snapshot = await withSlack(gateway({}, { body: { ok: true, team_id: "T1" } }), (url) => read(readingAt(url)));
    expect(snapshot.notes).toEqual([expect.stringContaining("which scopes")]);
  });
});

describe("records that are no user objects", () => {
  const reads = (good: number, bad: number) => {
    const members = [
      ...Array.from({ length: good }, (_, index) => ({ id: `U${index}` })),
      ...Array.from({ length: bad }, () => ({ name: "x" })),
    ];
    const list = { ok: true, members, response_metadata: { next_cursor: "" } };
    return withSlack(
      ({ method }) => ({ body: method === "auth.test" ? { ok: true, team_id: "T1" } : list }),
      (url) => slack.snapshot(readingAt(url)),
    );
  };

  it("are skipped and counted while they are few", async () => {
    for (const [good, bad] of [
      [30, 1],
      [300, 3],
      [3000, 10],
    ] as const) {
      const { accounts, notes } = completed(await reads(good, bad));
      expect(accounts).toHaveLength(good);
      expect(notes).toContain(`Skipped, for being no user objects: ${bad} of ${good + bad} records`);
    }
  });

  it("make the list malformed where they are more than 1 % or 10", async () => {
    for (const [good, bad] of [
      [30, 2],
      [300, 5],
      [3000, 11],
    ] as const) {
      expect(failed(await reads(good, bad)).health).toBe("malformed");
    }
  });
});

describe("a list without an end", () => {
  const endless = (next: (call: number) => string, members: (call: number) => unknown) => {
    let calls = 0;
    return withSlack(
      ({ method }) => {
        if (method === "auth.test") return { body: { ok: true, team_id: "T1" } };
        calls++;
        return { body: { ok: true, members: members(calls), response_metadata: { next_cursor: next(calls) } } };
      },
      async (url) => failed(await slack.snapshot(readingAt(url))),
    );
  };

  it("is malformed where a cursor comes again", async () => {
    const circle = await endless(
      (call) => `c${call % 3}`,
      (call) => [{ id: `U${call}` }],
    );
    expect(circle).toMatchObject({ health: "malformed", reason: expect.stringContaining("page 4: the cursor") });
  });

  it("is malformed where page after page brings nothing new", async () => {
    const same = await endless(
      (call) => `c${call}`,
      () => [{ id: "U1" }],
    );
    expect(same).toMatchObject({
      health: "malformed",
      accountsRead: 1,
      reason: expect.stringContaining("nothing new"),
    });
  });

  it("is malformed where a page has no cursor at all", async () => {
    const unmarked = await withSlack(
      ({ method }) => ({ body: method === "auth.test" ? { ok: true, team_id: "T1" } : { ok: true, members: [] } }),
      (url) => slack.snapshot(readingAt(url)),
    );
    expect(failed(unmarked).health).toBe("malformed");
  });
});
