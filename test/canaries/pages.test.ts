// Every address of the server, as everybody: what stands in answers, headers and errors, and that names stand nowhere else.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../src/server/auth.ts";
import { person } from "../support/directory.ts";
import { openTestSite, type TestSite, WHO } from "../support/whole-site.ts";
import { found, hashesOf } from "./scan.ts";
import { ABOUT_PEOPLE, OF_GROUPS } from "./words.ts";

let stand: TestSite;
let isHash: (content: string) => boolean;
const people = (n: number, directory: string) =>
  person(`UZQXVKWJ7${directory}${n}`, {
    name: n === 0 ? "Zyxquillian Bossquibbly" : "Zyxquillian Vorblattow",
    handle: `zqhandlewort.${n}`,
    email: `zqmailwortig.${n}@canaryhouse.example`,
    // The same person in both directories.
    emailVerified: true,
    title: "Qwibblermeister",
    location: "Qwozzleburg",
    team: "Vrexlingsen",
    startDate: "1903-02-19",
    timezone: "Europe/Berlin",
    manager: `UZQXVKWJ7${directory}0`,
  });
beforeAll(async () => {
  stand = await openTestSite({ person: people });
  const everybody = ["acme", "other"].flatMap((directory) =>
    Array.from({ length: 200 }, (_, n) => people(n, directory)),
  );
  isHash = hashesOf(
    everybody.flatMap(({ id, attributes: { email, handle, name } }) => [id, email ?? id, handle ?? id, name ?? id]),
  );
});
afterAll(() => stand.close());

type Who = keyof typeof WHO;

/** Units of counts are called after offices and teams. */
const IN_COUNTS: readonly string[] = ["office", "team"];
/** What a page of somebody may say of them; never what nobody asked for. */
const OF_PEOPLE: readonly string[] = [...ABOUT_PEOPLE, ...OF_GROUPS];

/** Addresses of one route: where nothing is, and where something is, of each directory. */
function addressesOf(path: string): string[] {
  const { acme, other, record } = stand.ids;
  const ids = [...Object.values(acme), ...Object.values(other), ...Object.values(record)];
  if (!path.includes(":")) return [path, `${path}?directory=acme`, `${path}?words=zyxquillian&cursor=UZQXVKWJ71`];
  return [...ids, "zyxquillian", "d-0"].map((id) => path.replaceAll(/:\w+/g, id));
}

/** What an answer holds, in its text and in its headers, but for what was asked. */
async function heldIn(response: Response, address: string): Promise<string[]> {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  // A page says what was typed into it: words of a search, on the form of whoever typed them.
  const asked = [...new URL(address, "http://x").searchParams.values(), address, encodeURIComponent(address)];
  const text = asked.reduce((all, one) => all.replaceAll(one, ""), await textOf(response));
  return [...found(text), ...found(headers), ...(isHash(headers) ? ["a hash in a header"] : [])];
}

async function textOf(response: Response): Promise<string> {
  if (response.headers.get("content-type")?.startsWith("text/event-stream") !== true) return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  const second = await Promise.race([
    reader?.read(),
    new Promise<undefined>((resolve) => void setTimeout(() => resolve(undefined), 50)),
  ]);
  await reader?.cancel();
  return Buffer.concat([first?.value ?? new Uint8Array(), second?.value ?? new Uint8Array()]).toString("utf8");
}

/** The last entry of the log by which names were shown. */
async function lastView(): Promise<number | undefined> {
  return (await stand.store.records({ actions: ["view", "restore"], limit: 1 }))[0]?.seq;
}

describe.each(Object.keys(WHO) as Who[])("as %s", (who) => {
  it("every answer holds what they may know, and names are on the record", async () => {
    const { viewer } = WHO[who];
    const leaks: string[] = [];
    let named = 0;
    for (const { method, path, policy } of stand.routes) {
      const may = policy === "named" ? OF_PEOPLE : policy === "counts" ? IN_COUNTS : [];
      for (const address of addressesOf(path)) {
        const before = await lastView();
        const body = method === "POST" ? { body: "{}", headers: { "content-type": "application/json" } } : {};
        const response = await stand.ask(address, WHO[who], { method, ...body });
        const held = await heldIn(response, address);
        const allowed =
          response.ok && viewer.sees !== "nobody"
            ? may.filter((one) => viewer.sees === "named" || IN_COUNTS.includes(one))
            : [];
        leaks.push(...held.filter((one) => !allowed.includes(one)).map((one) => `${method} ${address}: ${one}`));
        if (!held.includes("name")) continue;
        named++;
        if ((await lastView()) === before) leaks.push(`${method} ${address}: names that are not on the record`);
      }
    }
    expect(leaks).toEqual([]);
    // A case in which nobody is named anywhere shows nothing.
    const { scopes }: Identity = WHO[who];
    expect(named > 5).toBe(viewer.sees === "named" && scopes?.includes("departures:read") !== false);
  });

  it("errors hold nothing of what was sent", async () => {
    const leaks: string[] = [];
    const words = "Zyxquillian%20Vorblattow%20UZQXVKWJ71%20qwozzleburg";
    for (const { path, method } of stand.routes) {
      const address = `${path.replaceAll(/:\w+/g, words)}/${words}`;
      const response = await stand.ask(address, WHO[who], {
        method: method === "GET" ? "PUT" : method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ company: "Zyxquillian Vorblattow", date: "UZQXVKWJ71" }),
      });
      if (response.status < 400) leaks.push(`${address} was answered`);
      for (const one of [...found(await response.text()), ...found(JSON.stringify([...response.headers]))])
        leaks.push(`${path}: ${one}`);
    }
    expect(leaks).toEqual([]);
  });
});
