import { z } from "zod";
import type { StoredLedger } from "../core/ledger/ledger.ts";
import type { Unit } from "../core/ledger/units.ts";
import { once } from "../core/once.ts";

/* As in json.ts: the shapes of the JSON columns that are about counts, loose. */

const cell = once(() => z.looseObject({ team: z.string().nullable(), place: z.string().nullable() }));

const unit = once((): z.ZodType<Unit> =>
  z.looseObject({
    id: z.string(),
    name: z.string(),
    parts: z.array(cell()),
    headcount: z.number(),
  }),
);

export const units = once(() => z.array(unit()));

export const ledger = once((): z.ZodType<StoredLedger> =>
  z.looseObject({
    over: z.enum(["departures", "ledger"]),
    k: z.number(),
    step: z.number(),
    units: units(),
    published: z.array(z.looseObject({ unit: z.string(), value: z.number(), since: z.number(), frozen: z.boolean() })),
    release: z.number(),
    at: z.number().nullable(),
    totals: z.number(),
  }),
);
