import { RollcallError } from "../core/errors.ts";
import { nameKey } from "../core/record/company.ts";
import type { Company } from "../core/record/layoff.ts";
import { layoffOfId } from "./layoffs.ts";
import type { Store } from "./ports.ts";
import type { Decision } from "./merge-claims.ts";

/**
 * Has a name mean the company of a layoff, in whatever is taken from now on; or, where `remove` is set, nothing but itself again.
 * @throws RollcallError `not_found`, or `usage` where it is that company's name anyway, or means it not
 */
export async function aliasCompany(
  store: Store,
  name: string,
  layoff: string,
  { at, why, by, remove }: Decision & { readonly remove: boolean },
): Promise<Company> {
  return store.transaction(async (writer) => {
    const { company: id } = await layoffOfId(writer, layoff);
    const company = await writer.company(id);
    if (company === undefined) throw new RollcallError("fault", `The company of ${layoff} is not in the store.`);
    const key = nameKey(name);
    const own = nameKey(company.name);
    if (key === "" || key === own)
      throw new RollcallError("usage", "Give another name of the company than the one under which it is kept.");
    const before = (await writer.companyAliases()).get(key);
    if (remove && before !== own) throw new RollcallError("usage", "This name is no alias of that company.");
    await writer.recordTime(at);
    if (remove) await writer.deleteCompanyAlias(key);
    else await writer.putCompanyAlias(key, company.id);
    const action = remove ? "remove company alias" : "company alias";
    await writer.record({ at, action, detail: { company: company.id, alias: key, why: why ?? null, ...by } });
    return company;
  });
}
