import { defineConnector } from "../../app/ports.ts";
import { listSeconds } from "../../http/pace.ts";
import { type GoogleSettings, googleSettings, paceOf, sourcesOf } from "./settings.ts";
import { checkGoogle, googleSnapshot, readGoogleAgain } from "./snapshot.ts";
import { SCOPE } from "./token.ts";

export const google = defineConnector<GoogleSettings>({
  kind: "google",
  title: "Google Workspace",
  docs: "docs/connectors/google.md",
  settings: googleSettings,
  scopes: () => [
    { name: SCOPE, why: "the list of users, whether each is in use, and those that were deleted", required: true },
  ],
  reads: (settings) => {
    const { location, team } = sourcesOf(settings);
    return [
      "of each account: name, e-mail address, job title, employee number and manager",
      "of each account: whether it is in use, suspended and why, archived or deleted, and whether it is an administrator's",
      `where people work (${location}) and their team (${team})`,
    ];
  },
  sees: {
    departure: () => "flag",
    blindTo: [
      "Google does not say when an account was suspended or archived, only that it is; of a deleted one it says when.",
      "Accounts that Google itself suspended (abuse, a first sign-in that is due) count as people who are still there.",
      "Who was deleted more than 20 days before a reading is only not listed any more, which is a question.",
      "Accounts of machines and shared ones look like those of people.",
      "Changes are found by sweeps alone: Google tells of them only where the internet can reach Rollcall, or by another scope.",
    ],
  },
  pace: paceOf,
  // The deleted ones are a page of their own, or part of one.
  sweepSeconds: (settings, accounts) => listSeconds(paceOf(settings), accounts, 1),
  check: checkGoogle,
  snapshot: googleSnapshot,
  readBack: readGoogleAgain,
});
