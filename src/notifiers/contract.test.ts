import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { createHttp } from "../http/client.ts";
import { openStands } from "./fake/index.ts";
import { notifiers } from "./all.ts";
import {
  checkpointView,
  newsView,
  departuresView,
  erasedView,
  everyTextOf,
  type Fault,
  FAULTS,
  healthView,
  later,
  NOTE,
  PERSONAL,
  reportView,
  sendingTo,
  type Stand,
  testView,
} from "./testing.ts";

/** What every notifier promises of each way to fail: the table of `Notifier.send`. */
const PROMISED: Readonly<Record<Fault, ErrorCode>> = {
  "400": "refused",
  "401": "unauthorised",
  "403": "unauthorised",
  "404": "refused",
  "410": "gone",
  "429": "rate_limited",
  "500": "unreachable",
  "503": "unreachable",
  redirect: "malformed",
  timeout: "unreachable",
  reset: "unreachable",
  "web page": "malformed",
  empty: "malformed",
  garbage: "malformed",
};

/** Where no answer came, nobody knows whether it arrived. */
const UNKNOWN: ReadonlySet<Fault> = new Set(["timeout", "reset"]);

/** For where no answer comes, so that nobody waits for it for long. */
const IMPATIENT = createHttp({ timeoutMs: 300, maxBytes: 1_000_000, userAgent: "Rollcall" });

const stands = await openStands();
afterAll(async () => {
  await Promise.all(stands.map((stand) => stand.close()));
});

it("every notifier has a stand, and its own kind", () => {
  const kinds = notifiers.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(stands.map(({ notifier }) => notifier.kind).toSorted()).toEqual(kinds.toSorted());
});

it("every way to fail is shown by a stand", () => {
  expect(FAULTS.filter((fault) => !stands.some(({ faults }) => faults.includes(fault)))).toEqual([]);
});

/** What would be markup, a link or a mention somewhere. */
const AWKWARD = ' <!channel> *x* <script>alert(1)</script> [y](https://example.com) & "q" \\ \ud83d\ude00 \u202e';

describe.each(stands.map((stand) => [stand.notifier.kind, stand] as const))("%s", (_, stand) => {
  const { notifier, settings } = stand;
  const arrivals = (): number => stand.received.length;

  it("delivers a first message, and an update of it", async () => {
    const before = arrivals();
    const first = await notifier.send(sendingTo(stand, departuresView(3)));
    expect(arrivals()).toBe(before + 1);
    expect(stand.received.at(-1)?.text).toContain("Zofia Canarska 0");
    const update = sendingTo(stand, later(5), { id: "n-0123456789abcdef-2", previous: first });
    await notifier.send(update);
    expect(stand.received.at(-1)?.text).toContain("Zofia Canarska 4");
  });

  it("delivers what is longer than any message may be", async () => {
    const before = arrivals();
    await notifier.send(sendingTo(stand, departuresView(600, 20), { id: "n-600.1" }));
    expect(arrivals()).toBeGreaterThan(before);
    expect(stand.received.at(-1)?.text).toContain("600");
  });

  it("delivers names that try to be something else", async () => {
    const before = arrivals();
    await notifier.send(sendingTo(stand, departuresView(2, 1, AWKWARD), { id: "n-awkward.1" }));
    expect(arrivals()).toBeGreaterThan(before);
  });

  it("delivers half a character as what every parser takes", async () => {
    await notifier.send(sendingTo(stand, departuresView(1, 0, "\ud83d"), { id: "n-half.1" }));
    const { text = "" } = stand.received.at(-1) ?? {};
    expect(text).toContain("Zofia Canarska 0");
    expect([text.isWellFormed(), /\\ud[89a-f]/i.test(text)]).toEqual([true, false]);
  });

  it("delivers that all is erased that it told, in place of it, and names nobody", async () => {
    const first = await notifier.send(sendingTo(stand, departuresView(1), { id: "n-erased.1" }));
    await notifier.send(sendingTo(stand, erasedView(), { id: "n-erased.2", previous: first }));
    const { text = "" } = stand.received.at(-1) ?? {};
    expect(text).toMatch(/has been erased|"erased": ?true/);
    for (const one of PERSONAL) expect(text).not.toContain(one);
  });

  it("delivers a test", async () => {
    const before = arrivals();
    await notifier.send(sendingTo(stand, testView(), { id: "n-test.1" }));
    expect(arrivals()).toBe(before + 1);
  });

  it("tells an audience of counts that a directory cannot be read, and no number", async () => {
    const before = arrivals();
    await notifier.send(sendingTo(stand, healthView("counts"), { id: "n-health.1", audience: "counts" }));
    expect(arrivals()).toBe(before + 1);
    const { text = "" } = stand.received.at(-1) ?? {};
    expect(["4,000", "4,712", "short"].filter((one) => text.includes(one))).toEqual([]);
  });

  it("delivers a report: what rose by name, and how many units it does not name", async () => {
    const risen = (unit: number): number => (unit % 4 === 0 ? 0 : 5 + (unit % 9));
    const small = reportView(4, risen);
    await notifier.send(sendingTo(stand, small, { id: "n-report.1", audience: "counts" }));
    const short = stand.received.at(-1)?.text ?? "";
    for (const unit of ["Unit 001", "Unit 002", "Unit 003"]) expect(short).toContain(unit);
    await notifier.send(sendingTo(stand, reportView(400, risen), { id: "n-report.2", audience: "counts" }));
    const { text = "" } = stand.received.at(-1) ?? {};
    const shown = new Set(text.match(/Unit \d{3}/g)).size;
    const more = /and (?<more>\d+) more units/.exec(text)?.groups?.["more"] ?? 0;
    expect([shown > 20, shown + Number(more)]).toEqual([true, 400]);
    // A message to people says it in words; one to a program in numbers.
    expect(text).toMatch(/at least|"atLeast":/);
  });

  it("delivers a report in which nothing has risen", async () => {
    const before = arrivals();
    await notifier.send(
      sendingTo(
        stand,
        reportView(12, () => 0),
        { id: "n-report.3", audience: "counts" },
      ),
    );
    expect(arrivals()).toBe(before + 1);
    expect(stand.received.at(-1)?.text).toMatch(/12 units, at least 0 each|"atLeast":0/);
  });

  it("tells either audience what the record has new, one layoff or hundreds, whatever a company is called", async () => {
    for (const audience of ["named", "counts"] as const) {
      await notifier.send(sendingTo(stand, newsView(audience, 1), { id: `n-news-${audience}.1`, audience }));
      expect(stand.received.at(-1)?.text).toMatch(/Quillmark|"list":"suppliers"/);
      const before = arrivals();
      await notifier.send(sendingTo(stand, newsView(audience, 200, AWKWARD), { id: `n-news-${audience}.2`, audience }));
      expect(arrivals()).toBe(before + 1);
    }
  });

  it("delivers a checkpoint so that it can be copied, and that there is none", async () => {
    const signed = { size: 412, note: NOTE, sealed: NOTE.replace("412\n", "").replace("CsU", "sealed CsU") };
    await notifier.send(sendingTo(stand, checkpointView("named", signed), { id: "n-note.1" }));
    const told = stand.received.at(-1)?.text ?? "";
    for (const line of NOTE.split("\n")) expect(told).toContain(line);
    await notifier.send(sendingTo(stand, checkpointView("counts", signed), { id: "n-note.2", audience: "counts" }));
    const sealed = stand.received.at(-1)?.text ?? "";
    for (const line of signed.sealed.split("\n")) expect(sealed).toContain(line);
    expect(sealed).not.toContain("412");
    const none = { fault: "log", findings: 3 } as const;
    await notifier.send(sendingTo(stand, checkpointView("named", none), { id: "n-note.3" }));
    expect(stand.received.at(-1)?.text).toMatch(/could not be signed|"note":null/);
  });

  it.each(stand.faults)("%s is an error of the promised code that tells nobody's name and no secret", async (fault) => {
    const before = arrivals();
    stand.answer(fault);
    const more = { id: `n-${fault}.1`, ...(fault === "timeout" && { http: IMPATIENT }) };
    const error = await failureOf(() => notifier.send(sendingTo(stand, departuresView(3), more)));
    stand.answer(undefined);
    expect(error).toBeInstanceOf(RollcallError);
    expect(error instanceof RollcallError && error.code).toBe(PROMISED[fault]);
    if (fault === "429") expect(error instanceof RollcallError && error.retry).toMatchObject({ afterMs: 120_000 });
    if (!UNKNOWN.has(fault)) expect(arrivals()).toBe(before);
    expect(leaks(stand, everyTextOf(error))).toEqual([]);
  });

  it("tells a repeat by the id: the same at each try, another one for another message", async () => {
    const before = arrivals();
    const sending = sendingTo(stand, departuresView(2), { id: "n-again.1" });
    stand.answer("503", "once");
    await failureOf(() => notifier.send(sending));
    await notifier.send(sending);
    await notifier.send({ ...sending, repeat: true });
    const ids = idsSince(stand, before);
    expect(ids.size).toBeLessThanOrEqual(1);
    const after = arrivals();
    await notifier.send(sendingTo(stand, departuresView(1), { id: "n-another.1" }));
    for (const id of idsSince(stand, after)) expect(ids).not.toContain(id);
  });

  it("sends nothing once it is interrupted, and says so", async () => {
    const before = arrivals();
    const signal = AbortSignal.abort();
    const error = await failureOf(() => notifier.send(sendingTo(stand, departuresView(1), { signal })));
    expect(error).toMatchObject({ code: "interrupted" });
    expect(arrivals()).toBe(before);
    expect(leaks(stand, everyTextOf(error))).toEqual([]);
  });

  it.runIf(stand.faults.includes("timeout"))("can be interrupted while it waits", async () => {
    stand.answer("timeout");
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const { signal } = controller;
    const error = await failureOf(() => notifier.send(sendingTo(stand, departuresView(1), { signal })));
    stand.answer(undefined);
    expect(error).toMatchObject({ code: "interrupted" });
    expect(leaks(stand, everyTextOf(error))).toEqual([]);
  });

  it("keeps of a message what is JSON, and nothing of anybody", async () => {
    const receipt = await notifier.send(sendingTo(stand, departuresView(2), { id: "n-receipt.1" }));
    const text = JSON.stringify(receipt);
    expect(JSON.parse(text)).toEqual(receipt);
    expect(PERSONAL.filter((one) => text.includes(one))).toEqual([]);
    for (const value of Object.values(receipt)) expect(["string", "number"]).toContain(typeof value);
  });

  it("says where messages go without a secret", () => {
    const text = notifier.describe(settings);
    expect(text).not.toBe("");
    expect(leaks(stand, text)).toEqual([]);
  });

  it("has strict settings, each key described, and a page", () => {
    expect(notifier.settings).toBeInstanceOf(z.ZodObject);
    const { properties = {}, additionalProperties } = JsonSchema.parse(
      z.toJSONSchema(notifier.settings, { io: "input" }),
    );
    expect(additionalProperties).toBe(false);
    const undescribed = Object.entries(properties).filter(([, { description = "" }]) => !description.endsWith("."));
    expect(undescribed.map(([key]) => key)).toEqual([]);
    const page = join(import.meta.dirname, "..", "..", notifier.docs);
    expect(existsSync(page), notifier.docs).toBe(true);
    const text = readFileSync(page, "utf8");
    expect(text.startsWith(`# ${notifier.title}\n`)).toBe(true);
    // A page that is silent on a setting is out of date.
    expect(Object.keys(properties).filter((key) => !text.includes(key))).toEqual([]);
  });
});

const JsonSchema = z.object({
  properties: z.record(z.string(), z.object({ description: z.string().optional() })).optional(),
  additionalProperties: z.boolean().optional(),
});

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("it arrived");
}

function leaks({ secrets }: Stand, text: string): string[] {
  return [...secrets, ...PERSONAL].filter((one) => text.includes(one));
}

function idsSince(stand: Stand, from: number): Set<string> {
  return new Set(stand.received.slice(from).flatMap(({ id }) => id ?? []));
}
