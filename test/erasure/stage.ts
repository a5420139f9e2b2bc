import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { exportLog } from "../../src/app/audit.ts";
import type { Context } from "../../src/app/context.ts";
import { deliverDue } from "../../src/app/deliver.ts";
import type { Directory } from "../../src/app/directory.ts";
import { createInbox } from "../../src/app/inbox.ts";
import { recordView } from "../../src/app/named-view.ts";
import { addPlan } from "../../src/app/plans.ts";
import type { Store } from "../../src/app/ports.ts";
import { release } from "../../src/app/release.ts";
import { restore } from "../../src/app/restore.ts";
import { settleEvents } from "../../src/app/settle-events.ts";
import { sweep } from "../../src/app/sweep.ts";
import { keepUp } from "../../src/app/upkeep.ts";
import { auditFiles } from "../../src/config/audit-files.ts";
import { erasureKeyFile } from "../../src/config/key-file.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "../../src/connectors/slack/fake/index.ts";
import type { Member } from "../../src/connectors/slack/fake/world.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import type { Account } from "../../src/core/directory/account.ts";
import { ERASED } from "../../src/core/directory/erased.ts";
import { USUAL_RETENTION } from "../../src/core/disclosure/retention.ts";
import type { CountRules } from "../../src/core/ledger/rules.ts";
import { Secret } from "../../src/core/secret.ts";
import { DAY, HOUR } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { contextOf } from "../../src/wire/context.ts";
import { type CountingDestination, countingDestination } from "../support/destination.ts";

const COUNTS: CountRules = { headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 10 };
const ALL = ["departures", "waves", "erased", "moved", "updated", "renamed", "joined", "left_channel"] as const;

/** Words that stand nowhere else; the id is of the workspace's making. */
const WORDS = {
  first: "Zyxquille",
  last: "Vorblatt",
  handle: "zq9917",
  email: "zq9917@canary.example",
  title: "Chief Quibbleologist",
  office: "Qwozzleburg",
};

/**
 * A workspace of 70 that is read into a file, and in it somebody whose every attribute is found nowhere else: a manager of
 * others, by id, by address and by name, who invited a guest and ended an account; who left, of whom people were told, and with
 * whom half of their people left, which is a wave.
 */
export interface ErasureStage {
  readonly slack: FakeSlack;
  readonly path: string;
  readonly context: Context;
  readonly directory: Directory;
  readonly clock: ReturnType<typeof virtualClock>;
  /** Who is to be let go of. */
  readonly person: Member;
  /** The others who left, who are not. */
  readonly team: readonly string[];
  /** Destinations: one whose messages are edited, and one in which each update is one more. */
  readonly board: CountingDestination;
  readonly mail: CountingDestination;
  /** One reading an hour later, some custom fields included, an event about the person, and all that is due. */
  readonly go: () => Promise<void>;
  readonly keepUp: () => Promise<void>;
  readonly deliver: () => Promise<void>;
  /** How often each word of the person stands in the files of the store, in an export of its log, and in all else that is given. */
  readonly scan: (...texts: readonly string[]) => Promise<Readonly<Record<string, number>>>;
  readonly exported: () => Promise<{ readonly text: string; readonly note: string | undefined }>;
  readonly close: () => Promise<void>;
}

const open: ErasureStage[] = [];
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close();
});

/** @param stays the person is in use, and only their people leave */
export async function openErasureStage({ stays = false } = {}): Promise<ErasureStage> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-erasure-"));
  const path = join(folder, "rollcall.db");
  const clock = virtualClock();
  const server = await startFakeSlack({
    world: createWorld({ seed: 11, accounts: 70, now: clock.now() }),
    now: clock.now,
    rateLimits: false,
    scopes: ["users:read", "users:read.email", "users.profile:read", "team:read", "channels:read", "groups:read"],
  });
  const staff = [...server.world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  // Whose people are their own: nobody's above them are others'.
  const heads = new Set(staff.map(({ manager }) => manager));
  const [person, ...others] = staff.filter((one) => !heads.has(one)) as [Member, ...Member[]];
  Object.assign(person, { ...WORDS, office: person.office });
  const [byId, byAddress, byName] = [others.slice(0, 14), others.slice(14, 17), others.slice(17, 19)];
  for (const one of byId) one.manager = person;
  const guest = [...server.world.members.values()].find(({ role, state }) => role === "guest" && state === "active");
  if (guest !== undefined) guest.invitedBy = person;
  const named = new Map([
    ...byAddress.map(({ id }) => [id, WORDS.email] as const),
    ...byName.map(({ id }) => [id, `${WORDS.first} ${WORDS.last}`] as const),
  ]);
  const board = countingDestination({ name: "board", tell: ALL, updates: "edits" });
  const mail = countingDestination({ name: "mail", tell: ALL, updates: "messages" });
  const store = await openSqlite({ path, key: erasureKeyFile(path), busyTimeout: 300 });
  const context = contextOf({
    store,
    clock,
    destinations: [board.destination, mail.destination],
    progress: () => {},
  });
  const directory: Directory = {
    id: "acme",
    connector: slack,
    settings: {
      token: new Secret(server.token, "the test"),
      api: server.url,
      channels: true,
      fields: { location: "Office", team: "Team", manager: "Manager" },
    },
    rules: { demotion: false },
    every: HOUR,
    // As a file of people would have it, which names managers in its own way.
    overlay: (account: Account) => {
      const manager = named.get(account.id);
      return manager === undefined ? account : { ...account, attributes: { ...account.attributes, manager } };
    },
  };
  const keep = createInbox(context, "acme", "http", () => {});
  let events = 0;
  const about = (account: string, actor?: { kind: "person"; id: string; name: string }) =>
    keep([
      {
        key: `Ev${(events += 1)}`,
        type: "user_change",
        about: { account },
        at: clock.now(),
        ...(actor === undefined ? {} : { actor }),
      },
    ]);
  const read = (limit: number | "all" = 5) => sweep(context, directory, { details: { limit } });
  const exported = async () => {
    const lines: string[] = [];
    const { note } = await exportLog({ store, clock, files: auditFiles(path) }, (line) => lines.push(line));
    return { text: lines.join("\n"), note };
  };
  const deliver = async () => {
    await clock.sleep(5 * HOUR);
    await deliverDue(context, () => {});
  };
  const stage: ErasureStage = {
    slack: server,
    path,
    context,
    directory,
    clock,
    person,
    team: byId.map(({ id }) => id),
    board,
    mail,
    go: async () => {
      await clock.sleep(HOUR);
      await about(person.id);
      await settleEvents(context, directory);
      await read();
      await deliver();
    },
    keepUp: async () => {
      await clock.sleep(HOUR);
      await keepUp(context, { retention: USUAL_RETENTION, watched: ["acme"] }, "once");
    },
    deliver,
    exported,
    scan: async (...texts) => {
      const files = ["", "-wal", "-shm", "-journal"].map((suffix) => path + suffix).filter((file) => existsSync(file));
      const bytes = files.map((file) => readFileSync(file).toString("latin1"));
      const all = [...bytes, (await exported()).text, ...texts].join("\n").toLowerCase();
      const count = (word: string): number => all.split(word.toLowerCase()).length - 1;
      return Object.fromEntries([...Object.values(WORDS), person.id].map((word) => [word, count(word)]));
    },
    close: async () => {
      await server.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
  open.push(stage);
  await read("all");
  // Days of which nothing is to be said, and the units of counts, which know nothing of where the person goes afterwards.
  await clock.sleep(HOUR);
  await release(context, COUNTS);
  for (let day = 0; day < 3; day++) {
    await clock.sleep(DAY);
    await read();
  }
  person.updated = clock.now();
  server.acts.moveOffice(person.id, WORDS.office);
  await clock.sleep(2 * DAY);
  await read("all");
  await addPlan(store, {
    directory: "acme",
    from: clock.now(),
    until: clock.now() + DAY,
    about: `${WORDS.first} ${WORDS.last}'s team moves`,
    addedAt: clock.now(),
  });
  for (const id of stage.team) server.acts.deactivate(id);
  if (!stays) server.acts.deactivate(person.id);
  await clock.sleep(HOUR);
  for (const id of stage.team.slice(0, 2)) {
    await about(id, { kind: "person", id: person.id, name: `${WORDS.first} ${WORDS.last}` });
  }
  await about(person.id);
  await read();
  await settleEvents(context, directory);
  await deliver();
  const [left] = await store.departures({ directory: "acme", account: person.id });
  if (left !== undefined) {
    await recordView(context, "explain", { what: left.id });
    await restore(context, { what: left.id }, "named");
  }
  return stage;
}

/** Everybody who is in use, as they are known, but the person and whoever named them. */
export async function othersIn(store: Store, person: string): Promise<unknown[]> {
  const { entries } = await store.roster("acme");
  const named = new Set([person, WORDS.email, `${WORDS.first} ${WORDS.last}`, ERASED]);
  return [...entries.values()].flatMap(({ account }) => {
    const { manager, invitedBy, ...attributes } = account.attributes;
    if (account.id === person || account.status !== "active") return [];
    const isTheirs = named.has(manager ?? "") || named.has(invitedBy ?? "");
    return [isTheirs ? { id: account.id, attributes } : account];
  });
}
