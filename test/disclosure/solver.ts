import type { Solve } from "../../src/core/ledger/audit/program.ts";
import { openHighs } from "../../src/solvers/highs.ts";

/** The solver, of which the same is asked once however many audits ask it. */
export async function rememberingSolver(): Promise<Solve> {
  const solve = await openHighs();
  const known = new Map<string, ReturnType<Solve>>();
  return (...question) => {
    const key = JSON.stringify(question);
    if (!known.has(key)) known.set(key, solve(...question));
    return known.get(key);
  };
}
