import { type Asked, type FakeApi, type Replied, startFakeApi } from "../../../http/fake-api.ts";

interface FakeUser {
  readonly id: string;
  username: string;
  readonly first_name: string;
  readonly last_name: string;
  email: string;
  roles: string;
  is_bot?: boolean;
  remote_id?: string;
  delete_at: number;
  update_at: number;
}

export interface FakeMattermost extends FakeApi {
  readonly users: FakeUser[];
  readonly token: string;
  readonly team: string;
  /** Whose token it is, and what the server counts; called before each page, for what happens while a list is read. */
  readonly habits: { role: string; counts?: number; onPage?: (page: number) => void };
}

const TOKEN = "k3xk1z9w5t8bqf7y6n4m2c0d9e";
const TEAM = "rcgiyftm7jyrxnma1osd8zswby";

/** A server of version 4 of the API: https://developers.mattermost.com/api-documentation/ */
export async function startFakeMattermost(count: number, now: () => number): Promise<FakeMattermost> {
  const users = Array.from({ length: count }, (_, n): FakeUser => {
    const last = `Ysolwyn${String(n).padStart(4, "0")}`;
    return {
      id: `u${String(n).padStart(25, "0")}`,
      username: `ysolwyn.${String(n).padStart(4, "0")}`,
      first_name: `Tarn${n}`,
      last_name: last,
      email: `Tarn.${last}@mm.example`,
      roles: n === 0 ? "system_user system_admin" : n % 25 === 24 ? "system_guest" : "system_user",
      ...(n % 40 === 39 ? { is_bot: true } : {}),
      delete_at: 0,
      update_at: now() - 86_400_000,
    };
  });
  const habits: FakeMattermost["habits"] = { role: "system_user" };
  const pageOf = ({ path, query }: Asked): number | undefined =>
    path === "/api/v4/users" ? Number(query.get("page") ?? 0) + 1 : undefined;
  const api = await startFakeApi({
    page: pageOf,
    answer: (asked) => {
      if (asked.headers["authorization"] !== `Bearer ${TOKEN}`) return refuse(401);
      habits.onPage?.(pageOf(asked) ?? 0);
      return answer(asked, users, habits);
    },
    refuse: (status, { headers }) => refuse(status, headers["authorization"]),
    spoil: (_, fault, { query }) => {
      if (fault === "wrong shape") return { body: { users: [] } };
      if (fault === "empty list") return { body: [] };
      return { body: page(users, 0, Number(query.get("per_page"))) };
    },
  });
  // The end never comes: from the page that is to be spoilt on, all are the first again.
  const fault: FakeApi["fault"] = (what, from, times) => {
    api.fault(what, from, times);
    if (what !== "no end" || typeof from !== "number") return;
    for (let more = 1; more < 6; more++) api.fault(what, from + more, times);
  };
  return { ...api, fault, users, token: TOKEN, team: TEAM, habits };
}

function page(users: readonly FakeUser[], number: number, size: number): object[] {
  const sorted = users.toSorted((a, b) => (a.username < b.username ? -1 : 1));
  return sorted.slice(number * size, (number + 1) * size).map((user) => ({
    ...user,
    nickname: "",
    position: "Engineer",
    locale: "en",
    email_verified: true,
    notify_props: { email: "true" },
    timezone: { useAutomaticTimezone: "true", automaticTimezone: "Europe/Lisbon", manualTimezone: "" },
  }));
}

function answer({ path, query }: Asked, users: readonly FakeUser[], habits: FakeMattermost["habits"]): Replied {
  const rest = path.replace("/api/v4/", "");
  if (rest === "users/me") return { body: { id: "me", roles: habits.role } };
  if (rest === "config/client")
    return { body: { DiagnosticId: "8xk1z9w5t8bqf7y6n4m2c0d9ek", SiteName: "Acme Chat", Version: "10.11.0" } };
  // Active accounts, bots among them, and nobody of another server.
  const active = users.filter(({ delete_at: ended, remote_id: remote }) => ended === 0 && remote === undefined).length;
  if (rest === "users/stats") return { body: { total_users_count: habits.counts ?? active } };
  // A member's delete_at stays 0 when the account is deactivated (mattermost/mattermost issue 27063).
  if (rest === `teams/${TEAM}/stats`)
    return { body: { team_id: TEAM, total_member_count: users.length, active_member_count: active } };
  if (rest === "users") {
    const size = Math.min(200, Number(query.get("per_page") ?? 60));
    return { body: page(users, Number(query.get("page") ?? 0), size) };
  }
  const user = users.find(({ id }) => rest === `users/${id}`);
  return user === undefined ? refuse(404) : { body: page([user], 0, 1)[0] };
}

function refuse(status: number, repeated = ""): Replied {
  const headers: Record<string, string> =
    status === 429 ? { "x-ratelimit-limit": "100", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" } : {};
  return { status, headers, body: { id: "api.context.error", message: `No. ${repeated}`, status_code: status } };
}
