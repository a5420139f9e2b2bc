// The off-boarding check as it stands, kept up by what changes: a page reads it, and makes nothing.
import { Cases, heldKey, type HeldRef, ownerOf } from "../core/offboarding/cases.ts";
import { acknowledgedBy, changesAt, type Check, checkOf, NOTHING_FOUND, together } from "../core/offboarding/check.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { Instant } from "../core/time.ts";
import type { OffboardingReader, StoreReader } from "./ports.ts";

/** Accounts of the roster, or people, at a time: some milliseconds of the process, which then does what else there is. */
const SLICE = 250;
/** How long whoever looks waits for what has just happened, in milliseconds; then they see what was known before. */
const PATIENCE = 1000;

type Reader = Pick<StoreReader, "directories"> & OffboardingReader;

interface Book {
  /** Takes in what has happened, a part at a time. */
  refresh(now: Instant): Promise<Check>;
  /** What is ready, as new as it soon can be. Only the first waits until everybody has been looked at. */
  look(now: Instant): Promise<Check>;
}

/** What was said last, and for which time and what state of the store. */
interface Said {
  readonly check: Check;
  readonly state: string;
  readonly from: Instant;
  /** From when on time alone may have it say something else. */
  readonly until: Instant;
}

/** By store: whoever reads the same with the same rules shares it. */
const open = new WeakMap<Reader, { readonly rules: string; readonly book: Book }>();

export function bookOf(reader: Reader, rules: OffboardingRules): Book {
  const key = JSON.stringify({ ...rules, limits: [...rules.limits] });
  const known = open.get(reader);
  if (known?.rules === key) return known.book;
  const book = openBook(reader, rules);
  open.set(reader, { rules: key, book });
  return book;
}

function openBook(reader: Reader, rules: OffboardingRules): Book {
  const keptUp = keepCases(reader, rules);
  let said: Said | undefined;
  let running: Promise<Check> | undefined;
  let next: Promise<Check> | undefined;

  const judge = async (now: Instant): Promise<Check> => {
    const { mark, cases } = await keptUp();
    const seen = new Map((await reader.directories()).map((one) => [one.directory, one.last?.startedAt ?? null]));
    const acknowledgements = await reader.acknowledgements();
    const state = JSON.stringify([mark, [...seen], acknowledgements.map(({ id }) => id)]);
    if (said?.state === state && said.from <= now && now < said.until) return said.check;
    const led = rules.leads.map((lead) => seen.get(lead) ?? null);
    const since = await arrivals(reader, rules.leads, [...seen.keys()], led);
    const acknowledged = acknowledgedBy(acknowledgements);
    const parts: Check[] = [];
    const all = [...cases.values()];
    for (let start = 0; start < all.length; start += SLICE) {
      const owners = all.slice(start, start + SLICE).map((one) => ownerOf(one, { seen, since }));
      parts.push(checkOf(owners, rules, { now, led, acknowledged }));
      await turn();
    }
    const check = parts.length === 0 ? NOTHING_FOUND : together(parts);
    said = { check, state, from: now, until: changesAt(check, now) };
    return check;
  };

  const refresh = (now: Instant): Promise<Check> => {
    if (running === undefined) {
      running = judge(now).finally(() => (running = undefined));
      return running;
    }
    // The one that runs may have looked before what is asked for had happened.
    next ??= running
      .catch(() => {})
      .then(async () => {
        next = undefined;
        return refresh(now);
      });
    return next;
  };

  return {
    refresh,
    look: async (now) => {
      const ready = said?.check;
      const fresh = refresh(now);
      return ready === undefined ? fresh : Promise.race([fresh, patience().then(() => ready)]);
    },
  };
}

/** Keeps those who may matter. @returns brings them up to what is in the store, and gives them */
function keepCases(reader: Reader, rules: OffboardingRules) {
  let cases = new Cases(rules);
  /** Up to where what was touched has been taken in; undefined before everybody has been looked at. */
  let mark: number | undefined;

  /** Reads those anew who have one of these accounts, or had. */
  const takeIn = async (refs: readonly HeldRef[]): Promise<void> => {
    for (let start = 0; start < refs.length; start += SLICE) {
      const some = refs.slice(start, start + SLICE);
      const found = await reader.casesOf(unique([...some, ...cases.drop(some)]));
      // Who had one of their accounts until now.
      const others = await reader.casesOf(unique(cases.drop(found.flatMap(({ accounts }) => accounts))));
      for (const one of [...found, ...others]) {
        cases.drop(one.accounts);
        cases.put(one);
      }
      await turn();
    }
  };

  const everybody = async (): Promise<number> => {
    // What is touched meanwhile is taken in afterwards.
    const from = await reader.touchMark();
    cases = new Cases(rules);
    for (const { directory } of await reader.directories()) {
      let after: string | undefined;
      do {
        const part = { leads: rules.leads, many: SLICE, ...(after === undefined ? {} : { after }) };
        const found = await reader.lookThrough(directory, part);
        await turn();
        // Of one person several accounts may be found.
        await takeIn(found.accounts.filter((one) => !cases.has(one)));
        after = found.next;
      } while (after !== undefined);
    }
    return from;
  };

  /** Accounts of those who may matter that are not kept any more. */
  const lost = async (): Promise<HeldRef[]> => {
    const gone: HeldRef[] = [];
    const all = [...cases.values()].flatMap(({ accounts }) => accounts);
    for (let start = 0; start < all.length; start += SLICE) {
      const some = all.slice(start, start + SLICE);
      const there = new Set((await reader.casesOf(some)).flatMap(({ accounts }) => accounts.map(heldKey)));
      gone.push(...some.filter((one) => !there.has(heldKey(one))));
      await turn();
    }
    return gone;
  };

  return async (): Promise<{ readonly mark: number; readonly cases: Cases }> => {
    try {
      for (;;) {
        mark ??= await everybody();
        const touched = await reader.touched(mark);
        if (touched?.mark === mark) return { mark, cases };
        if (touched?.gone === true) await takeIn(await lost());
        await takeIn(touched?.accounts ?? []);
        // Where more was touched than is remembered, everybody is looked at.
        mark = touched?.mark;
      }
    } catch (error) {
      // Some may be taken out and not read again.
      mark = undefined;
      throw error;
    }
  };
}

/** Whoever has come since a leading directory was read last may be in it by now. */
async function arrivals(
  reader: Reader,
  leads: readonly string[],
  directories: readonly string[],
  led: readonly (Instant | null)[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Instant>>> {
  const all = new Map<string, ReadonlyMap<string, Instant>>();
  const since = Math.min(...led.map((at) => at ?? 0));
  for (const directory of leads.length === 0 ? [] : directories) {
    if (!leads.includes(directory)) all.set(directory, await reader.arrivals(directory, since));
  }
  return all;
}

function unique(refs: readonly HeldRef[]): HeldRef[] {
  return [...new Map(refs.map((one) => [heldKey(one), one])).values()];
}

/** Lets others run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
}
