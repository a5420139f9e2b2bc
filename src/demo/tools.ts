import type { Directory } from "../app/directory.ts";
import type { Clock } from "../app/ports.ts";
import { startFakeGithub } from "../connectors/github/fake/index.ts";
import { github } from "../connectors/github/index.ts";
import { CLIENT, startFakeOkta } from "../connectors/okta/fake/index.ts";
import { okta } from "../connectors/okta/index.ts";
import type { FakeSlack } from "../connectors/slack/fake/index.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { MappingRow } from "../core/person/rules.ts";
import { Secret } from "../core/secret.ts";
import { HOUR, type Instant, MINUTE } from "../core/time.ts";
import { type Day, LEAVES_AT, RETURNS_AT, START } from "./day.ts";

/** The identity provider, in which everybody is who belongs, and the code host of some of those who write code. */
export const IDENTITY = "okta";
const CODE = "github";

/** Until when accounts are to be gone at the company. */
export const OFFBOARDING: OffboardingRules = {
  leads: [IDENTITY],
  limits: new Map([[CODE, 2 * HOUR]]),
  usual: HOUR,
  settle: HOUR,
  guests: false,
};

/** The tools beside Slack, each of them a real HTTP server. */
export interface Tools {
  readonly directories: readonly Directory[];
  /** Whose accounts those are that show it by nothing: of the code host, which tells neither names nor addresses. Somebody keeps a table. */
  readonly mapping: readonly MappingRow[];
  /** How it really is at the end of the day, in accounts. */
  readonly truth: Readonly<Record<"overdue" | "late" | "accidents" | "orphans", number>>;
  readonly close: () => Promise<void>;
}

const EVERY = 30 * MINUTE;
const WRITE_CODE: ReadonlySet<string> = new Set(["Platform", "Data", "Mobile"]);
const SEATS = 360;
/** Whoever left until then and is still in the code host at the end of the day is overdue there, and not just within the limit. */
const SEEN_BY: Instant = START + 6 * HOUR;
const FORGOTTEN = 4;
const LATE = 4 * HOUR;
const ACCIDENT_AT: Instant = START + 70 * MINUTE;
/** A login that nobody knows any more. */
const NOBODY = "build-keeper";

/**
 * Everybody is in the identity provider, and ends there when they end in Slack. In the code host most of those who leave are taken out
 * within an hour or so, one too late, and a few not at all; one who stays is taken out by accident, and one account is nobody's. The address
 * of one person in Slack is of another organisation, which proves nothing.
 */
export async function openTools(about: {
  readonly workspace: FakeSlack;
  readonly clock: Pick<Clock, "now">;
  readonly day: Day;
  /** What Slack's directory is called. */
  readonly alias: string;
}): Promise<Tools> {
  const { workspace, clock, day, alias } = about;
  const { world } = workspace;
  const leftAt = new Map([{ id: day.leaver, at: LEAVES_AT }, ...day.leaving].map(({ id, at }) => [id, at]));
  const people = [...world.members.values()].filter(({ id, sort, state, role }) => {
    if (sort !== "person" || role.endsWith("guest") || id === world.app.id) return false;
    return state === "active" || state === "invited" || id === day.returning;
  });
  const stays = people.filter(({ id, state }) => state === "active" && !leftAt.has(id));
  const partner = stays.findLast(({ team }) => !WRITE_CODE.has(team));
  if (partner !== undefined) partner.email = `${partner.handle}@partner.example`;

  const provider = await startFakeOkta({
    now: () => clock.now(),
    users: people.map(({ serial, email, first, last, office, team, title }) => ({
      login: email,
      email,
      displayName: `${first} ${last}`,
      firstName: first,
      lastName: last,
      city: office,
      department: team,
      title,
      employeeNumber: numberOf(serial),
    })),
  });
  const userOf = new Map([...provider.users.keys()].map((user, i) => [people[i]?.id ?? "", user]));
  const inOkta = (id: string, status: "ACTIVE" | "DEPROVISIONED"): void => provider.set(userOf.get(id) ?? "", status);
  inOkta(day.returning, "DEPROVISIONED");
  workspace.at(RETURNS_AT, () => inOkta(day.returning, "ACTIVE"));
  for (const [id, at] of leftAt) workspace.at(at, () => inOkta(id, "DEPROVISIONED"));

  // Somebody of the first who leave is in the code host, so that there is something to tell of at the end of the day.
  const begin = Math.min(...day.leaving.map(({ at }) => at));
  const soonest = people.find(({ id, team }) => WRITE_CODE.has(team) && leftAt.get(id) === begin);
  const writers = people.filter(({ state, team }) => state === "active" && WRITE_CODE.has(team));
  const step = Math.ceil(writers.length / SEATS);
  const seated = writers.filter((one, i) => i % step === 0 || one === soonest);
  const staying = seated.filter(({ id }) => !leftAt.has(id));
  const leaving = seated
    .filter(({ id }) => leftAt.has(id))
    .toSorted((a, b) => (leftAt.get(a.id) ?? 0) - (leftAt.get(b.id) ?? 0));
  const seats = [...staying, ...leaving];
  const logins = seats.map(({ handle }) => handle.replaceAll(".", "-"));
  const host = await startFakeGithub([...logins, NOBODY], () => clock.now());
  const takeOut = (id: string, at: Instant): void => {
    workspace.at(at, () => {
      const member = host.members[seats.findIndex((one) => one.id === id)];
      if (member !== undefined) member.role = "none";
    });
  };
  const early = leaving.filter(({ id }) => (leftAt.get(id) ?? 0) < SEEN_BY);
  const [first, late, ...rest] = early.map(({ id }) => id);
  const forgotten = new Set([first, ...rest.filter((_, i) => i % 3 === 1).slice(0, FORGOTTEN - 1)]);
  leaving.forEach(({ id }, i) => {
    if (!forgotten.has(id)) takeOut(id, (leftAt.get(id) ?? 0) + (id === late ? LATE : (20 + (i % 5) * 10) * MINUTE));
  });
  // Not an owner: those are the first two.
  const unlucky = staying[2];
  if (unlucky !== undefined) takeOut(unlucky.id, ACCIDENT_AT);

  const common = { rules: { demotion: false }, waves: { leads: OFFBOARDING.leads }, every: EVERY };
  return {
    directories: [
      {
        ...common,
        id: IDENTITY,
        connector: okta,
        settings: {
          org: provider.url,
          oauth: { clientId: CLIENT, key: new Secret(provider.jwk, "the demo") },
          domains: [world.emailDomain],
        },
      },
      {
        ...common,
        id: CODE,
        connector: github,
        settings: {
          organisation: "acme",
          outsideCollaborators: true,
          token: new Secret(host.token, "the demo"),
          api: host.url,
        },
      },
    ],
    mapping: [
      ...seats.map(({ serial }, i) => ({
        account: { directory: CODE, word: logins[i] ?? "" },
        is: { employeeId: numberOf(serial) },
      })),
      // Whoever is invited to Slack and has not come yet has confirmed no address there.
      ...people.flatMap(({ id, state, serial }) =>
        state === "invited" ? [{ account: { directory: alias, word: id }, is: { employeeId: numberOf(serial) } }] : [],
      ),
    ],
    truth: {
      overdue: forgotten.size,
      late: late === undefined ? 0 : 1,
      accidents: unlucky === undefined ? 0 : 1,
      orphans: 1 + (partner === undefined ? 0 : 1),
    },
    close: async () => {
      await provider.close();
      await host.close();
    },
  };
}

function numberOf(serial: number): string {
  return `E${10_000 + serial}`;
}
