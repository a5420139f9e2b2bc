import { type Changeable, changed } from "../record/changed.ts";
import type { Why } from "../record/history.ts";
import type { Layoff, SourcedClaim } from "../record/layoff.ts";
import type { Qualifier } from "../record/announced.ts";
import type { Incident } from "../notification/incident.ts";

/** What is new of one layoff of the public record. */
export interface LayoffNews {
  readonly layoff: Layoff;
  /** As it was before what is told, or when it was told first; undefined where nothing of it has changed since. */
  readonly before: Layoff | undefined;
  /** Whether the record did not have it before. */
  readonly isNew: boolean;
  /** What made it so since. */
  readonly why: readonly Why[];
  /** In force, of documents that are not suppressed; newest last. */
  readonly claims: readonly SourcedClaim[];
}

export interface WatchReport {
  readonly incident: Incident;
  /** What the list is called. */
  readonly list: string;
  /** What came or changed last first. */
  readonly news: readonly LayoffNews[];
  /** How many more there are. */
  readonly more: number;
}

interface FigureView {
  readonly count: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly percent: number | null;
}

export interface LayoffNewsView extends FigureView {
  readonly id: string;
  readonly company: string;
  readonly companyId: string;
  readonly isNew: boolean;
  readonly date: string | null;
  readonly country: string | null;
  readonly industry: string | null;
  readonly location: string | null;
  readonly kind: Layoff["kind"];
  readonly status: Layoff["status"];
  readonly qualifier: Qualifier | null;
  readonly undecided: boolean;
  /** With which it was found to be one round. */
  readonly mergedInto: string | null;
  /** Whether no document reports it any more. */
  readonly withdrawn: boolean;
  readonly before: (FigureView & Pick<Layoff, "kind" | "status" | "date">) | null;
  readonly changed: readonly Changeable[];
  readonly why: readonly Why[];
  /** Who reports it, newest last. */
  readonly reports: readonly {
    readonly source: string;
    readonly publisher: string | null;
    readonly link: string | null;
    readonly published: string | null;
  }[];
}

export interface WatchView {
  readonly list: string;
  readonly news: readonly LayoffNewsView[];
  readonly more: number;
}

/** Reports that a message names. */
const MOST_REPORTS = 5;

export function newsView({ layoff, before, isNew, why, claims }: LayoffNews): LayoffNewsView {
  const { id, company, name, date, country, industry, location, kind, status, undecided, mergedInto, empty } = layoff;
  const deciders = claims.filter((claim) => layoff.decided.includes(claim.id));
  const sources = new Map(claims.map(({ source }) => [source.id, source]));
  return {
    id,
    company: name,
    companyId: company,
    isNew,
    ...figureOf(layoff),
    qualifier: deciders.length === 1 ? (deciders[0]?.qualifier ?? null) : null,
    date,
    country,
    industry,
    location,
    kind,
    status,
    undecided,
    mergedInto,
    withdrawn: empty,
    before:
      before === undefined
        ? null
        : { ...figureOf(before), kind: before.kind, status: before.status, date: before.date },
    changed: before === undefined ? [] : changed(before, layoff),
    why,
    reports: [...sources.values()].slice(-MOST_REPORTS).map(({ source, publisher, address, published }) => ({
      source,
      publisher,
      link: address,
      published,
    })),
  };
}

function figureOf({ count, low, high, percent }: Layoff): FigureView {
  return { count, low, high, percent };
}
