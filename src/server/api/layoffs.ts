import { z } from "zod";
import { waitingQuestions } from "../../app/desk.ts";
import { checkedShelf, recordOn, wholeLayoff } from "../../app/layoffs.ts";
import { RollcallError } from "../../core/errors.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../../core/record/claim.ts";
import { countryCode } from "../../core/record/country.ts";
import { dayText } from "../../core/record/dates.ts";
import { LAYOFF_ORDERS, SHELVED } from "../../core/record/layoff.ts";
import { TOTALS_BY } from "../../core/record/totals.ts";
import { iso } from "../../core/time.ts";
import { defined } from "../../core/defined.ts";
import { askJson, layoffJson, shelvedJson, wholeLayoffJson } from "../../messages/layoff-export.ts";
import { keyOf, pageOf, PAGING, partOf } from "./cursor.ts";
import { ID, moment } from "./departures.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { correctionJson } from "../../messages/layoff-history.ts";
import { momentOf } from "../../web/parts/record-query.ts";
import { askedPair, correction, layoff, total, wholeLayoff as whole } from "./schemas.ts";
import { notFound } from "./viewing.ts";

const shared = { tag: "Public record", policy: "open", scope: "record:read" } as const;

const country = z
  .string()
  .max(80)
  .transform((text, context) => {
    const code = countryCode(text);
    if (code !== null) return code;
    context.addIssue({
      code: "custom",
      message: "give a country by its name in English, or its code of ISO 3166-1 such as DE",
    });
    return z.NEVER;
  });

const asOf = z
  .string()
  .max(40)
  .optional()
  .describe(
    "What the record said then: a day, a month or a year, which means its end, or a moment. What is suppressed today is left out.",
  );

const FILTER = {
  company: z.string().max(200).optional().describe("A company (`co-…`), or a name or the beginning of one."),
  since: moment.optional().describe("Of this day or later."),
  until: moment.optional().describe("Of this day or earlier."),
  country: country.optional().describe("In this country, by its code of ISO 3166-1 or its name in English."),
  industry: z.string().max(80).optional(),
  kind: z.enum(CLAIM_KINDS).optional(),
  status: z.enum(CLAIM_STATUSES).optional(),
  search: z.string().max(200).optional().describe("What the name of the company holds."),
  source: z.string().max(80).optional().describe("A kind of source that reports it: `warn`, `feed`, `csv`."),
  figure: z.stringbool().optional().describe("Whether it has a figure: `true` or `false`."),
  min: z.coerce.number().int().min(0).max(999_999_999).optional().describe("Of at least so many people."),
};

function filterOf({ since, until, ...filter }: z.output<z.ZodObject<typeof FILTER>>) {
  return defined({
    ...filter,
    since: since === undefined ? since : dayText(since),
    until: until === undefined ? until : dayText(until),
  });
}

const list = defineEndpoint({
  ...shared,
  id: "listLayoffs",
  path: "/layoffs",
  summary: "Reported rounds of job cuts: newest and largest first, and those without last",
  query: z.object({ ...FILTER, "as-of": asOf, order: z.enum(LAYOFF_ORDERS).default("date"), ...PAGING }),
  answer: pageOf(layoff),
  load: async ({ site }, { query: { order, limit, cursor, "as-of": asked, ...filter } }) => {
    const record = recordOn(site.store, momentOf({ "as-of": asked }, site.clock.now()));
    const [id] = keyOf(cursor, z.tuple([z.string(), z.literal(order)])) ?? [];
    const [after] = id === undefined ? [] : await record.layoffsById([id]);
    if (id !== undefined && after === undefined) throw new RollcallError("usage", "cursor: it is none of this list.");
    const found = await record.layoffs({ ...filterOf(filter), ...defined({ after }), order, limit: limit + 1 });
    const { data, next } = partOf(found, limit, (last) => [last.id, order]);
    return { data: data.map(layoffJson), next };
  },
});

const one = defineEndpoint({
  ...shared,
  id: "getLayoff",
  path: "/layoffs/:id",
  summary:
    "One layoff with its claims in their own words, which of them decide and why, what was said before, and what was done to it",
  params: z.object(ID),
  query: z.object({ "as-of": asOf }),
  answer: whole,
  load: async ({ site, viewer }, { params: { id }, query }) => {
    const record = recordOn(site.store, momentOf(query, site.clock.now()));
    const found = await wholeLayoff(record, id).catch((error: unknown) => {
      throw error instanceof RollcallError && error.code === "not_found" ? notFound(id) : error;
    });
    // What was taken out of the record is for those who may put it back.
    if (found.hidden && viewer.sees !== "named") throw notFound(id);
    return wholeLayoffJson(found);
  },
});

const totals = defineEndpoint({
  ...shared,
  id: "sumLayoffs",
  path: "/layoffs/totals",
  summary: "How many people, at least and at most, and of how many layoffs that is not known",
  query: z.object({ by: z.enum(TOTALS_BY).default("year"), ...FILTER, "as-of": asOf }),
  answer: z.strictObject({ by: z.enum(TOTALS_BY), data: z.array(total) }),
  load: async ({ site }, { query: { by, "as-of": asked, ...filter } }) => ({
    by,
    data: await recordOn(site.store, momentOf({ "as-of": asked }, site.clock.now())).layoffTotals(by, filterOf(filter)),
  }),
});

const shelved = z.looseObject({
  why: z.enum(SHELVED),
  company: z.string().nullable(),
  count: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  period: z.string().nullable(),
  country: z.string().nullable(),
  industry: z.string().nullable(),
});

const shelf = defineEndpoint({
  ...shared,
  id: "listShelf",
  path: "/layoffs/shelf",
  summary: "Statements that are no round of one employer: sums over many, beside ours; threats; denials",
  query: z.object({
    why: z.enum(SHELVED).optional(),
    limit: PAGING.limit,
    offset: z.coerce.number().int().min(0).max(10_000_000).default(0).describe("How many are left out before."),
  }),
  answer: z.strictObject({
    sizes: z.record(z.string(), z.number()).describe("How many there are of each sort."),
    data: z.array(shelved),
  }),
  load: async ({ site }, { query: { why, limit, offset } }) => {
    const found = await checkedShelf(site.store, { limit, offset, ...defined({ why }) });
    const sizes = Object.fromEntries(await site.store.shelfSize());
    return { sizes, data: found.map(({ statement, check }) => shelvedJson(statement, check)) };
  },
});

const selection = defineEndpoint({
  ...shared,
  id: "sumSelection",
  path: "/layoffs/selection",
  summary: "How many layoffs a list has, and the one sum of those that are counted",
  query: z.object({ ...FILTER, "as-of": asOf }),
  answer: z.strictObject({ listed: z.number(), counted: total }),
  load: async ({ site }, { query: { "as-of": asked, ...filter } }) =>
    recordOn(site.store, momentOf({ "as-of": asked }, site.clock.now())).selection(filterOf(filter)),
});

const company = defineEndpoint({
  ...shared,
  id: "getCompany",
  path: "/layoffs/companies/:id",
  summary: "A company of the public record, its other names, and the sum of its layoffs",
  more: "Its layoffs are those of the list with `company` and this id.",
  params: z.object(ID),
  answer: z.strictObject({
    id: z.string(),
    name: z.string(),
    aliases: z.array(z.string()).describe("Keys of other names that are recorded: without case, marks and blanks."),
    domain: z.string().nullable(),
    country: z.string().nullable(),
    industry: z.string().nullable(),
    listed: z.number(),
    counted: total,
  }),
  load: async ({ site: { store } }, { params: { id } }) => {
    const found = await store.company(id);
    const selected = await store.selection({ company: id });
    // Where all that is reported of it is suppressed, the record says nothing of it.
    if (found === undefined || selected.listed === 0) throw notFound(id);
    const { name, domain, country: where, industry } = found;
    return { id, name, aliases: await store.aliasesOf(id), domain, country: where, industry, ...selected };
  },
});

const sources = defineEndpoint({
  ...shared,
  id: "listSources",
  path: "/layoffs/sources",
  summary: "What the public record was read from, and when",
  answer: z.strictObject({
    documents: z.number(),
    layoffs: z.number(),
    asks: z.number(),
    data: z.array(
      z.strictObject({
        source: z.string(),
        documents: z.number(),
        firstTaken: z.string(),
        lastTaken: z.string(),
        published: z.string().nullable().describe("Of the newest document that says when it was published."),
      }),
    ),
  }),
  load: async ({ site: { store } }) => ({
    ...(await store.recordSize()),
    data: (await store.sourcesTaken()).map(({ firstTaken, lastTaken, ...taken }) => ({
      ...taken,
      firstTaken: iso(firstTaken),
      lastTaken: iso(lastTaken),
    })),
  }),
});

const corrections = defineEndpoint({
  ...shared,
  id: "listCorrections",
  path: "/layoffs/corrections",
  summary: "Where the record no longer says what it said of a layoff: what it was, what it is, and why; newest first",
  query: z.object({ since: moment.optional().describe("At this moment or later."), limit: PAGING.limit }),
  answer: z.strictObject({ data: z.array(correction) }),
  load: async ({ site }, { query: { limit, since } }) => {
    const found = await site.store.corrections({ limit, ...defined({ since }) });
    return { data: found.map(correctionJson) };
  },
});

const asks = defineEndpoint({
  ...shared,
  policy: "named",
  id: "listAsks",
  path: "/layoffs/asks",
  summary: "What a person has to decide: whether two layoffs are one round. What was asked first comes first",
  query: z.object(PAGING),
  answer: pageOf(askedPair),
  load: async ({ site }, { query: { limit, cursor } }) => {
    const key = keyOf(cursor, z.tuple([z.number(), z.string(), z.string()]));
    const after = key && { askedAt: key[0], layoff: key[1], candidate: key[2] };
    const found = await waitingQuestions(site.store, { limit: limit + 1, ...defined({ after }) });
    const { data, next } = partOf(found, limit, (last) => [last.askedAt, last.layoff, last.candidate]);
    const answered = data.map(({ later, earlier, ...ask }) => ({
      ...askJson(ask),
      layoffs: [later, earlier].map(layoffJson),
    }));
    return { data: answered, next };
  },
});

/** The fixed names before the ids. */
export const layoffs: readonly Endpoint[] = [list, totals, selection, shelf, corrections, sources, company, asks, one];
