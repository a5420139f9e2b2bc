import { z } from "zod";
import type { Tally } from "../../app/read-snapshot.ts";
import { defined } from "../../core/defined.ts";
import type { Account } from "../../core/directory/account.ts";
import { RollcallError } from "../../core/errors.ts";
import { parseInstant } from "../../core/time.ts";
import { malformed } from "../../http/json-answer.ts";
import { nextLink } from "../../http/link-header.ts";
import { samePlace, turnPages } from "../../http/pages.ts";
import { askGithub, type GithubReading, placeOf } from "./api.ts";
import { checkMembership, type Identity } from "./identity.ts";
import { apiOf, paceSettings } from "./settings.ts";

const text = z.string().nullish().catch(undefined);

/** A simple user of a list, as far as it is read. https://docs.github.com/en/rest/orgs/members */
const githubUser = z.object({
  id: z.int(),
  login: z.string().min(1),
  type: text,
  /** Where the server says it (Enterprise Server). */
  suspended_at: text,
});
type GithubUser = z.output<typeof githubUser>;

/**
 * Reads all members and, where the settings say so, outside collaborators. Members first: whoever is made an outside collaborator
 * meanwhile is in both lists, and not in neither.
 */
export async function readMembers(
  reading: GithubReading,
  identity: Identity,
  tally: Tally,
): Promise<readonly Account[]> {
  const { settings } = reading;
  const members = await readList(reading, "members", {}, tally.count);
  if (!members.has(identity.caller.id)) {
    throw new RollcallError(
      "scope_missing",
      `${placeOf("members").place}: whose token it is is a member and not in the list, so that it is not the list of all members; check the token's rights.`,
    );
  }
  const owners = await readList(reading, "owners", { role: "admin" });
  const outside = settings.outsideCollaborators
    ? await readList(reading, "outside collaborators", {}, (done) => tally.count(members.size + done))
    : new Map<number, GithubUser>();
  // Whoever lost membership while the list was read has read public members alone from then on.
  await checkMembership(reading, identity.caller.login);
  // There always is one: https://docs.github.com/en/organizations/managing-peoples-access-to-your-organization-with-roles
  if (owners.size === 0) throw malformed(placeOf("owners"), "the organisation is said to have no owner");
  const accounts = [...members.values()].map((user) => accountOf(user, owners.has(user.id) ? "admin" : "member"));
  return [...accounts, ...[...outside.values()].map((user) => accountOf(user, "outside_collaborator"))];
}

const PATHS = { members: "members", owners: "members", "outside collaborators": "outside_collaborators" };

/** @returns by id, each once: pages shift while they are read */
async function readList(
  reading: GithubReading,
  what: keyof typeof PATHS,
  params: Readonly<Record<string, string>>,
  listed: (done: number) => void = () => {},
): Promise<ReadonlyMap<number, GithubUser>> {
  const { settings } = reading;
  const found = new Map<number, GithubUser>();
  const query = new URLSearchParams({ per_page: String(paceSettings(settings).pageSize), ...params });
  const first = `orgs/${settings.organisation}/${PATHS[what]}?${query.toString()}`;
  await turnPages(
    (page) => placeOf(what, page),
    async (next = first, page) => {
      const { value, headers } = await askGithub(reading, {
        what,
        path: next,
        schema: z.array(githubUser),
        page,
        absent: {
          code: "scope_missing",
          says: `GitHub does not show the ${what} to this token; give it Members: read, or read:org where it is a classic one`,
        },
      });
      for (const user of value) found.set(user.id, user);
      const link = nextLink(headers);
      if (value.length === 0 && link !== undefined)
        throw malformed(placeOf(what, page), "a page in the middle is empty");
      listed(found.size);
      return {
        next: link === undefined ? undefined : samePlace(link, apiOf(settings), placeOf(what, page)),
        known: found.size,
      };
    },
  );
  return found;
}

function accountOf({ id, login, type, suspended_at: since }: GithubUser, role: string): Account {
  const suspended = since != null && since !== "";
  return {
    id: String(id),
    status: suspended ? "deactivated" : "active",
    ...defined({
      // The day is the server's own word; anything else would be a stranger's text.
      stated: suspended ? `suspended_at: ${parseInstant(since) === undefined ? "set" : since}` : undefined,
    }),
    attributes: {
      handle: login,
      kind: type === "Bot" ? "bot" : role === "outside_collaborator" ? "guest" : "human",
      role,
    },
  };
}
