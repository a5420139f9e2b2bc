import { z } from "zod";
import { type Announced, QUALIFIERS } from "../core/record/announced.ts";
import type { Baseline } from "../core/wave/baseline.ts";
import { CAUSES, type Reason } from "../core/wave/cause.ts";
import type { Saved } from "../core/wave/detect.ts";
import { type GroupKey, type Grouping, GROUPINGS } from "../core/wave/groups.ts";
import type { KeptHeadcounts } from "../core/wave/kept-headcounts.ts";
import type { Departed } from "../core/wave/recent.ts";
import type { WaveState } from "../core/wave/report.ts";
import type { Scope, Signal } from "../core/wave/scan.ts";
import type { OpenWave, Wave } from "../core/wave/wave.ts";
import type { Place } from "../core/wave/where.ts";
import { once } from "../core/once.ts";

/* As in json.ts: the shapes of the JSON columns that are about waves, loose. */

const who = once(() => z.enum(["staff", "guests"]));
const numbers = once(() => z.array(z.number()));
const learnt = once(() => z.looseObject({ seen: z.number(), expected: z.number() }));
const company = once(() =>
  z.looseObject({
    departures: z.number(),
    organisation: numbers(),
    group: numbers(),
    others: z.number(),
  }),
);

function isGroup(value: unknown): value is GroupKey {
  return typeof value === "string" && GROUPINGS.includes(value.slice(0, value.indexOf(":")) as Grouping);
}

const group = z.custom<GroupKey>(isGroup);
const scope = z.custom<Scope>((value) => value === "organisation" || isGroup(value));

const departed = once((): z.ZodType<Departed> =>
  z.looseObject({
    id: z.string(),
    since: z.number(),
    at: z.number(),
    groups: z.array(group),
  }),
);

const baseline = once((): z.ZodType<Baseline> =>
  z.looseObject({
    days: z.array(
      z.looseObject({
        day: z.number(),
        count: z.number(),
        leftOut: z.literal(true).optional(),
        hours: numbers().optional(),
        company: company().optional(),
      }),
    ),
    long: learnt(),
    weekdays: z.array(learnt()),
    turns: z.looseObject({ first: learnt(), last: learnt() }),
    hours: z.looseObject({ working: numbers(), weekend: numbers() }),
    company: company(),
  }),
);

const signal = once((): z.ZodType<Signal> =>
  z.looseObject({
    scope,
    how: z.enum(["window", "bleed"]),
    from: z.number(),
    at: z.number(),
    window: z.number(),
    count: z.number(),
    expected: z.number(),
    logP: z.number(),
    margin: z.number(),
  }),
);

const openWave = once((): z.ZodType<OpenWave> =>
  z.looseObject({
    opened: z.number(),
    signal: signal(),
    start: z.number(),
    scopes: z.array(scope),
    unusualAt: z.number(),
    back: z.array(departed()),
  }),
);

export const detector = once((): z.ZodType<Saved> =>
  z.looseObject({
    who: who(),
    began: z.number(),
    floor: z.number(),
    now: z.number(),
    baseline: baseline(),
    recent: z.array(departed()),
    bleed: z.looseObject({ score: z.number(), since: z.number(), at: z.number() }),
    wave: openWave().optional(),
  }),
);

const place = once((): z.ZodType<Place> =>
  z.looseObject({
    by: z.enum(GROUPINGS),
    value: z.string(),
    left: z.number(),
    of: z.number(),
  }),
);

const closed = once((): z.ZodType<NonNullable<Wave["closed"]>> =>
  z.looseObject({
    at: z.number(),
    why: z.enum(["quiet", "returned", "lasting"]),
  }),
);

export const waveState = once((): z.ZodType<WaveState> =>
  z.looseObject({
    who: who(),
    opened: z.number(),
    closed: closed().optional(),
    start: z.number(),
    last: z.number(),
    end: z.number(),
    size: z.number(),
    back: z.number(),
    headcount: z.number(),
    share: z.number(),
    rate: z.number(),
    expected: z.number(),
    where: z.array(place()),
    elsewhere: z.boolean(),
    cause: z.enum(CAUSES),
    reasons: z.array(z.custom<Reason>((value) => typeof value === "object" && value !== null)),
    plans: z.array(z.string()),
  }),
);

export const announced = once((): z.ZodType<Announced> =>
  z.looseObject({
    percent: z.number().optional(),
    count: z.number().optional(),
    low: z.number().optional(),
    high: z.number().optional(),
    qualifier: z.enum(QUALIFIERS),
    on: z.number(),
    base: z.number().optional(),
  }),
);

const counts = once(() => z.looseObject({ total: z.number(), of: z.record(z.string(), z.number()) }));

export const headcounts = once((): z.ZodType<KeptHeadcounts> => z.looseObject({ staff: counts(), guests: counts() }));
