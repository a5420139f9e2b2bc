import { type Asked, type FakeApi, type Replied, startFakeApi } from "../../../http/fake-api.ts";

interface FakeUser {
  readonly user_id: number;
  readonly full_name: string;
  readonly delivery_email: string | null;
  role: number;
  readonly is_bot: boolean;
  is_active: boolean;
}

export interface FakeZulip extends FakeApi {
  readonly users: FakeUser[];
  readonly bot: string;
  readonly key: string;
  /** The role of the bot. */
  readonly habits: { role: number };
}

const BOT = "rollcall-bot@zulip.example";
const KEY = "a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5";

/** An organisation as https://zulip.com/api/get-users describes it: the deactivated are in the list, with is_active: false. */
export async function startFakeZulip(count: number): Promise<FakeZulip> {
  const users = Array.from({ length: count }, (_, n): FakeUser => {
    const isGuest = n % 20 === 19;
    return {
      user_id: 100 + n,
      full_name: `Ondrelle Wyszak ${n}`,
      // Hidden from the bot, for some.
      delivery_email: n % 10 === 0 ? null : `Ondrelle.${n}@zulip.example`,
      role: n === 0 ? 100 : isGuest ? 600 : 400,
      is_bot: n % 30 === 29,
      is_active: n % 15 !== 14,
    };
  });
  const habits = { role: 400 };
  const expected = `Basic ${Buffer.from(`${BOT}:${KEY}`).toString("base64")}`;
  const api = await startFakeApi({
    page: ({ path }) => (path === "/api/v1/users" ? 1 : undefined),
    answer: (asked) =>
      asked.headers["authorization"] === expected ? answer(asked, users, habits) : refuse(401, "UNAUTHORIZED"),
    refuse: (status, { headers }) => refuse(status, "BAD_REQUEST", headers["authorization"]),
    spoil: (reply, fault) => {
      const body = { ...Object(reply.body) };
      if (fault === "wrong shape") return { body: { ...body, members: { "1": {} } } };
      if (fault === "empty list") return { body: { ...body, members: [] } };
      delete body.result;
      return { body };
    },
  });
  return { ...api, users, bot: BOT, key: KEY, habits };
}

function answer({ path }: Asked, users: readonly FakeUser[], { role }: FakeZulip["habits"]): Replied {
  const rest = path.replace("/api/v1/", "");
  if (rest === "users/me") return success({ user_id: 9, role, is_guest: role === 600, is_active: true });
  if (rest === "server_settings") return success({ realm_url: "https://acme.zulip.example", realm_name: "Acme" });
  if (rest === "users") return success({ members: users.map(shown) });
  const user = users.find(({ user_id: id }) => rest === `users/${id}`);
  return user === undefined ? refuse(400, "BAD_REQUEST") : success({ user: shown(user) });
}

function shown(user: FakeUser): object {
  return {
    ...user,
    // What everybody sees where addresses are hidden.
    email: `user${user.user_id}@acme.zulip.example`,
    is_guest: user.role === 600,
    timezone: "Europe/Prague",
    date_joined: "2020-04-01T09:00:00+00:00",
    avatar_url: null,
  };
}

function success(body: object): Replied {
  return { body: { result: "success", msg: "", ...body } };
}

function refuse(status: number, code: string, repeated = ""): Replied {
  const headers: Record<string, string> = status === 429 ? { "retry-after": "1" } : {};
  return { status, headers, body: { result: "error", msg: `No. ${repeated}`, code } };
}
