// Somebody leaves one directory and stays in another: what the pages of it show to whom.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeReading } from "../../src/app/take-reading.ts";
import type { OffboardingRules } from "../../src/core/offboarding/rules.ts";
import { HOUR, MINUTE } from "../../src/core/time.ts";
import { deactivate, hour, person, reading } from "../support/directory.ts";
import { type Asker, openStand, type Stand } from "../support/site.ts";

const OFFBOARDING: OffboardingRules = {
  leads: ["beta"],
  limits: new Map(),
  usual: 2 * HOUR,
  settle: HOUR,
  guests: false,
};
const ADA = { name: "Ada Quillfeather", email: "ada@acme.example", emailVerified: true };
/** In the other tool she is called otherwise. */
const THERE = { ...ADA, name: "Ada Q.", handle: "quill" };

let stand: Stand;
let id = "";
let elsewhere = "";

async function take(directory: string, accounts: Parameters<typeof reading>[0], at: number): Promise<void> {
  stand.now.at = at;
  const taken = reading(accounts, at, { directory, startedAt: at - MINUTE, identity: directory });
  await takeReading(stand.store, taken, {
    kind: "file",
    absence: "proves nothing",
    departures: { demotion: false },
    persons: { mapping: [] },
  });
}

beforeAll(async () => {
  stand = await openStand();
  Object.assign(stand.site, { offboarding: OFFBOARDING });
  const beta = [person("B1", ADA), person("B2", { name: "Bo Beta" })];
  const acme = [person("U1", THERE), person("U2", { name: "Uma Acme" }), person("U3", { name: "Ugo Acme" })];
  await take("beta", beta, hour(0));
  await take("acme", acme, hour(0));
  await take("beta", deactivate(beta, "B1"), hour(1));
  await take("acme", deactivate(acme, "U2"), hour(5));
  id = (await stand.store.departures({ directory: "beta" }))[0]?.id ?? "";
  elsewhere = (await stand.store.departures({ directory: "acme" }))[0]?.id ?? "";
});
afterAll(() => stand.close());

async function seen(path: string, as: Asker): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await stand.ask(path, as);
  return { status: answer.status, text: await answer.text() };
}

describe("the page of a departure", () => {
  it.each(["operator", "hr"] as const)(
    "shows %s the other accounts, by what they are known, and the way to all tools",
    async (as) => {
      const { status, text } = await seen(`/departures/${id}`, as);
      expect(status).toBe(200);
      expect(text).toContain("Other accounts of the same person");
      expect(text).toContain("acme: Ada Q., active (known by e-mail ada@acme.example)");
      expect(text).toContain(`href="/offboarding/${id}"`);
    },
  );

  it("shows whoever may know names of one directory that departure, and not that there are accounts elsewhere", async () => {
    const { status, text } = await seen(`/departures/${id}`, "beta");
    expect(status).toBe(200);
    expect(text).toContain(ADA.name);
    for (const never of ["acme:", "Ada Q.", "quill", "U1", "Other accounts", "/offboarding/"]) {
      expect(text).not.toContain(never);
    }
  });

  it("has no departure of another directory for them", async () => {
    expect((await seen(`/departures/${elsewhere}`, "hr")).status).toBe(200);
    const { status, text } = await seen(`/departures/${elsewhere}`, "beta");
    expect(status).toBe(404);
    expect(text).not.toContain("Uma");
  });
});

describe("the page of an off-boarding", () => {
  it("shows whoever may know names of all directories each account, until when it was to be gone, and that it is not", async () => {
    const { status, text } = await seen(`/offboarding/${id}`, "hr");
    expect(status).toBe(200);
    expect(text).toContain(ADA.name);
    expect(text).toContain("left beta");
    expect(text).toContain("quill");
    expect(text).toMatch(/overdue/);
    expect(text).toContain("and still in use");
  });

  it("shows whoever may know names of one directory the account there alone", async () => {
    const { status, text } = await seen(`/offboarding/${id}`, "beta");
    expect(status).toBe(200);
    expect(text).toContain("left beta");
    for (const never of ["quill", "U1", "overdue", ">acme<"]) expect(text).not.toContain(never);
  });
});

describe.each(["council", "nobody"] as const)("%s", (as) => {
  it.each(["/departures/", "/offboarding/"])(
    "is shown nothing at %s, whether there is somebody or not",
    async (path) => {
      const real = await seen(`${path}${id}`, as);
      const none = await seen(`${path}d-0000000000000000`, as);
      expect(real.status).toBe(none.status);
      expect(real.status).toBeGreaterThanOrEqual(300);
      expect(real.text.replaceAll(id, "")).toBe(none.text.replaceAll("d-0000000000000000", ""));
      for (const never of ["Ada", "quill", "overdue"]) expect(real.text).not.toContain(never);
    },
  );
});
