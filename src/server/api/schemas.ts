// What the API answers with, as its description names it. The views of the core are the truth; that these fit them the compiler
// holds where an endpoint is declared, and tests hold each answer against them.
import { z } from "zod";
import { KINDS, STATUSES } from "../../core/directory/account.ts";
import { CHANGE_KINDS } from "../../core/directory/change.ts";
import { ACTOR_KINDS } from "../../core/directory/event.ts";
import { HEALTHS } from "../../core/directory/health.ts";
import { SET_ASIDE } from "../../core/record/set-aside.ts";
import { CLAIM_KINDS, CLAIM_STATUSES, SCOPES } from "../../core/record/claim.ts";
import { GROUNDS } from "../../core/person/person.ts";
import { QUALIFIERS } from "../../core/record/announced.ts";
import { ACTS } from "../../core/record/layoff.ts";
import { CHANGEABLE } from "../../core/record/changed.ts";
import { CHANGE_CAUSES } from "../../core/record/history.ts";
import { CAUSES } from "../../core/wave/cause.ts";
import { GROUPINGS } from "../../core/wave/groups.ts";

/** Schemas that stand under a name of their own in the description. */
export const components = new Map<z.ZodType, string>();

export function named<S extends z.ZodType>(id: string, schema: S): S {
  components.set(schema, id);
  return schema;
}

export const instant = z.string().meta({ format: "date-time" });
const whole = z.int().min(0);
const text = z.string().nullable();

export const interval = named(
  "Interval",
  z.strictObject({
    notBefore: instant.nullable().describe("It happened after this; null where nobody had looked before."),
    notAfter: instant.describe("It had happened by this."),
  }),
);

const account = {
  id: z.string(),
  name: text.optional(),
  email: text.optional(),
  kind: z.enum(KINDS).optional(),
};

export const personAccount = z.strictObject({
  directory: z.string(),
  ...account,
  status: z.enum(STATUSES),
  ground: z
    .strictObject({ by: z.enum(GROUNDS), value: z.string().optional(), since: instant })
    .describe(
      "By what the account is the person's: the key as it was when it linked, a row of the mapping, or an act.",
    ),
});

const lastKnown = named(
  "LastKnown",
  z
    .strictObject({
      emailVerified: z.boolean().describe("Whether the tool vouches that the address is this account's."),
      employeeId: text,
      role: text,
      team: text,
      title: text,
      manager: text,
      timezone: text,
      startDate: text,
      guestExpires: instant.nullable(),
      invitedBy: text,
      workspaces: z.array(z.string()),
      channels: z.array(z.string()),
      groups: z.array(z.string()),
    })
    .partial()
    .extend({ location: text, locationFrom: text })
    .describe("What was known while they were here. What is missing is unknown; null says that there is none."),
);

export const departure = named(
  "Departure",
  z.strictObject({
    id: z.string(),
    at: interval,
    person: z.string().optional().describe("The person to whom the account is linked with those of other directories."),
    accounts: z.array(z.strictObject({ directory: z.string(), ...account })),
    change: z.enum(CHANGE_KINDS),
    confirmed: z.boolean(),
    observed: z.boolean().describe("False where it had happened before the first reading."),
    lastKnown,
    gap: z
      .strictObject({ since: instant, until: instant })
      .optional()
      .describe("Nobody could see anything between these."),
    actor: z.strictObject({ kind: z.enum(ACTOR_KINDS), id: z.string(), name: z.string().optional() }).optional(),
    reversed: z.strictObject({ at: interval, change: z.string() }).optional(),
  }),
);

export const change = named(
  "Change",
  z.strictObject({
    id: z.string(),
    change: z.enum(CHANGE_KINDS),
    directory: z.string(),
    at: interval,
    account: z.strictObject(account),
    evidence: z.strictObject({
      by: z.enum(["flag", "absence", "presence", "value"]),
      stated: z.string().optional(),
      readings: whole,
      event: z.strictObject({ type: z.string(), receivedAt: instant }).optional(),
      readBack: z.enum(["agrees", "sample agrees", "failed", "not possible"]).optional(),
    }),
    confirmed: z.boolean(),
    observed: z.literal(false).optional(),
    lastKnown: lastKnown.optional(),
    before: z.record(z.string(), z.unknown()).optional(),
    after: z.record(z.string(), z.unknown()).optional(),
  }),
);

export const wave = named(
  "Wave",
  z.strictObject({
    id: z.string(),
    directory: z.string(),
    who: z.enum(["staff", "guests"]),
    opened: instant,
    closed: z.strictObject({ at: instant, why: z.string() }).optional(),
    start: instant,
    end: instant,
    size: whole,
    back: whole,
    headcount: whole,
    share: z.number(),
    rate: z.number(),
    expected: z.number(),
    where: z.array(z.strictObject({ by: z.enum(GROUPINGS), value: z.string(), left: whole, of: whole })),
    elsewhere: z.boolean(),
    cause: z.enum(CAUSES),
    reasons: z.array(z.looseObject({})),
    plans: z.array(z.string()),
  }),
);

export const strip = named(
  "Strip",
  z.strictObject({
    from: instant,
    to: instant,
    width: z.number().describe("Of a whole bin, in milliseconds."),
    bins: z.array(
      z.strictObject({
        from: instant,
        to: instant,
        count: whole,
        expected: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
        inWave: z.boolean(),
      }),
    ),
    vague: whole,
    waves: z.array(z.strictObject({ start: instant, end: instant, open: z.boolean() })),
  }),
);

export const sweep = named(
  "Sweep",
  z.strictObject({
    id: z.string(),
    directory: z.string(),
    complete: z.boolean(),
    accounts: whole,
    health: z.enum(HEALTHS),
    reasons: z.array(z.string()),
  }),
);

const atLeast = z.strictObject({ atLeast: whole });
export const report = named(
  "Report",
  z.strictObject({
    policy: z.strictObject({ k: whole, partition: z.string(), release: whole }),
    at: instant,
    complete: z.literal(true),
    total: atLeast,
    units: z.array(atLeast.extend({ unit: z.string() })),
    teams: z.array(atLeast.extend({ team: z.string() })),
    places: z.array(atLeast.extend({ place: z.string() })),
  }),
);

const figures = {
  count: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  percent: z.number().nullable(),
  base: z.number().nullable(),
};

const bounds = { low: z.number(), high: z.number().nullable() };

export const layoff = named(
  "Layoff",
  z.strictObject({
    id: z.string(),
    company: z.string(),
    companyId: z.string(),
    date: text,
    country: text,
    industry: text,
    location: text,
    kind: z.enum(CLAIM_KINDS),
    status: z.enum(CLAIM_STATUSES),
    ...figures,
    undecided: z.boolean(),
    coverage: z
      .strictObject({
        notices: whole,
        ...bounds,
        unfigured: whole.describe("Notices that name no number."),
        share: z
          .strictObject(bounds)
          .nullable()
          .describe("Of the announced figure, 1 for all of it; null where there is none to compare with."),
      })
      .nullable()
      .describe("What the notices of registers come to; they are among the people of the figure."),
  }),
);

/** What its source states beside it comes under further names. */
const claim = named(
  "Claim",
  z.looseObject({
    id: z.string(),
    kind: z.enum(CLAIM_KINDS),
    status: z.enum(CLAIM_STATUSES),
    scope: z.enum(SCOPES),
    part: text,
    measure: z.enum(["increment", "total"]),
    net: z.boolean(),
    background: z.boolean(),
    date: text,
    location: text,
    ...figures,
    qualifier: z.enum(QUALIFIERS).nullable(),
    percentOf: z.enum(SCOPES).nullable(),
    decides: z.boolean(),
    setAside: z.enum(SET_ASIDE).nullable(),
    replaced: instant.nullable(),
  }),
);

export const act = named(
  "Act",
  z.strictObject({
    id: z.string(),
    at: instant,
    act: z.enum(ACTS),
    subject: z.string(),
    other: text,
    claims: z.array(z.string()),
    why: text,
    undoneBy: text,
  }),
);

const question = {
  askedAt: instant,
  for: z.array(z.string()),
  against: z.array(z.string()),
  decided: z.enum(["same", "different", "moved", "settled"]).nullable(),
};
const ask = named("Ask", z.strictObject({ layoff: z.string(), candidate: z.string(), ...question }));
export const askedPair = named(
  "AskedPair",
  z.strictObject({ layoff: z.string(), candidate: z.string(), ...question, layoffs: z.array(layoff) }),
);

const state = named(
  "LayoffState",
  z.strictObject({
    company: z.string(),
    date: text,
    country: text,
    location: text,
    kind: z.enum(CLAIM_KINDS),
    status: z.enum(CLAIM_STATUSES),
    ...figures,
    undecided: z.boolean(),
    mergedInto: text,
    empty: z.boolean(),
    suppressed: z.boolean(),
  }),
);

const step = {
  at: instant.describe("Since when the record says so."),
  what: z
    .array(z.enum(CHANGEABLE))
    .describe("What of it readers see change; empty where only what stands behind it has."),
  before: state.nullable().describe("Null where it is how the layoff came into the record."),
  after: state,
  causes: z.array(
    z.strictObject({ why: z.enum(CHANGE_CAUSES), by: text.describe("The document or the act that made it so.") }),
  ),
};
const layoffChange = named("LayoffChange", z.strictObject(step));
export const correction = named("Correction", z.strictObject({ layoff: z.string(), ...step }));

export const wholeLayoff = named(
  "WholeLayoff",
  layoff.extend({
    added: z.enum(["parts", "additions"]).nullable().describe("What was added up, where several claims decide."),
    course: z
      .array(
        z.strictObject({
          how: z.enum(["first", "added", "changed"]),
          claim: z.string(),
          on: text,
          count: z.number().nullable(),
          ...bounds,
          by: z.strictObject(bounds).nullable(),
        }),
      )
      .describe("How the figure came to be what it is, where it was another before."),
    beside: z
      .array(
        z.strictObject({
          what: z.enum(["net", "at_risk", "running_total"]),
          claim: z.string(),
          count: z.number().nullable(),
          ...bounds,
        }),
      )
      .describe("What is said of it in another measure."),
    mergedInto: text,
    suppressed: z.boolean(),
    empty: z.boolean(),
    claims: z.array(claim),
    acts: z.array(act),
    asks: z.array(ask),
    changes: z.array(layoffChange).describe("The states through which it has gone, oldest first."),
  }),
);

export const total = named(
  "Total",
  z.strictObject({
    key: text.describe("Of what it is the sum; null where that is not known so exactly."),
    layoffs: whole,
    low: whole,
    high: whole,
    openEnded: whole,
    unfigured: whole,
    undecided: whole,
  }),
);

export const problem = named(
  "Problem",
  z
    .strictObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
    .describe("What went wrong (RFC 9457); `type` ends with the code of it."),
);
