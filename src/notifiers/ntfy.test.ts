import type { IncomingMessage, ServerResponse } from "node:http";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { SecretRef } from "../app/secret-ref.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { openIncident } from "../core/notification/incident.ts";
import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { withServer } from "../http/testing.ts";
import { openNtfyStand } from "./fake/ntfy.ts";
import { ntfy } from "./ntfy.ts";
import { departuresView, healthView, later, LEFT, sendingTo, shown, testView } from "./testing.ts";

const stand = await openNtfyStand();
afterAll(() => stand.close());

const Sent = z.object({
  title: z.string(),
  message: z.string(),
  priority: z.number(),
  tags: z.array(z.string()).optional(),
  sequence_id: z.string(),
});

async function sent(view: Disclosed<IncidentView>, repeat = false): Promise<z.infer<typeof Sent>> {
  await ntfy.send(sendingTo(stand, view, { repeat }));
  return Sent.parse(JSON.parse(stand.received.at(-1)?.text ?? ""));
}

describe("a notification", () => {
  it("has the headline as its title, and then who, where and which incident", async () => {
    const view = departuresView(3);
    const { title, message } = await sent(view);
    expect(title).toMatch(/^3 people left acme, 23 Nov 2026 10:01–10:03 UTC: 7 % of 43 staff$/);
    expect(message.split("\n")).toEqual([
      expect.stringMatching(/^where: Lisbon 2 of \d+ · Kraków 1 of 1/),
      expect.stringMatching(/^teams: /),
      expect.stringMatching(/^evidence: /),
      "• Zofia Canarska 0 · deactivated · Kraków · Team 0",
      "• Zofia Canarska 1 · deactivated? · Lisbon · Team 1",
      "• Zofia Canarska 2 · deactivated · Lisbon · Team 2",
      "acme read completely 23 Nov 2026 10:03 UTC: 43 accounts, ok",
      `${view.incident}, version 1`,
    ]);
  });

  it("takes the place of the last one about the same incident", async () => {
    const [first, second, other] = [await sent(departuresView(2)), await sent(later(4)), await sent(testView())];
    expect(second.sequence_id).toBe(first.sequence_id);
    expect(other.sequence_id).not.toBe(first.sequence_id);
  });

  it("is as loud as its tone", async () => {
    expect(await sent(departuresView(1))).toMatchObject({ priority: 3 });
    expect(await sent(healthView("named"))).toMatchObject({ priority: 4, tags: ["warning"] });
    expect(await sent(healthView("named", true))).toMatchObject({ priority: 2, tags: ["white_check_mark"] });
  });

  it("says that it may be a repeat", async () => {
    expect((await sent(testView(), true)).message).toContain("It may have arrived before");
    expect((await sent(testView())).message).not.toContain("arrived before");
  });

  it("of more people than fit ends with whole lines, and says how many more there are", async () => {
    const { message } = await sent(departuresView(500));
    const lines = message.split("\n");
    const rows = lines.filter((line) => line.startsWith("• "));
    for (const row of rows) expect(row).toMatch(/^• Zofia Canarska \d+ · deactivated\?? · (Kraków|Lisbon) · Team \d$/);
    expect(lines).toContain(`… and ${500 - rows.length} more: rollcall departures --since 2026-11-23`);
    expect(lines.at(-1)).toMatch(/^i-[0-9a-f]{16}, version 1$/);
    expect(Buffer.byteLength(message)).toBeGreaterThan(3500);
  });

  it.each<readonly [number, "sent" | ErrorCode]>([
    [403, "sent"],
    [401, "sent"],
    [200, "bad_setting"],
    [404, "refused"],
    [500, "unreachable"],
    [429, "rate_limited"],
  ])(
    "with names goes to a topic that can be guessed only where strangers may not read it (%d: %s)",
    async (status, ends) => {
      const calls: string[] = [];
      const answer = (request: IncomingMessage, response: ServerResponse): void => {
        const stranger = request.method === "GET";
        calls.push(
          `${request.method} ${request.url} ${request.headers.authorization === undefined ? "as anybody" : "with token"}`,
        );
        response.writeHead(stranger ? status : 200).end(stranger ? "" : '{"id":"1"}');
      };
      await withServer(answer, async (url) => {
        const sending = sendingTo(stand, departuresView(1));
        const send = (audience: "named" | "counts") =>
          ntfy.send({ ...sending, audience, settings: { ...stand.settings, url, topic: "people-ops" } });
        const asked = "GET /people-ops/json?poll=1&since=1s as anybody";
        if (ends === "sent") await send("named");
        else
          await expect(send("named")).rejects.toMatchObject({
            code: ends,
            message: expect.not.stringContaining("people-ops"),
          });
        expect(calls).toEqual([asked, ...(ends === "sent" ? ["POST / with token"] : [])]);
        calls.length = 0;
        await send("counts");
        expect(calls).toEqual(["POST / with token"]);
      });
    },
  );

  it("cuts a title that is too long, and says so", async () => {
    // A letter with its accents counts as one wherever letters are counted.
    const { title } = await sent(departuresView(1, 0, "e\u0301\u0302\u0303\u0304".repeat(60)));
    expect(title).toMatch(/^Zofia Canarska 0(e\u0301\u0302\u0303\u0304)+…$/);
  });

  it("fits what ntfy takes, whatever names hold and however long reasons are", async () => {
    const before = stand.received.length;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(150),
        fc.nat(50),
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 300 }),
          fc.constantFrom('"', "\\", "😀", "\ud83d", "\u202e").map((one) => one.repeat(200)),
        ),
        async (left, changed, awkward) => {
          // A single one stands in the title. The stand refuses what is above the limits of ntfy's server.
          const { message } = await sent(departuresView(left + 2, changed, awkward));
          const shownRows = message.split("\n").filter((line) => line.startsWith("• ")).length;
          const more = Number(/^… and (\d[\d,]*) more(?! line)/m.exec(message)?.[1]?.replace(",", "") ?? 0);
          expect(shownRows + more).toBe(left + 2 + changed);
        },
      ),
      { numRuns: 30 },
    );
    expect(stand.received.length).toBeGreaterThan(before + 25);
    const opened = openIncident("health", "acme", LEFT);
    const reasons = [...Array.from({ length: 6 }, () => '"'.repeat(9000)), "short"];
    const health = { health: "short" as const, reasons, since: LEFT, lastGood: null, blind: true, over: false };
    const { message } = await sent(shown({ incident: { ...opened, health }, directories: [] }));
    expect(message).toMatch(/^reason: "{400,}…$/m);
    expect(message).toContain("… and 5 more lines");
    expect(message.split("\n").at(-1)).toContain("version 1");
  });
});

describe("a topic", () => {
  async function failureWith(topic: string, token?: string): Promise<RollcallError> {
    const { settings } = stand;
    const { token: _, ...rest } = settings;
    const wanted = {
      ...rest,
      topic: new Secret(topic, "env NTFY_TOPIC"),
      ...(token === undefined ? {} : { token: new Secret(token, "env NTFY_TOKEN") }),
    };
    const error = await ntfy.send(sendingTo({ settings: wanted }, testView())).catch((one: unknown) => one);
    if (error instanceof RollcallError) return error;
    throw new Error("it was sent");
  }

  it("without a token has to be one that nobody guesses", async () => {
    for (const topic of ["rollcall", "rollcall-2026", "people-ops-alerts-of-acme", "1234567890123456789012345"]) {
      const error = await failureWith(topic);
      expect(error).toMatchObject({ code: "bad_secret" });
      expect(error.message).toContain("env NTFY_TOPIC");
      expect(error.message).not.toContain(topic);
    }
    const { settings } = stand;
    const { token: _, ...alone } = settings;
    await ntfy.send(sendingTo({ settings: alone }, testView()));
  });

  it("has to be one that ntfy takes", async () => {
    for (const topic of ["a/b", "", "x".repeat(65), "zwei wörter"]) {
      expect(await failureWith(topic, "tk_0123456789")).toMatchObject({ code: "bad_secret" });
    }
  });

  it("is written to with the token, which has to be one", async () => {
    const error = await failureWith("people-ops", "geheim");
    expect(error).toMatchObject({ code: "bad_secret" });
    expect(error.message).toContain("env NTFY_TOKEN");
    expect(error.message).not.toContain("geheim");
    expect(await failureWith("people-ops", "tk_wrong")).toMatchObject({ code: "unauthorised" });
  });
});

describe("the settings", () => {
  const { settings } = ntfy;

  it("are ntfy.sh and quiet priorities unless they say otherwise", () => {
    expect(settings.parse({ topic: { env: "NTFY_TOPIC" } })).toEqual({
      url: "https://ntfy.sh",
      topic: new SecretRef("env", "NTFY_TOPIC"),
      priority: { news: 3, warning: 4, good: 2 },
    });
    expect(settings.parse({ topic: "people-ops", token: { env: "NTFY_TOKEN" }, priority: { news: 5 } })).toMatchObject({
      topic: "people-ops",
      priority: { news: 5, warning: 4, good: 2 },
    });
  });

  it.each([
    ["no topic", {}],
    ["an open topic that anybody could read", { topic: "people-ops" }],
    ["a secret topic written out", { topic: "canary0123456789abcdefgh", token: { env: "NTFY_TOKEN" } }],
    ["a topic that ntfy does not take", { topic: "people/ops", token: { env: "NTFY_TOKEN" } }],
    ["the token itself", { topic: "people-ops", token: "tk_0123456789" }],
    ["plain http", { topic: { env: "NTFY_TOPIC" }, url: "http://ntfy.example.com" }],
    ["a priority that there is none of", { topic: { env: "NTFY_TOPIC" }, priority: { news: 6 } }],
    ["an unknown key", { topic: { env: "NTFY_TOPIC" }, sound: "bell" }],
  ])("are refused with %s", (_, written) => {
    expect(settings.safeParse(written).success).toBe(false);
  });

  it("show an open topic, and of a secret one the server alone", () => {
    const common = { url: "https://ntfy.example.com", priority: { news: 3, warning: 4, good: 2 } };
    expect(ntfy.describe({ ...common, topic: "people-ops" })).toBe("ntfy.example.com/people-ops");
    expect(ntfy.describe({ ...common, topic: new Secret("geheim", "env NTFY_TOPIC") })).toBe("ntfy.example.com");
  });
});
