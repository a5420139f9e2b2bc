import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { replay } from "../../app/replay.ts";
import { inMemory } from "../../app/taker.ts";
import type { RosterEntry } from "../../core/directory/roster.ts";
import { completeSnapshot, type Snapshot } from "../../core/directory/snapshot.ts";
import { tally } from "../../core/directory/tally.ts";
import { fileSource } from "../../files/input.ts";
import { slackUsersCompared } from "../slack/alike.ts";
import { slackUsers } from "../slack/map.ts";
import { snapshotOf } from "./accounts.ts";
import { slackAccounts } from "./slack-dump.ts";
import { slackPair } from "./slack-pair.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-pair-"));
afterAll(() => rmSync(folder, { recursive: true }));
const [BEFORE, AFTER] = [join(folder, "before.json"), join(folder, "after.json")];
const [THEN, NOW] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)];

/** All that a comparison of two snapshots tells, in the order in which it does. */
async function told(
  first: Snapshot,
  second: Snapshot,
  absence: "counts" | "proves nothing",
  leftOut?: number,
  others: readonly (RosterEntry & { readonly many: number })[] = [],
): Promise<object> {
  const rules = { absence, departures: { demotion: false } };
  const taker = inMemory(rules, leftOut);
  const changes: unknown[] = [];
  const outcomes: unknown[] = [];
  const snapshots = async function* (): AsyncGenerator<Snapshot> {
    yield first;
    yield second;
  };
  const held = await replay(taker, snapshots(), rules, {
    change: (change) => outcomes.length > 0 && changes.push(change),
    // What the first one says of itself nobody is shown.
    reading: (outcome) => outcomes.push(outcomes.length === 0 ? outcome.sweep : outcome),
  });
  const { entries } = await taker.roster("file:after");
  const { departures } = outcomes[1] as { departures: Parameters<typeof tally>[0] };
  const counts = departures.length === 0 ? [] : tally(departures, [...entries.values(), ...others]);
  return { changes, outcomes, held, counts };
}

async function whole(path: string, at: number): Promise<Snapshot | "fault"> {
  try {
    return await snapshotOf(slackAccounts(fileSource(path), slackUsers), "file:after", at);
  } catch {
    return "fault";
  }
}

/** Compares both ways. @returns how many accounts were not parsed; undefined where the dumps were to be read whole */
async function agree(before: string, after: string, absence: "counts" | "proves nothing"): Promise<number | undefined> {
  writeFileSync(BEFORE, before);
  writeFileSync(AFTER, after);
  const pair = await slackPair(BEFORE, AFTER, slackUsersCompared, true);
  if (pair === undefined) return undefined;
  const [first, second] = [await whole(BEFORE, THEN), await whole(AFTER, NOW)];
  // What is not sound is told in the words of who reads it whole.
  expect([first, second]).not.toContain("fault");
  const unchanged = { size: pair.unchanged, has: () => false };
  const lean = (accounts: (typeof pair)["before"], takenAt: number): Snapshot => ({
    ...completeSnapshot({
      directory: "file:after",
      startedAt: takenAt,
      takenAt,
      accounts,
      notes: [],
      endMarker: "end of the list",
    }),
    unchanged,
  });
  const others = pair.alike.map(({ account, count }) => ({ account, presence: "present" as const, many: count }));
  const leanly = await told(lean(pair.before, THEN), lean(pair.after, NOW), absence, pair.unchanged, others);
  expect(leanly).toEqual(await told(first as Snapshot, second as Snapshot, absence));
  return pair.unchanged;
}

type Json = Record<string, unknown>;

const flag = fc.constantFrom(true, false, null);
const word = fc.constantFrom("", "a", "b", 'q"\\', "ü", "},{", '"id":"U1"');
const user: fc.Arbitrary<Json> = fc.record(
  {
    id: fc.constantFrom(...Array.from({ length: 12 }, (_, n) => `U${n}`), "USLACKBOT"),
    deleted: flag,
    name: word,
    tz: fc.constantFrom("Europe/Warsaw", "Asia/Tokyo", null),
    is_bot: flag,
    is_restricted: flag,
    is_admin: flag,
    is_forgotten: fc.constantFrom(false, false, true),
    is_invited_user: fc.constantFrom(false, false, true),
    team_id: fc.constantFrom("T1", "T2"),
    updated: fc.constantFrom(1_700_000_000, 1_760_000_000),
    profile: fc.record(
      {
        real_name: word,
        title: word,
        email: word,
        bot_id: fc.constantFrom("", "B1"),
        status_text: word,
        extra: fc.constant([{ id: "U3" }]),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    enterprise_user: fc.constantFrom({ teams: ["T1"] }, { teams: ["T9"] }, { id: "W1", teams: ["T1"] }),
  },
  { requiredKeys: ["id"], noNullPrototype: true },
);
/** Mostly the plain ones, of which much can be spared. */
const users = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: user.map(({ enterprise_user: _enterprise, ...one }) => one) },
    { weight: 1, arbitrary: user },
  ),
  { maxLength: 10 },
);
const distinct = users.map((all) => [...new Map(all.map((one) => [one["id"], one])).values()]);

/** The text of a user; its keys from back to front where `turned`. */
function written(one: Json, turned: boolean, indent: number | undefined): string {
  const entries = Object.entries(one);
  return JSON.stringify(Object.fromEntries(turned ? entries.toReversed() : entries), null, indent);
}

interface Layout {
  readonly indent: number | undefined;
  readonly turned: boolean;
  /** 0 for a list as an export has it. */
  readonly pages: number;
}

const layout: fc.Arbitrary<Layout> = fc.record({
  indent: fc.constantFrom(undefined, 1, 4),
  turned: fc.boolean(),
  pages: fc.nat(3),
});

function dump(all: readonly Json[], { indent, turned, pages }: Layout): string {
  const list = (some: readonly Json[]): string =>
    `[${some.map((one) => written(one, turned, indent)).join(indent === undefined ? "," : ",\n ")}]`;
  if (pages === 0) return list(all);
  const size = Math.ceil(all.length / pages) || 1;
  const cut = Array.from({ length: pages }, (_, n) => all.slice(n * size, (n + 1) * size));
  const page = (some: readonly Json[], n: number): string =>
    `{"ok": true, "members": ${list(some)}, "response_metadata": {"next_cursor": "${n === pages - 1 ? "" : "more"}"}}`;
  return cut.map(page).join("\n");
}

const absence = fc.constantFrom("counts" as const, "proves nothing" as const);

describe("two dumps of which only what differs is read", () => {
  it("say what they say when they are read whole, however they are written, and spare what is the same", async () => {
    let spared = 0;
    let leanly = 0;
    await fc.assert(
      fc.asyncProperty(
        distinct,
        users,
        fc.nat(),
        layout,
        layout,
        absence,
        fc.boolean(),
        async (a, b, keep, one, other, mode, alike) => {
          // The later dump: some of the earlier one as they were, and then others, who may have the same ids.
          const later = [...a.filter((_, n) => ((keep >> n) & 1) === 0), ...b];
          const found = await agree(dump(a, one), dump(later, alike ? one : other), mode);
          if (found !== undefined) leanly++;
          spared += found ?? 0;
        },
      ),
      { numRuns: 200 },
    );
    expect(leanly).toBeGreaterThan(60);
    expect(spared).toBeGreaterThan(60);
  });

  it("are read whole where they are cut off, are no JSON, or hold what is no user", async () => {
    const one = '[{"id":"U1"},{"id":"U2"}]';
    const bytes = fc.constantFrom(...Buffer.from('{}[]",:\\ 0atn'));
    await fc.assert(
      fc.asyncProperty(distinct, layout, fc.nat(), bytes, fc.boolean(), async (a, how, place, byte, isCut) => {
        const sound = dump(a, how);
        const broken = Buffer.from(sound);
        const at = place % broken.length;
        broken[at] = byte;
        const other = isCut ? sound.slice(0, at) : broken.toString("utf8");
        // It agrees wherever it says anything.
        await agree(sound, other, "counts");
        await agree(one, other, "counts");
      }),
      { numRuns: 120 },
    );
  });

  it.each([
    ["the second half missing", '[{"id":"U1"},{"id":"U2"'],
    ["a value that is none", '[{"id":"U1"},{"id":"U2","deleted":tru}]'],
    ["a record that is no user", '[{"id":"U1"},{"id":"U3","deleted":"yes"}]'],
    ["a user without an id", '[{"id":"U1"},{"name":"ann"}]'],
    ["an id in escapes", '[{"id":"U1"},{"id":"U\\u0032"}]'],
    ["an organisation's id within", '[{"id":"U1"},{"id":"U2","enterprise_user":{"id":"W2"}}]'],
    ["a next page", '{"ok":true,"members":[{"id":"U1"}],"response_metadata":{"next_cursor":"x"}}'],
    ["an error of Slack", '{"ok":false,"error":"invalid_auth"}'],
    ["two lists", '[{"id":"U1"}][{"id":"U2"}]'],
    ["one account a line", '{"id":"U1"}\n{"id":"U2"}'],
    ["no text", "\u001f\u008b"],
    ["nothing", ""],
  ])("with %s: whole", async (_, text) => {
    expect(await agree('[{"id":"U1"},{"id":"U2"}]', text, "counts")).toBeUndefined();
  });

  it("count whoever is listed twice once, as the last record has them", async () => {
    const [a, b] = ['{"id":"U1","deleted":false}', '{"id":"U1","deleted":true}'];
    expect(await agree(`[${a},{"id":"U2"}]`, `[${a},{"id":"U2"},${b}]`, "counts")).toBe(1);
    expect(await agree(`[${a},${b},{"id":"U2"}]`, `[${a},${b},{"id":"U2"}]`, "counts")).toBe(1);
  });

  it("are also read so where thousands of accounts are longer than what is read at a time", async () => {
    const many = (from: number): string =>
      `[${Array.from({ length: 3000 }, (_, n) => JSON.stringify({ id: `U${n + from}`, profile: { title: "x".repeat(900) } })).join(",")}]`;
    expect(await agree(many(0), many(5), "counts")).toBe(2995);
  });

  it("tell a fall of the list as one", async () => {
    const list = (to: number): string => JSON.stringify(Array.from({ length: to }, (_, n) => ({ id: `U${n}` })));
    expect(await agree(list(100), list(60), "counts")).toBe(60);
  });
});
