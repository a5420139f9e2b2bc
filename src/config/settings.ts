import { z } from "zod";
import { defined } from "../core/defined.ts";
import { FALSE_ALARMS, type WaveRules } from "../core/wave/rules.ts";
import { looksLikeToken, shownName } from "../core/token-text.ts";
import { covers } from "../core/disclosure/grant.ts";
import type { Purpose } from "../core/disclosure/purpose.ts";
import type { CountRules } from "../core/ledger/rules.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import { LEAST_K } from "../core/ledger/units.ts";
import { DAY } from "../core/time.ts";
import { hintAmong } from "../core/suggest.ts";
import { audiencesSchema, type Declared } from "./audiences.ts";
import { type DeclaredDestination, destinationsSchema } from "./destinations.ts";
import { directoriesSchema } from "./directories.ts";
import { aliasOf, hours, type KindSettings, minutes, orUsual, whereWritten } from "./parts.ts";
import { offboarding } from "./offboarding.ts";
import { persons } from "./persons.ts";
import { type DeclaredRecord, record, toldWrongly, USUAL_RECORD } from "./record.ts";
import { retention, USUAL_RETENTION } from "./retention.ts";
import { type Serve, serve, signsInWrongly, USUAL_SERVE } from "./serve.ts";
import { store } from "./store.ts";
import { USUAL_WATCH, watch } from "./watch.ts";
import { once } from "../core/once.ts";

const text = once(() => z.string().trim().min(1));

const purpose = once(() =>
  z
    .strictObject({
      text: text().describe("What Rollcall is used for here, in one sentence."),
      authorisedBy: text().describe("Who allowed it, and when."),
      contact: text().describe("Whom the people concerned can ask: an address that is read."),
      impactAssessment: text().optional().describe("Where the assessment of its impact on people is found."),
      agreement: text().optional().describe("Where the agreement with the works council is found."),
    })
    .transform(({ impactAssessment, agreement, ...said }): Purpose => ({
      ...said,
      ...defined({ impactAssessment, agreement }),
    }))
    .describe("Why these directories are watched, on whose authority, and who answers for it. Destinations need it."),
);

const departures = once(() =>
  z
    .strictObject({
      demotion: z.boolean().default(false).describe("Whether a member who becomes a guest counts as a departure."),
    })
    .prefault({})
    .describe("What counts as a departure."),
);

const waves = once(() =>
  z
    .strictObject({
      attrition: z
        .number()
        .min(0.1)
        .max(100)
        .optional()
        .describe(
          "How many percent of staff leave in an ordinary year, until it is learnt from what is seen; 12 without it.",
        ),
      falseAlarms: z
        .number()
        .min(0.01)
        .max(50)
        .optional()
        .describe("How many waves a year may turn out to be none, at the most; 0.5 without it. Fewer are seen later."),
    })
    .prefault({})
    .transform(({ attrition, falseAlarms }): WaveRules =>
      defined({
        attrition: attrition === undefined ? undefined : attrition / 100,
        alarms: falseAlarms === undefined ? undefined : falseAlarms / FALSE_ALARMS,
      }),
    )
    .describe("What is a wave."),
);

const counts = once(() =>
  z
    .strictObject({
      headcount: aliasOf("an alias").describe("The directory whose staff are counted, by its alias; one for good."),
      cadence: hours().prefault("24h").describe("From one release of counts to the next, whatever happens: 1h to 7d."),
      settle: hours().prefault("24h").describe("How long a departure has to stand before it counts: 1h to 7d."),
      k: z
        .int()
        .min(LEAST_K)
        .default(LEAST_K)
        .describe("The smallest step in which counts rise for authorised readers."),
      anyone: z
        .int()
        .min(LEAST_K)
        .default(10)
        .describe("The same for anyone: k at least. Units have 4 times as many people."),
    })
    .refine(({ k, anyone }) => anyone >= k, { path: ["anyone"], error: "must be k at least" })
    .describe("How counts are published to those who may know no names. Left out: not at all."),
);

const audit = once(() =>
  z
    .strictObject({
      checkpoint: minutes()
        .prefault("24h")
        .describe("From one signed checkpoint to the next, where a destination tells checkpoints: 5m to 7d."),
    })
    .prefault({})
    .describe("How the audit log is signed for those who keep its checkpoints outside of this machine."),
);

/**
 * The schema of rollcall.yaml for these connectors and notifiers. Every unknown key is an error.
 * @param audiences those that the text declares, by which its destinations are understood
 */
export function settingsSchema(
  connectors: readonly KindSettings[],
  notifiers: readonly KindSettings[],
  audiences: Declared = new Map(),
) {
  return (
    z
      .strictObject({
        purpose: whereWritten(purpose),
        audiences: whereWritten(audiencesSchema),
        directories: directoriesSchema(connectors),
        notify: destinationsSchema(notifiers, audiences),
        watch: orUsual(watch, USUAL_WATCH),
        serve: orUsual(serve, USUAL_SERVE),
        departures: orUsual(departures, { demotion: false }),
        waves: orUsual(waves, {}),
        persons: whereWritten(persons),
        offboarding: whereWritten(offboarding),
        counts: whereWritten(counts),
        retention: orUsual(retention, USUAL_RETENTION),
        audit: orUsual(audit, { checkpoint: DAY }),
        record: orUsual(record, USUAL_RECORD),
        store: whereWritten(store),
      })
      // Also where something else is wrong, so that everything wrong is told at once.
      .superRefine(agree, { when: () => true })
      .superRefine(purposeOf(notifiers), { when: () => true })
  );
}

interface Parts {
  readonly serve?: Serve | undefined;
  readonly audiences?:
    | Readonly<Record<string, { readonly sees: "named" | "counts"; readonly directories?: unknown }>>
    | undefined;
  readonly purpose?: Purpose | undefined;
  readonly directories: Readonly<Record<string, unknown>>;
  readonly notify: readonly DeclaredDestination[];
  readonly counts?: CountRules | undefined;
  readonly offboarding?: OffboardingRules | undefined;
  readonly record?: DeclaredRecord | undefined;
}

/** What one part says of another. A part that has issues of its own may be of any form, and is left alone. */
function agree(settings: Parts, context: z.core.$RefinementCtx<Parts>): void {
  const faults = context.issues.map(({ path = [] }) => path);
  const isSound = (...part: PropertyKey[]): boolean =>
    !faults.some((path) => part.every((segment, i) => path[i] === segment));
  const aliases = faults.some((path) => path.length === 1 && path[0] === "directories")
    ? undefined
    : Object.keys(settings?.directories ?? {});
  const misnamed = new Set(faults.flatMap(([part, alias]) => (part === "directories" ? [alias] : [])));
  const headcount = isSound("counts") ? settings?.counts?.headcount : undefined;
  if (headcount !== undefined && aliases?.includes(headcount) === false && !misnamed.has(headcount)) {
    context.addIssue({ code: "custom", path: ["counts", "headcount"], message: noDirectory(headcount, aliases) });
  }
  const unknown = (path: PropertyKey[], alias: string): void => {
    if (aliases === undefined || aliases.includes(alias) || misnamed.has(alias)) return;
    context.addIssue({ code: "custom", path, message: noDirectory(alias, aliases) });
  };
  for (const [name, { directories }] of Object.entries(isSound("audiences") ? (settings?.audiences ?? {}) : {})) {
    for (const [i, alias] of (Array.isArray(directories) ? directories : []).entries()) {
      unknown(["audiences", name, "directories", i], alias);
    }
  }
  const checked = isSound("offboarding") ? settings?.offboarding : undefined;
  for (const [i, alias] of (checked?.leads ?? []).entries()) unknown(["offboarding", "leads", i], alias);
  for (const alias of checked?.limits.keys() ?? []) unknown(["offboarding", "limits", alias], alias);
  // Where none is declared and a key has a slip in it, that is the fault.
  const slipped = context.issues.some(({ code, path }) => code === "unrecognized_keys" && (path ?? []).length === 0);
  const sees =
    isSound("audiences") && !(slipped && settings?.audiences === undefined)
      ? new Map(Object.entries(settings?.audiences ?? {}).map(([name, one]) => [name, one.sees]))
      : undefined;
  for (const { path, message } of isSound("serve") ? signsInWrongly(settings?.serve, sees, aliases) : []) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
  const destinations = Array.isArray(settings?.notify) ? settings.notify : [];
  // Of destinations with faults of their own nobody knows what they are called.
  const areKnown = faults.every(([part]) => part !== "notify") && !(slipped && destinations.length === 0);
  const told = areKnown ? destinations : undefined;
  for (const { path, message } of isSound("record") ? toldWrongly(settings?.record?.watch ?? [], told) : []) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
  const counted = settings?.counts !== undefined || !isSound("counts");
  const names = new Set<string>();
  for (const [i, destination] of (Array.isArray(settings?.notify) ? settings.notify : []).entries()) {
    if (!isSound("notify", i)) continue;
    const { name, rule, grant }: DeclaredDestination = destination;
    if (names.has(name)) context.addIssue({ code: "custom", path: ["notify", i, "name"], message: SAME_NAME });
    names.add(name);
    if (!counted && rule.tell.includes("reports")) {
      context.addIssue({ code: "custom", path: ["notify", i, "tell"], message: noCounts(aliases) });
    }
    for (const [j, alias] of (rule.directories ?? []).entries()) {
      const path = ["notify", i, "directories", j];
      if (grant === undefined || covers(grant, alias)) {
        // What it has of its audience is said where that stands.
        if (rule.directories !== grant?.directories) unknown(path, alias);
        continue;
      }
      const [own, theirs] = [shownName(grant.alias), (grant.directories ?? []).map(shownName).join(", ")];
      const message = `the audience ${own} may know names of ${theirs} alone; leave this out, or add it at audiences.${own}.directories`;
      context.addIssue({ code: "custom", path, message });
    }
  }
}

/** Nobody is told of people before it is said what for. */
function purposeOf(notifiers: readonly KindSettings[]) {
  const staying = new Set(notifiers.flatMap(({ kind, stays }) => (stays === true ? [kind] : [])));
  return ({ purpose: stated, notify }: Parts, context: z.core.$RefinementCtx<Parts>): void => {
    if (stated !== undefined || context.issues.some(({ path }) => path?.[0] === "purpose")) return;
    // A destination that has issues of its own may be of any form.
    const kinds = (Array.isArray(notify) ? notify : []).map((one: Partial<DeclaredDestination> | null) => one?.kind);
    if (!kinds.some((kind) => kind !== undefined && !staying.has(kind))) return;
    context.addIssue({ code: "custom", path: ["purpose"], message: NO_PURPOSE });
  };
}

const NO_PURPOSE =
  "is missing; before anybody is told, say what for, who allowed it and whom to ask: " +
  'purpose: { text: "…", authorisedBy: "…", contact: "…" }';

const SAME_NAME =
  "another destination is called the same; give this one a name of its own (without one it is called after its kind)";

function noCounts(aliases: readonly string[] | undefined): string {
  const alias = aliases?.find((one) => !looksLikeToken(one)) ?? "ALIAS";
  return `reports are of counts, and nobody is counted; write counts: { headcount: ${alias} }, or leave reports out of tell`;
}

function noDirectory(alias: string, aliases: readonly string[]): string {
  return `no directory of this name${hintAmong(alias, aliases, "; there is none")}`;
}
