import { z } from "zod";
import { once } from "../core/once.ts";
import { DAY, HOUR, MINUTE, parseDuration, SECOND } from "../core/time.ts";

/** What the settings need to know of a connector or a notifier; its own keys are a `z.strictObject`. */
export interface KindSettings {
  readonly kind: string;
  readonly settings: z.ZodType;
  /** Of a notifier: what it tells stays on the screen of whoever runs Rollcall, so that it needs no purpose. */
  readonly stays?: boolean;
}

/**
 * The keys of one kind, to be extended by those that are common to all kinds.
 * @throws TypeError where they are no strict object, or one of them is a common one: a fault of ours, not of the settings
 */
export function ownKeys({ kind, settings }: KindSettings, common: object) {
  if (!(settings instanceof z.ZodObject)) throw new TypeError(`the settings of ${kind} are not a z.strictObject`);
  const taken = Object.keys(common).filter((key) => key in settings.shape);
  if (taken.length > 0) {
    throw new TypeError(`the settings of ${kind} have a key that is common to all: ${taken.join(", ")}`);
  }
  return settings;
}

/** A part that may be left out: its schema is made where it is there to be read by it. */
export function whereWritten<S extends z.ZodType>(part: () => S) {
  return made(part).optional();
}

/** The same of a part that always says something. @param usual what it says where it is left out, as `{}` would */
export function orUsual<S extends z.ZodType>(part: () => S, usual: z.output<S>) {
  return made(part)
    .optional()
    .transform((written) => written ?? usual);
}

/** When something is first read by it. */
function made<S extends z.ZodType>(part: () => S): z.ZodLazy<S> {
  const lazy = z.lazy(part);
  // Of what is left out zod asks the part whether it puts something in the place of it, and would make it to ask.
  const { _zod: asked } = lazy;
  Object.defineProperty(asked, "optin", { value: undefined });
  return lazy;
}

const ALIAS = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** @param what it is: `an alias`. */
export function aliasOf(what: string) {
  return z.string().regex(ALIAS, {
    error: `${what} has 1 to 63 characters: lower-case letters, digits, - and _, the first a letter or digit`,
  });
}

const FORM = "must be a duration such as 30s, 5m, 1h or 1d";

const SHORTEST = { "1s": SECOND, "5m": 5 * MINUTE, "1h": HOUR } as const;

function durationFrom(least: keyof typeof SHORTEST, most: 7 | 90 = 7) {
  return z
    .string({ error: ({ input }) => (typeof input === "number" ? FORM : undefined) })
    .meta({ pattern: "^\\d{1,6}[smhd]$" })
    .transform((written, context) => {
      const ms = parseDuration(written);
      if (ms !== undefined && ms >= SHORTEST[least] && ms <= most * DAY) return ms;
      const message =
        ms === undefined ? FORM : ms < SHORTEST[least] ? `must be at least ${least}` : `must be at most ${most}d`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    });
}

const DAYS = "must be a number of days such as 90d";

/** A number of days between two, in milliseconds once it is read. */
export function days({ least, most }: { readonly least: number; readonly most: number }) {
  return z
    .string({ error: ({ input }) => (typeof input === "number" ? DAYS : undefined) })
    .meta({ pattern: "^\\d{1,5}d$" })
    .transform((written, context) => {
      const ms = /^\d{1,5}d$/.test(written) ? parseDuration(written) : undefined;
      if (ms !== undefined && ms >= least * DAY && ms <= most * DAY) return ms;
      const message =
        ms === undefined ? DAYS : ms < least * DAY ? `must be at least ${least}d` : `must be at most ${most}d`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    });
}

/** From the start of one reading to the start of the next: a duration, in milliseconds once it is read. */
export const interval = once(() => durationFrom("1s"));

/** The same for what is not worth doing more often than every few minutes. */
export const minutes = once(() => durationFrom("5m"));

/** The same for what takes hours and days. */
export const hours = once(() => durationFrom("1h"));

/** How long something may take that people do. */
export const patience = once(() => durationFrom("5m", 90));
