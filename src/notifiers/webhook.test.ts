import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { text as textOf } from "node:stream/consumers";
import { Ajv } from "ajv";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { SecretRef } from "../app/secret-ref.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { openIncident } from "../core/notification/incident.ts";
import type { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { withServer } from "../http/testing.ts";
import { openWebhookStand } from "./fake/webhook.ts";
import { departuresView, healthView, LEFT, PERSONAL, reportView, sendingTo, shown, testView } from "./testing.ts";
import { webhook } from "./webhook.ts";

type WebhookSettings = Parameters<typeof webhook.describe>[0];

/** The example of the specification's own libraries, whose key has the least length that is allowed. */
const VECTOR = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  seconds: 1614265330,
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

function signatureOf(secret: string, id: string, seconds: number | string, body: string): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
}

/** The request as it came in, byte for byte. */
async function requestOf(
  view: Disclosed<IncidentView>,
  more: Partial<WebhookSettings> = {},
  at?: number,
): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: string }> {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  await withServer(
    (request, response) => {
      const keep = async (): Promise<void> => {
        requests.push({ headers: request.headers, body: await textOf(request) });
        response.writeHead(204).end();
      };
      void keep();
    },
    async (url) => {
      const secret = new Secret(VECTOR.secret, "env HOOK_SECRET");
      const settings = { url, secret, payload: "thin", format: "standard", source: "rollcall", ...more } as const;
      const sending = sendingTo({ settings }, view, { id: "n-0123.4" });
      await webhook.send(at === undefined ? sending : { ...sending, clock: { ...sending.clock, now: () => at } });
    },
  );
  const [only] = requests;
  if (only === undefined || requests.length > 1) throw new Error(`${requests.length} requests`);
  return only;
}

async function dataOf(view: Disclosed<IncidentView>, more: Partial<WebhookSettings> = {}): Promise<unknown> {
  return JSON.parse((await requestOf(view, more)).body).data;
}

describe("a request", () => {
  it("is signed as the specification's example is", async () => {
    const { secret, id, seconds, body, signature } = VECTOR;
    expect(signatureOf(secret, id, seconds, body)).toBe(signature);
    const sent = await requestOf(testView(), {}, seconds * 1000 + 999);
    expect(sent.headers["webhook-timestamp"]).toBe(String(seconds));
    expect(sent.headers["webhook-id"]).toBe("n-0123.4");
    expect(sent.headers["webhook-signature"]).toBe(signatureOf(secret, "n-0123.4", seconds, sent.body));
  });

  it("has the type, the time of the incident and not of the try, and the data", async () => {
    const { headers, body } = await requestOf(departuresView(2));
    expect(headers["content-type"]).toBe("application/json");
    expect(JSON.parse(body)).toMatchObject({ type: "rollcall.departures", timestamp: new Date(LEFT).toISOString() });
    expect(Object.keys(JSON.parse(body))).toEqual(["type", "timestamp", "data"]);
  });

  it("is signed with both secrets while they are being changed, and each of them verifies it", async () => {
    const other = `whsec_${Buffer.alloc(64, "o").toString("base64")}`;
    const secret = [new Secret(VECTOR.secret, "env OLD"), new Secret(other, "env NEW")];
    const { headers, body } = await requestOf(testView(), { secret });
    const signatures = String(headers["webhook-signature"]).split(" ");
    expect(signatures).toHaveLength(2);
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    for (const one of [VECTOR.secret, other]) expect(new Webhook(one).verify(body, sent)).toEqual(JSON.parse(body));
  });

  it("that is signed with any other secret does not arrive", async () => {
    const secret = new Secret(`whsec_${Buffer.alloc(32, "x").toString("base64")}`, "env WRONG");
    const stand = await openWebhookStand({ secret });
    await expect(webhook.send(sendingTo(stand, testView()))).rejects.toMatchObject({ code: "unauthorised" });
    expect(stand.received).toEqual([]);
    await stand.close();
  });
});

describe("a secret", () => {
  it.each([
    ["is too short", `whsec_${Buffer.alloc(23, "k").toString("base64")}`],
    ["is too long", `whsec_${Buffer.alloc(65, "k").toString("base64")}`],
    ["has no prefix", Buffer.alloc(32, "k").toString("base64")],
    ["is no base64", `whsec_${"geheim! ".repeat(6)}`],
    ["lacks its padding", `whsec_${Buffer.alloc(32, "k").toString("base64").replace("=", "")}`],
    ["is empty", "whsec_"],
  ])("that %s is refused, and nothing of it is told", async (_, text) => {
    const failed = requestOf(testView(), { secret: new Secret(text, "env HOOK_SECRET") });
    const error = await failed.catch((one: unknown) => one);
    expect(error).toMatchObject({ code: "bad_secret" });
    const { message } = error as RollcallError;
    expect(message).toContain("env HOOK_SECRET");
    if (text !== "whsec_") expect(message).not.toContain(text.slice(6));
  });
});

describe("a thin payload", () => {
  it("says which incident it is, and how many it tells of", async () => {
    const view = departuresView(5, 2);
    expect(await dataOf(view)).toEqual({
      payload: "thin",
      incident: view.incident,
      kind: "departures",
      version: 1,
      directory: "acme",
      openedAt: view.openedAt,
      updatedAt: view.updatedAt,
      departures: 5,
      unconfirmed: 2,
      cameBack: 0,
      changes: 2,
    });
  });

  it("says how a reading fails without its sentences, and no number of people", async () => {
    const data = await dataOf(healthView("named"));
    expect(data).toMatchObject({ kind: "health", health: { health: "short", blind: false, over: false } });
    expect(data).not.toHaveProperty("departures");
    expect(data).not.toHaveProperty("health.reasons");
    expect(await dataOf(healthView("counts"))).not.toHaveProperty("health.health");
    expect(await dataOf(testView())).not.toHaveProperty("departures");
  });

  it("has a report whole, and of an organisation of hundreds of units its total", async () => {
    const view = reportView(40, (unit) => 5 + unit);
    expect(await dataOf(view)).toMatchObject({ kind: "reports", report: view.report });
    const large = reportView(900, (unit) => 5 + (unit % 9));
    const { body } = await requestOf(large);
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    const data = await dataOf(large);
    expect(data).toMatchObject({
      truncated: true,
      note: expect.stringContaining("900 units"),
      report: { complete: true },
    });
    expect(data).toMatchObject({ report: { policy: large.report?.policy, total: large.report?.total } });
    expect(data).not.toHaveProperty("report.units");
  });

  it("stays below 20 kB and names nobody, whatever happened", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2000), fc.nat(300), fc.string({ maxLength: 50 }), async (left, changed, awkward) => {
        const { body } = await requestOf(departuresView(left, changed, awkward));
        expect(Buffer.byteLength(body)).toBeLessThan(20_000);
        expect(PERSONAL.filter((one) => body.includes(one))).toEqual([]);
      }),
      { numRuns: 12 },
    );
    const incident = openIncident("deliveries", "hr", LEFT);
    const failure = { destination: "hr", since: LEFT, failed: 1, attempts: 10, error: "x".repeat(50_000), over: false };
    const { body } = await requestOf(shown({ incident: { ...incident, failure }, directories: [] }));
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    expect(JSON.parse(body).data.failure).toMatchObject({ destination: "hr", failed: 1, attempts: 10 });
  });
});

describe("a full payload", () => {
  it("is all that the audience may see", async () => {
    const view = departuresView(3, 1);
    expect(await dataOf(view, { payload: "full" })).toEqual({ payload: "full", ...JSON.parse(JSON.stringify(view)) });
  });

  it("that is too large for one request becomes a thin one that says so", async () => {
    const view = departuresView(4000);
    expect(Buffer.byteLength(JSON.stringify(view))).toBeGreaterThan(1_000_000);
    const { body } = await requestOf(view, { payload: "full" });
    expect(JSON.parse(body).data).toMatchObject({ payload: "thin", departures: 4000, truncated: true });
    expect(JSON.parse(body).data.note).toMatch(/^All of it is \d{7} bytes, above the 1000000 of one request/);
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  });
});

/** The rules of CloudEvents 1.0 in JSON: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
const CLOUD_EVENT = {
  type: "object",
  required: ["id", "source", "specversion", "type"],
  properties: {
    id: { type: "string", minLength: 1 },
    source: { type: "string", minLength: 1, format: "uri-reference" },
    specversion: { const: "1.0" },
    type: { type: "string", minLength: 1 },
    subject: { type: "string", minLength: 1 },
    time: { type: "string", format: "date-time" },
    datacontenttype: { const: "application/json" },
    data: { type: "object" },
  },
  // Attributes of one's own are lower-case letters and digits.
  propertyNames: { pattern: "^[a-z0-9]+$" },
};

const isCloudEvent = new Ajv({
  allErrors: true,
  formats: {
    "uri-reference": (value: string) =>
      URL.canParse(value, "https://rollcall.invalid/") && !/[\s<>"{}|\\^`]/.test(value),
    "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  },
}).compile(CLOUD_EVENT);

describe("a CloudEvent", () => {
  it("keeps the rules of CloudEvents, and is signed all the same", async () => {
    for (const view of [departuresView(2), healthView("counts"), testView()]) {
      const { headers, body } = await requestOf(view, { format: "cloudevents" });
      expect(headers["content-type"]).toBe("application/cloudevents+json");
      const event: unknown = JSON.parse(body);
      expect(isCloudEvent(event), JSON.stringify(isCloudEvent.errors)).toBe(true);
      expect(event).toMatchObject({
        id: "n-0123.4",
        source: "rollcall",
        type: `rollcall.${view.kind}`,
        subject: view.incident,
        time: view.updatedAt,
      });
      const seconds = String(headers["webhook-timestamp"]);
      expect(headers["webhook-signature"]).toBe(signatureOf(VECTOR.secret, "n-0123.4", seconds, body));
    }
    expect(isCloudEvent({ id: "", source: "a b", specversion: "1.0" })).toBe(false);
  });

  it("has the same data as the standard format, and the source that the settings name", async () => {
    const view = departuresView(2);
    const source = "https://rollcall.example.com/acme";
    const { body } = await requestOf(view, { format: "cloudevents", payload: "full", source });
    expect(JSON.parse(body).source).toBe(source);
    expect(JSON.parse(body).data).toEqual(await dataOf(view, { payload: "full" }));
  });
});

describe("the settings", () => {
  const { settings } = webhook;
  const secret = { env: "HOOK_SECRET" };

  it("are thin and standard unless they say otherwise", () => {
    expect(settings.parse({ url: "https://hooks.example.com/", secret })).toEqual({
      url: "https://hooks.example.com/",
      secret: new SecretRef("env", "HOOK_SECRET"),
      payload: "thin",
      format: "standard",
      source: "rollcall",
    });
  });

  it.each([
    ["no secret", { url: "https://hooks.example.com/" }],
    ["the secret itself", { url: "https://hooks.example.com/", secret: VECTOR.secret }],
    ["three secrets", { url: "https://hooks.example.com/", secret: [secret, secret, secret] }],
    ["no secret in the list", { url: "https://hooks.example.com/", secret: [] }],
    ["plain http", { url: "http://hooks.example.com/", secret }],
    ["a source with a space", { url: "https://hooks.example.com/", secret, source: "our rollcall" }],
    ["an unknown key", { url: "https://hooks.example.com/", secret, retries: 3 }],
  ])("are refused with %s", (_, written) => {
    expect(settings.safeParse(written).success).toBe(false);
  });

  it("show the host and nothing else of the address", () => {
    const url = new Secret("https://hooks.example.com:8443/geheim", "env HOOK_URL");
    const one = new Secret(VECTOR.secret, "env HOOK_SECRET");
    expect(webhook.describe({ url, secret: one, payload: "thin", format: "standard", source: "rollcall" })).toBe(
      "hooks.example.com:8443",
    );
  });
});
