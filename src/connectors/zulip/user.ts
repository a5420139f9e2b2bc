import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { Account, Attributes } from "../../core/directory/account.ts";

const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);

/** A user, as far as it is read; unknown keys are dropped. https://zulip.com/api/get-users */
const zulipUser = z.object({
  user_id: z.int().min(0),
  full_name: text,
  /** The real address, where the bot may see it. */
  delivery_email: text,
  is_active: z.boolean(),
  is_bot: flag,
  is_guest: flag,
  role: z.int().nullish().catch(undefined),
  timezone: text,
});

/** https://zulip.com/api/roles-and-permissions */
const ROLES: Readonly<Record<number, string>> = {
  100: "owner",
  200: "admin",
  300: "moderator",
  400: "member",
  600: "guest",
};

/** Reads one user; undefined where it is none. */
export function mapZulipUser(raw: unknown): Account | undefined {
  const parsed = zulipUser.safeParse(raw);
  if (!parsed.success) return undefined;
  const user = parsed.data;
  const attributes: Attributes = defined({
    name: user.full_name || undefined,
    // `email` is not taken: where addresses are hidden it is one that Zulip has made up.
    email: user.delivery_email?.toLowerCase() || undefined,
    timezone: user.timezone || undefined,
    ...kindAndRole(user),
  });
  const id = String(user.user_id);
  if (user.is_active) return { id, status: "active", attributes };
  return { id, status: "deactivated", stated: "is_active: false", attributes };
}

function kindAndRole({
  is_bot: isBot,
  is_guest: isGuest,
  role,
}: z.output<typeof zulipUser>): Pick<Attributes, "kind" | "role"> {
  if (isBot === true) return { kind: "bot" };
  const word = role == null ? undefined : ROLES[role];
  if (isGuest === true || word === "guest") return { kind: "guest", role: "guest" };
  if (isGuest !== false && word === undefined) return {};
  return { kind: "human", ...(word === undefined ? {} : { role: word }) };
}
