import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { departures } from "../../src/web/pages/departures.tsx";
import { type Asker, NASTY, openStand, type Stand, watched } from "../support/site.ts";

let stand: Stand;
let ids: { person: string; nasty: string; back: string; beta: string; wave: string };
beforeAll(async () => {
  stand = await openStand();
  await watched(stand);
  const one = async (directory: string, words: string): Promise<string> => {
    const asked = { directories: [directory], words };
    const [found] = await stand.store.listDepartures(asked, { order: "newest", skip: 0, limit: 1 });
    return found?.id ?? "";
  };
  const [wave] = await stand.store.incidents({ kind: "waves", directory: "acme" });
  ids = {
    person: await one("acme", "person.7@acme.example"),
    nasty: await one("acme", "person.199@acme.example"),
    back: await one("acme", "person.3@acme.example"),
    beta: await one("beta", "beate"),
    wave: wave?.id ?? "",
  };
});
afterAll(() => stand.close());

const read = async (path: string, as: Asker = "operator"): Promise<string> => {
  const answer = await stand.ask(path, as);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
};

/** What a reader sees of a page, without its markup. */
const text = (page: string): string => page.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

const paths = (): string[] => [
  "/now",
  "/departures",
  "/departures.csv",
  `/departures/${ids.person}`,
  "/waves",
  `/waves/${ids.wave}`,
  `/restore/${ids.wave}`,
  `/restore/${ids.wave}/pack.csv`,
  "/places",
  "/health",
];

describe("pages of the watching", () => {
  it("are for those who may know names: nobody else gets as much as a number", async () => {
    for (const path of paths()) {
      expect([path, (await stand.ask(path, "nobody")).status]).toEqual([path, 401]);
      const counts = await stand.ask(path, "council");
      expect([path, counts.status]).toEqual([path, 403]);
      expect(await counts.text()).not.toMatch(/Person|acme|beta|d-[0-9a-f]|i-[0-9a-f]/);
      for (const as of ["operator", "hr"] as const) await read(path, as);
    }
    expect(stand.faults).toEqual([]);
  });

  it("are kept by no browser and by nothing on the way", async () => {
    for (const path of paths()) {
      expect((await stand.ask(path, "hr")).headers.get("cache-control")).toBe("no-store");
    }
  });

  it("of another directory are not there for whoever may know of one alone (law 9)", async () => {
    const theirs = [
      `/departures/${ids.person}`,
      `/waves/${ids.wave}`,
      `/restore/${ids.wave}`,
      `/restore/${ids.person}/pack.csv`,
      "/departures?directory=acme",
      "/departures.csv?directory=acme",
      "/places?directory=acme",
    ];
    for (const path of theirs) expect([path, (await stand.ask(path, "beta")).status]).toEqual([path, 404]);
    const missing = await (await stand.ask("/departures/d-0000000000000000", "beta")).text();
    const other = await (await stand.ask(`/departures/${ids.person}`, "beta")).text();
    expect(text(other)).toBe(text(missing));
    for (const path of [
      "/now",
      "/departures",
      "/departures.csv",
      "/waves",
      "/places",
      "/health",
      `/departures/${ids.beta}`,
    ]) {
      expect([path, await read(path, "beta")]).not.toEqual([path, expect.stringMatching(/Person|acme\.example|>acme/)]);
    }
    expect(await read(`/departures?wave=${ids.wave}`, "beta")).not.toContain("Person");
    expect(await read("/departures", "beta")).toContain("Beate Beta");
  });

  it("show nobody before it is on the record that they were looked at, by whose right (law 9)", async () => {
    for (const path of paths().filter((one) => !/places|health/.test(one))) {
      const [before] = await stand.store.records({ limit: 1 });
      await read(path, "hr");
      const [after] = await stand.store.records({ limit: 1 });
      expect([path, after?.seq]).toEqual([path, (before?.seq ?? 0) + 1]);
      expect(["view", "restore"]).toContain(after?.action);
      expect(after?.detail).toMatchObject({ as: "hr" });
      expect(JSON.stringify(after?.detail)).not.toMatch(/Person|example/);
    }
  });

  it("show nothing where the record cannot be written", async () => {
    const broken = {
      ...stand.site,
      store: { ...stand.store, transaction: () => Promise.reject(new Error("no disk")) },
    };
    const url = new URL("http://127.0.0.1/departures");
    await expect(departures.render({ site: broken, viewer: { sees: "named" }, url, params: {} })).rejects.toThrow(
      "no disk",
    );
  });

  it("have one first heading, a title, and none of what their policy forbids", async () => {
    for (const path of paths().filter((one) => !one.endsWith(".csv"))) {
      const page = await read(path);
      expect([path, page.match(/<h1/g)?.length]).toEqual([path, 1]);
      expect([path, page]).not.toEqual([path, expect.stringMatching(/<[^>]* (?:style|on\w+)=|<style|javascript:/)]);
      const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      const jumps = levels.filter((level, i) => i > 0 && level > (levels[i - 1] ?? 0) + 1);
      expect([path, jumps]).toEqual([path, []]);
      const all = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect([path, all.length]).toEqual([path, new Set(all).size]);
    }
  });
});

describe("Now", () => {
  it("says of each directory whether it is fresh, and how many left beside what is usual", async () => {
    const page = text(await read("/now"));
    expect(page).toContain("acme Slack fresh");
    expect(page).toContain("Whoever leaves is seen.");
    expect(page).toMatch(/Today 20 left next to none expected more than usual/);
    expect(page).toMatch(/Last read to the end: 14 Feb 2026 12:00 UTC, 200 accounts\./);
    expect(page).toContain("Events do not come");
  });

  it("leads to the wave that goes on, and to those who left", async () => {
    const page = await read("/now");
    expect(page).toContain(`<a href="/waves/${ids.wave}">`);
    expect(page).toContain(`<a href="/departures/${ids.beta}">Beate Beta</a>`);
  });

  it("says that a directory is blind once nothing has been read for too long (law 7)", async () => {
    const { at } = stand.now;
    stand.now.at += 4 * 3_600_000;
    const page = text(await read("/now"));
    stand.now.at = at;
    expect(page).toContain("acme Slack blind");
    expect(page).toContain("Nobody can tell whether people have left in the last 4 h");
  });

  it("says which messages did not arrive", async () => {
    const error = { code: "unreachable", text: "It did not answer." } as const;
    const told = { version: 1, told: 0, messages: 0, since: stand.now.at, dueAt: stand.now.at, attempts: 10, error };
    const about = { id: "n-1", incident: ids.wave, destination: "ops", audience: "named", state: "failed" } as const;
    await stand.store.transaction((writer) => writer.putNotification({ ...about, ...told }));
    expect(text(await read("/now"))).toContain("1 message did not arrive at ops");
    const health = text(await read("/health"));
    expect(health).toContain("Messages that did not arrive ops (audience named, n-1)");
    await stand.store.transaction((writer) => writer.putNotification({ ...about, ...told, state: "dropped" }));
  });
});

describe("Departures", () => {
  const names = async (query: string): Promise<number[]> =>
    [...(await read(`/departures${query}`)).matchAll(/>Person (\d+)<\/a>/g)].map(([, n]) => Number(n));

  it.each<[string, string, number]>([
    ["a place", "?place=Krak%C3%B3w", 20],
    ["a team", "?team=Red&directory=acme", 10],
    ["who came back", "?state=returned", 1],
    ["somebody by name", "?q=person+198", 1],
    ["somebody by address", "?q=PERSON.7%40", 1],
    ["a time", "?since=2026-01-20&until=2026-01-26", 1],
    ["a change", "?change=removed", 0],
    ["the evidence", "?evidence=flag&directory=acme", 21],
    ["a wave", "?state=confirmed&place=Krak%C3%B3w", 19],
  ])("are narrowed by %s", async (_, query, count) => {
    expect(await names(query)).toHaveLength(count);
  });

  it("of one day end with that day", async () => {
    expect(await names("?since=2026-02-14&until=2026-02-14&directory=acme")).toHaveLength(20);
    expect(await names("?until=2026-02-13")).toEqual([198]);
  });

  it("are sorted, and gone through in parts that keep what was asked for", async () => {
    const sorted = await names("?sort=name&place=Krak%C3%B3w");
    expect(sorted).toEqual(sorted.toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1)));
    const page = await read("/departures?sort=name&place=Krak%C3%B3w");
    expect(page).toContain('<th scope="col" role="columnheader" aria-sort="ascending"><a href="/departures?sort=name');
    expect(page).toContain("1 to 20 of 20 departures");
    expect(text(await read("/departures?page=9"))).toContain("The list ends before this page.");
  });

  it("refuse what makes no sense, in a sentence", async () => {
    for (const query of ["?since=yesterday", "?since=2026-02-31", "?sort=random", "?page=0", "?state=gone"]) {
      const answer = await stand.ask(`/departures${query}`, "operator");
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  it("are a table to take away: the same list, and no formula in it", async () => {
    const csv = await read("/departures.csv?directory=acme");
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + 22);
    expect(lines[0]).toMatch(/^id,directory,account,person,email/);
    expect((await read("/departures.csv?q=person+198")).trimEnd().split("\r\n")).toHaveLength(2);
    for (const field of lines.flatMap((line) => line.split(","))) expect(field).not.toMatch(/^"?[=+\-@]/);
    const answer = await stand.ask("/departures.csv", "operator");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="departures.csv"');
  });

  it("show a name as it is and never as markup", async () => {
    for (const path of ["/departures", `/departures/${ids.nasty}`, "/departures?q=%3Cimg"]) {
      const page = await read(path);
      expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(page).not.toContain("<img");
      expect(page).not.toContain("\u202e");
    }
    expect(NASTY).toContain("<img");
  });
});

describe("a departure", () => {
  it("gives its evidence, what was last known, its history, and who was told", async () => {
    const page = text(await read(`/departures/${ids.person}`));
    expect(page).toContain("left acme, 12 Feb 2026 23:59 – 14 Feb 2026 09:00 UTC deactivated");
    expect(page).toContain("The tool says it of the account (deleted: true)");
    expect(page).toMatch(/Place Kraków/);
    expect(page).toMatch(/Team Red/);
    expect(page).toMatch(/Channels C1, C2/);
    expect(page).toContain("It is part of a wave");
  });

  it("says that somebody came back, and where to see what they lack", async () => {
    const page = await read(`/departures/${ids.back}`);
    expect(text(page)).toContain("Came back (reactivated)");
    expect(page).toContain(`href="/restore/${ids.back}"`);
  });

  it("that there is none of is not found, whatever its id looks like", async () => {
    for (const id of ["d-1", ids.wave, "x", "%3Cscript%3E"]) {
      expect((await stand.ask(`/departures/${id}`, "operator")).status).toBe(404);
    }
  });
});

describe("a wave", () => {
  it("says where, how fast and why, and draws it", async () => {
    const page = await read(`/waves/${ids.wave}`);
    expect(text(page)).toMatch(/20 of \d+ staff accounts of acme in Kraków ended/);
    expect(text(page)).toMatch(/Kraków 20 60 33 %/);
    expect(page.match(/<svg [^>]*class="strip"/g)).toHaveLength(2);
    expect(text(page)).toContain("The same as a table");
    expect(text(page)).toContain("Nothing that was announced about this time has been entered");
  });

  it("compares what was announced with what was observed", async () => {
    await stand.store.transaction((writer) =>
      writer.putAnnouncement({
        id: "a-1",
        directory: "acme",
        addedAt: stand.now.at,
        announced: { on: stand.now.at, qualifier: "approx", count: 30, kind: "cut" } as never,
      }),
    );
    expect(text(await read(`/waves/${ids.wave}`))).toMatch(/announced: about 30, on .* observed: \d+/);
  });

  it("is in the list, with its state", async () => {
    const page = text(await read("/waves"));
    expect(page).toMatch(/goes on acme, staff 20 \d+/);
    expect(page).toContain("This is arithmetic on observed accounts, no legal advice");
  });

  it("has a pack of what is to be restored, as a page and as a table", async () => {
    const page = text(await read(`/restore/${ids.wave}`));
    expect(page).toContain("20 people left acme");
    expect(page).toContain("1 is back");
    const csv = await read(`/restore/${ids.wave}/pack.csv`);
    expect(csv.split("\r\n")[0]).toMatch(/^directory,account,person/);
    expect((await stand.ask("/restore/acme", "operator")).status).toBe(404);
  });
});

describe("Places and teams", () => {
  it("count who is here and who has left, without those who are back", async () => {
    const page = text(await read("/places?directory=acme"));
    expect(page).toMatch(/Kraków 41 19 19 19 32 %/);
    expect(page).toMatch(/Berlin 138 0 1 2 1\.4 %/);
    expect(text(await read("/places?directory=acme&by=team"))).toMatch(/Red 90 9/);
    expect(text(await read("/places?directory=acme&by=timezone"))).toContain("Europe/Warsaw 179");
    expect(text(await read("/places?directory=acme&who=guests"))).toContain("Nobody is known here yet.");
  });
});

describe("Health", () => {
  it("shows readings, coverage, destinations, rights and what is set up, and names nobody", async () => {
    const page = text(await read("/health"));
    expect(page).toContain("acme Slack fresh");
    expect(page).toContain("Newest readings");
    expect(page).toContain("ops Webhook, https://hooks.example");
    expect(page).toContain("For hr (the people team), who may see names until 31 Dec 2026");
    expect(page).toContain("Read every 1 h");
    expect(page).toContain("It has not been signed yet.");
    expect(page).not.toMatch(/Person \d|acme\.example/);
  });
});
