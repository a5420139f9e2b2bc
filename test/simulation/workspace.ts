import { onceAborted } from "../../src/core/aborted.ts";
import type { Http, HttpRequest, HttpResponse } from "../../src/app/ports.ts";
import type { Acts } from "../../src/connectors/slack/fake/acts.ts";
import type { Pushed } from "../../src/connectors/slack/fake/events.ts";
import { createFakeSlack, createWorld, type FakeSlack, type FaultKind } from "../../src/connectors/slack/fake/index.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import type { World } from "../../src/connectors/slack/fake/world.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { type Instant, SECOND } from "../../src/core/time.ts";
import type { Scheduler } from "./clock.ts";
import type { FaultName } from "./faults.ts";
import { type Process, stand } from "./process.ts";

export const SWITCH = "https://switch.example/ping";
const TIMEOUT = 30 * SECOND;

/** A fault that strikes the next call of a method, or the call of that page. */
export interface Armed {
  readonly name: FaultName;
  readonly method: string;
  readonly kind: FaultKind;
  readonly page?: number;
  readonly retryAfter?: number;
}

/** How the workspace and the way to it are at the moment. */
interface Weather {
  armed: Armed[];
  /** Accounts that the list falsely calls gone. */
  flagged: ReadonlySet<string>;
  /** The account whose own record is nonsense. */
  poisoned: string | undefined;
  /** The next list never ends. */
  freeze: boolean;
  /** No connection to the workspace. */
  cut: boolean;
  /** The ids are others, or the workspace is: nothing else happens in it meanwhile. */
  moved: boolean;
}

/** One call of the dead-man's switch. */
export interface Ping {
  readonly at: Instant;
  readonly fail: boolean;
}

/** What a process was shown since it asked for the first page of its last list. */
interface Shown {
  readonly ids: Set<string>;
  /** The ids, or the workspace, were others. */
  moved: boolean;
}

/** The fake workspace, a way to it that takes time and fails, and a dead-man's switch. */
export interface Workspace {
  readonly world: World;
  readonly fake: FakeSlack;
  /** Something happens in it, now. */
  readonly act: (work: (acts: Acts) => void) => void;
  readonly weather: Weather;
  readonly pings: readonly Ping[];
  /** Accounts that a list has falsely called gone. */
  readonly liedAbout: ReadonlySet<string>;
  /** Those of whom two lists have said so, while nobody could ask the account itself. */
  readonly liedAboutTwice: ReadonlySet<string>;
  readonly httpOf: (process: Process) => Http;
  readonly shownTo: (process: Process) => Shown | undefined;
}

/** Answers that are whole and not true, and do not say so. */
const SILENT: ReadonlySet<FaultKind> = new Set(["cut", "half", "empty_list"]);

/** @param struck called when a fault has struck */
export function createWorkspace(
  scheduler: Scheduler,
  random: Random,
  { seed, accounts }: { readonly seed: number; readonly accounts: number },
  struck: (name: FaultName) => void,
  onEvent: (pushed: Pushed) => void,
): Workspace {
  const { now, at } = scheduler;
  const world = createWorld({ seed, accounts, now: now(), projectChannels: 2, deactivated: 0.1 });
  for (const channel of world.channels.values()) channel.hasApp = random.chance(0.5);
  const fake = createFakeSlack({ world, now, scopes: ["users:read", "users:read.email", "team:read"] });
  fake.onEvent(onEvent);
  const weather: Weather = {
    armed: [],
    flagged: new Set(),
    poisoned: undefined,
    freeze: false,
    cut: false,
    moved: false,
  };
  const pings: Ping[] = [];
  const liedAbout = new Set<string>();
  const liedAboutTwice = new Set<string>();
  /** Since the last answer of the account itself. */
  const unanswered = new Set<string>();
  const shown = new Map<Process, Shown>();
  const pages = new Map<string, number>();

  /** What comes back; undefined where nothing ever does. */
  const answer = async (process: Process, request: HttpRequest): Promise<HttpResponse | undefined> => {
    if (request.url.startsWith(SWITCH)) {
      pings.push({ at: now(), fail: request.url.endsWith("/fail") });
      return { status: 200, headers: new Headers(), body: Buffer.from("OK") };
    }
    if (weather.cut) throw noAnswer();
    const method = request.url.slice(fake.url.length);
    const params = new URLSearchParams(request.body);
    const page = pages.get(params.get("cursor") ?? "") ?? 1;
    const isList = method === "users.list";
    if (isList && weather.freeze) {
      weather.freeze = false;
      struck("F20 a sweep that never ends");
      return undefined;
    }
    if (isList && page === 1) shown.set(process, { ids: new Set(), moved: false });
    // Slack never takes other ids back, so that a list which is cut as well would leave accounts that nobody ever finds again.
    const strikes = ({ kind }: Armed): boolean => !weather.moved || !SILENT.has(kind);
    const armed = weather.armed.find((one) => one.method === method && (one.page ?? page) === page && strikes(one));
    if (armed !== undefined) {
      weather.armed = weather.armed.filter((one) => one !== armed);
      const { kind, retryAfter } = armed;
      fake.fault({ method, kind, times: 1, ...(retryAfter === undefined ? {} : { retryAfter }) });
      struck(armed.name);
    }
    const { response, ids } = tampered(method, params, page, await fake.http.send(request));
    const sight = shown.get(process);
    if (sight !== undefined) {
      sight.moved ||= weather.moved;
      for (const id of ids) sight.ids.add(id);
    }
    return response;
  };

  /** What is answered in the end, and the accounts that it shows. */
  const tampered = (
    method: string,
    params: URLSearchParams,
    page: number,
    response: HttpResponse,
  ): { readonly response: HttpResponse; readonly ids: readonly string[] } => {
    if (method === "users.info" && weather.poisoned !== undefined && params.get("user") === weather.poisoned) {
      struck("F13 an account that cannot be read");
      return { response: { ...response, body: Buffer.from(JSON.stringify({ ok: true, user: { id: 7 } })) }, ids: [] };
    }
    const body = jsonOf(response);
    const ids = idsIn(body);
    if (method === "users.info") for (const id of ids) unanswered.delete(id);
    if (method !== "users.list") return { response, ids };
    const next = body?.response_metadata?.next_cursor ?? "";
    if (next !== "") pages.set(next, page + 1);
    const lied = body?.members?.filter(({ id, deleted }) => !deleted && weather.flagged.has(id)) ?? [];
    if (lied.length === 0) return { response, ids };
    for (const member of lied) {
      member.deleted = true;
      if (unanswered.has(member.id)) liedAboutTwice.add(member.id);
      liedAbout.add(member.id);
      unanswered.add(member.id);
    }
    struck("F5 a list that falsely says so");
    return { response: { ...response, body: Buffer.from(JSON.stringify(body)) }, ids };
  };

  const latency = (): number => 10 + random.below(random.chance(0.1) ? 1500 : 120);

  const httpOf = (process: Process): Http => ({
    send: async (request, signal) => {
      const { gate, opened } = stand(process, "waiting for an answer", now());
      let response: HttpResponse | undefined;
      const end = (after: number, work: () => void): void => void at(now() + after, work, process);
      const ask = async (): Promise<void> => {
        try {
          response = await answer(process, request);
          if (response !== undefined) end(latency(), gate.open);
        } catch (error) {
          end(latency(), () => gate.fail(error instanceof Error ? error : noAnswer()));
        }
      };
      let isFrozen = false;
      at(now() + latency(), () => {
        isFrozen = weather.freeze && request.url.endsWith("users.list");
        void ask();
      });
      const cancel = at(now() + TIMEOUT, () => isFrozen || gate.fail(noAnswer()), process);
      const forget = onceAborted([signal], () => {
        scheduler.touch();
        gate.fail(new RollcallError("interrupted", "Interrupted while waiting for an answer."));
      });
      try {
        await opened;
      } finally {
        cancel();
        forget();
      }
      if (response === undefined) throw noAnswer();
      return response;
    },
  });

  return {
    world,
    fake,
    act: (work) => {
      if (weather.moved) return;
      const before = world.truth.length;
      work(fake.acts);
      const back = world.truth.slice(before).filter(({ act }) => act === "reactivate");
      for (const _ of back) struck("F9 a leaver who comes back");
    },
    weather,
    pings,
    liedAbout,
    liedAboutTwice,
    httpOf,
    shownTo: (process) => shown.get(process),
  };
}

interface Page {
  readonly user?: unknown;
  readonly members?: { readonly id: string; deleted: boolean }[] | null;
  readonly response_metadata?: { readonly next_cursor?: string };
}

function jsonOf({ body }: HttpResponse): Page | undefined {
  try {
    return JSON.parse(Buffer.from(body).toString()) as Page;
  } catch {
    return undefined;
  }
}

/** The accounts that an answer shows. */
function idsIn(page: Page | undefined): string[] {
  const { members, user } = page ?? {};
  const all: readonly unknown[] = [...(Array.isArray(members) ? members : []), user];
  return all.flatMap((one) => {
    const id = typeof one === "object" && one !== null && "id" in one ? one.id : undefined;
    return typeof id === "string" ? [id] : [];
  });
}

function noAnswer(): RollcallError {
  return new RollcallError("unreachable", "127.0.0.1:1: no whole answer; check the network and the address.");
}
