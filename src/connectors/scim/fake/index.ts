import { type Asked, type FakeApi, type Replied, startFakeApi } from "../../../http/fake-api.ts";

/** A user of the fake, as its operator knows them. */
interface FakeUser {
  readonly id: string;
  readonly userName: string;
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly department: string;
  readonly employeeNumber: string;
  active: boolean;
}

/** How servers differ from the RFCs, and from each other. */
export interface Habits {
  /** `cursor`: by RFC 9865 alone. `both`: as the client asks. */
  readonly paging: "index" | "cursor" | "both";
  /** What `ServiceProviderConfig` says that is preferred; without it there is no such page. */
  readonly prefers?: "index" | "cursor";
  /** The most that a page may have. */
  readonly most: number;
  /** Always gives its first page (scimmy-routers 1.3.2 with Express 5). */
  readonly ignoresStartIndex?: boolean;
  /** As it is, but says that it is the page that was asked for. */
  readonly saysOtherwise?: boolean;
  /** Beyond the end it gives the first page again, labelled as what was asked for (scimmy 1.3.5), or refuses (400). */
  readonly beyond?: "first page" | "refuses";
  /** `totalResults` is what the page has (wso2/product-is issue 13772). */
  readonly countsThePage?: boolean;
  /** Deactivated accounts are in no list, and found by their id (Atlassian ACCESS-1293). */
  readonly hidesInactive?: boolean;
  /** `active` is sent as a text. */
  readonly activeAsText?: boolean;
  /** With cursors: so many more than there are, since the total may be an estimate. */
  readonly overcounts?: number;
  /** Knows its cursors from this page on no more. */
  readonly forgetsFrom?: number;
  /** A cursor is good for so many pages. */
  readonly cursorPages?: number;
  /** The name and password of Basic; bearer without it. */
  readonly basic?: string;
}

export interface FakeScim extends FakeApi {
  readonly base: string;
  readonly users: FakeUser[];
  readonly secret: string;
  /** Called before each page is made: for what happens while a list is read. */
  onPage(act: (page: number) => void): void;
}

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** A SCIM service provider by RFC 7643, 7644 and 9865, with the habits of real ones. */
export async function startFakeScim(count: number, habits: Partial<Habits> = {}): Promise<FakeScim> {
  const all: Habits = { paging: "index", most: 100, ...habits };
  const users = Array.from({ length: count }, (_, n) => makeUser(n));
  const secret = all.basic ?? "scim-secret-7c1f0d9b2e";
  const expected =
    all.basic === undefined ? `Bearer ${secret}` : `Basic ${Buffer.from(`reader:${all.basic}`).toString("base64")}`;
  let act: (page: number) => void = () => {};
  const pages = new Map<string, number>();
  const page = ({ path, query }: Asked): number | undefined => {
    if (path !== "/scim/v2/Users") return undefined;
    const cursor = query.get("cursor");
    if (cursor !== null) return cursor === "" ? 1 : pages.get(cursor);
    return Math.floor((Number(query.get("startIndex") ?? 1) - 1) / sizeOf(query, all)) + 1;
  };
  const api = await startFakeApi({
    page,
    answer: (asked) => {
      if (asked.headers["authorization"] !== expected) return refuse(401);
      act(page(asked) ?? 0);
      return answer(asked, users, all, pages);
    },
    refuse: (status, { headers }) => refuse(status, undefined, headers["authorization"]),
    spoil: (reply, fault) => {
      const body = { ...Object(reply.body) };
      if (fault === "wrong shape") return { ...reply, body: { ...body, Resources: { error: "unexpected" } } };
      if (fault === "empty list") {
        delete body.nextCursor;
        return { ...reply, body: { ...body, Resources: [] } };
      }
      // By index the total is the end; by cursor, the cursor that leads on.
      if (all.paging === "cursor") return { ...reply, body: { ...body, nextCursor: "again" } };
      delete body.totalResults;
      return { ...reply, body };
    },
  });
  return { ...api, base: `${api.url}scim/v2`, users, secret, onPage: (what) => void (act = what) };
}

function makeUser(n: number): FakeUser {
  const family = `Belvedar${String(n).padStart(4, "0")}`;
  return {
    id: `2819c223-${String(n).padStart(6, "0")}`,
    userName: `belvedar.${n}`,
    given: `Odrun${n}`,
    family,
    email: `Odrun.${family}@scim.example`,
    department: `Department ${n % 7}`,
    employeeNumber: String(70_000 + n),
    active: true,
  };
}

function answer({ path, query }: Asked, users: FakeUser[], habits: Habits, pages: Map<string, number>): Replied {
  const rest = path.replace("/scim/v2/", "");
  if (rest === "ServiceProviderConfig") {
    if (habits.prefers === undefined) return refuse(404);
    const cursor = habits.paging !== "index";
    const pagination = { cursor, index: habits.paging !== "cursor", defaultPaginationMethod: habits.prefers };
    return {
      body: { schemas: [], patch: { supported: true }, filter: { supported: true, maxResults: 200 }, pagination },
    };
  }
  if (rest === "Users") return list(query, users, habits, pages);
  const user = users.find(({ id }) => `Users/${id}` === decodeURIComponent(rest));
  return user === undefined ? refuse(404) : { body: resource(user, query, habits) };
}

function sizeOf(query: URLSearchParams, { most }: Habits): number {
  return Math.min(Number(query.get("count") ?? 20), most);
}

function list(query: URLSearchParams, users: FakeUser[], habits: Habits, pages: Map<string, number>): Replied {
  const shown = habits.hidesInactive === true ? users.filter(({ active }) => active) : users;
  const size = sizeOf(query, habits);
  const cursor = query.get("cursor");
  if (cursor !== null && habits.paging !== "index") {
    const page = cursor === "" ? 1 : pages.get(cursor);
    if (page === undefined || page >= (habits.forgetsFrom ?? Infinity)) return refuse(400, "invalidCursor");
    const start = cursor === "" ? 0 : Number(cursor.split("-")[1]);
    if (page > (habits.cursorPages ?? Infinity)) return refuse(400, "expiredCursor");
    const next = `at-${start + size}`;
    const more = start + size < shown.length;
    if (more) pages.set(next, page + 1);
    const found = shown.slice(start, start + size);
    const totalResults = shown.length + (habits.overcounts ?? 0);
    return listed(found, query, habits, { totalResults, ...(more ? { nextCursor: next } : {}) });
  }
  if (habits.paging === "cursor") return refuse(501);
  const asked = Math.max(1, Number(query.get("startIndex") ?? 1));
  const isBeyond = asked > shown.length;
  if (isBeyond && habits.beyond === "refuses") return refuse(400);
  const isFirst = habits.ignoresStartIndex === true || (isBeyond && habits.beyond === "first page");
  const start = isFirst ? 1 : asked;
  const found = shown.slice(start - 1, start - 1 + size);
  return listed(found, query, habits, {
    totalResults: habits.countsThePage === true ? found.length : shown.length,
    startIndex: habits.ignoresStartIndex === true && habits.saysOtherwise !== true ? 1 : asked,
    itemsPerPage: found.length,
  });
}

function listed(found: FakeUser[], query: URLSearchParams, habits: Habits, more: object): Replied {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:ListResponse"];
  const Resources = found.map((user) => resource(user, query, habits));
  // "REQUIRED if totalResults is non-zero", and left out by many where it is empty.
  return { headers: SCIM, body: { schemas, ...more, ...(found.length === 0 ? {} : { Resources }) } };
}

const SCIM = { "content-type": "application/scim+json" };

function resource(user: FakeUser, query: URLSearchParams, { activeAsText }: Habits): object {
  const whole = {
    userName: user.userName,
    name: { givenName: user.given, familyName: user.family },
    emails: [
      { value: `private.${user.email}`, type: "home" },
      { value: user.email, type: "work", primary: true },
    ],
    active: activeAsText === true ? (user.active ? "True" : "False") : user.active,
    title: "Engineer",
    userType: "Employee",
    phoneNumbers: [{ value: "+48 600 000 000", type: "mobile" }],
    addresses: [{ type: "work", locality: "Kraków" }],
    meta: { resourceType: "User", lastModified: "2026-05-13T04:42:34Z" },
    [ENTERPRISE]: {
      employeeNumber: user.employeeNumber,
      department: user.department,
      manager: { value: "2819c223-000000", displayName: "Odrun0 Belvedar0000" },
    },
  };
  const asked = query.get("attributes")?.split(",");
  const kept = Object.entries(whole).filter(
    ([key]) => asked === undefined || asked.some((one) => one === key || one.startsWith(`${key}:`)),
  );
  return { schemas: [USER, ENTERPRISE], id: user.id, ...Object.fromEntries(kept) };
}

function refuse(status: number, scimType?: string, repeated = ""): Replied {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  const body = {
    schemas,
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: `No. ${repeated}`,
  };
  return { status, headers: { ...SCIM, ...(status === 429 ? { "retry-after": "1" } : {}) }, body };
}
