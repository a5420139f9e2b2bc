// Slack as far as a list is read, for many workspaces at once, in a process of its own: each token is that of one workspace.
import { gzipSync } from "node:zlib";
import { pageOf } from "./page-accounts.ts";
import { answerSlack, cursorOf } from "./slack-answers.ts";
import { PAGE, teamOf, tokenOf } from "./workspaces-world.ts";

const [count = "", size = ""] = process.argv.slice(2);
const [workspaces, accounts] = [Number(count), Number(size)];
const firsts = Array.from({ length: Math.ceil(accounts / PAGE) }, (_, i) => i * PAGE);

/** The list of one workspace, in packed pages. */
function listOf(workspace: number, leavers: boolean): Buffer[] {
  return firsts.map((first, i) => {
    const cursor = i + 1 < firsts.length ? cursorOf(i + 1) : "";
    const page = pageOf(workspace * accounts + first, Math.min(PAGE, accounts - first), cursor).toString("latin1");
    const ours = page.replaceAll("T0BENCH01", teamOf(workspace));
    const changed = leavers && i === 0 ? ours.replace('"deleted":false', '"deleted":true') : ours;
    return gzipSync(Buffer.from(changed, "latin1"), { level: 4 });
  });
}

const lists = new Map(
  Array.from({ length: workspaces }, (_, i) => [tokenOf(i), { workspace: i, pages: listOf(i, false) }]),
);
let calls = 0;
let bytes = 0;

answerSlack(({ method, token, page }) => {
  calls++;
  const list = lists.get(token);
  if (list === undefined) return { value: { ok: false, error: "invalid_auth" } };
  const packed = method === "users.list" ? list.pages[page] : undefined;
  bytes += packed?.length ?? 0;
  if (packed !== undefined) return { packed };
  const team = { team: `Workspace ${list.workspace}`, team_id: teamOf(list.workspace) };
  return { value: { ok: true, ...team, user_id: "U0BENCHBOT" } };
});
process.on("message", (word) => {
  if (word === "usage") process.send?.({ calls, bytes });
  // Somebody leaves each workspace.
  else if (word === "leave") {
    for (const list of lists.values()) list.pages.splice(0, list.pages.length, ...listOf(list.workspace, true));
    process.send?.({ left: lists.size });
  }
});
