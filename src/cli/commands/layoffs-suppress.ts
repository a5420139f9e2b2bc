import { suppress } from "../../app/merge-claims.ts";
import { flag, type Run } from "../command.ts";
import { act } from "./layoffs-merge.ts";

/** Keeps a layoff, or a document's words and address, out of whatever leaves; --lift lets it back in. */
export const run: Run = async (invocation) =>
  act(invocation, (store, decision) => suppress(store, invocation.args[0] ?? "", flag(invocation, "lift"), decision));
