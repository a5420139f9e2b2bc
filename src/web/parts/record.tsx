import type { Child } from "hono/jsx";
import type { Layoff, RecordedDocument, SourcedClaim } from "../../core/record/layoff.ts";
import type { Total } from "../../core/record/totals.ts";
import { layoffFigure, NO_FIGURE, shareWords, sumWords } from "../../messages/layoff-figure.ts";
import { KIND_WORDS, placeText, reportedBy, STATUS_WORDS, unknownText, webAddress } from "../../messages/layoffs.ts";
import type { Instant } from "../../core/time.ts";
import { asOfText } from "../../messages/layoff-history.ts";
import { shareText } from "../../messages/round-figure.ts";
import { brief, counted, listed, plain } from "../../messages/words.ts";
import { type Column, Table } from "./table.tsx";

const ROOMS = [
  { path: "/record", title: "Layoffs" },
  { path: "/record/charts", title: "Charts" },
  { path: "/record/shelf", title: "Not counted" },
  { path: "/record/corrections", title: "Corrections" },
  { path: "/record/sources", title: "Sources" },
  { path: "/record/methodology", title: "Methodology" },
] as const;

/** The ways through the public record, above each of its pages. */
export function RecordNav({ at }: { at: (typeof ROOMS)[number]["path"] | null }) {
  return (
    <nav class="rooms" aria-label="Public record">
      <ul>
        {ROOMS.map(({ path, title }) => (
          <li>
            <a href={path} aria-current={path === at ? "page" : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A layoff with its claims in force. */
export interface Told {
  readonly layoff: Layoff;
  readonly claims: readonly SourcedClaim[];
}

export const LAYOFF_COLUMNS = [
  "Company",
  "Date",
  { title: "People", number: true },
  { title: "Share", number: true },
  "Where",
  "Industry",
  "What",
  "Reported by",
] as const satisfies readonly (string | Column)[];

/** Rounds of cuts, one a row, each with a way to its page. */
export function LayoffTable({
  told,
  columns = LAYOFF_COLUMNS,
  caption,
  asOf,
}: {
  told: readonly Told[];
  columns?: readonly (string | Column)[];
  caption?: string;
  /** As somebody asked for it: of each the page of then. */
  asOf?: string | undefined;
}) {
  const rows = told.map(({ layoff, claims }): Child[] => {
    const place = placeText(layoff);
    return [
      <a href={layoffPath(layoff.id, asOf)}>{nameOf(layoff)}</a>,
      <span class={layoff.date === null ? "date quiet" : "date number"}>{layoff.date ?? "no date"}</span>,
      <People layoff={layoff} claims={claims} />,
      shareWords(layoff, claims),
      brief(place),
      layoff.industry === null ? "" : brief(plain(layoff.industry)),
      <What layoff={layoff} />,
      reporters(claims),
    ];
  });
  return <Table columns={columns} rows={rows} {...(caption === undefined ? {} : { caption })} />;
}

/** @param asOf a moment as it is written in an address; today's page without */
export function layoffPath(id: string, asOf?: string): string {
  const path = `/record/layoffs/${encodeURIComponent(id)}`;
  return asOf === undefined ? path : `${path}?as-of=${encodeURIComponent(asOf)}`;
}

/**
 * Ids of layoffs in a sentence, each as a way there.
 * @param known those that are meant: what others wrote, which may look like an id, leads nowhere
 * @param own the one that the page is of
 */
export function linked(text: string, known: readonly (string | null | undefined)[], own?: string): Child[] {
  return text.split(/\b(l-[0-9a-f]{16})\b/).map((part, i): Child => {
    if (i % 2 === 0) return part;
    if (part === own) return "this one";
    return known.includes(part) ? <a href={layoffPath(part)}>{part}</a> : part;
  });
}

/** That what is shown is of another day, and the way to today. */
export function AsOf({ at, since, today }: { at: Instant | undefined; since: Instant; today: string }) {
  if (at === undefined) return null;
  return (
    <p class="notice">
      {asOfText(at, since)} <a href={today}>What it says today</a>
    </p>
  );
}

export function companyPath(id: string): string {
  return `/record/companies/${encodeURIComponent(id)}`;
}

/** What a company is called, also where that is nothing that can be read. */
export function nameOf({ name }: { readonly name: string }): string {
  const line = brief(plain(name));
  return /[^\s·]/u.test(line) ? line : "a company without a name";
}

/** The figure in its own words, and the bounds under it. */
function People({ layoff, claims }: Told) {
  const { people, bounds } = layoffFigure(layoff, claims);
  const share = shareText(layoff.coverage?.share ?? null);
  return (
    <>
      {people === NO_FIGURE ? <span class="quiet">{NO_FIGURE}</span> : people}
      {bounds === undefined ? null : " "}
      {bounds === undefined ? null : <small class="under">{bounds}</small>}
      {share === "" ? null : <small class="under">{share} in notices</small>}
    </>
  );
}

/** What is done to people, how far it has come, and whether it is to be decided that it is a round of its own. */
export function What({ layoff }: { layoff: Layoff }) {
  return (
    <>
      {KIND_WORDS[layoff.kind]}, {STATUS_WORDS[layoff.status]}
      {layoff.undecided ? (
        <>
          {" "}
          <span class="badge warn">to be decided</span>
        </>
      ) : null}
    </>
  );
}

/** Names of whoever reports it that a row bears. */
const MOST_REPORTERS = 2;

function reporters(claims: readonly SourcedClaim[]): string {
  const open = claims.filter(({ source }) => !source.suppressed);
  const names = [...new Set(open.map(({ source }) => brief(reportedBy(source))))];
  const more = names.length - MOST_REPORTERS;
  return listed(more > 0 ? [...names.slice(0, MOST_REPORTERS), counted(more, "other")] : names);
}

/** A sum, and how much it does not know. */
export function Sum({ total }: { total: Total }) {
  const words = sumWords(total);
  return (
    <p class="sum">
      <strong class="figure">{words === "nobody" || words === NO_FIGURE ? "—" : words}</strong>{" "}
      {words === NO_FIGURE ? "people: no figure is named" : "people"}
      <span class="quiet"> · {unknownText(total)}</span>
    </p>
  );
}

/** An address as a link, where it leads into the web; any other is text. */
export function Outside({ address, children }: { address: string; children?: Child }) {
  const safe = webAddress(address);
  if (safe === undefined) return <span>{children ?? plain(address)}</span>;
  return (
    <a href={safe} rel="noopener nofollow">
      {children ?? brief(plain(address))}
    </a>
  );
}

/** Who reports something, when, and where to read it; of a suppressed document, that it is one. */
export function Reported({ source }: { source: RecordedDocument }) {
  if (source.suppressed) return <span class="quiet">Of a document that is suppressed.</span>;
  const title = source.title === null ? null : brief(plain(source.title));
  return (
    <>
      {source.address === null ? title : <Outside address={source.address}>{title ?? reportedBy(source)}</Outside>}
      {title === null && source.address !== null ? null : `${title === null ? "" : ", "}${brief(reportedBy(source))}`}
      {source.published === null ? null : <span class="quiet">, {brief(plain(source.published.slice(0, 10)))}</span>}
    </>
  );
}
