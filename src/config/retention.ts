import { z } from "zod";
import { RETENTION, RETENTION_KINDS, type Retention, type RetentionKind } from "../core/disclosure/retention.ts";
import { days } from "./parts.ts";
import { DAY } from "../core/time.ts";
import { once } from "../core/once.ts";

function period(kind: RetentionKind) {
  const { what, after, usual, least, most } = RETENTION[kind];
  return days({ least, most })
    .prefault(`${usual}d`)
    .describe(`How long after ${after} are kept ${what}: ${least}d to ${most}d.`);
}

const periods = () =>
  Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, period(kind)])) as Record<
    RetentionKind,
    ReturnType<typeof period>
  >;

export const USUAL_RETENTION = Object.fromEntries(
  RETENTION_KINDS.map((kind) => [kind, RETENTION[kind].usual * DAY]),
) as Record<RetentionKind, number>;

export const retention = once(() =>
  z
    .strictObject(periods())
    .prefault({})
    .transform((of): Retention => of)
    .describe("How long each kind of data is kept. Left out: the usual periods."),
);
