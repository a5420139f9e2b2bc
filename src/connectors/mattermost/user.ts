import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Account, Kind, Status } from "../../core/directory/account.ts";

const text = z.string().nullish().catch(undefined);
const ms = z.number().nullish().catch(undefined);

/** A user, as far as it is read; unknown keys (last activity, notification settings …) are dropped. https://developers.mattermost.com/api-documentation/ */
const mattermostUser = z.object({
  id: z.string().min(1),
  update_at: ms,
  /** 0 while the account is active, else when it was deactivated. */
  delete_at: z.number(),
  username: text,
  first_name: text,
  last_name: text,
  nickname: text,
  email: text,
  email_verified: z.boolean().nullish().catch(undefined),
  position: text,
  roles: text,
  is_bot: z.boolean().nullish().catch(undefined),
  /** Set for people of another server whom a shared channel brings along. */
  remote_id: text,
  timezone: z
    .object({ useAutomaticTimezone: text, automaticTimezone: text, manualTimezone: text })
    .partial()
    .nullish()
    .catch(undefined),
});
export type MattermostUser = z.output<typeof mattermostUser>;

/** Reads one user; undefined where it is none. */
export function readUser(raw: unknown): MattermostUser | undefined {
  return mattermostUser.safeParse(raw).data;
}

/** What Mattermost leaves of an account whose data was removed. */
const ERASED = "@deleteduser.invalid";

export function mapMattermostUser(user: MattermostUser): Account {
  const status = statusOf(user);
  return {
    id: user.id,
    status,
    ...defined({
      stated: status === "active" ? undefined : `delete_at: ${user.delete_at}`,
      // The end of an account has a time of its own; later changes of the record do not move it.
      updated: (user.delete_at > 0 ? user.delete_at : user.update_at) || undefined,
    }),
    attributes: status === "erased" ? {} : attributesOf(user),
  };
}

function statusOf({ delete_at: ended, email }: MattermostUser): Status {
  if (ended === 0) return "active";
  return email?.toLowerCase().endsWith(ERASED) === true ? "erased" : "deactivated";
}

function attributesOf(user: MattermostUser): Account["attributes"] {
  const name = [user.first_name, user.last_name].filter((one) => one != null && one !== "").join(" ");
  const { useAutomaticTimezone, automaticTimezone, manualTimezone } = user.timezone ?? {};
  // An address that the server hides comes as an empty text, which is no statement.
  const email = user.email?.toLowerCase() || undefined;
  return defined({
    name: name || user.nickname || undefined,
    handle: user.username || undefined,
    email,
    emailVerified: email === undefined ? undefined : (user.email_verified ?? undefined),
    title: user.position === "" ? null : (user.position ?? undefined),
    timezone: (useAutomaticTimezone === "true" ? automaticTimezone : manualTimezone) || undefined,
    ...kindAndRole(user),
  });
}

function kindAndRole({ is_bot: isBot, remote_id: remote, roles }: MattermostUser): { kind?: Kind; role?: string } {
  if (isBot === true) return { kind: "bot" };
  if (remote) return { kind: "external" };
  if (roles == null || roles === "") return {};
  const all = roles.split(" ");
  if (all.includes("system_guest")) return { kind: "guest", role: "guest" };
  return { kind: "human", role: all.includes("system_admin") ? "admin" : "member" };
}
