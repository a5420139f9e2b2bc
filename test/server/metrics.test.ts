import { afterAll, describe, expect, it } from "vitest";
import { openTestSite, type TestSite, WHO } from "../support/whole-site.ts";

const open: TestSite[] = [];
afterAll(async () => {
  for (const one of open) await one.close();
});

async function site(people: number, leavers: number): Promise<TestSite> {
  const one = await openTestSite({ people, leavers });
  open.push(one);
  return one;
}

async function text(one: TestSite, who: keyof typeof WHO, path = "/metrics"): Promise<string> {
  return (await one.ask(path, WHO[who])).text();
}

describe("/metrics", () => {
  it("tells anyone the same, however many people there are, and however many left", async () => {
    const [few, many, none] = [await site(200, 3), await site(400, 90), await site(200, 0)];
    const told = await text(few, "nobody");
    expect(told).toContain('rollcall_directory_seeing{directory="acme"} 1');
    expect(told).toContain("rollcall_directory_last_complete_sweep_timestamp_seconds");
    for (const one of [few, many, none]) {
      for (const who of ["nobody", "counts, anyone", "counts, authorised", "names of another directory alone"] as const)
        expect(await text(one, who)).toBe(told);
    }
    // Of whoever may know names no figure follows people either, but for the bytes of the store.
    const whole = (all: string): string[] =>
      all.split("\n").filter((line) => !/^rollcall_store_bytes|duration/.test(line));
    expect(whole(await text(many, "operator"))).toEqual(whole(await text(few, "operator")));
    expect(whole(await text(many, "operator")).length).toBeGreaterThan(told.split("\n").length);
  });

  it("names routes by their pattern, and nothing that was asked", async () => {
    const [one = await site(200, 3)] = open;
    await one.ask("/departures/d-secret0?words=secretword", WHO.operator);
    const told = await text(one, "operator");
    expect(told).toMatch(/duration_seconds_count\{method="GET",route="\/departures\/:id",status="4xx"\} \d/);
    expect(told).not.toMatch(/secret\w|d-[0-9a-f]{8}|Person|@/);
  });
});

describe("/healthz and /readyz", () => {
  it("say that it runs, and that it can be asked", async () => {
    const [one = await site(200, 3)] = open;
    expect([await text(one, "nobody", "/healthz"), await text(one, "nobody", "/readyz")]).toEqual(["ok\n", "ready\n"]);
  });

  it("say why not, without anything that went wrong in words of others", async () => {
    const [one = await site(200, 3)] = open;
    const { store } = one.site;
    const sweeps = store.sweeps.bind(store);
    Object.assign(store, { sweeps: async () => Promise.reject(new Error("disk of Zyx is full")) });
    const response = await one.ask("/readyz");
    Object.assign(store, { sweeps: async () => [] });
    const unread = await one.ask("/readyz");
    Object.assign(store, { sweeps });
    expect([response.status, await response.text()]).toEqual([503, "The store does not answer.\n"]);
    expect([unread.status, await unread.text()]).toEqual([
      503,
      "acme has not been read yet.\nother has not been read yet.\n",
    ]);
    expect((await one.ask("/healthz")).status).toBe(200);
  });
});
