import { defineConnector } from "../../app/ports.ts";
import { listSeconds } from "../../http/pace.ts";
import { oktaScopes } from "./access.ts";
import { readSystemLog } from "./events.ts";
import { attributedOf, type OktaSettings, oktaSettings, paceOf } from "./settings.ts";
import { checkOkta, oktaSnapshot, readOktaAgain } from "./snapshot.ts";

export const okta = defineConnector<OktaSettings>({
  kind: "okta",
  title: "Okta",
  docs: "docs/connectors/okta.md",
  settings: oktaSettings,
  scopes: oktaScopes,
  reads: (settings) => {
    const { location, team } = attributedOf(settings);
    return [
      "of each user: name, name for signing in, e-mail address, job title, employee number, manager and time zone",
      "of each user: the state (staged, active, suspended, deactivated …) and when it changed",
      `where people work (${location}) and their team (${team})`,
      ...(settings.events === undefined ? [] : ["who or what made, ended or restored an account, from the System Log"]),
    ];
  },
  sees: {
    departure: () => "flag",
    blindTo: [
      "A user who was deleted after having been deactivated is in no list any more, which is a question and no departure.",
      "Who deactivated somebody is seen only with events, which need the right to read the System Log.",
      "Sessions, devices and the apps that somebody was assigned are not looked at.",
      "Service accounts that are users look like people.",
    ],
  },
  pace: paceOf,
  // The deactivated ones, whom the list leaves out, are pages of their own.
  sweepSeconds: (settings, accounts) => listSeconds(paceOf(settings), accounts, 1),
  check: checkOkta,
  snapshot: oktaSnapshot,
  readBack: readOktaAgain,
  events: ({ events }) => (events === undefined ? {} : { log: { every: events.every, read: readSystemLog } }),
});
