import { z } from "zod";
import { type Check, defineConnector } from "../../app/ports.ts";
import { readSnapshot } from "../../app/read-snapshot.ts";
import { listSeconds } from "../../http/pace.ts";
import { askScim, pagingOf, type ScimReading } from "./api.ts";
import { paceSettings, scimSettings, type ScimSettings } from "./settings.ts";
import { readUsers, readUsersAgain } from "./users.ts";

/** In words for people: no server has it by this name. */
const READ = "read users";

export const scim = defineConnector<ScimSettings>({
  kind: "scim",
  title: "SCIM 2.0",
  docs: "docs/connectors/scim.md",
  settings: scimSettings,
  // SCIM has no rights of its own; what a token may do is the server's to say.
  scopes: () => [
    { name: READ, why: "the accounts (GET); a token that may write as well does more than is needed", required: true },
  ],
  reads: (settings) => [
    "of each account: name, user name, e-mail address, job title, user type, time zone and the place of its address",
    "of each account: employee number, department and manager, where the server has them",
    "of each account: whether it is active, and when its record last changed",
    ...(settings.select ? [] : ["other attributes that the server sends unasked, which are dropped unread"]),
  ],
  sees: {
    departure: ({ absent }) => (absent === "left" ? "absence" : "flag"),
    blindTo: [
      "SCIM does not say when an account was deactivated, only when its record last changed.",
      "A server that leaves some accounts out and counts only the rest looks like one that has no others.",
      "Servers that take accounts out of their list when they end show no departure, unless absent: left is set.",
      "Nothing in SCIM says whose server answers: another one behind the same address is not told apart by itself.",
    ],
  },
  pace: paceSettings,
  // What the server says of itself, and the question for what stands behind the last account.
  sweepSeconds: (settings, accounts) => listSeconds(paceSettings(settings), accounts, 2),
  check,
  snapshot: (reading) => readSnapshot(reading, async (tally) => readUsers(reading, await pagingOf(reading), tally)),
  readBack: readUsersAgain,
});

/** A page of one is asked for: a server that says of itself how it works may still refuse to show accounts. */
async function check(reading: ScimReading): Promise<Check> {
  const first: Record<string, string> = (await pagingOf(reading)) === "cursor" ? { cursor: "" } : { startIndex: "1" };
  await askScim(reading, "Users", { ...first, count: "1" }, z.object({ Resources: z.array(z.unknown()).nullish() }));
  return { scopes: [READ] };
}
