// What a bench of many workspaces calls them, in both of its processes.

/** As many accounts as Rollcall asks for at once. */
export const PAGE = 999;

export const aliasOf = (workspace: number): string => `w${workspace}`;
export const tokenOf = (workspace: number): string => `xoxb-1-1-bench${workspace}`;
export const teamOf = (workspace: number): string => `T${workspace.toString(36).toUpperCase().padStart(8, "0")}`;
