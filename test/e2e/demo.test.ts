import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(30);
});
afterAll(() => stage.close());

describe("rollcall demo", () => {
  it("without a terminal plays once, tells everybody who left and nobody else, and exits with 0", async () => {
    const { code, out, err } = await stage.run(["demo", "--speed", "20000"]);
    expect([code, err]).toEqual([0, ""]);
    const told =
      /told +(\d+) departures of (\d+) that really happened: every one of them, and nobody else; 1 of 1 returns/;
    expect(out).toMatch(told);
    expect(out).toMatch(/^\d{3} people left acme, .*: 15 % of 4,\d{3} staff$/m);
    // A leaver, a reading that is not believed, and the wave: three messages, whatever they told.
    expect(out).toMatch(/written +3 messages in #people-ops, edited \d{2} times/);
    // In the tools beside Slack it finds what really is the matter, and shows the account that is there for the longest time.
    expect(out).toMatch(
      /tools +4 accounts overdue, 1 ended too late, 1 gone by accident\?, 2 that nobody owns: as it really is$/m,
    );
    expect(out).toMatch(/: gone in okta for 6 h \d+ min, still active in github$/m);
    expect(out).toMatch(/^github +\S+ +overdue +to be gone by .*, and still in use /m);
    // What the press wrote was read, and is held beside what was observed.
    expect(out).toContain(
      "“Acme told its staff on Tuesday that it would cut about 15% of its workforce, or roughly 700 jobs.”",
    );
    expect(out).toMatch(/announced: about 15 %, about 700, on 27 Jan 2026\n/);
    expect(out).toContain("that is: 665 to 735 departures");
    expect(out).toContain("so far: within what was announced");
    expect(out).not.toContain("\u001b");
  }, 300_000);

  it("stops at once when it is interrupted", async () => {
    const { child, ended } = stage.start(["demo"]);
    child.stdout?.once("data", () => child.kill("SIGINT"));
    const { code, out, err } = await ended;
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/Stopped\.\n$/);
  });

  it.each(["0", "fast"])("with --speed %s exits with 2", async (speed) => {
    const { code, err } = await stage.run(["demo", "--speed", speed]);
    expect(code).toBe(2);
    expect(err).toContain("--speed: give a number above 0");
  });
});
