// What leaves for those who may know no names, and for whoever keeps checkpoints, command by command.
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { SIGNING_KEY } from "../faults/receiver.ts";
import { openRepeatingServer, type RepeatingServer } from "../support/repeating-server.ts";
import { openStage, staffOf, type Stage } from "./stage.ts";

let stage: Stage;
let server: RepeatingServer;
beforeAll(async () => {
  [stage, server] = await Promise.all([openStage(150), openRepeatingServer()]);
  settings("counts: { headcount: acme }");
});
afterAll(async () => {
  await server.close();
  await stage.close();
});

const env = { KEY: SIGNING_KEY };
const rollcall = (...args: string[]) => stage.run(args, { env });
const sweep = () => rollcall("sweep", "--fields", "none");
const inFolder = (name: string): string => join(stage.folder, name);

function settings(counts: string, store = "rollcall.db"): void {
  const hook = (name: string, more: string): string =>
    `  - { to: webhook, name: ${name}, url: "${server.url}/${name}", secret: { env: KEY }, ${more} }\n`;
  const notify =
    hook("board", "audience: counts") +
    hook("council", "audience: counts, tell: [checkpoints]") +
    hook("auditor", "audience: named, tell: [checkpoints]");
  stage.settings("rollcall.yaml", `store: { path: ${store} }\n${counts}\nnotify:\n${notify}`);
}

const Body = z.looseObject({
  data: z.looseObject({ checkpoint: z.looseObject({ note: z.string().nullable() }).optional() }),
});

/** The store and what stands beside it, as whoever can write here would put them back. */
function copyStore(from: string, to: string): void {
  for (const end of ["-wal", "-shm"]) rmSync(inFolder(`${to}.db${end}`), { force: true });
  const database = new DatabaseSync(inFolder(`${from}.db`));
  database.exec("pragma wal_checkpoint(truncate)");
  database.close();
  for (const end of ["", ".audit-key", ".audit-checkpoint"]) {
    copyFileSync(inFolder(`${from}.db${end}`), inFolder(`${to}.db${end}`));
  }
}

/** The messages that have come there. */
function at(name: string) {
  const mine = server.requests.filter(({ path }) => path === `/${name}`);
  return mine.map(({ body }) => Body.parse(JSON.parse(body)));
}

const noteAt = (name: string): string => at(name).at(-1)?.data.checkpoint?.note ?? "";

/** Everything that waits or was signed is so many days older. */
function later(days: number): void {
  const database = new DatabaseSync(inFolder("rollcall.db"));
  database.exec(`update incidents set opened_at = opened_at - ${days * 86_400_000} where kind = 'checkpoints';
    update notifications set since = since - ${days * 86_400_000}, due_at = due_at - ${days * 86_400_000};`);
  database.close();
}

/** What is said of an export, as the log stands now, beside each of the notes that were saved. */
async function verified(...saved: readonly string[]): Promise<(readonly [code: number, out: string])[]> {
  const name = `${saved.join("").length}-${server.requests.length}.ndjson`;
  await rollcall("audit", "export", name);
  return Promise.all(
    saved.map(async (note, i) => {
      const kept = stage.file(`${name}.${i}`, note);
      const { code, out } = await rollcall("audit", "verify", name, "--checkpoint", kept);
      return [code, out] as const;
    }),
  );
}

describe("a sweep", () => {
  it("signs the log and sends the checkpoint, makes the release, and says when its report leaves", async () => {
    const { code, err } = await sweep();
    expect([code, at("board"), at("council")]).toEqual([0, [], []]);
    expect(err).toMatch(
      /acme: counts released, number 1; rollcall report shows them\.\nTheir report leaves at \d+ \w+ \d{4} \d\d:\d\d UTC, with rollcall watch or with the next sweep after that\.\n/,
    );
    expect(at("auditor")).toMatchObject([{ type: "rollcall.checkpoints", data: { checkpoint: { sealed: false } } }]);
    const doctor = await rollcall("doctor");
    expect(doctor.code).toBe(0);
    expect(doctor.out).toMatch(/counts of acme\n {2}✓ release 1 of .* UTC; the next is due .* UTC\n/);
    expect(doctor.out).toMatch(/audit log\n {2}✓ the checkpoint of .* ago, is outside: at auditor\n {2}· the next /);
    copyStore("rollcall", "before");
  }, 60_000);

  it("sends what counts have been waiting for before it reads anything, and names nobody in it", async () => {
    later(0.5);
    for (const id of staffOf(stage.slack, 8)) stage.slack.acts.deactivate(id);
    const { code, out, err } = await sweep();
    expect([code, out.includes("8")]).toEqual([0, true]);
    expect(err.split("\n").slice(0, 2).toSorted()).toEqual([
      expect.stringMatching(/^board: told \(i-[0-9a-f]+, version 1\)$/),
      expect.stringMatching(/^council: told \(i-[0-9a-f]+, version 1\)$/),
    ]);
    expect(at("board")).toMatchObject([
      {
        type: "rollcall.reports",
        data: {
          payload: "thin",
          report: { policy: { k: 10, release: 1 }, complete: true, total: { atLeast: 0 }, units: [{ atLeast: 0 }] },
        },
      },
    ]);
    const text = server.requests.map(({ body }) => body).join("\n");
    for (const { id, first, last, email } of stage.slack.world.members.values()) {
      for (const one of [id, `${first} ${last}`, email]) if (one) expect(text.includes(one)).toBe(false);
    }
  }, 60_000);
});

describe("a checkpoint that came", () => {
  it("verifies an export, sealed or not, and finds a store that was put back to an earlier day", async () => {
    const whole = [0, expect.stringContaining("nothing removed")];
    expect(await verified(noteAt("auditor"), noteAt("council"))).toEqual([whole, whole]);
    later(1.01);
    await sweep();
    expect(at("auditor")).toHaveLength(2);
    copyStore("before", "rollcall");
    expect(await verified(noteAt("auditor"))).toEqual([[1, expect.stringMatching(/rolled back|was rewritten/)]]);
  }, 60_000);

  it("is followed by none where the log was changed: that is told, and doctor says so", async () => {
    const database = new DatabaseSync(inFolder("rollcall.db"));
    database.exec("update record set action = 'nothing' where seq = 3");
    database.close();
    later(2.01);
    const { code, err } = await sweep();
    expect([code, err.includes("The audit log is not signed")]).toEqual([1, true]);
    expect(at("auditor").at(-1)?.data.checkpoint).toMatchObject({ note: null, fault: "log" });
    const doctor = await rollcall("doctor");
    expect(doctor.code).toBe(1);
    expect(doctor.out).toMatch(/✗ not signed .* UTC: \d+ things? (is|are) wrong with the log; rollcall audit export/);
    expect(doctor.out).toMatch(/! nothing newer is outside than the checkpoint of /);
  }, 60_000);
});

describe("rollcall doctor", () => {
  it("says why there is no release where the settings contradict what was published", async () => {
    settings("counts: { headcount: acme, k: 7 }");
    const { code, out } = await rollcall("doctor");
    expect([code, out]).toEqual([
      3,
      expect.stringContaining("✗ no release: counts.k is 7, but counts of acme have been"),
    ]);
    settings("counts: { headcount: acme }");
  });

  it("and where nothing was read so far, or there are too few staff", async () => {
    const fresh = (counts: string): ReturnType<typeof rollcall> => {
      settings(counts, "fresh.db");
      return rollcall("doctor");
    };
    const unread = await fresh("counts: { headcount: acme }");
    expect(unread.out).toContain("! no release yet: the first comes with a complete and healthy reading");
    expect(unread.out).toContain("· no checkpoint is outside yet at council and auditor");
    stage.settings("rollcall.yaml", "store: { path: fresh.db }\n");
    await sweep();
    const many = await fresh("counts: { headcount: acme, anyone: 60 }");
    expect([many.code, many.out]).toEqual([
      3,
      expect.stringContaining("✗ no release: acme has fewer staff than the 240"),
    ]);
    const ready = await fresh("counts: { headcount: acme }");
    expect(ready.out).toContain("· no release yet: rollcall watch makes it, or the next rollcall sweep");
  }, 60_000);
});
