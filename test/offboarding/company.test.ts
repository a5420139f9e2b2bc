// The simulated company: real readings go through a real store, and all that the check says is held against the truth, every ten hours
// of ten days.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announceOffboarding } from "../../src/app/announce-offboarding.ts";
import { bookOf } from "../../src/app/offboarding-book.ts";
import { suggestPersons } from "../../src/app/persons.ts";
import type { Store } from "../../src/app/ports.ts";
import { takeReading } from "../../src/app/take-reading.ts";
import { type Check, NOTHING_FOUND } from "../../src/core/offboarding/check.ts";
import type { Holding } from "../../src/core/offboarding/holding.ts";
import type { OffboardingRules } from "../../src/core/offboarding/rules.ts";
import { openStore } from "../../src/wire/context.ts";
import { reading } from "../support/directory.ts";
import {
  answer,
  BEGIN,
  BLIND,
  company,
  DAY,
  END,
  FAULT,
  HOUR,
  inUse,
  type Tool,
  TOOL_NAMES,
  TOOLS,
} from "./company.ts";
import { keyOf, readingsOf, type Truth, truthAt } from "./truth.ts";

const RULES: OffboardingRules = {
  leads: ["okta"],
  limits: new Map(TOOL_NAMES.map((tool) => [tool, TOOLS[tool].limit])),
  usual: DAY,
  settle: HOUR,
  guests: false,
};

interface Moment {
  readonly at: number;
  readonly said: Check;
  readonly truth: Truth;
}

const people = company(20_260_302);
const MAPPING = people.table.map(({ tool, id, number }) => {
  return { account: { directory: tool, word: id }, is: { employeeId: number } };
});
const moments: Moment[] = [];
let store: Store;
beforeAll(async () => {
  store = await openStore();
  const all = TOOL_NAMES.flatMap((tool) => everyReading(tool)).toSorted((a, b) => a.at - b.at);
  for (let at = BEGIN + 6.5 * HOUR; at <= END; at += 10 * HOUR) {
    while ((all[0]?.at ?? Infinity) <= at) {
      const { tool, at: begun } = all.shift() ?? { tool: "okta", at };
      await read(tool, begun);
    }
    const said = await bookOf(store, RULES).refresh(at);
    moments.push({ at, said, truth: truthAt(people, at) });
  }
}, 600_000);
afterAll(() => store.close());

function everyReading(tool: Tool): { readonly tool: Tool; readonly at: number }[] {
  const { every, offset } = TOOLS[tool];
  return Array.from({ length: Math.ceil((END - BEGIN) / every) }, (_, i) => ({ tool, at: BEGIN + offset + i * every }));
}

async function read(tool: Tool, at: number): Promise<void> {
  const blind = tool === BLIND.tool && at >= BLIND.from;
  const times = { directory: tool, startedAt: at, takenAt: at, notes: [] };
  const snapshot = blind
    ? ({ ...times, complete: false, health: "unauthorised", reason: "The bind was refused.", accountsRead: 0 } as const)
    : reading(answer(people, tool, at), at, { directory: tool });
  await takeReading(store, snapshot, {
    kind: "file",
    absence: TOOLS[tool].absence,
    departures: { demotion: false },
    persons: { mapping: MAPPING },
    waves: { leads: RULES.leads },
    announce: async (writer) => {
      if (!blind) await announceOffboarding(writer, [], RULES, at);
    },
  });
}

const key = ({ directory, account }: Holding): string => `${directory} ${account}`;

function saidOf({ timelines, accidents, orphans }: Check) {
  const steps = timelines.flatMap((one) => one.steps).filter(({ standing }) => standing !== "left");
  return {
    standings: new Map(steps.map(({ holding, standing }) => [key(holding), standing as string])),
    accidents: new Set(accidents.map(({ lost }) => key(lost))),
    orphans: new Set(orphans.map(({ holding }) => key(holding))),
  };
}

function overdueIn(standings: ReadonlyMap<string, string>): Set<string> {
  return new Set([...standings].flatMap(([one, standing]) => (standing === "overdue" ? [one] : [])));
}

/** True and false positives, and what was missed, over all moments. */
function score(pairs: readonly (readonly [said: ReadonlySet<string>, truth: ReadonlySet<string>])[]) {
  const sum = (count: (said: ReadonlySet<string>, truth: ReadonlySet<string>) => number): number =>
    pairs.reduce((total, [said, truth]) => total + count(said, truth), 0);
  const hits = sum((said, truth) => said.intersection(truth).size);
  return {
    hits,
    precision: hits / sum((said) => said.size),
    recall: hits / sum((_, truth) => truth.size),
  };
}

describe("a company of 2,000 in five tools", () => {
  it("has every case in it, and a past", () => {
    expect([...people.happened.values()].every((count) => count > 5)).toBe(true);
    expect(people.happened.size).toBe(15);
    expect(moments.length).toBeGreaterThan(22);
    for (const tool of TOOL_NAMES) expect(readingsOf(tool, END).length).toBeGreaterThan(15);
  });

  it.each(["overdue", "accidents", "orphans"] as const)("%s: precision and recall are 100 %", (what) => {
    const found = moments.map(({ said, truth }) => {
      const mine = saidOf(said);
      return what === "overdue"
        ? ([overdueIn(mine.standings), overdueIn(truth.standings)] as const)
        : ([mine[what], truth[what]] as const);
    });
    const { hits, precision, recall } = score(found);
    process.stdout.write(
      `off-boarding, ${what}: precision ${precision}, recall ${recall}, of ${hits} over ${moments.length} moments\n`,
    );
    expect(hits).toBeGreaterThan(400);
    expect({ precision, recall }).toEqual({ precision: 1, recall: 1 });
  });

  it("every account of everybody who left stands as it does in truth, at every moment", () => {
    const seen = new Set<string>();
    for (const { at, said, truth } of moments) {
      const { standings } = saidOf(said);
      expect({ at, standings }).toEqual({ at, standings: truth.standings });
      for (const standing of standings.values()) seen.add(standing);
    }
    expect([...seen].toSorted()).toEqual(["ended", "in_time", "late", "overdue", "unknown", "within"]);
  });

  it("accounts that only a name ties to somebody are suggested, most of them to the right person", async () => {
    const { suggestions } = await suggestPersons(store);
    const owners = new Map(people.accounts.map((one) => [keyOf(one), one.owner]));
    const right = suggestions.filter(({ accounts: [one, other] }) => {
      const owner = owners.get(`${one.directory} ${one.id}`);
      return owner !== null && owner === owners.get(`${other.directory} ${other.id}`);
    });
    const alike = people.accounts.filter((one) => one.tie === "likeness" && inUse(one, END));
    const suggested = new Set(right.flatMap(({ accounts }) => accounts.map((one) => `${one.directory} ${one.id}`)));
    const precision = right.length / suggestions.length;
    const recall = alike.filter((one) => suggested.has(keyOf(one))).length / alike.length;
    process.stdout.write(
      `off-boarding, suggestions: precision ${precision} of ${suggestions.length}, recall ${recall} of ${alike.length} accounts\n`,
    );
    expect(alike.length).toBeGreaterThan(50);
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBeGreaterThan(0.9);
  });

  it("of a directory that went blind nothing is called overdue or in time that was not seen before", () => {
    const last = moments.at(-1);
    const unknown = [...saidOf(last?.said ?? NOTHING_FOUND).standings].filter(([, standing]) => standing === "unknown");
    expect(unknown.length).toBeGreaterThan(5);
    expect(unknown.every(([one]) => one.startsWith(`${BLIND.tool} `))).toBe(true);
  });

  it("what is to be done is told as one incident a directory for as long as there is something", async () => {
    const last = moments.at(-1);
    const overdue = overdueIn(last?.truth.standings ?? new Map());
    const open = new Set([...overdue, ...(last?.truth.accidents ?? [])].map((one) => one.split(" ")[0]));
    for (const tool of TOOL_NAMES) {
      const newest = await store.newestIncident(`offboarding ${tool}`);
      expect([tool, newest?.closed === false]).toEqual([tool, open.has(tool)]);
    }
  });

  it("70 whom the sync of Slack took out at once are in a wave of which it is said that they have not left Okta", async () => {
    const around = (await store.incidents({ kind: "waves", directory: "slack" })).flatMap(({ wave }) =>
      wave !== undefined && wave.end >= FAULT.from && wave.start <= FAULT.until ? [wave] : [],
    );
    const still = around.flatMap(({ reasons }) =>
      reasons.flatMap((one) => (one.reason === "leading" ? one.still : [])),
    );
    expect(Math.max(0, ...still)).toBeGreaterThan(60);
  });
});
