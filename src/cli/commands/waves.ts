import { writeFileSync } from "node:fs";
import { recordView, type Viewing } from "../../app/named-view.ts";
import { intoStore } from "../../app/into-store.ts";
import { replay } from "../../app/replay.ts";
import { backTest } from "../../app/back-test.ts";
import { countersFor, type SeenWave, spanAround, stripFor, waveOf, wavesOf } from "../../app/waves.ts";
import { stripSvg } from "../../charts/strip.ts";
import type { WaveView } from "../../core/disclosure/disclose.ts";
import { RollcallError } from "../../core/errors.ts";
import { DAY, type Instant } from "../../core/time.ts";
import { defined } from "../../core/defined.ts";
import { FALSE_ALARMS, type WaveRules } from "../../core/wave/rules.ts";
import type { StoreReader } from "../../app/ports.ts";
import type { Strip } from "../../core/wave/strip.ts";
import { countersLines } from "../../messages/counters.ts";
import { stripLines } from "../../messages/strip.ts";
import { counted } from "../../messages/words.ts";
import { openStore } from "../../wire/context.ts";
import { openDumps } from "../../wire/dumps.ts";
import { choice, flag, type Invocation, momentOption, type Run, textOption } from "../command.ts";
import { openViewing } from "../viewing.ts";
import { knownDirectories } from "../show/directories.ts";
import { showNotice } from "../show/notices.ts";
import { showWaves } from "../show/waves.ts";

/** How far back is shown where nothing else is asked for. */
const SHOWN = 90 * DAY;

/** Waves: more left than is usual, and what it looks like. Of the store; or, with `--simulate`, of dumps as if they had been watched. */
export const run: Run = async (invocation) => {
  const dumps = invocation.args.slice(1);
  return flag(invocation, "simulate") ? simulate(invocation) : dumps.length === 0 ? show(invocation) : refuse();
};

function refuse(): never {
  throw new RollcallError("usage", "waves: give one directory or one wave (i-…); dumps go with --simulate.");
}

async function show(invocation: Invocation): Promise<number> {
  const viewing = await openViewing(invocation);
  const { store, clock, waves: rules } = viewing;
  try {
    const now = clock.now();
    const [wanted] = invocation.args;
    if (wanted?.startsWith("i-") === true) return await showOne(invocation, viewing, wanted, rules);
    const directories = await knownDirectories(store, wanted);
    const since = momentOption(invocation, "since", now) ?? (await shownFrom(store, directories, now));
    const seen = (await Promise.all(directories.map((directory) => wavesOf(store, { directory, since })))).flat();
    // Groups may be called after a manager; the strip and the counters are of nobody.
    if (seen.length > 0) await recordView(viewing, "waves", { what: wanted ?? null, waves: seen.length });
    await showAll(invocation, store, { seen, directories, since, now, rules });
    return 0;
  } finally {
    await store.close();
  }
}

/** Not before somebody looked: that nobody left then would be no more than a guess. A day at least. */
async function shownFrom(store: StoreReader, directories: readonly string[], now: Instant): Promise<Instant> {
  const detectors = await Promise.all(directories.map((directory) => store.detector(directory, "staff")));
  const began = Math.min(now, ...detectors.flatMap((saved) => saved?.began ?? []));
  return Math.min(now - DAY, Math.max(now - SHOWN, began));
}

interface Shown {
  readonly seen: readonly SeenWave[];
  readonly directories: readonly string[];
  readonly since: Instant;
  readonly now: Instant;
  readonly rules: WaveRules;
}

async function showAll(
  invocation: Invocation,
  store: StoreReader,
  { seen, directories, since, now, rules }: Shown,
): Promise<void> {
  const { output } = invocation;
  if (flag(invocation, "json")) {
    for (const wave of seen.map(waveJson)) output.json(wave);
    return;
  }
  for (const directory of directories) {
    const strip = await stripFor(store, directory, "staff", { from: since, to: now }, rules);
    save(invocation, strip, directory);
    output.line(output.style("bold", `${directory}, staff`));
    for (const line of stripLines(strip, (output.width ?? 100) - 2)) output.line(`  ${line}`);
    output.line();
    showWaves(
      output,
      seen.filter((one) => one.directory === directory).map(({ wave }) => wave),
      flag(invocation, "simulate") ? "simulated" : "found",
    );
    for (const line of countersLines(await countersFor(store, directory, now))) output.line(line);
    output.line();
  }
  output.note(`${counted(seen.length, "wave")} since ${new Date(since).toISOString().slice(0, 10)}`);
}

async function showOne(invocation: Invocation, viewing: Viewing, id: string, rules: WaveRules): Promise<number> {
  const { output } = invocation;
  const { store, clock } = viewing;
  const now = clock.now();
  const found = await waveOf(store, id);
  await recordView(viewing, "waves", { what: id, waves: 1 });
  if (flag(invocation, "json")) {
    output.json(waveJson(found));
    return 0;
  }
  showNotice(output, found.view);
  const strip = await stripFor(store, found.directory, found.wave.who, spanAround(found.wave, now), rules);
  save(invocation, strip, found.directory);
  output.line();
  for (const line of stripLines(strip, output.width ?? 100)) output.line(line);
  return 0;
}

/** What would have been said, and when, had these dumps been watched. In memory; tells nobody. */
async function simulate(invocation: Invocation): Promise<number> {
  const { output, args } = invocation;
  if (args.length === 0) return simulateStored(invocation);
  const dumps = openDumps(choice(invocation));
  const rules = { ...dumps.rules, waves: rulesOf(invocation) };
  const store = await openStore();
  let now = 0;
  let first: Instant | undefined;
  try {
    await replay(intoStore(store, rules), dumps.read(args), rules, {
      change: () => {},
      reading: ({ sweep }) => {
        now = sweep.takenAt;
        first ??= now;
        output.status(`read up to ${new Date(now).toISOString().slice(0, 10)}`);
      },
    });
    output.status("");
    const directories = (await store.directories()).map(({ directory }) => directory);
    const since = momentOption(invocation, "since", now) ?? first ?? 0;
    const seen = await wavesOf(store, { since });
    await showAll(invocation, store, { seen, directories, since, now, rules: rules.waves });
    return 0;
  } finally {
    await store.close();
  }
}

/** The same of what the store holds. */
async function simulateStored(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const viewing = await openViewing(invocation);
  const { store, clock, waves } = viewing;
  try {
    const now = clock.now();
    const since = momentOption(invocation, "since", now) ?? 0;
    for (const directory of await knownDirectories(store, undefined)) {
      const all = await backTest(store, directory, { ...waves, ...rulesOf(invocation) }, now);
      const found = all.filter(({ wave }) => Date.parse(wave.end) >= since);
      if (found.length > 0) await recordView(viewing, "waves", { what: directory, waves: found.length });
      if (flag(invocation, "json")) for (const { wave } of found) output.json({ ...wave, directory });
      else
        showWaves(
          output,
          found.map(({ wave }) => wave),
          "simulated",
        );
      output.note(`${directory}: ${counted(found.length, "wave")} would have been told`);
    }
    return 0;
  } finally {
    await store.close();
  }
}

function rulesOf(invocation: Invocation): WaveRules {
  const number = (name: string, shown: string): number | undefined => {
    const text = textOption(invocation, name);
    if (text === undefined) return undefined;
    const value = Number(text.replace(/\s*%$/, ""));
    if (value > 0 && Number.isFinite(value)) return value;
    throw new RollcallError("usage", `--${shown} ${text}: give a number above 0.`);
  };
  const attrition = number("attrition", "attrition");
  const alarms = number("falseAlarms", "false-alarms");
  return defined({
    attrition: attrition === undefined ? undefined : attrition / 100,
    alarms: alarms === undefined ? undefined : alarms / FALSE_ALARMS,
  });
}

function save(invocation: Invocation, strip: Strip, directory: string): void {
  const path = textOption(invocation, "svg")?.replace("*", directory.replaceAll(/[^\w.-]/g, "-"));
  if (path === undefined) return;
  writeFileSync(path, stripSvg(strip, { title: `Departures of ${directory}` }));
  invocation.output.note(`${path}: the strip of ${directory} is in it.`);
}

function waveJson({ directory, wave }: SeenWave): WaveView & { readonly directory: string } {
  return { ...wave, directory };
}
