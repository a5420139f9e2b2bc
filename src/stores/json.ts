import { z } from "zod";
import { KINDS, STATUSES, type Attributes, type Field, type LastKnown } from "../core/directory/account.ts";
import { CHANGE_KINDS, type Change, type Evidence } from "../core/directory/change.ts";
import type { Gap } from "../core/directory/coverage.ts";
import { type Actor, ACTOR_KINDS } from "../core/directory/event.ts";
import type { Departure } from "../core/directory/departure.ts";
import { HEALTHS } from "../core/directory/health.ts";
import type { Pending } from "../core/directory/roster.ts";
import { RollcallError } from "../core/errors.ts";
import {
  CHECKPOINT_FAULTS,
  type CheckpointState,
  DEAF,
  type FailureState,
  type HealthState,
} from "../core/notification/incident.ts";
import type { Receipt } from "../core/notification/notification.ts";
import type { RecordEntry } from "../app/ports.ts";
import { once } from "../core/once.ts";

/*
 * The shapes of the JSON columns. All are loose: a field that a later version of the same schema added is kept and
 * passed on, and never a fault.
 */

const text = once(() => z.string().nullish());
const texts = once(() => z.array(z.string()).optional());

// Every field by name, so that the compiler asks for a new one here.
const fields = once(
  () =>
    ({
      name: text(),
      handle: text(),
      email: text(),
      emailVerified: z.boolean().optional(),
      employeeId: text(),
      kind: z.enum(KINDS).optional(),
      role: text(),
      location: text(),
      locationFrom: text(),
      team: text(),
      title: text(),
      manager: text(),
      timezone: text(),
      startDate: text(),
      guestExpires: z.number().nullish(),
      invitedBy: text(),
      workspaces: texts(),
      channels: texts(),
      groups: texts(),
    }) satisfies Record<Field, z.ZodType>,
);

const interval = once(() => z.looseObject({ notBefore: z.number().nullable(), notAfter: z.number() }));

export const attributes = once((): z.ZodType<Attributes> => z.looseObject(fields()));

export const lastKnown = once((): z.ZodType<LastKnown> =>
  z.looseObject({
    ...fields(),
    location: z.string().nullable(),
    locationFrom: z.string().nullable(),
  }),
);

export const pending = once((): z.ZodType<Pending> =>
  z.looseObject({
    change: z.enum(["deactivated", "removed"]),
    at: interval(),
    told: z.boolean(),
  }),
);

export const evidence = once((): z.ZodType<Evidence> =>
  z.looseObject({
    by: z.enum(["flag", "absence", "presence", "value"]),
    stated: z.string().optional(),
    readings: z.number(),
    event: z.looseObject({ type: z.string(), receivedAt: z.number() }).optional(),
    readBack: z.enum(["agrees", "sample agrees", "failed", "not possible"]).optional(),
  }),
);

/** What a change or a departure says of an account, beside the id. */
export const named = once((): z.ZodType<Omit<Change["account"], "id">> =>
  z.looseObject({
    name: text(),
    email: text(),
    kind: z.enum(KINDS).optional(),
  }),
);

export const reversed = once((): z.ZodType<NonNullable<Departure["reversed"]>> =>
  z.looseObject({
    at: interval(),
    change: z.enum(["reactivated", "returned", "promoted"]),
  }),
);

export const gap = once((): z.ZodType<Gap> => z.looseObject({ since: z.number(), until: z.number() }));

export const actor = once((): z.ZodType<Actor> =>
  z.looseObject({
    kind: z.enum(ACTOR_KINDS),
    id: z.string(),
    name: z.string().optional(),
  }),
);

export const strings = once((): z.ZodType<readonly string[]> => z.array(z.string()));

export const detail = once((): z.ZodType<RecordEntry["detail"]> =>
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
);

export const status = wordOf(STATUSES);
export const presence = wordOf(["present", "missing", "removed"]);
export const kind = wordOf(KINDS);
export const changeKind = wordOf(CHANGE_KINDS);
export const health = wordOf(HEALTHS);

export const healthState = once((): z.ZodType<HealthState> =>
  z.looseObject({
    health: z.enum([...HEALTHS, ...DEAF]),
    reasons: strings(),
    since: z.number(),
    lastGood: z.number().nullable(),
    blind: z.boolean(),
    whole: z.literal(true).optional(),
    over: z.boolean(),
  }),
);

export const failureState = once((): z.ZodType<FailureState> =>
  z.looseObject({
    destination: z.string(),
    since: z.number(),
    failed: z.number(),
    attempts: z.number(),
    error: z.string(),
    over: z.boolean(),
  }),
);

export const checkpointState = once((): z.ZodType<CheckpointState> =>
  z.union([
    z.looseObject({ size: z.number(), note: z.string(), sealed: z.string() }),
    z.looseObject({ fault: z.enum(CHECKPOINT_FAULTS), findings: z.number() }),
  ]),
);

export const receipt = once((): z.ZodType<Receipt> => z.record(z.string(), z.union([z.string(), z.number()])));

/** Made when a value is first read by it: there are hundreds, and a command reads by few of them. */
type Schema<T> = () => z.ZodType<T>;

/** zod writes a program for each schema that it reads by, which takes as long as reading some dozens of values without. */
const WITHOUT_PROGRAM = { jitless: true };
const FEW = 100;
let reads = 0;

/**
 * The value of a column, through its schema.
 * @param place table and column, for the error; the value itself may be a person's and is never told.
 * @throws RollcallError `store_damaged`
 */
export function read<T>(schema: Schema<T>, value: unknown, place: string): T {
  const result = schema().safeParse(value, reads++ < FEW ? WITHOUT_PROGRAM : undefined);
  if (result.success) return result.data;
  throw damaged(place);
}

/**
 * The same for a column that holds one of these words. Each row has several, and to read one through a schema takes as long as reading
 * the row.
 */
export function wordOf<Word extends string>(all: readonly Word[]): (value: unknown, place: string) => Word {
  const known: ReadonlySet<unknown> = new Set(all);
  const isWord = (value: unknown): value is Word => known.has(value);
  return (value, place) => {
    if (isWord(value)) return value;
    throw damaged(place);
  };
}

/** The same for a column that holds JSON. */
export function readJson<T>(schema: Schema<T>, json: string, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw damaged(place);
  }
  return read(schema, value, place);
}

/** What such a column holds; absent is NULL. */
export function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function damaged(place: string): RollcallError {
  return new RollcallError(
    "store_damaged",
    `The store holds a value in ${place} that this Rollcall cannot read: restore a backup, or start a new store.`,
  );
}
