import { z } from "zod";
import type { StoredLedger } from "../core/ledger/ledger.ts";
import type { Unit } from "../core/ledger/units.ts";

/* As in json.ts: the shapes of the JSON columns that are about counts, loose. */

const cell = z.looseObject({ team: z.string().nullable(), place: z.string().nullable() });

const unit: z.ZodType<Unit> = z.looseObject({
  id: z.string(),
  name: z.string(),
  parts: z.array(cell),
  headcount: z.number(),
});

export const units = z.array(unit);

export const ledger: z.ZodType<StoredLedger> = z.looseObject({
  over: z.enum(["departures", "ledger"]),
  k: z.number(),
  step: z.number(),
  units,
  published: z.array(z.looseObject({ unit: z.string(), value: z.number(), since: z.number(), frozen: z.boolean() })),
  release: z.number(),
  at: z.number().nullable(),
  totals: z.number(),
});
