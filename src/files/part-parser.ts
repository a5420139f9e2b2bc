import { KernelMemory, NAME, putNames } from "./kernel.ts";

/** What is read of an object, by the names of its members: all that one holds, or of an object in it some members again. */
export interface Members {
  readonly [name: string]: true | Members;
}

/** Where the kernel has its tables of names, and behind them its slots; what they have beside the names, and what a slot says: kernel/project.ts. */
const TABLES = 1024;
const TABLE = 2048;
const FIRST_SLOT = 30;
const SLOTS = 31;
const OWN_SLOT = 30;
const WITHIN = 31;
const PAGE = 65_536;
const SLOT_WORDS = 2;
const LENGTH_BITS = 3;
const WHAT = 2 ** LENGTH_BITS - 1;
const [IS_NULL, IS_FALSE, IS_TRUE, IS_NUMBER, IS_STRING, IS_OBJECT] = [1, 2, 3, 4, 5, 6];
/** The slots have a page of their own. */
const FIRST = PAGE;
const TEXT = 2 * PAGE;
/** Behind a text: a byte that stops the kernel, which looks at 16 at once. */
const SLACK = 64;
/** There is a bit for each. */
const MOST_MEMBERS = 32;
/** So many kinds of an object are kept, by which members are there. Most of a list are of two or three. */
const MOST_KINDS = 64;

interface Exports {
  readonly project: (from: number, to: number, tables: number, slots: number, texts: number) => number;
}

interface Member {
  readonly name: string;
  readonly slot: number;
  /** Undefined where all of it is read. */
  readonly within: Plan | undefined;
}

interface Plan {
  readonly members: readonly Member[];
  /** By which members are there, a bit for each: these, and an object that has them. A copy of it is made faster than one that grows. */
  readonly kinds: Map<number, { readonly there: readonly Member[]; readonly one: Readonly<Record<string, unknown>> }>;
}

/**
 * What parses an object out of its JSON as `JSON.parse` does, but for members that nobody reads: these the kernel passes over, in a fifth of
 * the time that it takes to parse them, and of the others it says what they are. Whatever is not JSON, also in those that nobody reads, throws what
 * `JSON.parse` throws, and anything else than an object is parsed whole, as is one with an escape in a name.
 */
export function partParser(members: Members): (json: Uint8Array) => unknown {
  const { plan, tables } = planOf(members);
  let memory: KernelMemory | undefined;
  let own: Buffer = Buffer.alloc(0);
  let slots: Int32Array = new Int32Array();
  let project: Exports["project"] = () => 0;
  /** What all strings say that are read of an object, one after the other: to make each of its bytes would take longer. */
  let texts = "";
  const roomFor = (bytes: number): void => {
    const isNew = memory === undefined;
    memory ??= new KernelMemory();
    memory.take(Math.ceil((behind(bytes) + bytes + SLACK - own.length) / PAGE));
    own = memory.bytes;
    slots = memory.words.subarray(FIRST / 4);
    if (!isNew) return;
    ({ project } = memory.kernel as Exports);
    tables.copy(own, TABLES);
  };
  // Who goes over few objects has none of this compiled: until then each iterator is an object, and one more at each of its steps.
  const valueOf = ({ slot, within }: Member): unknown => {
    const word = slots[SLOT_WORDS * slot] ?? 0;
    const second = slots[SLOT_WORDS * slot + 1] ?? 0;
    const what = word & WHAT;
    if (what === IS_FALSE) return false;
    if (what === IS_TRUE) return true;
    if (what === IS_NULL) return null;
    if (what === IS_NUMBER) return second >>> 0;
    if (what === IS_OBJECT && within !== undefined) return objectOf(within);
    const end = second + (word >>> LENGTH_BITS);
    return what === IS_STRING ? texts.slice(second, end) : JSON.parse(own.toString("utf8", second, end));
  };
  const objectOf = (of: Plan): object => {
    let bits = 0;
    for (let at = 0; at < of.members.length; at++)
      if (slots[SLOT_WORDS * (of.members[at]?.slot ?? 0)] !== 0) bits |= 1 << at;
    const { there, one } = of.kinds.get(bits) ?? newKind(of, bits);
    const object = { ...one };
    for (let at = 0; at < there.length; at++) {
      const member = there[at] as Member;
      object[member.name] = valueOf(member);
    }
    return object;
  };
  return (json) => {
    const from = behind(json.length);
    if (from + json.length + SLACK > own.length) roomFor(json.length);
    own.set(json, TEXT);
    const end = project(TEXT, TEXT + json.length, TABLES, FIRST, from);
    if (end === 0) return JSON.parse(own.toString("utf8", TEXT, TEXT + json.length));
    texts = own.toString("latin1", from, end);
    return objectOf(plan);
  };
}

/** Where the texts of the strings begin: behind the object, of so many bytes. */
function behind(bytes: number): number {
  return TEXT + bytes + SLACK;
}

function newKind({ members, kinds }: Plan, bits: number) {
  const there = members.filter((_, at) => (bits & (1 << at)) !== 0);
  // Parsed, an object has room for all its members at once.
  const one = JSON.parse(JSON.stringify(Object.fromEntries(there.map(({ name }) => [name, null])))) as Record<
    string,
    unknown
  >;
  if (kinds.size === MOST_KINDS) kinds.clear();
  kinds.set(bits, { there, one });
  return { there, one };
}

function planOf(members: Members): { readonly plan: Plan; readonly tables: Buffer } {
  const tables: Buffer[] = [];
  let slots = 0;
  const put = (of: Members): Plan => {
    const names = Object.keys(of);
    if (names.length > MOST_MEMBERS || names.includes("__proto__"))
      throw new RangeError("The kernel has no room for these names.");
    const table = Buffer.alloc(TABLE);
    tables.push(table);
    putNames(table, 0, names);
    const first = slots;
    table[FIRST_SLOT] = first;
    const all = Object.entries(of).map(([name, read], at): Member => {
      const place = NAME * (at + 1);
      const slot = slots++;
      table[place + OWN_SLOT] = slot;
      if (read === true) return { name, slot, within: undefined };
      table[place + WITHIN] = tables.length;
      return { name, slot, within: put(read) };
    });
    table[SLOTS] = slots - first;
    return { members: all, kinds: new Map() };
  };
  const plan = put(members);
  return { plan, tables: Buffer.concat(tables) };
}
