import type { Store, StoreReader } from "../../src/app/ports.ts";
import { everyTextOf } from "../../src/notifiers/testing.ts";
import { type Kept, OPENED_WITH } from "./kept.ts";
import { findings } from "./scan.ts";
import { SOMEBODY } from "./words.ts";

/** One id of each table that has some. */
type Ids = Readonly<
  Record<
    | "sweeps"
    | "departures"
    | "changes"
    | "incidents"
    | "notifications"
    | "roster"
    | "documents"
    | "layoffs"
    | "claims"
    | "companies",
    string
  >
>;

/** Everything that a store can be asked. A question that is missing here does not compile. */
const QUESTIONS: { readonly [M in keyof StoreReader]: (store: Store, ids: Ids) => Promise<unknown> } = {
  gauges: (store) => store.gauges(),
  directories: (store) => store.directories(),
  directory: (store) => store.directory("acme"),
  roster: (store) => store.roster("acme"),
  entries: (store, { roster }) => store.entries("acme", [roster]),
  watermark: (store) => store.watermark("acme"),
  readSince: (store) => store.readSince("acme", 0),
  events: (store) => store.events({ directory: "acme" }),
  heard: (store) => store.heard("acme", 0),
  unheard: (store) => store.unheard("acme", { since: 0, until: 1e15 }, 50),
  listening: (store) => store.listening({}),
  sweeps: (store) => store.sweeps({}),
  sweep: (store, { sweeps }) => store.sweep(sweeps),
  departures: (store) => store.departures({}),
  departure: (store, { departures }) => store.departure(departures),
  listDepartures: (store) => store.listDepartures({}, { order: "newest", skip: 0, limit: 500 }),
  countDepartures: (store) => store.countDepartures({}),
  departedFrom: (store) => store.departedFrom("acme", "place", 500),
  leavings: (store) => store.leavings("acme", { from: 0, to: Number.MAX_SAFE_INTEGER }),
  colleagues: (store, { roster }) => store.colleagues("acme", [roster]),
  peopleHere: (store) => store.peopleHere("acme", "place"),
  peopleGone: (store) => store.peopleGone("acme", "team", { since: 0, now: Number.MAX_SAFE_INTEGER, unit: 1 }),
  news: (store) => store.news(["acme"]),
  changes: (store) => store.changes({}),
  change: (store, { changes }) => store.change(changes),
  incident: (store, { incidents }) => store.incident(incidents),
  newestIncident: (store) => store.newestIncident("departures acme"),
  incidentsOf: (store, { departures }) => store.incidentsOf([departures]),
  incidentItems: (store, { incidents }) => store.incidentItems(incidents),
  notification: (store, { notifications }) => store.notification(notifications),
  notifications: (store) => store.notifications({}),
  lastTold: (store) => store.lastTold(),
  linkables: (store) => store.linkables("all"),
  belongings: (store) => store.belongings("all"),
  personActs: (store) => store.personActs("all"),
  idsByHandle: (store) => store.idsByHandle("acme", ["ada"]),
  personsLinked: (store) => store.personsLinked(),
  conflicts: (store) => store.conflicts(),
  touchMark: (store) => store.touchMark(),
  touched: (store) => store.touched(0),
  lookThrough: (store) => store.lookThrough("acme", { leads: ["none"], many: 500 }),
  casesOf: (store, { roster }) => store.casesOf([{ directory: "acme", account: roster }]),
  casesOfLeavers: (store) => store.casesOfLeavers(),
  arrivals: (store) => store.arrivals("acme", 0),
  acknowledgements: (store) => store.acknowledgements(),
  printKey: (store) => store.printKey("acme"),
  prints: (store) => store.prints("acme"),
  printed: (store) => store.printed("acme"),
  headcounts: (store) => store.headcounts("acme"),
  places: (store) => store.places("acme"),
  incidents: (store) => store.incidents({}),
  detector: (store) => store.detector("acme", "staff"),
  plans: (store) => store.plans({}),
  announcements: (store) => store.announcements({}),
  counted: (store) => store.counted(),
  partitions: (store) => store.partitions("acme"),
  waitingJoiners: (store) => store.waitingJoiners("acme"),
  unitless: (store) => store.unitless("acme"),
  ledger: (store) => store.ledger("acme", "authorised"),
  releases: (store) => store.releases("acme", "anyone"),
  release: (store) => store.release("acme", "anyone", 1),
  everPublished: (store) => store.everPublished(),
  purposes: (store) => store.purposes({}),
  tokens: (store) => store.tokens(),
  tokenOf: (store) => store.tokenOf("none"),
  tombstones: (store, { roster }) => store.tombstones("acme", [roster]),
  tombstoneStates: (store) => store.tombstoneStates(),
  erasedWords: (store, { roster }) => store.erasedWords("acme", [roster]),
  erasures: (store) => store.erasures("acme"),
  naming: (store) => store.naming("acme"),
  accountsBy: (store, { roster }) => store.accountsBy({ id: roster }),
  toForget: (store) => store.toForget("acme", "all", 500),
  countLeft: (store) => store.countLeft("acme", Number.MAX_SAFE_INTEGER),
  members: (store, { roster }) => store.members("acme", [roster]),
  leavers: (store) => store.leavers("acme"),
  leftDays: (store) => store.leftDays("acme"),
  departuresOver: (store) => store.departuresOver("acme", Number.MAX_SAFE_INTEGER, 500),
  recordsAbout: (store, { departures }) => store.recordsAbout([departures]),
  recordsBefore: (store) => store.recordsBefore(Number.MAX_SAFE_INTEGER, 500),
  upkeep: (store) => store.upkeep("retention"),
  recordedDocument: (store, { documents }) => store.recordedDocument(documents),
  recordedDocuments: (store, { documents }) => store.recordedDocuments([documents]),
  recordSize: (store) => store.recordSize(),
  layoffs: (store) => store.layoffs({ limit: 500 }),
  layoffsById: (store, { layoffs }) => store.layoffsById([layoffs]),
  layoffsNear: (store, { companies }) => store.layoffsNear([companies], null, null),
  claimsOf: (store, { layoffs }) => store.claimsOf([layoffs], true),
  claimsIn: (store, { documents }) => store.claimsIn(documents),
  claim: (store, { claims }) => store.claim(claims),
  layoffTotals: (store) => store.layoffTotals("month", {}),
  undecided: (store, { layoffs }) => store.undecided([layoffs]),
  asks: (store, { layoffs }) => store.asks({ layoff: layoffs }),
  acts: (store, { layoffs }) => store.acts([layoffs]),
  companiesNamed: (store) => store.companiesNamed(["vexley"], ["vexley"]),
  company: (store, { companies }) => store.company(companies),
  companyAliases: (store) => store.companyAliases(),
  shelf: (store) => store.shelf({ limit: 500 }),
  shelfIn: (store, { documents }) => store.shelfIn(documents),
  shelfSize: (store) => store.shelfSize(),
  selection: (store) => store.selection({}),
  recordState: (store) => store.recordState(),
  sourcesTaken: (store) => store.sourcesTaken(),
  aliasesOf: (store, { companies }) => store.aliasesOf(companies),
  versions: (store, { layoffs }) => store.versions(layoffs),
  recordAt: async (store, { layoffs }) => {
    const then = store.recordAt(Number.MAX_SAFE_INTEGER);
    await Promise.all([
      then.recordSize(),
      then.layoffs({ limit: 500 }),
      then.layoffsById([layoffs]),
      then.claimsOf([layoffs], true),
      then.layoffTotals("month", {}),
      then.selection({}),
      then.asks({}),
      then.acts([layoffs]),
      then.versions(layoffs),
    ]);
  },
  historySince: (store) => store.historySince(),
  questions: (store) => store.questions({ limit: 500 }),
  questionsWaiting: (store) => store.questionsWaiting(),
  lastDecision: (store) => store.lastDecision(),
  corrections: (store) => store.corrections({ limit: 500 }),
  suppressed: (store) => store.suppressed(),
  isSuppressedAddress: (store) => store.isSuppressedAddress("news.example/a"),
  layoffIds: (store) => store.layoffIds("", 500),
  readings: (store) => store.readings(),
  pagesReadBefore: (store) => store.pagesReadBefore("none"),
  documentsFrom: (store) => store.documentsFrom("news.example/a"),
  droppedIn: (store, { documents }) => store.droppedIn(documents),
  readPage: (store) => store.readPage("https://news.example/"),
  records: (store) => store.records({}),
  log: (store) => store.log({ after: 0, limit: 500 }),
};

/** What a column may come to hold: text in place of what has a form, and JSON of another form with somebody at the place of the fault. */
const WRONG = [SOMEBODY, JSON.stringify({ [SOMEBODY]: [SOMEBODY], at: SOMEBODY, list: { Vorblattow: SOMEBODY } })];

type Question = (store: Store) => Promise<unknown>;

/**
 * Puts somebody into each column of text in turn, where a value of another form belongs, and asks the store everything that reads of it.
 * @returns what its errors tell of that person, and how many there were
 */
export async function damaged(kept: Kept): Promise<{ readonly leaks: readonly string[]; readonly errors: number }> {
  const leaks: string[] = [];
  let errors = 0;
  const ids = await idsIn(kept);
  const questions = Object.values(QUESTIONS).map(
    (ask): Question =>
      (store) =>
        ask(store, ids),
  );
  for (const [table, places] of Map.groupBy(await kept.columns(), (place) => place.table)) {
    // Where no row is, nobody can stand.
    if ((await kept.ask(`select 1 from "${table}" limit 1`)).length === 0) continue;
    const asked = OPENED_WITH.has(table) ? questions : await readersOf(table, kept, questions);
    for (const { column } of places) {
      const [first] = await kept.ask(`select "${column}" as it from "${table}" where "${column}" is not null limit 1`);
      const isJson = /^[[{]/.test(String(first?.["it"]));
      for (const value of isJson ? WRONG : WRONG.slice(0, 1)) {
        const wrong = await kept.apart(table, async (spoilt) => {
          await spoilt.put({ table, column }, value);
          return answers(spoilt, asked);
        });
        errors += wrong.length;
        for (const error of wrong)
          leaks.push(...findings(everyTextOf(error)).map(({ what }) => `${table}.${column}: ${what}`));
      }
    }
  }
  return { leaks, errors };
}

/** The questions that cannot be answered without the table: to all others it is the same what stands in it. */
async function readersOf(table: string, kept: Kept, questions: readonly Question[]): Promise<readonly Question[]> {
  return kept.apart(table, async (lacking) => {
    const store = await lacking.open();
    const isSound = (await ends(store, questions)).map(({ status }) => status === "fulfilled");
    await lacking.ask(`alter table "${table}" rename to gone`);
    const without = await ends(store, questions);
    await lacking.ask(`alter table gone rename to "${table}"`);
    await store.close();
    return questions.filter((_, n) => !(isSound[n] === true && without[n]?.status === "fulfilled"));
  });
}

/** What goes wrong where the store is asked. */
async function answers(spoilt: Kept, questions: readonly Question[]): Promise<unknown[]> {
  let store: Store;
  try {
    store = await spoilt.open();
  } catch (error) {
    return [error];
  }
  const all = await ends(store, questions);
  await store.close();
  return all.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
}

async function ends(store: Store, questions: readonly Question[]): Promise<PromiseSettledResult<unknown>[]> {
  return Promise.allSettled(questions.map((ask) => ask(store)));
}

async function idsIn(kept: Kept): Promise<Ids> {
  const one = async (table: string, column = "id"): Promise<string> =>
    String((await kept.ask(`select ${column} as id from ${table} limit 1`))[0]?.["id"]);
  return {
    sweeps: await one("sweeps"),
    departures: await one("departures"),
    changes: await one("changes"),
    incidents: await one("incidents"),
    notifications: await one("notifications"),
    roster: await one("roster", "account_id"),
    documents: await one("documents"),
    layoffs: await one("layoffs"),
    claims: await one("claims"),
    companies: await one("companies"),
  };
}
