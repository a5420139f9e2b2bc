import { z } from "zod";
import { checkedShelf, type CheckedStatement } from "../../app/layoffs.ts";
import { ofRecord } from "../../app/record-memo.ts";
import { countryName } from "../../core/record/country.ts";
import { type Shelved, SHELVED } from "../../core/record/layoff.ts";
import { checkedText, shelvedFigure, SHELVED_WORDS } from "../../messages/layoffs.ts";
import { brief, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { linkTo, Pager } from "../parts/pager.tsx";
import { nameOf, RecordNav, Reported } from "../parts/record.tsx";

const SIZE = 25;

interface Shown {
  readonly why: Shelved | undefined;
  readonly page: number;
  readonly sizes: ReadonlyMap<Shelved, number>;
  readonly statements: readonly CheckedStatement[];
}

/** What was reported and is no round of cuts of one employer; published sums are checked against ours. */
export const recordShelf = definePage({
  path: "/record/shelf",
  policy: "open",
  title: "Public record: not counted",
  query: z.object({
    why: z.enum(SHELVED).optional(),
    page: z.coerce.number().int().min(1).max(100_000).default(1),
  }),
  load: async ({ site: { store } }, { why, page }): Promise<Shown> => {
    const asked = { limit: SIZE, offset: (page - 1) * SIZE, ...(why === undefined ? {} : { why }) };
    return {
      why,
      page,
      sizes: await ofRecord(store, "shelf sizes", () => store.shelfSize()),
      // Each published sum is added up beside ours.
      statements: await ofRecord(store, `shelf ${JSON.stringify(asked)}`, () => checkedShelf(store, asked)),
    };
  },
  view: ({ why, page, sizes, statements }, { url }) => {
    const all = [...sizes.values()].reduce((sum, n) => sum + n, 0);
    const kinds = SHELVED.filter((one) => sizes.has(one));
    return (
      <>
        <h1>Reported, and not counted</h1>
        <p class="lead">
          What is no round of cuts of one employer: sums over many, running totals, hiring, denials, satire, threats. It
          is kept with its words, so that it can be seen why no sum has it. A published sum stands beside ours.
        </p>
        <RecordNav at="/record/shelf" />
        {kinds.length === 0 ? null : (
          <ul class="inline switch">
            <li>
              <a
                href={linkTo(url, { why: undefined, page: undefined })}
                aria-current={why === undefined ? "true" : undefined}
              >
                all ({all})
              </a>
            </li>
            {kinds.map((one) => (
              <li>
                <a href={linkTo(url, { why: one, page: undefined })} aria-current={why === one ? "true" : undefined}>
                  {SHELVED_WORDS[one]} ({sizes.get(one)})
                </a>
              </li>
            ))}
          </ul>
        )}
        {statements.length === 0 ? (
          <p class="empty">
            {all === 0
              ? "Nothing has been set aside: every statement is of a round."
              : "The list ends before this page."}
          </p>
        ) : (
          <ol class="claims">
            {statements.map((one) => (
              <Statement of={one} />
            ))}
          </ol>
        )}
        <Pager
          url={url}
          page={page}
          size={SIZE}
          total={why === undefined ? all : (sizes.get(why) ?? 0)}
          what="statements"
        />
      </>
    );
  },
});

function Statement({ of: { statement, check } }: { of: CheckedStatement }) {
  const { why, company, period, country, industry, quote, document } = statement;
  const figure = shelvedFigure(statement);
  const parts: string[] = [
    ...(figure === "" ? [] : [`${figure} people`]),
    ...(company === null ? [] : [nameOf({ name: company })]),
    ...(period === null ? [] : [plain(period)]),
    ...(country === null ? [] : [plain(countryName(country))]),
    ...(industry === null ? [] : [brief(plain(industry))]),
  ];
  return (
    <li class="claim">
      <h2>
        {parts.length === 0 ? "A statement" : parts.join(", ")} <span class="badge">{SHELVED_WORDS[why]}</span>
      </h2>
      {document.suppressed || quote === "" ? null : <blockquote>{plain(quote)}</blockquote>}
      <p>
        <Reported source={document} />
      </p>
      {check === undefined ? null : (
        <p>
          {check.relation === "within" ? (
            <span class="badge good">agrees</span>
          ) : (
            <span class="badge warn">{check.relation === "above" ? "ours is more" : "ours is less"}</span>
          )}{" "}
          {sentence(checkedText(check))}
        </p>
      )}
    </li>
  );
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
