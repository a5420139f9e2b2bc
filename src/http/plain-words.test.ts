import { expect, it } from "vitest";
import { FIRST_NAMES, LAST_NAMES, plain } from "../connectors/slack/fake/names.ts";
import { isPlainWord } from "./plain-words.ts";

it.each([
  "invalid_auth token_revoked account_inactive ekm_access_denied enterprise_is_restricted accesslimited",
  "two_factor_setup_required team_access_not_granted user_not_visible missing_scope not_allowed_token_type",
  "channel_not_found cant_update_message edit_window_closed is_archived restricted_action_read_only_channel",
  "invalid_cursor limit_required unknown_method fatal_error team_added_to_org no_permission feature_not_enabled",
  "users:read users:read.email users.profile:read channels:history admin.users:write incoming-webhook identify bot",
  "links.embed:write conversations.connect:manage app_mentions:read metadata.message:read auditlogs:read",
])("the words of Slack may be repeated: %s", (words) => {
  expect(words.split(" ").filter((word) => !isPlainWord(word))).toEqual([]);
});

it("no name, no handle and no id may", () => {
  const first = FIRST_NAMES.map((name) => plain(name).toLowerCase());
  const last = LAST_NAMES.map((name) => plain(name).toLowerCase());
  const handles = last.map((name, n) => `${first[n % first.length]}.${name}`);
  const more = ["grant", "page", "long", "zofia_nowak", "user_zofia", "zofia:read", "u05eefy9473", "UNKNOWN_USER", ""];
  expect([...first, ...last, ...handles, ...more].filter(isPlainWord)).toEqual([]);
});

it("nor a token", () => {
  for (const token of ["xoxb-1-2-abcdef", "xoxb", "tk_abc", "whsec_abc", "ghp_abc"])
    expect(isPlainWord(token)).toBe(false);
});
