// Reports of counts, from the account that ends to the bytes that leave for those who may know no names.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliverDue } from "../../src/app/deliver.ts";
import type { Destination } from "../../src/app/destination.ts";
import type { Http } from "../../src/app/ports.ts";
import { release } from "../../src/app/release.ts";
import type { CountRules } from "../../src/core/ledger/rules.ts";
import type { Notification } from "../../src/core/notification/notification.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { openCommandStand } from "../../src/notifiers/fake/command.ts";
import { openMailServer, type MailServer } from "../../src/notifiers/fake/mail-server.ts";
import { openNtfyStand } from "../../src/notifiers/fake/ntfy.ts";
import { openSlackStand } from "../../src/notifiers/fake/slack.ts";
import { openTeamsStand } from "../../src/notifiers/fake/teams.ts";
import { openTerminalStand } from "../../src/notifiers/fake/terminal.ts";
import { email } from "../../src/notifiers/email.ts";
import { notifiers } from "../../src/notifiers/all.ts";
import type { Stand } from "../../src/notifiers/testing.ts";
import { webhook } from "../../src/notifiers/webhook.ts";
import { contextOf } from "../../src/wire/context.ts";
import { type CountingDestination, countingDestination } from "../support/destination.ts";
import { openRepeatingServer, type RepeatingServer } from "../support/repeating-server.ts";
import { whileWatching } from "../support/watching.ts";
import { workspacesOfTests } from "../support/workspace.ts";
import { deliverUntil } from "../support/delivering.ts";

const RULES: CountRules = { headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 10 };

const open = workspacesOfTests();

/** A workspace that is watched and told of, day by day. */
async function counted(destinations: readonly Destination[], http?: Http) {
  const workspace = await open({ destinations, accounts: 220 });
  const { clock, slack: fake } = workspace;
  const context = http === undefined ? workspace.context : { ...workspace.context, http };
  const { store } = context;
  const first = await release(context, RULES);
  if (!first.made) throw new Error(`no first release: ${first.why}`);
  const began = first.at;
  const [base] = await store.partitions("acme");
  const here = new Set(workspace.staff(420));
  const inUnit = [...(base?.unitOf ?? [])].flatMap(([id, of]) =>
    of === base?.units[0]?.id && here.has(id) ? [id] : [],
  );
  /** Sends what is due, and what falls due within the next hours. */
  const deliver = (hours = 0): Promise<void> => deliverUntil(context, clock.now() + hours * HOUR);
  return {
    ...workspace,
    context,
    store,
    began,
    inUnit: inUnit.toSorted(),
    leave: (ids: readonly string[]) => ids.forEach((id) => fake.acts.deactivate(id)),
    comeBack: (ids: readonly string[]) => ids.forEach((id) => fake.acts.reactivate(id)),
    deliver,
    /** Reads and releases when so many days have gone by, and sends what falls due then. */
    day: async (n: number) => {
      await clock.sleep(began + n * DAY - clock.now() - HOUR);
      await workspace.sweep();
      const made = await release(context, RULES);
      await deliver(2);
      return made;
    },
  };
}

function reader(name: string, more: Partial<Destination> = {}): CountingDestination {
  return countingDestination({ name, audience: "counts", tell: ["reports", "health"], updates: "messages", ...more });
}

describe("a report", () => {
  it("comes after each release, whether or not anything rose, as one message of its own ledger", async () => {
    const [anyone, authorised] = [reader("all-hands"), reader("council", { readers: "authorised" })];
    const hr = countingDestination({ tell: ["departures", "reports"] });
    const { inUnit, leave, deliver, day } = await counted([anyone.destination, authorised.destination, hr.destination]);
    await deliver(2);
    leave(inUnit.slice(0, 9));
    for (let n = 1; n <= 3; n++) await day(n);
    const totals = ({ arrivals }: CountingDestination) =>
      arrivals.flatMap(({ view: { report } }) => (report === undefined ? [] : [report.total.atLeast]));
    expect([totals(anyone), totals(authorised), totals(hr)]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 9, 9],
      [0, 0, 9, 9],
    ]);
    expect(anyone.arrivals.map(({ view: { report, version, kind } }) => [kind, version, report?.policy.k])).toEqual(
      Array.from({ length: 4 }, () => ["reports", 1, 10]),
    );
    expect(authorised.arrivals.map(({ view, update }) => [update, view.report?.policy.release])).toEqual(
      [1, 2, 3, 4].map((n) => [false, n]),
    );
    expect(hr.arrivals.some(({ view }) => view.kind === "departures")).toBe(true);
  });

  it("says what was released then, however late it arrives and whatever was released since", async () => {
    const late = reader("council", { readers: "authorised" });
    late.fail = () => new RollcallError("unreachable", "closed");
    const { inUnit, leave, day, deliver, store } = await counted([late.destination]);
    leave(inUnit.slice(0, 9));
    for (let n = 1; n <= 3; n++) await day(n);
    expect(late.tries.length).toBeGreaterThan(4);
    late.fail = undefined;
    await deliver(48);
    const told = late.arrivals.map(({ view: { report } }) => [report?.policy.release, report?.total.atLeast]);
    expect(told).toHaveLength(4);
    expect(Object.fromEntries(told)).toEqual({ 1: 0, 2: 0, 3: 9, 4: 9 });
    const all = await store.notifications({});
    expect(all.map(({ state, messages }) => [state, messages])).toEqual(all.map(() => ["sent", 1]));
  });

  it("is not sent where the settings tell nothing of it any more, nor of the ledger that they named before", async () => {
    const before = reader("council", { readers: "authorised" });
    before.fail = () => new RollcallError("unreachable", "closed");
    const { context, inUnit, leave, day, clock } = await counted([before.destination]);
    leave(inUnit.slice(0, 9));
    for (let n = 1; n <= 3; n++) await day(n);
    const now = reader("council", { readers: "anyone" });
    await clock.sleep(DAY);
    await deliverDue({ ...context, destinations: [now.destination] }, () => {});
    expect(new Set(now.arrivals.map(({ view: { report } }) => report?.policy.k))).toEqual(new Set([10]));
  });

  it("is one of the release's own transaction: kept with it, or not at all", async () => {
    const { destination } = reader("council");
    const { context, store, clock, began, sweep } = await counted([destination]);
    await clock.sleep(began + DAY - clock.now());
    await sweep();
    const torn: typeof store = {
      ...store,
      transaction: (work) =>
        store.transaction((writer) =>
          work({
            ...writer,
            putNotification: async () => {
              throw new Error("torn");
            },
          }),
        ),
    };
    await expect(release({ ...context, store: torn }, RULES)).rejects.toThrow("torn");
    expect(await store.releases("acme", "anyone")).toHaveLength(1);
    expect(await store.notifications({})).toHaveLength(1);
    expect(await release(context, RULES)).toMatchObject({ made: true, release: 2, toldFrom: began + DAY + 2 * HOUR });
    expect((await store.notifications({})).map(({ dueAt }) => dueAt - began)).toEqual([HOUR, DAY + 2 * HOUR]);
  });
});

/** Stands of every kind of destination; each keeps what arrives, to the byte. */
let stands: readonly Stand[];
let mail: MailServer;
let hook: RepeatingServer;
beforeAll(async () => {
  const still = Date.UTC(2026, 10, 20);
  hook = await openRepeatingServer();
  mail = await openMailServer();
  stands = await Promise.all([
    openSlackStand({}, { now: () => still }),
    openTeamsStand(),
    openNtfyStand(),
    openCommandStand(),
    openTerminalStand(),
  ]);
});
afterAll(async () => {
  await Promise.all([...stands.map((stand) => stand.close()), mail.close(), hook.close()]);
});

function everyKind(): Destination[] {
  const server = { host: "127.0.0.1", port: mail.port, security: "starttls", ca: mail.authority };
  const letter = { recipients: ["council@example.com"], from: "rollcall@example.com", nameInSubject: false, server };
  // Which looks at no time: that of these worlds is not the one on the wall.
  const secret = new Secret(`whsec_${Buffer.alloc(32, "k").toString("base64")}`, "the test");
  const post = { url: `${hook.url}/hook`, secret, payload: "thin", format: "standard", source: "rollcall" };
  const others = [
    { notifier: email, settings: letter },
    { notifier: webhook, settings: post },
  ];
  return [...stands, ...others].map(({ notifier, settings }) => ({
    name: notifier.kind,
    notifier,
    settings,
    audience: "counts",
    readers: "authorised",
    rule: { tell: ["reports", "health"] },
  }));
}

/** Everything that leaves for counts in one world, with its time: requests whole, mails, and what programs and screens got. */
async function world(act: (one: Awaited<ReturnType<typeof counted>>, n: number) => unknown, days: number) {
  const anyone = reader("all-hands");
  const hr = countingDestination();
  const sent: unknown[] = [];
  const from = {
    mails: mail.mails.length,
    hook: hook.requests.length,
    stands: stands.map(({ received }) => received.length),
  };
  const destinations = [...everyKind(), anyone.destination, hr.destination];
  let real: Http | undefined;
  let now = (): number => 0;
  const http: Http = {
    send: async (request, signal) => {
      sent.push({ ...request, at: now() });
      return (real as Http).send(request, signal);
    },
  };
  const one = await counted(destinations, http);
  now = one.clock.now;
  real = contextOf({ store: one.store, progress: () => {} }).http;
  await one.deliver(2);
  for (let n = 1; n <= days; n++) {
    await act(one, n);
    await one.day(n);
  }
  const kept = (all: readonly Notification[]) =>
    all.flatMap(({ receipt, ...rest }) =>
      rest.audience === "counts" ? [{ ...rest, receipt: rest.destination === "slack" ? null : receipt }] : [],
    );
  return {
    hr: hr.arrivals.length,
    anyone: JSON.stringify([anyone.arrivals, anyone.tries]),
    bytes: {
      sent: sent.map((request) => JSON.stringify(request)).toSorted(),
      // Chosen by chance for each mail, and of one length.
      mails: mail.mails.slice(from.mails).map(({ raw }) => raw.replaceAll(/(?<=_NmP-)[0-9a-f]{16}/g, "boundary")),
      posted: hook.requests.slice(from.hook),
      received: stands.map(({ received }, i) => received.slice(from.stands[i])),
      kept: kept(await one.store.notifications({})),
    },
  };
}

describe("in worlds whose ledgers are equal", () => {
  it("every destination of counts gets the same bytes at the same times, with the same ids", async () => {
    expect(
      everyKind()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(notifiers.map(({ kind }) => kind).toSorted());
    const nobody = await world(() => {}, 3);
    const few = await world(({ inUnit, leave }, n) => n === 1 && leave(inUnit.slice(0, 4)), 3);
    const some = await world(async ({ inUnit, leave, comeBack, sweep, deliver }, n) => {
      if (n !== 1) return;
      leave(inUnit.slice(10, 17));
      // They are seen to be gone, and some are back before that has stood for a day.
      await sweep();
      await deliver();
      comeBack(inUnit.slice(10, 13));
    }, 3);
    expect(few).toMatchObject({ bytes: nobody.bytes, anyone: nobody.anyone });
    expect(some).toMatchObject({ bytes: nobody.bytes, anyone: nobody.anyone });
    // Four releases each; and the worlds were not the same.
    expect(nobody.bytes.received.map(({ length }) => length)).toEqual(stands.map(() => 4));
    const { mails, posted, sent } = nobody.bytes;
    expect([mails.length, posted.length, sent.length]).toEqual([4, 4, 4 * 4]);
    expect([few.hr > nobody.hr, some.hr > nobody.hr]).toEqual([true, true]);
    expect(JSON.stringify(nobody.bytes)).toContain("at least 0");
    // What rises for some readers changes nothing for others, and nothing before it rose.
    const eight = await world(({ inUnit, leave }, n) => n === 2 && leave(inUnit.slice(0, 8)), 3);
    expect(eight.anyone).toBe(nobody.anyone);
    expect(eight.bytes.mails.at(-1)).toContain("at least 8");
    expect(eight.bytes.mails.slice(0, -1)).toEqual(mails.slice(0, -1));
  }, 60_000);
});

describe("a watch", () => {
  /** Slow calls, so that a reading which asks for people again lasts minutes longer. */
  async function watched(leaving: number) {
    const start = Date.UTC(2026, 10, 20, 8);
    const [council, hr] = [reader("council", { readers: "authorised" }), countingDestination()];
    const destinations = [hr.destination, council.destination];
    const counts = { ...RULES, cadence: 6 * HOUR, settle: HOUR };
    const options = { start, accounts: 200, latency: 20 * SECOND, destinations, counts };
    return whileWatching(options, async ({ store, fake, until }) => {
      await until(start + 5 * HOUR + 55 * MINUTE);
      const [base] = await store.partitions("acme");
      const staff = [...(base?.unitOf ?? [])].filter(([, unit]) => unit === base?.units[0]?.id);
      for (const [id] of staff.slice(0, leaving)) fake.acts.deactivate(id);
      await until(start + 9 * HOUR);
      const made = (await store.records({})).filter(({ action }) => action === "release").map(({ at }) => at);
      return { council: JSON.stringify([council.arrivals, council.tries]), hr: hr.arrivals.length, made };
    });
  }

  it("sends reports at the same second, though a release is made later where the reading found somebody gone", async () => {
    const [still, moving] = [await watched(0), await watched(4)];
    expect(still.made).toHaveLength(2);
    expect(moving.made).not.toEqual(still.made);
    expect(moving.hr).toBeGreaterThan(still.hr);
    expect(moving.council).toBe(still.council);
    expect(JSON.parse(still.council)[0]).toHaveLength(2);
  }, 60_000);
});
