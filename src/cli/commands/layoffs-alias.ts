import { aliasCompany } from "../../app/company-alias.ts";
import { plain } from "../../messages/words.ts";
import { openRecord } from "../../wire/record-store.ts";
import { choice, flag, type Run } from "../command.ts";
import { decisionOf } from "./layoffs-merge.ts";

/** Says under which other name a company is reported. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [name = "", layoff = ""] = args;
  const remove = flag(invocation, "remove");
  const { store, clock } = await openRecord(choice(invocation));
  try {
    const company = await aliasCompany(store, name, layoff, { ...decisionOf(invocation, clock.now()), remove });
    if (flag(invocation, "json"))
      output.json({ alias: name, company: company.id, name: company.name, removed: remove });
    else if (remove) output.line(`${plain(name)} is another company than ${plain(company.name)} again.`);
    else output.line(`What is reported of ${plain(name)} from now on is of ${plain(company.name)} (${company.id}).`);
    return 0;
  } finally {
    await store.close();
  }
};
