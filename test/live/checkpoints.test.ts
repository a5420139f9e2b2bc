// Checkpoints of the audit log, from the log to whoever keeps them outside.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditKey, exportLog } from "../../src/app/audit.ts";
import { checkpointsStand } from "../../src/app/checkpoint-stand.ts";
import { checkpoint, type CheckpointRules } from "../../src/app/checkpoints.ts";
import type { Store } from "../../src/app/ports.ts";
import { verifyExport } from "../../src/app/verify-export.ts";
import { watch, type WatchEvent } from "../../src/app/watch.ts";
import { auditFiles } from "../../src/config/audit-files.ts";
import { parseVerifierKey } from "../../src/core/audit/note.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { clockOf, createScheduler } from "../simulation/clock.ts";
import { createProcess } from "../simulation/process.ts";
import { type CountingDestination, countingDestination } from "../support/destination.ts";
import { deliverUntil } from "../support/delivering.ts";

const opened: Store[] = [];
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-checkpoints-"));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

/** The files beside the store of the test's `number`th log. */
const placeOf = (number: number): string => join(folder, `${number}.db`);

async function kept(destinations: readonly CountingDestination[], every = DAY) {
  const store = await openStore();
  opened.push(store);
  const clock = virtualClock();
  const context = contextOf({
    store,
    clock,
    destinations: destinations.map(({ destination }) => destination),
    progress: () => {},
  });
  const place = placeOf(opened.length);
  const files = auditFiles(place);
  const rules: CheckpointRules = { every, files };
  return {
    store,
    clock,
    context,
    place,
    rules,
    grow: (entries: number) => grow(store, entries),
    deliver: (hours = 0) => deliverUntil(context, clock.now() + hours * HOUR),
    /** The log as it is handed to whoever checks it, held against what they kept. */
    wrong: async (saved: string) => {
      const lines: string[] = [];
      const log = { store, clock, files: { ...files, keepCheckpoint: async () => {} } };
      await exportLog(log, (line) => lines.push(`${line}\n`));
      const chunks = (async function* () {
        yield Buffer.from(lines.join(""));
      })();
      const trusted = parseVerifierKey(JSON.parse(lines.at(-1) ?? "{}").key ?? "");
      if (trusted === undefined) throw new Error("the export has no key");
      return (await verifyExport(chunks, { trusted, saved })).findings.map(({ wrong }) => wrong);
    },
  };
}

async function grow(store: Store, entries: number): Promise<void> {
  for (let i = 0; i < entries; i++) {
    await store.transaction((writer) => writer.record({ at: i, action: "sweep", detail: { changes: i } }));
  }
}

function auditor(name = "auditor", audience: "named" | "counts" = "named"): CountingDestination {
  return countingDestination({ name, audience, tell: ["checkpoints"], updates: "messages" });
}

function notesOf({ arrivals }: CountingDestination): (string | null | undefined)[] {
  return arrivals.map(({ view }) => view.checkpoint?.note);
}

describe("a checkpoint", () => {
  it("goes to those who are told of checkpoints, and the log is held against it to the byte", async () => {
    const [outside, hr] = [auditor(), countingDestination()];
    const { context, rules, grow: more, deliver: send, wrong } = await kept([outside, hr]);
    await more(5);
    expect(await checkpoint(context, rules)).toMatchObject({ made: true, signed: true });
    await send();
    await more(20);
    const [note = ""] = notesOf(outside);
    expect(outside.arrivals[0]?.view.checkpoint).toMatchObject({ size: 6, sealed: false });
    expect(await wrong(note ?? "")).toEqual([]);
    expect(hr.arrivals).toEqual([]);
  });

  it("is the one that was signed, however the log has grown before it arrives", async () => {
    const [one, late] = [auditor("one"), auditor("late")];
    late.fail = () => new RollcallError("unreachable", "closed");
    const { context, rules, grow: more, deliver: send, wrong } = await kept([one, late]);
    await checkpoint(context, rules);
    await send();
    await more(50);
    late.fail = undefined;
    await send(1);
    expect(notesOf(late)).toEqual(notesOf(one));
    expect(await wrong(notesOf(late)[0] ?? "")).toEqual([]);
  });

  it("for an audience of counts does not say how many entries there are, and shows a change all the same", async () => {
    const council = auditor("council", "counts");
    const { context, rules, store, grow: more, deliver: send, wrong } = await kept([council]);
    await more(7);
    await checkpoint(context, rules);
    await send(1);
    await more(9);
    const [note = ""] = notesOf(council);
    expect(note).toMatch(/^rollcall\/[0-9a-f]{16}\nsealed [A-Za-z0-9+/]{43}=\n\n— rollcall\//);
    expect(JSON.stringify(council.arrivals[0]?.view)).not.toMatch(/"size"|"findings"/);
    expect(await wrong(note ?? "")).toEqual([]);
    // Another log of the same length.
    const other = await kept([auditor()]);
    await other.grow((await store.log({ after: 0, limit: 100 })).length);
    expect(await other.wrong(note ?? "")).toEqual(expect.arrayContaining(["sealed", "origin", "signature"]));
  });

  it("leaves for an audience of counts at its time, and not when it was signed", async () => {
    const council = auditor("council", "counts");
    const { context, rules, clock, deliver: send } = await kept([council]);
    const first = clock.now();
    await checkpoint(context, rules);
    await clock.sleep(DAY + 20_000);
    await checkpoint(context, rules);
    await send(1);
    expect(council.tries.map(({ at }) => at - first)).toEqual([DAY + 20_000, DAY + MINUTE]);
  });

  it("is read from a message that was saved whole, quoted, or without its blank line", async () => {
    const outside = auditor();
    const { context, rules, deliver: send, grow: more, wrong } = await kept([outside]);
    await checkpoint(context, rules);
    await send();
    await more(3);
    const note = notesOf(outside)[0] ?? "";
    const lines = note.trimEnd().split("\n");
    for (const saved of [
      note.replaceAll("\n", "\r\n"),
      note.trimEnd(),
      `Subject: A checkpoint\n\nA checkpoint of the audit log\n\n${note}\n-- \ni-1, version 1\n`,
      `On Monday it was written:\n${lines.map((line) => `> ${line}`).join("\n")}\n`,
      lines.filter((line) => line !== "").join("\n"),
    ]) {
      expect(await wrong(saved)).toEqual([]);
    }
    expect(await wrong("Nothing is here\n")).toEqual(["note"]);
    expect(await wrong(`${lines[0]}\n${lines.at(-1)}\n`)).toEqual(["note"]);
  });

  it("comes at multiples of the cadence since the first, one for however many were missed", async () => {
    const outside = auditor();
    const { context, rules, clock, deliver: send } = await kept([outside], HOUR);
    const first = clock.now();
    expect(await checkpoint(context, rules)).toMatchObject({ made: true, next: first + HOUR });
    expect(await checkpoint(context, rules)).toEqual({ made: false, next: first + HOUR });
    await clock.sleep(5.5 * HOUR);
    expect(await checkpoint(context, rules)).toMatchObject({ made: true, next: first + 6 * HOUR });
    await clock.sleep(0.45 * HOUR);
    expect(await checkpoint(context, rules)).toMatchObject({ made: false });
    // As a sweep has it that comes by the clock, and never at quite the same second.
    expect(await checkpoint(context, rules, HOUR / 10)).toMatchObject({ made: true, next: first + 7 * HOUR });
    await send();
    expect(outside.arrivals).toHaveLength(3);
  });

  it("is signed for nobody where nobody is told, and makes no key", async () => {
    const { context, rules, store } = await kept([countingDestination()]);
    expect(await checkpoint(context, rules)).toEqual({ made: false, next: null });
    expect([await rules.files.key(), (await store.records({})).length]).toEqual([undefined, 0]);
  });
});

describe("a log with something wrong in it", () => {
  /** A store whose log shows one entry other than it was. */
  const changed = (store: Store): Store => ({
    ...store,
    log: async (filter) =>
      (await store.log(filter)).map((one) =>
        one.entry.seq === 2 ? { ...one, entry: { ...one.entry, action: "another" } } : one,
      ),
  });

  it("is not signed: whoever keeps checkpoints is told so, and counts no more than that", async () => {
    const [outside, council] = [auditor(), auditor("council", "counts")];
    const { context, rules, store, clock, grow: more, deliver: send } = await kept([outside, council]);
    await checkpoint(context, rules);
    await more(3);
    await clock.sleep(DAY);
    const before = await rules.files.lastCheckpoint();
    expect(await checkpoint({ ...context, store: changed(store) }, rules)).toMatchObject({ made: true, signed: false });
    await send(1);
    expect(await rules.files.lastCheckpoint()).toEqual(before);
    expect(outside.arrivals[1]?.view.checkpoint).toMatchObject({ note: null, fault: "log", findings: 2 });
    expect(council.arrivals[1]?.view.checkpoint).toEqual({ note: null, sealed: true });
    const stand = await checkpointsStand(context, DAY);
    expect(stand).toMatchObject({ last: { state: { fault: "log", findings: 2 } }, overdue: false });
  });

  it.each([
    ["key", "audit-key"],
    ["last", "audit-checkpoint"],
  ])("nor without its files (%s), of whose places nothing is told", async (fault, file) => {
    const outside = auditor();
    const { context, rules, place, deliver: send } = await kept([outside]);
    writeFileSync(`${place}.${file}`, "of something else", { mode: 0o600 });
    expect(await checkpoint(context, rules)).toMatchObject({ made: true, signed: false });
    await send();
    expect(outside.arrivals[0]?.view.checkpoint).toEqual({ note: null, sealed: false, fault, findings: 0 });
    expect(JSON.stringify(outside.arrivals)).not.toContain(folder);
  });
});

describe("how checkpoints stand", () => {
  it("is told by the last that is outside, and is overdue after twice the cadence", async () => {
    const outside = auditor();
    const { context, rules, clock, deliver: send } = await kept([outside]);
    expect(await checkpointsStand(context, DAY)).toEqual({
      told: ["auditor"],
      next: clock.now(),
      overdue: false,
    });
    const first = clock.now();
    await checkpoint(context, rules);
    await send();
    outside.fail = () => new RollcallError("unreachable", "closed");
    for (let day = 1; day <= 2; day++) {
      await clock.sleep(DAY);
      await checkpoint(context, rules);
      await send();
      const stand = await checkpointsStand(context, DAY);
      expect(stand).toMatchObject({ outside: { of: first, destination: "auditor" }, overdue: false });
    }
    await clock.sleep(HOUR);
    expect(await checkpointsStand(context, DAY)).toMatchObject({ outside: { of: first }, overdue: true });
    outside.fail = undefined;
    await send(24);
    expect(await checkpointsStand(context, DAY)).toMatchObject({ outside: { of: first + 2 * DAY }, overdue: false });
    expect(await checkpointsStand({ ...context, destinations: [] }, DAY)).toMatchObject({ told: [], next: null });
  });
});

it("a watch signs at its times whatever happens meanwhile, and says so", async () => {
  const start = Date.UTC(2026, 10, 20, 8);
  const scheduler = createScheduler(start);
  const process = createProcess("h:1");
  const clock = clockOf(scheduler, process, () => 0);
  const store = await openStore();
  opened.push(store);
  const [outside, council] = [auditor(), auditor("council", "counts")];
  const context = contextOf({
    store,
    clock,
    destinations: [outside.destination, council.destination],
    progress: () => {},
    signal: process.stop.signal,
  });
  const told: WatchEvent[] = [];
  // Read from the disk beforehand, for the time of this test does not wait for one.
  const files = auditFiles(placeOf(1));
  await auditKey({ store, clock, files });
  const key = await files.key();
  const checkpoints = { every: 20 * MINUTE, files: { ...files, key: async () => key } };
  const ended = watch(context, [], { details: 0, checkpoints, tell: (event) => void told.push(event) });
  await scheduler.run(start + HOUR + 10 * MINUTE);
  process.stop.abort();
  await scheduler.run(scheduler.now() + MINUTE);
  await ended;
  const times = ({ tries }: CountingDestination): number[] => tries.map(({ at }) => (at - start) / MINUTE);
  expect(times(outside)).toEqual([0, 20, 40, 60]);
  expect(times(council)).toEqual([1, 21, 41, 61]);
  expect(told.filter(({ event }) => event === "checkpoint")).toEqual(
    times(outside).map(() => ({ event: "checkpoint", signed: true })),
  );
});
