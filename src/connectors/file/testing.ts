import type { ToolWords } from "./read-dumps.ts";

/** For dumps in which no tool has words of its own. */
export const NO_TOOL: ToolWords = {
  slack: { parse: () => undefined, map: () => undefined },
  ldap: { guidOf: () => undefined, endedBy: () => undefined },
};
