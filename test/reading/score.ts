// How well passages are read, against labels. A claim counts as right where it names the employer and the figure of a label, by the
// rules of docs/accuracy.md.
import { readFileSync } from "node:fs";
import type { Gazetteer } from "../../src/core/record/extract/mention.ts";
import { read } from "../../src/core/record/extract/read.ts";
import type { ReadClaim } from "../../src/core/record/extract/reading.ts";

interface Fact {
  readonly company: string;
  readonly count: number | null;
  readonly count_low: number | null;
  readonly count_high: number | null;
  readonly percent: number | null;
  readonly is_layoff: boolean;
  readonly main: boolean;
}

export interface Labelled {
  readonly id: string;
  readonly published: string | null;
  readonly title: string | null;
  readonly text: string;
  /** Absent where it is to be told by the words. */
  readonly language?: string;
  readonly facts: readonly Fact[];
  readonly tags: readonly string[];
}

type Ratio = [hit: number, of: number];

export interface Score {
  readonly company: Ratio;
  readonly count: Ratio;
  readonly percent: Ratio;
  /** Right ones of all claims. */
  readonly precision: Ratio;
  /** Passages without a layoff of which something is claimed. */
  readonly fires: Ratio;
  /** Id of the passage, its tags, and what is wrong. */
  readonly misses: readonly { readonly id: string; readonly tags: readonly string[]; readonly what: string }[];
}

export function readLabelled(path: string): Labelled[] {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Labelled);
}

export function score(passages: readonly Labelled[], gazetteer: Gazetteer): Score {
  const sum = { company: [0, 0], count: [0, 0], percent: [0, 0], precision: [0, 0], fires: [0, 0] } satisfies Record<
    string,
    Ratio
  >;
  const misses: { id: string; tags: readonly string[]; what: string }[] = [];
  const tally = (ratio: number[], hit: boolean, { id, tags }: Labelled, what: string): void => {
    ratio[1] = (ratio[1] ?? 0) + 1;
    if (hit) ratio[0] = (ratio[0] ?? 0) + 1;
    else misses.push({ id, tags, what });
  };
  for (const passage of passages) {
    const { claims: all } = read(passage, gazetteer, passage.language ?? null);
    const claims = all.filter(
      ({ status, kind }) => status !== "rumoured" && status !== "denied" && /^(?:layoff|closure)$/.test(kind),
    );
    const layoffs = passage.facts.filter(({ is_layoff }) => is_layoff);
    if (layoffs.length === 0) {
      sum.fires[1] += 1;
      if (claims.length > 0) {
        sum.fires[0] += 1;
        misses.push({ ...passage, what: `fires: ${claims.map(claimText).join("; ")}` });
      }
    }
    for (const fact of layoffs.filter(({ main }) => main)) {
      const own = claims.filter(({ company }) => sameCompany(fact.company, company));
      tally(sum.company, own.length > 0, passage, `company ${fact.company}`);
      if (hasFigure(fact))
        tally(
          sum.count,
          own.some((claim) => within(fact, claim)),
          passage,
          `count ${factText(fact)}`,
        );
      if (fact.percent !== null) {
        const { percent } = fact;
        const close = own.some((claim) => claim.percent !== null && Math.abs(claim.percent - percent) <= 1);
        tally(sum.percent, close, passage, `percent ${factText(fact)}`);
      }
    }
    for (const claim of claims) {
      const right = layoffs.some(
        (fact) => sameCompany(fact.company, claim.company) && (claim.count === null || within(fact, claim)),
      );
      tally(sum.precision, right, passage, `claim ${claimText(claim)}`);
    }
  }
  return { ...sum, misses };
}

function claimText({ company, count, low, high, percent }: ReadClaim): string {
  return `${company} ${count ?? (low === null && high === null ? "" : `${low ?? ""}-${high ?? ""}`)}${percent === null ? "" : ` ${percent}%`}`;
}

function factText({ company, count, count_low, count_high, percent }: Fact): string {
  return `${company} ${count ?? `${count_low ?? ""}-${count_high ?? ""}`} ${percent === null ? "" : `${percent}%`}`;
}

function hasFigure({ count, count_low, count_high }: Fact): boolean {
  return count !== null || count_low !== null || count_high !== null;
}

function within(fact: Fact, { count, low, high }: ReadClaim): boolean {
  const value = count ?? (low !== null && high !== null ? (low + high) / 2 : (low ?? high));
  if (!hasFigure(fact)) return value === null;
  if (value === null) return false;
  if (fact.count !== null) return count === fact.count || low === fact.count || high === fact.count;
  return value >= (fact.count_low ?? 0) * 0.999 && value <= (fact.count_high ?? Infinity) * 1.001;
}

function sameCompany(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  return a !== "" && b !== "" && (a === b || (a.length > 4 && b.includes(a)) || (b.length > 4 && a.includes(b)));
}

function bare(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\b(?:inc|corp|corporation|ltd|limited|plc|llc|co|group|company|the)\b\.?/g, "")
    .replaceAll(/[^a-z0-9]+/g, "");
}
