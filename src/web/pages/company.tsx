import { z } from "zod";
import type { Selection } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { countryName } from "../../core/record/country.ts";
import type { Company } from "../../core/record/layoff.ts";
import { brief, counted, listed, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Facts } from "../parts/lists.tsx";
import { LayoffTable, nameOf, RecordNav, Sum, type Told } from "../parts/record.tsx";
import { formsOf } from "../parts/record-forms.tsx";
import { searchOf } from "../parts/record-query.ts";

/** Rounds of one company that its page bears; the list has all of them. */
const MOST = 100;
/** Of a page that is kept as a file, beside which there is no such list. */
const STILL_MOST = 5000;

interface Shown {
  readonly company: Company;
  readonly aliases: readonly string[];
  readonly told: readonly Told[];
  readonly selection: Selection;
}

/** A company with all rounds that were reported of it. */
export const company = definePage({
  path: "/record/companies/:id",
  policy: "open",
  title: ({ company: one }: Shown) => nameOf(one),
  query: z.object({}),
  load: async ({ site: { store }, still, params }): Promise<Shown> => {
    const limit = still === undefined ? MOST : STILL_MOST;
    const id = params["id"] ?? "";
    const one = await store.company(id);
    const layoffs = one === undefined ? [] : await store.layoffs({ company: id, order: "date", limit });
    // Where all that is reported of it is suppressed, the record says nothing of it.
    if (one === undefined || layoffs.length === 0)
      throw new RollcallError("not_found", "The record has no company of this id.");
    const claims = Map.groupBy(await store.claimsOf(layoffs.map((layoff) => layoff.id)), ({ layoff }) => layoff);
    return {
      company: one,
      aliases: await store.aliasesOf(id),
      told: layoffs.map((layoff) => ({ layoff, claims: claims.get(layoff.id) ?? [] })),
      selection: await store.selection({ company: id }),
    };
  },
  links: ({ company: one }) => formsOf({ company: one.id }),
  view: ({ company: one, aliases, told, selection: { listed: all, counted: total } }, { still }) => {
    const names = [...new Set(told.map(({ layoff }) => nameOf(layoff)))].filter((name) => name !== nameOf(one));
    return (
      <>
        <h1>{nameOf(one)}</h1>
        <RecordNav at={null} />
        <Facts
          of={[
            ["Also called", names.length === 0 ? undefined : listed(names)],
            [
              "Other names recorded",
              aliases.length === 0 ? undefined : listed(aliases.map((alias) => brief(plain(alias)))),
            ],
            ["Domain", one.domain === null ? undefined : brief(plain(one.domain))],
            ["Country", one.country === null ? undefined : plain(countryName(one.country))],
            ["Industry", one.industry === null ? undefined : brief(plain(one.industry))],
          ]}
        />
        <h2>All rounds</h2>
        <Sum total={total} />
        <LayoffTable told={told} />
        <p class="quiet">
          {all > told.length ? `The newest ${counted(told.length, "report")} of ${all}. ` : ""}
          {still === undefined ? (
            <a href={`/record${searchOf({ company: one.id })}`}>All of them as a list that can be narrowed</a>
          ) : null}
        </p>
      </>
    );
  },
});
