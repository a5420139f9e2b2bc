// Slack as far as an organisation's token reads its people, in a process of its own: pages that were made and packed beforehand. A message
// with a number has so many of 101 accounts say something else from then on: half of them in all of their workspaces, half in one.
import { gzipSync } from "node:zlib";
import { accountOf } from "./page-accounts.ts";
import { phpJson } from "./php-json.ts";
import { answerSlack, cursorOf } from "./slack-answers.ts";

const [many = "", workspaces = "", size = ""] = process.argv.slice(2);
const teams = Array.from({ length: Number(workspaces) }, (_, i) => `T${String(i).padStart(8, "0")}`);

/** Everybody is in one workspace, every fifth in a second one. */
const seats = new Map<string, number[]>(teams.map((team) => [team, []]));
for (let n = 0; n < Number(many); n++) for (const team of teamsOf(n)) seats.get(team)?.push(n);

function teamsOf(n: number): readonly string[] {
  const [first, second] = [n % teams.length, (n * 7 + 1) % teams.length].map((at) => teams[at] ?? "");
  return n % 5 === 0 && first !== second ? [first ?? "", second ?? ""] : [first ?? ""];
}

function seatOf(n: number, team: string, changed: number): object {
  const { profile, ...user } = accountOf(n);
  const where = teamsOf(n);
  const isChanged = n % 101 < changed && (n % 202 < 101 || team === where[0]);
  return {
    ...user,
    team_id: team,
    profile: { ...profile, ...(isChanged ? { title: `Engineer ${changed}` } : {}) },
    enterprise_user: { id: user.id, enterprise_id: "E0BENCH01", teams: user.deleted ? [] : where },
  };
}

let bytes = 0;

/** By workspace. */
function pagesOf(changed: number): Map<string, Buffer[]> {
  bytes = 0;
  const all = [...seats].map(([team, people]) => {
    const pages: Buffer[] = [];
    for (let at = 0; at < people.length; at += Number(size)) {
      const members = people.slice(at, at + Number(size)).map((n) => seatOf(n, team, changed));
      const cursor = at + members.length < people.length ? cursorOf(pages.length + 1) : "";
      const text = Buffer.from(phpJson({ ok: true, members, response_metadata: { next_cursor: cursor } }), "latin1");
      pages.push(gzipSync(text));
      bytes += pages.at(-1)?.length ?? 0;
    }
    return [team, pages] as const;
  });
  return new Map(all);
}

let pages = pagesOf(0);
const answers: Readonly<Record<string, object>> = {
  "auth.test": { ok: true, team_id: "E0BENCH01", enterprise_id: "E0BENCH01", is_enterprise_install: true },
  "auth.teams.list": { ok: true, teams: teams.map((id) => ({ id })), response_metadata: { next_cursor: "" } },
};

answerSlack(
  ({ method, params, page }) => {
    const list = method === "users.list" ? pages.get(params.get("team_id") ?? "")?.[page] : undefined;
    if (list !== undefined) return { packed: list };
    return { value: answers[method] ?? { ok: false, error: "unknown_method" } };
  },
  { bytes, scopes: "users:read,users:read.email,team:read" },
);
process.on("message", (changed) => {
  pages = pagesOf(Number(changed));
  process.send?.({});
});
