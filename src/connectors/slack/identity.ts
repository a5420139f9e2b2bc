import { z } from "zod";
import { RollcallError } from "../../core/errors.ts";
import { malformed } from "./answer.ts";
import { type Answer, callSlack, placeOf, type SlackReading } from "./api.ts";
import { readPages } from "./paging.ts";
import { SlackRefusal } from "./refusals.ts";
import { judgeScopes } from "./scopes.ts";

/** Who answers, and what the token may do, as far as Slack says it. */
export interface Identity {
  /** The organisation's id with its token, else the workspace's; undefined where a gateway does not pass auth.test on. */
  readonly id?: string;
  readonly title?: string;
  /** The Enterprise organisation (Grid) around the workspace, or the organisation itself. */
  readonly enterprise?: string;
  /** True for an organisation's token: its lists have to be asked for workspace by workspace. */
  readonly organisation: boolean;
  /** Sorted; empty where unknown. */
  readonly workspaces: readonly string[];
  readonly scopes?: readonly string[];
  /** What Slack did not say. */
  readonly notes: readonly string[];
}

/** The id of a workspace or an organisation, which is shown to people: nothing else may pass for one. */
export const workspaceId = z.string().regex(/^[TE][A-Z0-9]{1,30}$/);

const AuthTest = z.object({
  team: z.string().nullish(),
  team_id: workspaceId.or(z.literal("")).nullish(),
  enterprise_id: workspaceId.or(z.literal("")).nullish(),
  is_enterprise_install: z.boolean().nullish(),
});

/**
 * Asks who answers, and judges scopes and workspace by the settings. Throws `scope_missing`, `refused_scope`,
 * `wrong_workspace`, and what a call can throw.
 */
export async function identify(reading: SlackReading): Promise<Identity> {
  const { settings } = reading;
  const answer = await authTest(reading);
  if (answer === undefined)
    return { organisation: false, workspaces: [], notes: ["Slack did not say who it is (no auth.test)"] };
  const { value, scopes } = answer;
  if (scopes !== undefined) judgeScopes(settings, scopes);
  const enterprise = value.enterprise_id || undefined;
  const team = value.team_id || undefined;
  // With an organisation's token the organisation may stand in the place of the workspace.
  const organisation =
    enterprise !== undefined && (value.is_enterprise_install === true || team === undefined || team === enterprise);
  const id = organisation ? enterprise : team;
  if (id === undefined) throw malformed(placeOf("auth.test"), "the answer names no workspace");
  checkWorkspace(reading, [id, ...(enterprise === undefined ? [] : [enterprise])]);
  return {
    id,
    ...(value.team ? { title: value.team } : {}),
    ...(enterprise === undefined ? {} : { enterprise }),
    organisation,
    workspaces: organisation ? await listWorkspaces(reading) : [id],
    ...(scopes === undefined ? {} : { scopes }),
    notes: scopes === undefined ? ["Slack did not say which scopes the token has, so they could not be checked"] : [],
  };
}

/** Undefined where the method is not there: a gateway, or an older server. */
async function authTest(reading: SlackReading): Promise<Answer<z.output<typeof AuthTest>> | undefined> {
  try {
    return await callSlack(reading, "auth.test", {}, AuthTest);
  } catch (error) {
    if (error instanceof SlackRefusal && error.word === "unknown_method") return undefined;
    throw error;
  }
}

/** Throws `wrong_workspace` where the settings pin another workspace than the one that answers. */
export function checkWorkspace({ settings }: SlackReading, ids: readonly string[]): void {
  if (settings.workspace === undefined || ids.includes(settings.workspace)) return;
  const who = ids.length === 0 ? "Slack did not say which one it is" : `the token belongs to ${ids.join(" in ")}`;
  throw new RollcallError(
    "wrong_workspace",
    `The settings ask for the workspace ${settings.workspace}, and ${who}; check the token and the setting workspace.`,
  );
}

const Teams = z.object({
  teams: z.array(z.object({ id: workspaceId })),
  response_metadata: z.object({ next_cursor: z.string().nullable() }),
});

/** The workspaces in which an organisation's token was admitted. */
async function listWorkspaces(reading: SlackReading): Promise<string[]> {
  const listing = { method: "auth.teams.list", params: { limit: "200" }, schema: Teams };
  const { pages } = await readPages(reading, listing, () => {
    const ids = new Set<string>();
    return {
      ids,
      add: ({ value }: Answer<z.output<typeof Teams>>) => value.teams.reduce((all, { id }) => all.add(id), ids).size,
    };
  });
  if (pages.ids.size === 0) {
    throw new RollcallError(
      "unauthorised",
      "The Slack app is installed for an organisation but added to none of its workspaces; add it to those to be read.",
    );
  }
  return [...pages.ids].toSorted();
}
