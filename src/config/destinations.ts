import { z } from "zod";
import type { Digest, QuietHours } from "../app/calendar.ts";
import { defined } from "../core/defined.ts";
import type { Audience } from "../core/disclosure/disclose.ts";
import type { Grant } from "../core/disclosure/grant.ts";
import type { Readers } from "../core/ledger/rules.ts";
import { type Rule, type Topic, TOPICS } from "../core/notification/rule.ts";
import { type Declared, meantBy, noAudience } from "./audiences.ts";
import { digest, quiet } from "./hours.ts";
import { aliasOf, type KindSettings, orUsual, ownKeys, whereWritten } from "./parts.ts";
import { once } from "../core/once.ts";
import { oneOf } from "./words.ts";

const BOTH =
  "write named (who reads there may know who left, by name) or counts (may not: hears nothing of single people, " +
  "only what is released of counts, and that a directory cannot be read)";

function audienceOf(audiences: Declared) {
  return z
    .string({
      error: ({ input }) =>
        input === undefined ? `is missing; ${BOTH}` : input === null ? `is empty; ${BOTH}` : undefined,
    })
    .superRefine((word, context) => {
      const message = noAudience(word, audiences);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .describe(
      "Who reads there. named: people who may know names. counts: everyone else; no names, and nothing of single people. Or an audience of yours, by its alias under audiences.",
    );
}

const TOLD_WITHOUT_TELL: readonly Topic[] = ["departures", "waves", "offboarding", "layoffs", "health", "deliveries"];
const COUNTS_WITHOUT_TELL: readonly Topic[] = ["layoffs", "reports", "health"];
const TOLD_TO_COUNTS: readonly Topic[] = ["layoffs", "reports", "checkpoints", "health"];

const tell = once(() =>
  z
    .array(z.enum(TOPICS))
    .min(1)
    .describe(
      `What is told: departures, waves (more left than is usual), offboarding (accounts that people who left still have, and accounts that were ended of people who have not), layoffs (what the public record has new about the lists of record.watch), reports (each release of counts), checkpoints (the audit log as it was signed), health (a directory cannot be read), deliveries (another destination cannot be reached), or a kind of change by its name. [${TOLD_WITHOUT_TELL.join(", ")}] without it for named, [${COUNTS_WITHOUT_TELL.join(", ")}] for counts, which may be told of nothing but ${TOLD_TO_COUNTS.join(", ")}.`,
    ),
);

/** These are of a whole directory, of which a destination that hears only of some people does not hear. */
const OF_ALL: ReadonlySet<Topic> = new Set(["waves", "offboarding", "reports"]);

function toldWithoutTell(reader: Audience, people: unknown): readonly Topic[] {
  const told = reader === "counts" ? COUNTS_WITHOUT_TELL : TOLD_WITHOUT_TELL;
  return people === undefined ? told : told.filter((topic) => !OF_ALL.has(topic));
}

const values = once(() => z.array(z.string().trim().min(1)).min(1));

const only = once(() =>
  z
    .strictObject({
      location: values().optional().describe("Any of these locations, exactly as the directory writes them."),
      team: values().optional().describe("Any of these teams, exactly as the directory writes them."),
    })
    .meta({ minProperties: 1 })
    .refine(({ location, team }) => location !== undefined || team !== undefined, {
      error: "needs location, team or both",
    })
    .describe("Only people who were last known there; with both keys, both have to hold."),
);

const common = once(() => ({
  name: aliasOf("a name").optional().describe("What this destination is called here; its kind without it."),
  tell: whereWritten(tell),
  directories: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("The directories that it hears of, by their alias; all of them without it."),
  only: whereWritten(only),
  quiet: whereWritten(quiet),
  digest: whereWritten(digest),
}));

/** What `tellFitsAudience` says, for editors. */
const COUNTS = {
  if: { properties: { audience: { const: "counts" } }, required: ["audience"] },
  // eslint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { properties: { tell: { items: { enum: TOLD_TO_COUNTS } } } },
};

/** What no notifier calls a key of its own. */
const COMMON: Readonly<Record<"to" | "audience" | keyof ReturnType<typeof common>, true>> = {
  to: true,
  audience: true,
  name: true,
  tell: true,
  directories: true,
  only: true,
  quiet: true,
  digest: true,
};

/** A destination's keys: the notifier's own and those common to all. */
function destination(notifier: KindSettings, audiences: Declared) {
  const to = z.literal(notifier.kind).describe("The kind of destination.");
  const keys = { to, audience: audienceOf(audiences), ...common() };
  return (
    ownKeys(notifier, keys)
      .safeExtend(keys)
      .strict()
      // Also where another key is wrong, so that everything wrong is told at once.
      .superRefine((written, context) => tellFitsAudience(written, audiences, context), { when: () => true })
      .superRefine(wholesFitOnly, { when: () => true })
      .meta(COUNTS)
  );
}

/** @param written of any form where `context` has issues already */
function tellFitsAudience(written: unknown, audiences: Declared, context: z.RefinementCtx): void {
  const { data } = z.object({ audience: z.string(), tell: tell() }).safeParse(written);
  if (data === undefined || meantBy(data.audience, audiences)?.audience !== "counts") return;
  for (const [i, topic] of data.tell.entries()) {
    if (TOLD_TO_COUNTS.includes(topic)) continue;
    const message = `must be ${oneOf(TOLD_TO_COUNTS)}: an audience of counts learns of people only from what is released`;
    context.addIssue({ code: "custom", path: ["tell", i], message });
  }
}

/** @param written of any form where `context` has issues already */
function wholesFitOnly(written: unknown, context: z.RefinementCtx): void {
  const { data } = z.object({ only: z.looseObject({}), tell: tell() }).safeParse(written);
  for (const [i, topic] of (data?.tell ?? []).entries()) {
    if (!OF_ALL.has(topic)) continue;
    const message = `${topic} are of a whole directory, of which a destination with only: does not hear; leave ${topic} out`;
    context.addIssue({ code: "custom", path: ["tell", i], message });
  }
}

/**
 * A destination as the settings declare it: its secrets and paths are not looked up yet (see `resolveDestination`);
 * `settings` are the notifier's own keys as its schema gives them.
 */
export interface DeclaredDestination {
  readonly name: string;
  /** The notifier's: what `to` says. */
  readonly kind: string;
  readonly audience: Audience;
  /** Which of the audiences of the settings reads there; absent where it is a plain `named` or `counts`. */
  readonly alias?: string;
  /** Of an audience of counts: whose counts it may see; `anyone`, who may see the least, where the settings do not say. */
  readonly readers?: Readers;
  /** By which right names go there; those of a plain `named` have none that ends. */
  readonly grant?: Grant;
  readonly rule: Rule;
  readonly quiet?: QuietHours & { readonly except: readonly Topic[] };
  readonly digest?: Digest;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Tells the keys that are common to all destinations from the notifier's own. */
function declared(audiences: Declared) {
  return z.looseObject({ to: z.string(), audience: z.string(), ...common() }).transform((written) => {
    const { to, name = to, audience, ...rest } = written;
    const known = meantBy(audience, audiences);
    const reader = known ?? NOBODY;
    const {
      // Of an audience that has a fault of its own nothing further is asked.
      tell: told = known === undefined ? ["health"] : toldWithoutTell(known.audience, written.only),
      directories,
      only: people,
      quiet: hours,
      digest: daily,
      ...settings
    } = rest;
    return {
      name,
      kind: to,
      ...reader,
      rule: {
        tell: told,
        ...defined({ directories: directories ?? known?.grant?.directories, only: people && defined(people) }),
      },
      ...defined({ quiet: hours, digest: daily }),
      settings,
    } satisfies DeclaredDestination;
  });
}

/** Stands in for an audience with a fault of its own, for which the settings are refused. */
const NOBODY = { audience: "counts", readers: "anyone" } as const;

/**
 * The schema of `notify`.
 * @param audiences those that the same settings declare
 */
export function destinationsSchema(notifiers: readonly KindSettings[], audiences: Declared) {
  const [first, ...others] = notifiers;
  if (first === undefined) throw new TypeError("there are no notifiers");
  // The keys themselves are made where somebody is told.
  for (const notifier of notifiers) ownKeys(notifier, COMMON);
  const keysOf = (notifier: KindSettings) => destination(notifier, audiences);
  return orUsual(
    () =>
      z
        .array(z.discriminatedUnion("to", [keysOf(first), ...others.map(keysOf)]).pipe(declared(audiences)))
        .describe("Who is told, and what: destinations in the order in which one stands in for another."),
    [],
  );
}
