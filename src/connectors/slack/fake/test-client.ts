import { createWorld, startFakeSlack, type FakeSlack, type FakeSlackOptions, type WorldOptions } from "./index.ts";

/** The moment of all these tests: a Monday noon in November. */
export const NOW = Date.UTC(2026, 10, 23, 12);

type Json = Record<string, unknown>;

/** A fake of 400 accounts without rate limits, unless told otherwise. */
export function startSmall(
  world: Partial<WorldOptions> = {},
  options: Partial<Omit<FakeSlackOptions, "world">> = {},
): Promise<FakeSlack> {
  const made = createWorld({ seed: 7, accounts: 400, now: NOW, ...world });
  return startFakeSlack({ world: made, now: () => NOW, rateLimits: false, ...options });
}

export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One POST with a form, as most clients send it. */
export async function exchange(
  slack: FakeSlack,
  method: string,
  params: Record<string, string> = {},
  token = slack.token,
): Promise<Exchange> {
  const response = await fetch(slack.url + method, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams(params),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export async function ask(
  slack: FakeSlack,
  method: string,
  params: Record<string, string> = {},
  token = slack.token,
): Promise<Json> {
  return asObject(JSON.parse((await exchange(slack, method, params, token)).text));
}

export function asObject(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not a JSON object");
  return { ...value };
}

export function asList(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) throw new Error("not a JSON array");
  return value.map(asObject);
}

export function cursorOf(answer: Json): string {
  return String(asObject(answer["response_metadata"])["next_cursor"]);
}

/** Every page of a cursor sequence. */
export async function pages(slack: FakeSlack, method: string, params: Record<string, string> = {}): Promise<Json[]> {
  const all: Json[] = [];
  for (let cursor = ""; all.length === 0 || cursor !== "";) {
    const page = await ask(slack, method, { ...params, ...(cursor === "" ? {} : { cursor }) });
    if (page["ok"] !== true) throw new Error(`page ${all.length + 1} of ${method}: ${String(page["error"])}`);
    all.push(page);
    cursor = cursorOf(page);
  }
  return all;
}

/** The user objects of a whole users.list, by id. */
export async function everyone(slack: FakeSlack, params: Record<string, string> = {}): Promise<Map<string, Json>> {
  const all = (await pages(slack, "users.list", { limit: "100", ...params })).flatMap((page) =>
    asList(page["members"]),
  );
  return new Map(all.map((user) => [String(user["id"]), user]));
}

/** The ids of staff members (no guests, no bots) who are active. */
export function staff(slack: FakeSlack): string[] {
  return [...slack.world.members.values()]
    .filter((member) => member.sort === "person" && member.state === "active" && member.role === "member")
    .map(({ id }) => id);
}

/** The first active staff member. */
export function someone(slack: FakeSlack, index = 0): string {
  const id = staff(slack)[index];
  if (id === undefined) throw new Error("the workspace has no such member");
  return id;
}
