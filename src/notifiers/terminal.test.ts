import { Writable } from "node:stream";
import { WriteStream } from "node:tty";
import stringWidth from "string-width";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openTerminalStand } from "./fake/terminal.ts";
import { createTerminal } from "./terminal.ts";
import { departuresView, healthView, PERSONAL, sendingTo } from "./testing.ts";

const ESCAPE = "\u001b";

afterEach(() => vi.unstubAllEnvs());

/** What one message looks like on a terminal so wide. */
async function shownAt(columns: number, view = departuresView(3)): Promise<string[]> {
  const stand = await openTerminalStand(columns);
  await stand.notifier.send(sendingTo(stand, view));
  return stand.received.flatMap(({ text }) => text.split("\n"));
}

describe("the terminal", () => {
  it("shows a message in lines: what happened, the facts, everybody, and how fresh it is", async () => {
    expect(await shownAt(120)).toEqual([
      "",
      expect.stringMatching(/^3 people left acme, 23 Nov 2026 10:01–10:03 UTC: .* staff$/),
      "  where     Lisbon 2 of 42 · Kraków 1 of 1 (by field Office)",
      "  teams     Team 0 1 of 1 · Team 1 1 of 41 · Team 2 1 of 1",
      "  evidence  3 deactivated; 1 not yet confirmed",
      "  Zofia Canarska 0 · deactivated · Kraków · Team 0 · 23 Nov 2026 10:01–10:03 UTC",
      "  Zofia Canarska 1 · deactivated? · Lisbon · Team 1 · 23 Nov 2026 10:01–10:03 UTC",
      "  Zofia Canarska 2 · deactivated · Lisbon · Team 2 · 23 Nov 2026 10:01–10:03 UTC",
      "acme read completely 23 Nov 2026 10:03 UTC: 43 accounts, ok",
      expect.stringMatching(/^i-[0-9a-f]{16}, version 1$/),
      "",
    ]);
  });

  it.each([40, 80, 200])("keeps within %i columns", async (columns) => {
    for (const view of [departuresView(30, 3, " 山田太郎"), healthView("named")]) {
      const widths = (await shownAt(columns, view)).map((line) => stringWidth(line));
      expect(Math.max(...widths)).toBeLessThan(columns);
    }
  });

  it("names fifty, and says how many more there are and how to list them", async () => {
    const lines = await shownAt(120, departuresView(712));
    expect(lines.filter((line) => line.startsWith("  Zofia"))).toHaveLength(50);
    expect(lines).toContain("  … and 662 more: rollcall departures --since 2026-11-23");
  });

  it("is not moved, coloured or cleared by anybody's name", async () => {
    const lines = await shownAt(120, departuresView(2, 0, `${ESCAPE}[2J${ESCAPE}[31m\r\n\u0007\u009b2J\u202e`));
    // eslint-disable-next-line no-control-regex -- finding control characters is the purpose
    expect(lines.join("\n")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it("says that a message may be a repeat, and of which", async () => {
    const stand = await openTerminalStand();
    await stand.notifier.send(sendingTo(stand, departuresView(1), { repeat: true, id: "n-7-1" }));
    expect(stand.received[0]?.text).toContain("may be a repeat of n-7-1");
  });

  it("is coloured by what happened, and not at all with NO_COLOR", async () => {
    const painted = async (): Promise<string> => {
      let text = "";
      const screen = Object.assign(
        new Writable({
          write: (chunk, _, done) => {
            text += String(chunk);
            done();
          },
        }),
        // Node's own judgement, from the environment.
        { isTTY: true, columns: 80, getColorDepth: WriteStream.prototype.getColorDepth },
      );
      await createTerminal(screen).send(sendingTo({ settings: {} }, healthView("named")));
      return text;
    };
    // Node takes a build server for one that shows no colours.
    vi.stubEnv("CI", undefined);
    vi.stubEnv("FORCE_COLOR", undefined);
    vi.stubEnv("NO_COLOR", undefined);
    vi.stubEnv("TERM", "xterm-256color");
    expect(await painted()).toContain(`${ESCAPE}[33m`);
    vi.stubEnv("NO_COLOR", "1");
    expect(await painted()).not.toContain(ESCAPE);
  });

  it("refuses to write where standard output is a file or a pipe, which would keep the names", async () => {
    const kept: string[] = [];
    const file = new Writable({ write: (chunk, _, done) => (kept.push(String(chunk)), done()) });
    const sent = createTerminal(file).send(sendingTo({ settings: {} }, departuresView(3)));
    const error: unknown = await sent.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "bad_setting", message: expect.stringContaining("no terminal here") });
    expect(PERSONAL.filter((one) => String(error).includes(one))).toEqual([]);
    expect(kept).toEqual([]);
  });

  it("that is gone is an error, and one that is back is written to again", async () => {
    const stand = await openTerminalStand();
    stand.answer("reset", "once");
    const sending = sendingTo(stand, departuresView(1));
    await expect(stand.notifier.send(sending)).rejects.toMatchObject({ code: "unreachable" });
    await stand.notifier.send(sending);
    expect(stand.received).toHaveLength(1);
  });
});
