// Okta's API as https://github.com/vercel-labs/emulate emulates it: a server that is not ours.
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../test/support/ports.ts";
import { Secret } from "../../core/secret.ts";
import { okta } from "./index.ts";
import { completed, readingAt } from "./fake/testing.ts";

const TOKEN = "00emulated_api-token_0123456789abcdefghijklmn";
const USERS = 451;

let emulator: Emulator;
let url = "";

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  const users = Array.from({ length: USERS }, (_, n) => ({
    login: `user${n}@acme.example`,
    email: `user${n}@acme.example`,
    first_name: "User",
    last_name: String(n),
  }));
  emulator = await createEmulator({
    service: "okta",
    port,
    baseUrl: url.slice(0, -1),
    seed: { tokens: { [TOKEN]: { login: "admin", scopes: [] } }, okta: { users } },
  });
});
afterAll(() => emulator.close());

const reading = () =>
  readingAt(url, { token: new Secret(TOKEN, "env OKTA_TOKEN"), pace: { perMinute: 1200, pageSize: 200 } });
const act = async (id: string, what: string) => {
  const answer = await fetch(`${url}api/v1/users/${id}/lifecycle/${what}`, {
    method: "POST",
    headers: { authorization: `SSWS ${TOKEN}` },
  });
  expect(answer.status).toBe(200);
};

describe("Okta's API as emulate has it", () => {
  it("is read to the last page by its links, each user once", async () => {
    const { accounts } = completed(await okta.snapshot(reading()));
    const logins = new Set(accounts.map(({ attributes }) => attributes.handle));
    for (let n = 0; n < USERS; n++) expect(logins).toContain(`user${n}@acme.example`);
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(accounts.length);
  });

  it("shows suspension, deactivation and return by flags, in the list and by itself", async () => {
    const { accounts } = completed(await okta.snapshot(reading()));
    const [one, other] = accounts.map(({ id }) => id).slice(100);
    if (one === undefined || other === undefined) throw new Error("There are too few users.");
    await act(one, "suspend");
    await act(other, "deactivate");
    const stated = async () => {
      const after = completed(await okta.snapshot(reading())).accounts;
      return [one, other].map((id) => after.find((account) => account.id === id)?.stated);
    };
    expect(await stated()).toEqual(["status: SUSPENDED", "status: DEPROVISIONED"]);
    const again = await okta.readBack?.(reading(), [one, other, "00unobody"]);
    expect(again?.accounts.map(({ status }) => status)).toEqual(["deactivated", "deactivated"]);
    await act(one, "unsuspend");
    await act(other, "reactivate");
    const after = completed(await okta.snapshot(reading())).accounts;
    expect(after.find(({ id }) => id === one)?.status).toBe("active");
    expect(after.find(({ id }) => id === other)?.status).not.toBe("deactivated");
  });

  // Where these no longer hold, the emulator has come nearer to Okta, and the page of the connector is to say so.
  it("differs from Okta, as its description has it, in what the fake beside it has", async () => {
    const ask = (path: string) => fetch(url + path, { headers: { authorization: `SSWS ${TOKEN}` } });
    const page = await ask("api/v1/users?limit=200");
    expect(await page.json()).toHaveLength(30);
    expect(page.headers.get("x-rate-limit-remaining")).toBeNull();
    const { accounts } = completed(await okta.snapshot(reading()));
    const id = accounts.map((account) => account.id).at(-1) ?? "";
    await act(id, "deactivate");
    const listed = (await (await ask("api/v1/users?per_page=100&page=5")).json()) as readonly { readonly id: string }[];
    expect(listed.map((user) => user.id)).toContain(id);
    const anybody = await fetch(`${url}api/v1/users`, { headers: { authorization: "SSWS nobody" } });
    expect(anybody.status).toBe(200);
    expect((await ask("api/v1/logs")).status).toBe(404);
    expect((await ask(".well-known/okta-organization")).status).toBe(404);
  });
});
