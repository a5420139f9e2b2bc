// What may be done to the public record, by the same use cases as the commands: each act is kept, recorded, and can be undone.
import { z } from "zod";
import { reopenQuestion } from "../../app/desk.ts";
import { type Decision, type Done, mergeLayoffs, splitLayoff } from "../../app/merge-claims.ts";
import { doer } from "../../app/named-view.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../../core/record/claim.ts";
import { defined } from "../../core/defined.ts";
import { actJson, layoffJson } from "../../messages/layoff-export.ts";
import type { Asked } from "../../web/site.ts";
import { ID } from "./departures.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { act, layoff } from "./schemas.ts";

const shared = { tag: "Public record", method: "POST", policy: "named", scope: "record:write" } as const;

const why = z.string().trim().min(1).max(500).optional().describe("Why, in a few words; kept with the act.");
const done = z.strictObject({ act, layoffs: z.array(layoff).describe("Those that it touched, as they are now.") });

function decision({ site, viewer }: Asked, reason: string | undefined): Decision {
  return { at: site.clock.now(), by: doer(viewer, "API"), ...defined({ why: reason }) };
}

function told({ act: one, layoffs }: Done) {
  return { act: actJson(one), layoffs: layoffs.map(layoffJson) };
}

const taken = z.strictObject({
  added: z.int(),
  changed: z.int(),
  known: z.int(),
  made: z.int(),
  attached: z.int(),
  asked: z.int(),
  shelved: z.int(),
  corrected: z.int(),
});

const short = z.string().trim().min(1).max(300);
const figure = z.number().min(0).max(100_000_000).optional();

const enter = defineEndpoint({
  ...shared,
  id: "addLayoff",
  path: "/layoffs",
  summary: "Enters one report by hand",
  more: "It is judged as every other report: it makes a layoff of its own, goes to one that is there, or a person is asked. The same report twice changes nothing.",
  body: z.strictObject({
    company: short,
    date: z
      .string()
      .regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/)
      .describe("Of the announcement, as exact as it is known: `2026-01-27`, `2026-01`."),
    source: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .describe("Where it was reported."),
    count: figure,
    low: figure,
    high: figure,
    percent: z.number().min(0).max(100).optional(),
    base: figure,
    qualifier: short.optional(),
    kind: z.enum(CLAIM_KINDS).optional(),
    status: z.enum(CLAIM_STATUSES).optional(),
    location: short.optional(),
    country: short.optional(),
    industry: short.optional(),
    publisher: short.optional(),
    title: short.optional(),
    quote: z.string().trim().max(1000).optional().describe("The sentence that says so."),
  }),
  answer: z.strictObject({ taken: taken.describe("What came of it, in numbers.") }),
  load: async ({ site }, { body }) => ({ taken: await site.enter(body) }),
});

const merge = defineEndpoint({
  ...shared,
  id: "mergeLayoffs",
  path: "/layoffs/:id/merge",
  summary: "Says that another layoff is the same round: its claims go to this one. Splitting takes it back",
  params: z.object(ID),
  body: z.strictObject({ from: ID.id, why }),
  answer: done,
  load: async (asked, { params: { id }, body }) =>
    told(await mergeLayoffs(asked.site.store, id, body.from, decision(asked, body.why))),
});

const split = defineEndpoint({
  ...shared,
  id: "splitLayoff",
  path: "/layoffs/:id/split",
  summary: "Takes a merge back, or gives a claim a layoff of its own",
  params: z.object(ID),
  body: z.strictObject({ what: ID.id.describe("A layoff that was merged into this one, or one of its claims."), why }),
  answer: done,
  load: async (asked, { params: { id }, body }) =>
    told(await splitLayoff(asked.site.store, id, body.what, decision(asked, body.why))),
});

const decide = defineEndpoint({
  ...shared,
  id: "decideLayoffs",
  path: "/layoffs/:id/decision",
  summary: "Decides whether two layoffs are one round",
  params: z.object(ID),
  body: z.strictObject({ other: ID.id, decision: z.enum(["same", "different"]), why }),
  answer: done,
  load: async (asked, { params: { id }, body: { other, decision: verdict, why: reason } }) => {
    const use = verdict === "same" ? mergeLayoffs : splitLayoff;
    return told(await use(asked.site.store, id, other, decision(asked, reason)));
  },
});

const reopen = defineEndpoint({
  ...shared,
  id: "reopenLayoffs",
  path: "/layoffs/:id/reopen",
  summary: "Takes a decision back, that two layoffs are one round or that they are two: the question waits again",
  params: z.object(ID),
  body: z.strictObject({ act: z.string().max(64).describe("The act by which it was decided (`act-…`)."), why }),
  answer: done,
  load: async (asked, { params: { id }, body }) =>
    told(await reopenQuestion(asked.site.store, id, body.act, decision(asked, body.why))),
});

export const recordActs: readonly Endpoint[] = [enter, merge, split, decide, reopen];
