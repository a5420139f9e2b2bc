import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditFiles } from "../config/audit-files.ts";
import { LogCheck } from "../core/audit/check.ts";
import { checkpointText } from "../core/audit/checkpoint.ts";
import { type Entry, nextEntry } from "../core/audit/entry.ts";
import { parseSigningKey, signingKeyText, signNote, type VerifierKey } from "../core/audit/note.ts";
import { openSqlite } from "../stores/sqlite.ts";
import { closingLine, entryLine } from "./audit-lines.ts";
import { type AuditContext, auditKey, eraseRecords, exportLog, signCheckpoint } from "./audit.ts";
import { type Verified, verifyExport } from "./verify-export.ts";

let folder: string;
let logs = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-audit-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Log extends AuditContext {
  /** Records so many entries. */
  readonly record: (count: number) => Promise<void>;
  readonly erase: (...seqs: number[]) => Promise<number>;
  /** The export, whole. */
  readonly export: () => Promise<string>;
  readonly checkpoint: () => Promise<string>;
  readonly key: () => Promise<VerifierKey>;
}

/** A log of its own in memory, its key in a file. @param beside the name that its files go by */
async function openLog(beside = `log-${logs++}`): Promise<Log> {
  const store = await openSqlite({ path: ":memory:" });
  let now = 0;
  const clock = { now: () => ++now, sleep: () => Promise.resolve(), every: () => () => {} };
  const context = { store, clock, files: auditFiles(join(folder, beside)) };
  return {
    ...context,
    async record(count) {
      for (let i = 0; i < count; i++) {
        const detail = { changes: i, complete: true, what: null, words: 'zwölf \u2028 "x"' };
        await store.transaction((writer) => writer.record({ at: clock.now(), action: "sweep", detail }));
      }
    },
    erase: (...seqs) => store.transaction((writer) => eraseRecords(writer, seqs, "retention", clock.now())),
    async export() {
      const lines: string[] = [];
      await exportLog(context, (line) => lines.push(`${line}\n`));
      return lines.join("");
    },
    async checkpoint() {
      return (await signCheckpoint(context)).note ?? "";
    },
    key: async () => (await auditKey(context)).verifier,
  };
}

async function verify(
  file: string | Uint8Array,
  options: { readonly trusted?: VerifierKey; readonly saved?: string } = {},
): Promise<Verified> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield typeof file === "string" ? Buffer.from(file) : file;
  }
  return verifyExport(bytes(), options);
}

/** What is wrong, without the places. */
async function wrongs(...of: Parameters<typeof verify>): Promise<string[]> {
  return (await verify(...of)).findings.map(({ wrong }) => wrong);
}

const linesOf = (file: string): string[] => file.split(/(?<=\n)/);

describe("an export", () => {
  let log: Log;
  let whole: string;
  let lines: string[];
  beforeAll(async () => {
    log = await openLog();
    await log.record(3);
    await log.erase(2);
    whole = await log.export();
    lines = linesOf(whole);
  });

  it("holds up, and has in it that it was made", async () => {
    expect(await verify(whole)).toEqual({ findings: [], more: 0, entries: 6, key: await log.key() });
    expect(await wrongs(whole, { trusted: await log.key() })).toEqual([]);
    const actions = lines.slice(0, -1).map((line) => (JSON.parse(line) as { entry: { action: string } }).entry.action);
    expect(actions).toEqual(["sweep", "sweep", "sweep", "erase records", "audit key", "audit export"]);
  });

  it("holds up in whichever pieces it is read", async () => {
    const bytes = Buffer.from(whole);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 9 }), async (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
        async function* pieces(): AsyncGenerator<Uint8Array> {
          for (const [i, end] of ends.entries()) yield bytes.subarray(ends[i - 1] ?? 0, end);
        }
        expect((await verifyExport(pieces(), {})).findings).toEqual([]);
      }),
    );
  });

  it("shows every byte that was changed, wherever it stands", { timeout: 120_000 }, async () => {
    const bytes = Buffer.from(whole);
    for (let at = 0; at < bytes.length; at++) {
      // The lowest bit, and the one between capital and small letters.
      for (const bit of [1, 0x20]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ bit;
        expect((await verify(changed)).findings.length, `byte ${at}, bit ${bit}`).toBeGreaterThan(0);
      }
    }
  });

  it("shows any byte that was changed into any other, removed or put in", async () => {
    const bytes = Buffer.from(whole);
    const edit = fc.record({ at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }), how: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, by, how }) => {
        const old = bytes[at] ?? 0;
        const between = [[old ^ by], [], [old, by]][how] ?? [];
        const changed = Buffer.concat([bytes.subarray(0, at), Buffer.from(between), bytes.subarray(at + 1)]);
        expect((await verify(changed)).findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it("shows every line that was removed, doubled or changed places with another", async () => {
    for (const [i, line] of lines.entries()) {
      expect(await wrongs(lines.toSpliced(i, 1).join("")), `without line ${i}`).not.toEqual([]);
      for (let to = 0; to <= lines.length; to++) {
        expect(await wrongs(lines.toSpliced(to, 0, line).join("")), `line ${i} again at ${to}`).not.toEqual([]);
        const moved = lines.toSpliced(i, 1).toSpliced(to, 0, line).join("");
        if (moved !== whole) expect(await wrongs(moved), `line ${i} at ${to}`).not.toEqual([]);
      }
    }
  });

  it("shows where it was cut off, at any byte", async () => {
    const bytes = Buffer.from(whole);
    for (let end = 0; end < bytes.length; end++) {
      expect(await wrongs(bytes.subarray(0, end)), `after ${end} bytes`).not.toEqual([]);
    }
  });

  it("shows a line of another log in its place", async () => {
    const other = await openLog();
    await other.record(6);
    const foreign = linesOf(await other.export());
    for (const i of lines.keys()) {
      expect(await wrongs(lines.with(i, foreign[i] ?? "").join("")), `line ${i}`).not.toEqual([]);
    }
  });

  it("says which entry, and what is wrong with it", async () => {
    const [first = "", second = "", third = ""] = lines;
    const payload = lines.with(2, third.replace('"changes":2', '"changes":3')).join("");
    expect((await verify(payload)).findings).toEqual([{ wrong: "payload", line: 3, entry: 3 }]);
    const action = lines.with(1, second.replace("sweep", "sweap")).join("");
    expect((await verify(action)).findings).toEqual([
      { wrong: "link", line: 3, entry: 3 },
      { wrong: "root", size: 6 },
    ]);
    expect((await verify(lines.with(0, first.replace(":", ": ")).join(""))).findings).toEqual([
      { wrong: "line", line: 1 },
    ]);
    expect((await verify(lines.toSpliced(1, 1).join(""))).findings).toEqual([
      { wrong: "sequence", line: 2, entry: 3, expected: 2 },
      { wrong: "link", line: 2, entry: 3 },
      { wrong: "payload back", entry: 2, erasedBy: 4 },
      { wrong: "size", size: 6, entries: 5 },
    ]);
    expect((await verify(`${whole}${first}`)).findings).toEqual([{ wrong: "more after checkpoint", line: 8 }]);
    expect((await verify("")).findings).toEqual([{ wrong: "no checkpoint" }]);
  });

  it("shows a payload that was taken out without an erasure on record, and one that was put back after it", async () => {
    const [first = "", second = "", third = ""] = lines;
    const out = first.replace(/,"payload".*(?=\}\n)/s, "");
    expect((await verify(lines.with(0, out).join(""))).findings).toEqual([{ wrong: "payload gone", entry: 1 }]);
    const opening = /,"payload".*(?=\}\n)/s.exec(third)?.[0] ?? "";
    const back = second.replace("}\n", `${opening}}\n`);
    expect((await verify(lines.with(1, back).join(""))).findings).toEqual([
      { wrong: "payload", line: 2, entry: 2 },
      { wrong: "payload back", entry: 2, erasedBy: 4 },
    ]);
  });

  it("is not taken for signed where the key is another", async () => {
    const other = await openLog();
    await other.record(1);
    expect(await wrongs(whole, { trusted: await other.key() })).toEqual(["key", "signature", "origin"]);
    // One of the same name, as somebody would make it who writes the log anew.
    const { name } = await log.key();
    const forged = parseSigningKey(signingKeyText(name, Buffer.alloc(32, 9)))?.verifier;
    expect(forged?.name).toBe(name);
    expect(await wrongs(whole, forged === undefined ? {} : { trusted: forged })).toEqual(["key", "signature"]);
  });

  it("shows bytes that many programs read as if they were not there", async () => {
    const mark = "\ufeff";
    for (const i of lines.keys()) {
      expect(await wrongs(lines.with(i, `${mark}${lines[i]}`).join("")), `line ${i}`).not.toEqual([]);
    }
    expect(await wrongs(whole.replaceAll("\n", "\r\n"))).not.toEqual([]);
  });

  it("shows bytes that are no text, also where a program would read them as the sign that is there", async () => {
    const other = await openLog();
    const detail = { word: "\ufffd" };
    await other.store.transaction((writer) => writer.record({ at: 1, action: "sweep", detail }));
    const file = await other.export();
    expect(await wrongs(file)).toEqual([]);
    const [before = "", after = ""] = file.split("\ufffd");
    const changed = Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after)]);
    expect((await verify(changed)).findings).toEqual([{ wrong: "line", line: 1 }]);
  });

  it("shows a signature that was put in beside the log's own, which a checkpoint kept elsewhere may have", async () => {
    const witness = parseSigningKey(signingKeyText("witness.example/w", Buffer.alloc(32, 5)));
    if (witness === undefined) throw new Error("no key");
    const saved = await log.checkpoint();
    const later = await log.export();
    const signed = (note: string): string =>
      note + signNote(note.slice(0, note.indexOf("\n\n") + 1), witness).split("\n\n")[1];
    expect(await wrongs(later, { saved: signed(saved) })).toEqual([]);
    const { checkpoint, key } = JSON.parse(linesOf(later).at(-1) ?? "{}") as { checkpoint: string; key: string };
    const closing = `${closingLine({ checkpoint: signed(checkpoint), key })}\n`;
    expect((await verify([...linesOf(later).slice(0, -1), closing].join(""))).findings).toEqual([
      { wrong: "note", of: "export" },
    ]);
  });

  it("does not grow in memory where a file has no lines", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 64; i++) yield Buffer.alloc(1024 * 1024, "x");
    }
    expect((await verifyExport(endless(), {})).findings).toEqual([
      { wrong: "line", line: 1 },
      { wrong: "no checkpoint" },
    ]);
  });
});

describe("a checkpoint that was kept elsewhere", () => {
  it("is one that any later export has grown out of", async () => {
    const log = await openLog();
    const saved: string[] = [];
    for (let i = 0; i < 4; i++) {
      saved.push(await log.checkpoint());
      await log.record(i);
    }
    await log.erase(1, 2, 3);
    const later = await log.export();
    for (const one of saved) expect(await wrongs(later, { saved: one, trusted: await log.key() })).toEqual([]);
  });

  it("shows a log that was rolled back, though the key signed it", async () => {
    const log = await openLog();
    await log.record(3);
    const before = await log.export();
    await log.record(1);
    const saved = await log.checkpoint();
    expect((await verify(before)).findings).toEqual([]);
    expect((await verify(before, { saved })).findings).toEqual([{ wrong: "rolled back", size: 6, entries: 5 }]);
  });

  // What docs/audit.md says of a log without an outside checkpoint: the first half of each of these.
  it("shows what nothing else can: an entry changed, and all after it made anew, by whoever has store and key", async () => {
    const log = await openLog();
    await log.record(4);
    const saved = await log.checkpoint();
    const forged = await forge(log, (entries) =>
      entries.map((one, i) => (i === 2 ? { ...one, action: "sweap" } : one)),
    );
    expect(await wrongs(forged, { trusted: await log.key() })).toEqual([]);
    expect((await verify(forged, { saved })).findings).toEqual([{ wrong: "rewritten", size: 5 }]);
  });

  it("shows what nothing else can: the newest entries taken away by whoever has store and key", async () => {
    const log = await openLog();
    await log.record(4);
    const saved = await log.checkpoint();
    const forged = await forge(log, (entries) => entries.slice(0, 3));
    expect(await wrongs(forged, { trusted: await log.key() })).toEqual([]);
    expect((await verify(forged, { saved })).findings).toEqual([{ wrong: "rolled back", size: 5, entries: 3 }]);
  });

  it("shows two logs that went apart from one beginning, signed with one key: a fork", async () => {
    const log = await openLog();
    await log.record(2);
    const begun = await log.checkpoint();
    await log.record(1);
    const saved = await log.checkpoint();
    const fork = await forge(log, (entries) => entries.map((one, i) => (i === 3 ? { ...one, at: one.at + 1 } : one)));
    expect(await wrongs(fork, { saved: begun })).toEqual([]);
    expect((await verify(fork, { saved })).findings).toEqual([{ wrong: "rewritten", size: 4 }]);
  });

  it("that was changed itself is found", async () => {
    const log = await openLog();
    await log.record(2);
    const saved = await log.checkpoint();
    const file = await log.export();
    for (let at = 0; at < saved.length; at++) {
      const changed = `${saved.slice(0, at)}${saved[at] === "A" ? "B" : "A"}${saved.slice(at + 1)}`;
      expect(await wrongs(file, { saved: changed }), `character ${at}`).not.toEqual([]);
    }
  });
});

/** An export of the log as somebody makes it who has its key, and changes what they like. */
async function forge(log: Log, change: (entries: readonly Entry[]) => readonly Entry[]): Promise<string> {
  const logged = await log.store.log({ after: 0, limit: 100 });
  const check = new LogCheck();
  let last: Entry | undefined;
  const lines = change(logged.map(({ entry }) => entry)).map((made) => {
    const { at, action, commitment } = made;
    const entry = nextEntry(last, { at, action, commitment });
    const opening = logged.find((one) => one.entry.commitment === commitment)?.opening;
    check.add(entry.seq, entry, opening);
    last = entry;
    return entryLine({ entry, ...(opening === undefined ? {} : { opening }) });
  });
  const key = parseSigningKey((await log.files.key())?.reveal() ?? "");
  if (key === undefined) throw new Error("the log has no key yet");
  const text = checkpointText({ origin: key.verifier.name, size: check.size, root: check.root() });
  const closing = closingLine({ checkpoint: signNote(text, key), key: key.verifier.text });
  return [...lines, closing, ""].join("\n");
}

describe("signing", () => {
  it("is refused where the log does not go on from what was signed before", async () => {
    const [log, other] = [await openLog("rolled"), await openLog("rolled")];
    await log.record(3);
    expect(await log.checkpoint()).not.toBe("");
    await other.record(1);
    const { check, note } = await signCheckpoint(other);
    expect(note).toBeUndefined();
    expect(check.findings.map(({ wrong }) => wrong)).toEqual(["rolled back", "origin"]);
    const lines: string[] = [];
    expect((await exportLog(other, (line) => lines.push(`${line}\n`))).note).toBeUndefined();
    expect(await wrongs(lines.join(""))).toEqual(["no checkpoint"]);
  });

  it("by two at once makes one key", async () => {
    const [one, other] = [await openLog("both"), await openLog("both")];
    await one.record(1);
    const [mine, theirs] = await Promise.all([one.key(), other.key()]);
    expect(mine.text).toBe(theirs.text);
    expect((await one.key()).text).toBe(mine.text);
  });

  it("of an export is on the record before the first line is written", async () => {
    const log = await openLog();
    await log.record(1);
    const seen: (string | undefined)[] = [];
    let first: Promise<unknown> | undefined;
    await exportLog(log, () => {
      first ??= log.store.records({ limit: 1 }).then(([newest]) => seen.push(newest?.action));
    });
    await first;
    expect(seen).toEqual(["audit export"]);
  });
});

describe("what an entry was about", () => {
  it("can be erased, of any entries, and the log holds up", async () => {
    const log = await openLog();
    await log.record(8);
    const saved = await log.checkpoint();
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), async (seqs) => {
        await log.erase(...seqs);
        const gone = (await log.store.records({})).filter(({ erased }) => erased).map(({ seq }) => seq);
        const file = await log.export();
        for (const seq of gone) expect(linesOf(file)[seq - 1]).not.toContain("payload");
        expect(await wrongs(file, { saved })).toEqual([]);
      }),
      { numRuns: 20 },
    );
    const records = await log.store.records({});
    expect(records.some(({ action, erased }) => action === "erase records" && erased)).toBe(false);
    expect(records.some(({ action, erased }) => action === "sweep" && erased)).toBe(true);
  });
});
