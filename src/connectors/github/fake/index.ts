import { type Asked, type FakeApi, type Replied, startFakeApi } from "../../../http/fake-api.ts";

interface FakeMember {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot";
  role: "admin" | "member" | "outside" | "none";
  /** Whether everybody may see the membership; most people's is concealed. */
  readonly isPublic: boolean;
  suspendedAt?: string;
}

interface GithubHabits {
  /** What the classic token may do; without it the token is fine-grained, and does not say. */
  scopes?: string;
  /** The organisation leaves out what needs single sign-on, or refuses without it. */
  sso?: "partial-results" | "required";
  /** So many calls until the budget is used up, as the primary limit says it: 403 and a time at which it is full again. */
  budget?: number;
  /** A secondary limit: 403 with Retry-After, for so many calls. */
  secondary?: number;
  /** Called before each page of members: for what happens while the list is read. */
  onPage?: (page: number) => void;
}

export interface FakeGithub extends FakeApi {
  readonly members: FakeMember[];
  readonly token: string;
  readonly habits: GithubHabits;
}

const TOKEN = "github_pat_11ABCDEFG0abcdefghijkl_0123456789";

/**
 * An organisation as https://docs.github.com/en/rest/orgs/members and /rest/orgs/outside-collaborators describe it.
 * @param people so many made-up people, or the logins of its members
 */
export async function startFakeGithub(people: number | readonly string[], now: () => number): Promise<FakeGithub> {
  const members = typeof people === "number" ? madeUp(people) : people.map((login, n) => member(n, login));
  const habits: GithubHabits = {};
  const api = await startFakeApi({
    now,
    page: ({ path, query }) => {
      const page = Number(query.get("page") ?? 1);
      const size = Number(query.get("per_page") ?? 30);
      const pages = Math.ceil(members.filter(({ role }) => role === "admin" || role === "member").length / size);
      // Owners and outside collaborators are a page each.
      if (path === "/orgs/acme/outside_collaborators") return pages + 2;
      if (path !== "/orgs/acme/members") return undefined;
      return query.get("role") === "admin" ? pages + 1 : page;
    },
    answer: (asked, url) => {
      if (asked.headers["authorization"] !== `Bearer ${TOKEN}`) return refuse(401);
      const limited = limit(habits, now());
      if (limited !== undefined) return limited;
      if (habits.sso === "required" && asked.path !== "/user") {
        return {
          ...refuse(403),
          headers: { "x-github-sso": "required; url=https://github.com/orgs/acme/sso?authorization_request=A" },
        };
      }
      const reply = answer(asked, url, members, habits);
      const headers = {
        "x-github-request-id": "0000:1111",
        ...(habits.scopes === undefined ? {} : { "x-oauth-scopes": habits.scopes }),
        ...(habits.sso !== "partial-results" ? {} : { "x-github-sso": "partial-results; organizations=21955855" }),
      };
      return { ...reply, headers: { ...headers, ...reply.headers } };
    },
    refuse: (status, { headers }) => refuse(status, headers["authorization"]),
    spoil: (reply, fault, { path, query }) => {
      if (fault === "wrong shape") return { ...reply, body: { message: "unexpected" } };
      if (fault === "empty list") return { body: [] };
      // The pages go on for ever: each leads to the first.
      return {
        ...reply,
        headers: {
          link: `<${api.url.slice(0, -1)}${path}?${firstPage(query).toString()}>; rel="next"`,
        },
      };
    },
  });
  return { ...api, members, token: TOKEN, habits };
}

function firstPage(query: URLSearchParams): URLSearchParams {
  const first = new URLSearchParams(query);
  first.set("page", "1");
  return first;
}

/** The first two are its owners, and the token is the first one's. */
function member(n: number, login: string): FakeMember {
  return { id: 583_000 + n, login, type: "User", role: n < 2 ? "admin" : "member", isPublic: n % 20 === 0 };
}

/** Among them a bot and outside collaborators. */
function madeUp(count: number): FakeMember[] {
  return Array.from({ length: count }, (_, n): FakeMember => {
    const one = member(n, `velmora-${n}`);
    if (n === 5) return { ...one, type: "Bot" };
    return n % 10 === 9 ? { ...one, role: "outside" } : one;
  });
}

function limit(habits: GithubHabits, now: number): Replied | undefined {
  if (habits.secondary !== undefined && habits.secondary > 0) {
    habits.secondary -= 1;
    return { ...refuse(403), headers: { "retry-after": "60" } };
  }
  if (habits.budget === undefined) return undefined;
  if (habits.budget > 0) {
    habits.budget -= 1;
    return undefined;
  }
  habits.budget = 5000;
  return {
    ...refuse(403),
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.ceil(now / 1000) + 240) },
  };
}

function answer({ path, query }: Asked, url: string, members: FakeMember[], habits: GithubHabits): Replied {
  const [caller] = members;
  if (caller === undefined) throw new Error("The fake has nobody.");
  if (path === "/user") return { body: { id: caller.id, login: caller.login, type: "User" } };
  if (path === "/orgs/acme") return { body: { id: 21_955_855, login: "acme", name: "Acme Works" } };
  const isMember = caller.role === "admin" || caller.role === "member";
  if (path === `/orgs/acme/memberships/${caller.login}`) {
    return isMember ? { body: { state: "active", role: caller.role } } : refuse(404);
  }
  const isPage = path === "/orgs/acme/members";
  if (isPage && query.get("role") !== "admin") habits.onPage?.(Number(query.get("page") ?? 1));
  if (isPage) {
    const inside = members.filter(({ role }) => role === "admin" || role === "member");
    const wanted = query.get("role") === "admin" ? inside.filter(({ role }) => role === "admin") : inside;
    // "Only public members are returned" to whoever is none.
    return listed(
      wanted.filter(({ isPublic }) => isPublic || caller.role !== "outside"),
      path,
      query,
      url,
    );
  }
  if (path === "/orgs/acme/outside_collaborators") {
    return isMember
      ? listed(
          members.filter(({ role }) => role === "outside"),
          path,
          query,
          url,
        )
      : refuse(404);
  }
  return refuse(404);
}

function listed(found: readonly FakeMember[], path: string, query: URLSearchParams, url: string): Replied {
  const [size, page] = [Number(query.get("per_page") ?? 30), Number(query.get("page") ?? 1)];
  const last = Math.max(1, Math.ceil(found.length / size));
  const link = (to: number, rel: string): string => {
    const params = new URLSearchParams(query);
    params.set("page", String(to));
    return `<${url.slice(0, -1)}${path}?${params.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  return {
    headers: links.length === 0 ? {} : { link: links.join(", ") },
    body: found.slice((page - 1) * size, page * size).map(({ id, login, type, suspendedAt }) => ({
      id,
      login,
      type,
      site_admin: false,
      url: `${url}users/${login}`,
      ...(suspendedAt === undefined ? {} : { suspended_at: suspendedAt }),
    })),
  };
}

function refuse(status: number, repeated = ""): Replied {
  const headers: Record<string, string> = status === 429 ? { "retry-after": "1" } : {};
  return { status, headers, body: { message: `No. ${repeated}`, documentation_url: "https://docs.github.com/rest" } };
}
