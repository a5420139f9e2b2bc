import { z } from "zod";
import type { Reported } from "../app/record-port.ts";
import { defineSource, type Entry, type SourceReading } from "../app/source-port.ts";
import { QUALIFIERS } from "../core/record/announced.ts";
import { CLAIM_KINDS, CLAIM_STATUSES, SCOPES } from "../core/record/claim.ts";
import { lines } from "../files/text.ts";

const text = z.string().nullable();
const people = z.int().min(0).nullable();
const day = z
  .string()
  .regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/)
  .nullable();

const Stated = z.strictObject({
  company: z.string().min(1),
  kind: z.enum(CLAIM_KINDS),
  status: z.enum(CLAIM_STATUSES),
  scope: z.enum(SCOPES),
  part: text,
  count: people,
  low: people,
  high: people,
  qualifier: z.enum(QUALIFIERS).nullable(),
  percent: z.number().min(0).max(100).nullable(),
  percentOf: z.enum(SCOPES).nullable(),
  base: people,
  measure: z.enum(["increment", "total"]),
  net: z.boolean(),
  background: z.boolean(),
  date: text,
  location: text,
  quote: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  effectiveFrom: day,
  effectiveTo: day,
  notice: day,
  received: day,
  posted: day,
  expected: people,
  revised: people,
  revision: people,
  temporary: z.boolean().nullable(),
  industry: text,
  country: text,
  region: text,
  county: text,
  site: text,
  union: text,
  stage: text,
  raised: text,
  origin: z.strictObject({ file: z.string(), row: z.int().min(1) }).nullable(),
});

const Line = z.strictObject({
  source: z
    .string()
    .max(500)
    .regex(/^[a-z]+(?::.+)?$/),
  key: z.string().min(1).max(2000),
  raw: text.optional(),
  address: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  title: text,
  published: text,
  publisher: text,
  language: text,
  about: z
    .strictObject({
      company: z.string().min(1),
      cik: z
        .string()
        .regex(/^\d{10}$/)
        .nullable(),
      seat: text,
      industry: text,
      event: day,
      amends: z.boolean(),
    })
    .nullish(),
  text,
  claims: z.array(Stated),
}) satisfies z.ZodType<Reported>;

const settings = z.strictObject({});

/** What `rollcall layoffs import --json` prints: one document a line. */
export const reported = defineSource<z.infer<typeof settings>>({
  kind: "ndjson",
  title: "documents as rollcall layoffs import --json prints them",
  docs: "docs/sources.md",
  settings,
  recognise: async (given) => {
    const first = (await given.head()).toString("utf8").trimStart();
    return /^\{\s*"source"\s*:/.test(first) ? "ndjson" : undefined;
  },
  read,
});

async function* read({ given }: SourceReading<unknown>): AsyncGenerator<Entry> {
  for await (const { number, bytes } of lines(given.chunks(), given.place)) {
    if (bytes.length === 0) continue;
    const found = Line.safeParse(parsed(bytes.toString("utf8")));
    if (found.success) yield { reported: found.data, unread: [] };
    else {
      const place = found.error.issues[0]?.path.join(".") ?? "";
      const reason = place === "" ? "it is no document in JSON" : `its ${place} is not as it has to be`;
      yield { refused: { row: number, reason } };
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
