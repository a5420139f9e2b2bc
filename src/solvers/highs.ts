import loadHighs, { type Highs, type ModelData } from "highs";
import { RollcallError } from "../core/errors.ts";
import type { Program, Solve } from "../core/ledger/audit/program.ts";

const OPTIONS = {
  output_flag: false,
  // The gaps that it stops at by itself are larger than one person of many.
  mip_rel_gap: 0,
  mip_abs_gap: 0,
  // What helps with large programs alone costs ours a third of their time.
  mip_heuristic_effort: 0,
  mip_detect_symmetry: false,
} as const;

/**
 * HiGHS, the solver of the University of Edinburgh, as WebAssembly: loading it takes a fifth of a second, a small program some
 * milliseconds. Its answers are rounded to whole numbers; whether these satisfy the program is checked by whoever asked.
 */
export async function openHighs(): Promise<Solve> {
  // Its types are read as those of a CommonJS module, whose default would be one step further down than Node's is.
  const load = loadHighs as unknown as typeof loadHighs.default;
  const highs = await load();
  return (program, objective, wanted) => {
    const cost = program.variables.map(() => 0);
    for (const [variable, factor] of objective) cost[variable] = (cost[variable] ?? 0) + factor;
    return highs.withModel((model) => {
      model.options.set(OPTIONS);
      model.passModel(dataOf(highs, program, cost, wanted));
      model.run();
      const status = model.getModelStatus();
      const { infeasible, optimal } = highs.constants.modelStatus;
      if (status === infeasible) return undefined;
      if (status === optimal) return [...model.getSolution().colValue].map(Math.round);
      throw new RollcallError("fault", `The integer solver found no answer (HiGHS status ${status}).`);
    });
  };
}

function dataOf(
  { constants, infinity }: Highs,
  { variables, rows }: Program,
  colCost: readonly number[],
  wanted: "least" | "most",
): ModelData {
  const finite = (bound: number): number => (Number.isFinite(bound) ? bound : Math.sign(bound) * infinity);
  const starts = [0];
  for (const { terms } of rows) starts.push((starts.at(-1) ?? 0) + terms.length);
  const size = { numCols: variables.length, numRows: rows.length };
  return {
    ...size,
    sense: constants.objectiveSense[wanted === "least" ? "minimize" : "maximize"],
    colCost,
    colLower: variables.map(({ lo }) => lo),
    colUpper: variables.map(({ hi }) => hi),
    integrality: variables.map(() => constants.variableType.integer),
    rowLower: rows.map(({ lo }) => finite(lo)),
    rowUpper: rows.map(({ hi }) => finite(hi)),
    matrix: {
      ...size,
      format: "csr",
      starts,
      indices: rows.flatMap(({ terms }) => terms.map(([variable]) => variable)),
      values: rows.flatMap(({ terms }) => terms.map(([, factor]) => factor)),
    },
  };
}
