import { expect, it } from "vitest";
import { simulate, type Told } from "./simulation.ts";

// SEED=17 runs one of them and prints its schedule; SEEDS=2000 runs more.
const FIRST = Number(process.env["SEED"] ?? 1);
const SEEDS = process.env["SEED"] === undefined ? Number(process.env["SEEDS"] ?? 80) : 1;
const STEPS = 125;

/** What of the promises was not kept, once all has been well for two weeks. */
async function wrongIn({ broken, arrivals, owed, store }: Told): Promise<string[]> {
  const wrong = [...broken];
  const failed = new Map<string, Set<string>>();
  for (const { state, claim, id, destination, incident, version, told, dueAt } of await store.notifications({})) {
    if (claim !== undefined) wrong.push(`${id} is still claimed`);
    if (state === "waiting") wrong.push(`${id} still waits, until ${new Date(dueAt).toISOString()}`);
    if (state === "sent") {
      const last = arrivals.findLast((one) => one.destination === destination && one.view.incident === incident);
      if (told !== version || last?.view.version !== version)
        wrong.push(`${id} is sent as ${version}, and ${last?.view.version} arrived`);
    }
    if (state === "failed") {
      const items = failed.get(destination) ?? new Set();
      failed.set(destination, items);
      for (const item of await store.incidentItems(incident)) items.add(item.id);
    }
  }
  for (const { destination, departure, excused } of owed) {
    if (excused || failed.get(destination)?.has(departure) === true) continue;
    const told = arrivals
      .filter((one) => one.destination === destination)
      .flatMap(({ view }) =>
        view.directories.flatMap(({ departures }) => departures.filter(({ id }) => id === departure)),
      )
      .at(-1);
    const truth = await store.departure(departure);
    if (told === undefined) wrong.push(`${destination} was never told of ${departure}`);
    else if (told.confirmed !== truth?.confirmed || told.reversed?.change !== truth.reversed?.change) {
      wrong.push(`${destination} was told of ${departure} what is not so any more`);
    }
  }
  for (const directory of ["flags", "vanishes"]) {
    const newest = await store.newestIncident(`health ${directory}`);
    if (newest?.closed === false) wrong.push(`${directory} is well, and its outage has not ended`);
  }
  return wrong;
}

it(`told once, told surely, whatever happens meanwhile (${SEEDS} runs)`, async () => {
  let arrived = 0;
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const told = await simulate(seed, STEPS);
    arrived += told.arrivals.length;
    const wrong = await wrongIn(told);
    if (wrong.length > 0) {
      const text = process.env["SEED"] === undefined ? "" : told.schedule.join("\n");
      expect.fail(`seed ${seed}: ${wrong.join("; ")}\n${text}`);
    }
    await told.store.close();
  }
  expect(arrived).toBeGreaterThan(SEEDS * 5);
}, 120_000);
