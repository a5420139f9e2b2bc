import { z } from "zod";
import { CLAIM_KINDS } from "../core/record/claim.ts";
import { type Aliases, NO_ALIASES } from "../core/record/company.ts";
import type { Judgement } from "../core/record/evidence.ts";
import { judge, type Report } from "../core/record/same.ts";
import { RollcallError } from "../core/errors.ts";

const text = z.string().nullish();
const people = z.number().nonnegative().nullish();

/** A report as files have it: every field may be missing but the company; those that are not named here are passed over. */
const report = z
  .looseObject({
    company: z.string().min(1),
    source: text,
    domain: text,
    country: text,
    industry: text,
    location: text,
    count: people,
    low: people,
    high: people,
    percent: people,
    date: text,
    date_added: text,
    published: text,
    effective_date: text,
    source_url: text,
    title: text,
    kind: z.enum(CLAIM_KINDS).nullish(),
    measure: z.enum(["increment", "total"]).nullish(),
    background: z.boolean().nullish(),
  })
  .transform(({ date_added, published, effective_date, source_url, measure, background, ...rest }): Report => ({
    ...rest,
    published: published ?? date_added,
    effective: effective_date,
    link: source_url,
    total: measure === "total",
    background: background === true,
  }));

const pair = z.looseObject({ id: z.union([z.string(), z.number()]), a: report, b: report });

export interface JudgedPair extends Judgement {
  readonly id: string | number;
  readonly companies: readonly [string, string];
}

/**
 * One verdict for each line `{"id","a","b"}`; blank lines are passed over.
 * @param place the file, for errors
 * @throws RollcallError `bad_file` at the first line that is none
 */
export async function* judgePairs(
  lines: AsyncIterable<string>,
  place: string,
  aliases: Aliases = NO_ALIASES,
): AsyncGenerator<JudgedPair> {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    const { id, a, b } = readPair(line, `${place}, line ${number}`);
    yield { id, companies: [a.company, b.company], ...judge(a, b, aliases) };
  }
}

function readPair(line: string, place: string): z.infer<typeof pair> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RollcallError("bad_file", `${place}: this is no JSON; each line is one pair, {"id", "a", "b"}.`);
  }
  const read = pair.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? "the line" : issue.path.join(".");
  throw new RollcallError(
    "bad_file",
    `${place}: ${field} is missing or of another form; each line is {"id", "a", "b"}, and a and b name a company at least.`,
  );
}
