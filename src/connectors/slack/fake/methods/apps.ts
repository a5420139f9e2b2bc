import { TIER_3, done, refuse, type Method } from "../call.ts";

/** https://docs.slack.dev/reference/methods/apps.connections.open */
const open: Method = {
  limit: TIER_3,
  only: "app",
  scopes: () => ["connections:write"],
  run: ({ link }) => {
    const url = link();
    // No page says what Slack answers while Socket Mode is off; of the method's own words this is the one that fits.
    return url === undefined ? refuse("forbidden_team") : done({ url });
  },
};

export const APP_METHODS: Readonly<Record<string, Method>> = { "apps.connections.open": open };
