// A company of 2,000 in five tools whose truth is known: who left when, which accounts ended when and which never, what was ended by
// accident, and what nobody owns. It knows nothing of how accounts are linked or judged, and shares no code with what does.
import type { Account, Attributes, Kind } from "../../src/core/directory/account.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
type Instant = number;

export const BEGIN = Date.UTC(2026, 2, 2);
export const END = BEGIN + 10 * DAY;

/** `absence`: a member who is gone is not in the list any more. Readings begin so long after the full hours at which all begin. */
export const TOOLS = {
  okta: { absence: "proves nothing", every: 4 * HOUR, offset: 0, limit: 0 },
  slack: { absence: "proves nothing", every: 4 * HOUR, offset: 5 * 60_000, limit: 6 * HOUR },
  google: { absence: "proves nothing", every: 8 * HOUR, offset: 9 * 60_000, limit: 24 * HOUR },
  github: { absence: "counts", every: 8 * HOUR, offset: 14 * 60_000, limit: 24 * HOUR },
  ldap: { absence: "proves nothing", every: 8 * HOUR, offset: 21 * 60_000, limit: 48 * HOUR },
} as const;
export type Tool = keyof typeof TOOLS;
export const TOOL_NAMES = Object.keys(TOOLS) as readonly Tool[];

/** From then on nothing is seen of it. */
export const BLIND = { tool: "ldap", from: BEGIN + 6 * DAY + HOUR } as const;

/** How an account shows whose it is: by a staff number, by an address that the organisation assigned, by the table of somebody who knows; or by nothing that proves it. */
type Tie = "number" | "address" | "table" | "likeness" | "none";

/** A span in which an account is in use; open at its end where it never ends. */
interface Span {
  readonly from: Instant;
  readonly until: Instant | null;
}

export interface TrueAccount {
  readonly tool: Tool;
  readonly id: string;
  /** Who uses it, by the number of the person; null of one that nobody owns. */
  readonly owner: number | null;
  readonly kind: Kind;
  readonly tie: Tie;
  readonly spans: readonly Span[];
  readonly shows: (at: Instant) => Attributes;
}

export interface Company {
  readonly accounts: readonly TrueAccount[];
  /** Accounts in a table that somebody keeps, and the staff numbers of those whose they are. */
  readonly table: readonly { readonly tool: Tool; readonly id: string; readonly number: string }[];
  /** What happened to how many, so that no case is missing. */
  readonly happened: ReadonlyMap<string, number>;
}

export function inUse({ spans }: TrueAccount, at: Instant): boolean {
  return spans.some(({ from, until }) => from <= at && (until === null || at < until));
}

/** What the tool answers at a moment. */
export function answer({ accounts }: Company, tool: Tool, at: Instant): Account[] {
  return accounts.flatMap((one): Account[] => {
    if (one.tool !== tool || one.spans.every(({ from }) => from > at)) return [];
    if (inUse(one, at)) return [{ id: one.id, status: "active", attributes: one.shows(at) }];
    if (TOOLS[tool].absence === "counts") return [];
    return [{ id: one.id, status: "deactivated", stated: "deleted: true", attributes: one.shows(at) }];
  });
}

const FIRST =
  "Ada Bela Chidi Daria Emre Femi Gülay Hana Ines Jörg Kemal Łucja Mei Noor Otis Priya Quim Rosa Sven Tariq Uma Vera Wei Xenia Yuki Zofia".split(
    " ",
  );
const LAST =
  "Abara Brandt Costa Dąbrowska Eze Ferreira Gomez Hughes Ito Jansen Kaya Lindqvist Moreau Nowak Okafor Petrov Quist Rossi Sato Tamm Umar Vance Weiss Xu Yilmaz Zhang".split(
    " ",
  );

export function company(seed: number, people = 2000): Company {
  const random = generator(seed);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const happened = new Map<string, number>();
  const note = (what: string): void => void happened.set(what, (happened.get(what) ?? 0) + 1);
  const accounts: TrueAccount[] = [];
  const table: { tool: Tool; id: string; number: string }[] = [];
  const used = new Map<string, number>();

  const add = (account: TrueAccount): void => void accounts.push(account);
  const order = shuffled(people, random);
  /** What each of them goes through, in numbers. */
  const parts: readonly (readonly [what: string, count: number])[] = [
    ["leaves, in time everywhere", 60],
    ["leaves, late somewhere", 40],
    ["leaves, and keeps something", 45],
    ["leaves, last of all where it leads", 10],
    ["leaves, and comes back", 12],
    ["had left before anybody looked", 25],
    ["had left before anybody looked, and keeps something", 15],
    ["loses an account by accident", 25],
    ["loses an account by accident, and gets it back", 15],
    ["was in the fault of the sync", 70],
    ["marries, and is called otherwise", 30],
    ["joins", 40],
  ];
  const fate = new Map<number, string>();
  let next = 0;
  for (const [what, count] of parts) for (let i = 0; i < count; i++) fate.set(order[next++] ?? -1, what);

  for (let n = 0; n < people; n++) {
    const what = fate.get(n) ?? "stays";
    note(what);
    // One in forty is called as the one before.
    const like = n % 40 === 39 ? n - 1 : n;
    const [first, last] = [FIRST[like % FIRST.length] ?? "", lastName(Math.floor(like / FIRST.length) + like)];
    const number = `E${String(10_000 + n * 7)}`;
    const plainName = `${ascii(first)}.${ascii(last)}`;
    const twin = (used.get(plainName) ?? 0) + 1;
    used.set(plainName, twin);
    const local = twin === 1 ? plainName : `${plainName}${twin}`;
    const address = `${local}@acme.example`;
    const wed = what === "marries, and is called otherwise" ? BEGIN + between(2, 5) * DAY : Infinity;
    const called = (at: Instant): { name: string; address: string } =>
      at < wed
        ? { name: `${first} ${last}`, address }
        : { name: `${first} ${last}-Vorn`, address: `${local}.vorn@acme.example` };

    const joins = what === "joins" ? BEGIN + between(1, 8) * DAY : BEGIN - 900 * DAY;
    const left = leaving(what, between);
    const okta: Span[] =
      what === "leaves, and comes back"
        ? [
            { from: joins, until: left ?? null },
            { from: (left ?? 0) + between(1, 3) * DAY, until: null },
          ]
        : [{ from: joins, until: left ?? null }];
    add({
      tool: "okta",
      id: `00u${number}`,
      owner: n,
      kind: "human",
      tie: "number",
      spans: okta,
      shows: (at) => ({ ...human(called(at)), employeeId: number }),
    });

    const others: readonly Tool[] = (["slack", "google", "github", "ldap"] as const).filter(
      (tool) => tool !== "github" || random() < 0.45,
    );
    // At least one tool keeps them, where somebody keeps something.
    const kept = others[Math.floor(random() * others.length)];
    for (const tool of others) {
      const tie = tieOf(tool, random());
      const late = TOOLS[tool].limit + between(9, 40) * HOUR;
      const from = what === "joins" ? joins + between(-2, 20) * HOUR : joins;
      const until = ending(what, { tool, kept, left, late, between });
      const id = idIn(tool, n, local);
      const spans: Span[] = spansOf(what, { tool, kept, from, until, between, okta });
      if (tie === "table") table.push({ tool, id, number });
      add({
        tool,
        id,
        owner: n,
        kind: "human",
        tie,
        spans,
        shows: (at) => shown(tie, called(at), number, n),
      });
    }
  }

  for (const [tool, count] of [
    ["slack", 12],
    ["google", 9],
    ["github", 14],
    ["ldap", 10],
  ] as const) {
    for (let i = 0; i < count; i++) {
      note("is an account of nobody");
      const ended = i % 4 === 3 ? BEGIN + between(1, 4) * DAY : null;
      add(nobody(tool, `nobody-${tool}-${i}`, "human", ended));
    }
    for (let i = 0; i < 6; i++) {
      note("is a guest, a bot or a service");
      for (const kind of ["guest", "bot", "service"] as const) add(nobody(tool, `${kind}-${tool}-${i}`, kind, null));
    }
  }
  return { accounts, table, happened };
}

function leaving(what: string, between: (low: number, high: number) => number): Instant | undefined {
  if (what.startsWith("leaves")) return BEGIN + between(0.5, 7) * DAY;
  return what.startsWith("had left") ? BEGIN - between(20, 300) * DAY : undefined;
}

interface Ending {
  readonly tool: Tool;
  readonly kept: Tool | undefined;
  readonly left: Instant | undefined;
  readonly late: number;
  readonly between: (low: number, high: number) => number;
}

/** When an account of somebody who leaves ends; null for never. */
function ending(what: string, { tool, kept, left, late, between }: Ending): Instant | null {
  if (left === undefined) return null;
  const inTime = left + between(0.05, 0.98) * TOOLS[tool].limit;
  switch (what) {
    case "leaves, late somewhere":
      return tool === kept ? left + late : inTime;
    case "leaves, and keeps something":
    case "had left before anybody looked, and keeps something":
      return tool === kept ? null : inTime;
    case "leaves, last of all where it leads":
      return left - between(0.1, 0.9) * HOUR;
    default:
      return inTime;
  }
}

function spansOf(
  what: string,
  of: {
    readonly tool: Tool;
    readonly kept: Tool | undefined;
    readonly from: Instant;
    readonly until: Instant | null;
    readonly between: (low: number, high: number) => number;
    readonly okta: readonly Span[];
  },
): Span[] {
  const { tool, kept, from, until, between, okta } = of;
  if (what === "leaves, and comes back") {
    const back = okta[1]?.from ?? END;
    return [
      { from, until: Math.min(until ?? back, back - HOUR) },
      { from: back + between(0.1, 3) * HOUR, until: null },
    ];
  }
  if (what === "loses an account by accident" && tool === kept) return [{ from, until: BEGIN + between(1, 9) * DAY }];
  if (what === "loses an account by accident, and gets it back" && tool === kept) {
    const lost = BEGIN + between(1, 7) * DAY;
    return [
      { from, until: lost },
      { from: lost + between(12, 40) * HOUR, until: null },
    ];
  }
  if (what === "was in the fault of the sync" && tool === "slack") {
    return [
      { from, until: FAULT.from + between(0, 0.01) * HOUR },
      { from: FAULT.until + between(0, 0.02) * HOUR, until: null },
    ];
  }
  return [{ from, until }];
}

/** When the sync of Slack took people out who had not left, and put them back. */
export const FAULT = { from: BEGIN + 4 * DAY + 9 * HOUR, until: BEGIN + 5 * DAY + 15 * HOUR } as const;

function tieOf(tool: Tool, dice: number): Tie {
  if (tool === "google") return "address";
  if (tool === "ldap") return dice < 0.9 ? "number" : "address";
  if (tool === "slack") return dice < 0.97 ? "address" : "likeness";
  return dice < 0.85 ? "table" : dice < 0.95 ? "likeness" : "none";
}

function shown(tie: Tie, { name, address }: { name: string; address: string }, number: string, n: number): Attributes {
  switch (tie) {
    case "number":
      return { ...human({ name, address }), employeeId: number };
    case "address":
      return human({ name, address });
    case "table":
      return { kind: "human", handle: `dev${n}`, name: null, email: null };
    case "likeness":
      return { kind: "human", handle: `x${n}`, name, email: null };
    case "none":
      return { kind: "human", handle: `anon${n}`, name: null, email: null };
  }
}

function human({ name, address }: { name: string; address: string }): Attributes {
  return { kind: "human", name, email: address, emailVerified: true };
}

function nobody(tool: Tool, id: string, kind: Kind, until: Instant | null): TrueAccount {
  const spans = [{ from: BEGIN - 400 * DAY, until }];
  const attributes: Attributes = { kind, name: `Shared ${id}`, email: `${id}@acme.example`, emailVerified: true };
  return { tool, id, owner: null, kind, tie: "none", spans, shows: () => attributes };
}

function lastName(n: number): string {
  const syllables = ["", "ov", "ini", "sen", "ez", "wick", "mann", "by", "ley", "ska"];
  return `${LAST[n % LAST.length] ?? ""}${syllables[Math.floor(n / LAST.length) % syllables.length] ?? ""}`;
}

/** What an account is called in a tool has nothing to do with the staff number. */
function idIn(tool: Tool, n: number, local: string): string {
  if (tool === "github") return `dev${n}`;
  return tool === "ldap"
    ? `uuid-${(n * 7919) % 1_000_003}`
    : `${tool === "slack" ? "U" : "1"}${(n * 104_729) % 9_999_991}${local.length}`;
}

function ascii(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[łŁ]/g, "l").toLowerCase();
}

function shuffled(count: number, random: () => number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] ?? 0, all[i] ?? 0];
  }
  return all;
}

/** mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c), public domain. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
