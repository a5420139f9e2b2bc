// The integer solver. Only what asks for it loads this module: it is two megabytes of WebAssembly.
export { openHighs as openSolver } from "../solvers/highs.ts";
