import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { liveRoute } from "../../src/server/live.ts";
import { type Asker, openStand, type Stand, VIEWERS, watched } from "../support/site.ts";

let stand: Stand;
let who: Asker;
beforeEach(async () => {
  // Whoever listens is asked for again while they do.
  const identify = async () => ({ viewer: VIEWERS[who] });
  stand = await openStand([liveRoute({ identify }, { looks: 5, heartbeat: 40, most: 2 })]);
  await watched(stand);
});
afterEach(() => stand.close());

interface Ear {
  /** Everything that was said until it is said, or until nobody says any more. */
  readonly until: (words: string | RegExp) => Promise<string>;
  readonly leave: () => Promise<void>;
}

async function listen(as: Asker, headers: Readonly<Record<string, string>> = {}, path = "/live"): Promise<Ear> {
  who = as;
  const answer = await stand.ask(path, as, headers);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let heard = "";
  return {
    until: async (words) => {
      while (!(typeof words === "string" ? heard.includes(words) : words.test(heard))) {
        const { done, value } = await reader.read();
        if (done) return `${heard}(end)`;
        heard += decoder.decode(value);
      }
      return heard;
    },
    leave: async () => reader.cancel(),
  };
}

const sweep = (id: string, directory: string) => ({
  id,
  directory,
  startedAt: stand.now.at,
  takenAt: stand.now.at,
  complete: true,
  accounts: 200,
  health: "ok" as const,
  reasons: [],
});
const happens = (directory = "acme"): Promise<void> =>
  stand.store.transaction((writer) => writer.putSweep(sweep(`s-${Math.random()}`, directory)));

describe("news for pages that are looked at", () => {
  it("say that there is some, and nothing of it", async () => {
    const ear = await listen("operator");
    await ear.until("from here on");
    await happens();
    const heard = await ear.until("event: news");
    await ear.leave();
    const said = heard.replaceAll(/id: [\w-]{16}\n/g, "").trim();
    expect(said).toBe("retry: 5000\n\nevent: here\ndata: from here on\n\nevent: news\ndata: news");
  });

  it("are none of somebody having looked", async () => {
    const ear = await listen("operator");
    await ear.until("from here on");
    for (const path of ["/now", "/departures", "/waves"]) await (await stand.ask(path, "operator")).text();
    const heard = await ear.until(": here");
    await ear.leave();
    expect(heard).not.toContain("event: news");
  });

  it("are for those who may know names: nobody else hears when something happens (law 7)", async () => {
    expect((await stand.ask("/live", "nobody")).status).toBe(401);
    expect((await stand.ask("/live", "council")).status).toBe(403);
  });

  it("of another directory are none", async () => {
    const ear = await listen("beta");
    await ear.until("from here on");
    await happens("acme");
    expect(await ear.until(": here")).not.toContain("event: news");
    await happens("beta");
    expect(await ear.until("event: news")).toContain("event: news");
    await ear.leave();
  });

  it("are told to whoever comes back after a break in which there were some", async () => {
    const first = await listen("operator");
    const id = /id: (\S+)/.exec(await first.until("from here on"))?.[1] ?? "";
    await first.leave();
    await happens();
    const second = await listen("operator", { "last-event-id": id });
    expect(await second.until("event: news")).toContain("event: news");
    await second.leave();
    const third = await listen("operator", {}, `/live?since=${id}`);
    expect(await third.until("event: news")).toContain("event: news");
    await third.leave();
  });

  it("end with the session", async () => {
    const ear = await listen("operator");
    await ear.until("from here on");
    who = "nobody";
    expect(await ear.until("(never)")).toMatch(/\(end\)$/);
  });

  it("end with the right to names", async () => {
    const ear = await listen("hr");
    await ear.until("from here on");
    stand.now.at = Date.UTC(2027, 0, 1);
    expect(await ear.until("(never)")).toMatch(/\(end\)$/);
  });

  it("are for so many at once, and for others once somebody has left", async () => {
    const [one, two] = [await listen("operator"), await listen("operator")];
    expect((await stand.ask("/live", "operator")).status).toBe(429);
    await one.leave();
    const three = await listen("operator");
    await three.until("from here on");
    await two.leave();
    await three.leave();
  });

  it("cease where the store fails, so that whoever listens comes again", async () => {
    const ear = await listen("operator");
    await ear.until("from here on");
    await stand.store.close();
    expect(await ear.until("(never)")).toMatch(/\(end\)$/);
    Object.assign(stand, { close: async () => {}, store: await openSqlite({ path: ":memory:" }) });
  });
});
